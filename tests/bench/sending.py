"""A lean client of the upload protocol for measuring: the same 8 MiB again and again, so that sending costs it little.

`python -m tests.bench.sending BASE TOKEN WORK MIB` sends one file with three lanes, resuming what was begun.
"""

import contextlib
import hashlib
import http.client
import json
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

MIB = 1024**2
PART = 8 * MIB
LANES = 3
SIGN_AT_ONCE = 20
BLOCK = hashlib.shake_256(b"bench").digest(PART)
DIGEST = hashlib.sha256(BLOCK).hexdigest()


def ask(base: str, token: str, method: str, path: str, body: Any = None) -> Any:
    """One JSON call, on a connection of its own."""
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=120)
    try:
        headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        told = answer.read()
    finally:
        connection.close()
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path}: {answer.status} {told[:300]!r}")
    return json.loads(told) if told else None


@dataclass
class Sending:
    """One file of `mib` MiB (a multiple of 8) for one work."""

    base: str
    token: str
    work: str
    mib: int
    name: str = "bench.wav"

    def begin(self) -> Any:
        wish = {
            "purpose": "audio", "target": self.work, "file_name": self.name, "size": self.mib * MIB,
            "content_type": "audio/wav", "fingerprint": hashlib.sha256(f"{self.name} {self.mib}".encode()).hexdigest(),
        }  # fmt: skip
        return ask(self.base, self.token, "POST", "/api/v1/uploads", wish)

    def sign(self, upload: str, numbers: Sequence[int]) -> list[Any]:
        parts = [{"n": n, "sha256": DIGEST} for n in numbers]
        signed = ask(self.base, self.token, "POST", f"/api/v1/uploads/{upload}/parts/sign", {"parts": parts})["parts"]
        return list(signed)

    def sign_missing(self, state: Any) -> Iterator[list[Any]]:
        """Addresses for all parts that the server does not have, 20 at a time."""
        there = {part["n"] for part in state["parts"]}
        missing = [n for n in range(1, state["part_count"] + 1) if n not in there]
        for start in range(0, len(missing), SIGN_AT_ONCE):
            yield self.sign(state["id"], missing[start : start + SIGN_AT_ONCE])

    def put_all(self, signed: Iterable[list[Any]]) -> None:
        """The parts of these addresses, three at a time, each lane on a connection that it keeps, as browsers do."""
        lines: list[http.client.HTTPConnection] = []
        own = threading.local()

        def put(part: Any) -> None:
            if not hasattr(own, "line"):
                own.line = self.line_to(part)
                lines.append(own.line)
            self.put(part, own.line)

        try:
            with ThreadPoolExecutor(LANES) as lanes:
                for some in signed:
                    list(lanes.map(put, some))
        finally:
            for line in lines:
                line.close()

    def line_to(self, signed: Any) -> http.client.HTTPConnection:
        """A connection to where this part goes."""
        return http.client.HTTPConnection(urlsplit(signed["url"]).netloc or urlsplit(self.base).netloc, timeout=300)

    def put(self, signed: Any, line: http.client.HTTPConnection | None = None) -> None:
        """One part; without `line` on a connection of its own."""
        url = urlsplit(signed["url"])
        with contextlib.closing(self.line_to(signed)) if line is None else contextlib.nullcontext(line) as connection:
            connection.request(signed["method"], f"{url.path}?{url.query}", BLOCK, signed["headers"])
            answer = connection.getresponse()
            told = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"part {signed['n']}: {answer.status} {told[:300]!r}")

    def complete(self, state: Any) -> None:
        composite = hashlib.sha256(bytes.fromhex(DIGEST) * state["part_count"]).hexdigest()
        ask(self.base, self.token, "POST", f"/api/v1/uploads/{state['id']}/complete", {"composite": composite})

    def whole(self) -> str:
        """Begin or resume, send, complete: the upload's id."""
        state = self.begin()
        self.put_all(self.sign_missing(state))
        self.complete(state)
        return str(state["id"])


def main() -> int:
    base, token, work, mib = sys.argv[1:]
    Sending(base, token, work, int(mib), name="killed.wav").whole()
    return 0


if __name__ == "__main__":
    sys.exit(main())
