"""Many uploads that trickle in, driven by one thread."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

STEP_S = 0.05


@contextlib.contextmanager
def slow_uploads(base: str, signed: Sequence[Any], size: int, *, rate: int) -> Iterator[Callable[[], int]]:
    """PUT each signed part of `size` bytes at `rate` bytes a second; gives a function that counts those under way."""
    where = urlsplit(base)
    lines = [socket.create_connection((where.hostname, where.port), timeout=30) for _each in signed]
    for line, part in zip(lines, signed, strict=True):
        head = f"PUT {part['url']} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: {size}\r\n"
        line.sendall(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode())
        line.setblocking(False)
    over, broken = threading.Event(), set[int]()

    def trickle() -> None:
        piece = bytes(int(rate * STEP_S))
        while not over.wait(STEP_S):
            for number, line in enumerate(lines):
                try:
                    line.send(piece)
                except BlockingIOError:
                    continue  # nobody reads on the other side: it goes on waiting, as a real one would
                except OSError:
                    broken.add(number)

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        yield lambda: len(lines) - len(broken)
    finally:
        over.set()
        thread.join()
        for line in lines:
            line.close()
