"""A lean client of the upload protocol for measuring: the same 8 MiB again and again, so that sending costs it little.

`python -m tests.bench.sending BASE TOKEN WORK MIB` sends one file with three lanes, resuming what was begun.
"""

import hashlib
import http.client
import json
import sys
from collections.abc import Sequence
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

    def send_missing(self, state: Any) -> None:
        """All parts that the server does not have, three at a time."""
        there = {part["n"] for part in state["parts"]}
        missing = [n for n in range(1, state["part_count"] + 1) if n not in there]
        with ThreadPoolExecutor(LANES) as lanes:
            for start in range(0, len(missing), SIGN_AT_ONCE):
                signed = self.sign(state["id"], missing[start : start + SIGN_AT_ONCE])
                list(lanes.map(self.put, signed))

    def put(self, signed: Any) -> None:
        url = urlsplit(signed["url"])
        connection = http.client.HTTPConnection(url.netloc or urlsplit(self.base).netloc, timeout=300)
        try:
            connection.request(signed["method"], f"{url.path}?{url.query}", BLOCK, signed["headers"])
            answer = connection.getresponse()
            told = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"part {signed['n']}: {answer.status} {told[:300]!r}")

    def complete(self, state: Any) -> None:
        composite = hashlib.sha256(bytes.fromhex(DIGEST) * state["part_count"]).hexdigest()
        ask(self.base, self.token, "POST", f"/api/v1/uploads/{state['id']}/complete", {"composite": composite})

    def whole(self) -> str:
        """Begin or resume, send, complete: the upload's id."""
        state = self.begin()
        self.send_missing(state)
        self.complete(state)
        return str(state["id"])


def main() -> int:
    base, token, work, mib = sys.argv[1:]
    Sending(base, token, work, int(mib), name="killed.wav").whole()
    return 0


if __name__ == "__main__":
    sys.exit(main())
