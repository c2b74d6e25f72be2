"""Uploads for tests: a client of the protocol that sends real bytes, and a room that takes files."""

import base64
import hashlib
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPSConnection
from itertools import count
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from rest_framework.test import APIClient

from musicprize.accounts.models import User
from musicprize.editions.models import Edition
from musicprize.kernel import clock
from musicprize.kernel.errors import NotAllowed, NotFound
from submissions.applications.models import Application
from submissions.uploads import purposes
from submissions.uploads.rules import composite
from tests.factories.editions import make_edition

_numbers = count(1)


def make_bytes(size: int, seed: int = 1) -> bytes:
    """Bytes that repeat nowhere near a part's length."""
    block = hashlib.shake_256(seed.to_bytes(4)).digest(997)
    return (block * (size // len(block) + 1))[:size]


def make_bare_application(owner: User, edition: Edition | None = None) -> Application:
    """A draft without any content."""
    at = clock.now()
    return Application.objects.create(
        edition=edition or make_edition(), owner=owner, reference=f"T-{next(_numbers)}", language="en",
        created_at=at, changed_at=at,
    )  # fmt: skip


@dataclass
class Room(purposes.Handler):
    """A handler that takes files for applications by id, and remembers what it was given."""

    max_bytes: int = 1024**3
    accepts: tuple[str, ...] = ()
    quota_bytes: int = 8 * 1024**3
    closed_for_new: bool = False
    closed_for_all: bool = False
    taken: list[purposes.ReadyUpload] = field(default_factory=list)
    begun: list[datetime | None] = field(default_factory=list)

    def authorize(self, *, user: User, target_id: UUID, at: datetime, begun_at: datetime | None) -> purposes.Target:
        application = Application.objects.filter(pk=target_id, owner=user).first()
        if application is None:
            raise NotFound()
        self.begun.append(begun_at)
        if self.closed_for_all or (self.closed_for_new and begun_at is None):
            raise NotAllowed("window_closed", "closed")
        return purposes.Target(application.pk, self.max_bytes, self.accepts, self.quota_bytes)

    def on_ready(self, *, upload: purposes.ReadyUpload, at: datetime) -> None:
        self.taken.append(upload)

    def describe(self, *, upload_ids: Sequence[UUID]) -> Mapping[UUID, dict[str, Any]]:
        return {one: {"state": "queued"} for one in upload_ids}


@dataclass
class Sender:
    """What the browser does, step by step. `http` puts parts to absolute addresses, the test client to our own."""

    user: User
    target: UUID
    content: bytes
    purpose: str = "audio"
    file_name: str = "song.wav"
    content_type: str = "audio/wav"
    fingerprint: str = ""
    id: str = ""
    part_size: int = 0
    part_count: int = 0

    def __post_init__(self) -> None:
        self.fingerprint = self.fingerprint or hashlib.sha256(uuid4().bytes).hexdigest()
        self.api = APIClient()
        self.api.force_authenticate(self.user)

    def wish(self, **changes: Any) -> dict[str, Any]:
        return {
            "purpose": self.purpose, "target": str(self.target), "file_name": self.file_name,
            "size": len(self.content), "content_type": self.content_type, "fingerprint": self.fingerprint, **changes,
        }  # fmt: skip

    def create(self, **changes: Any) -> Any:
        answer = self.api.post("/api/v1/uploads", self.wish(**changes))
        if answer.status_code in (200, 201):
            self.id = answer.json()["id"]
            self.part_size, self.part_count = answer.json()["part_size"], answer.json()["part_count"]
        return answer

    def part(self, n: int) -> bytes:
        return self.content[(n - 1) * self.part_size : n * self.part_size]

    def digest(self, n: int) -> str:
        return hashlib.sha256(self.part(n)).hexdigest()

    def sign(self, *numbers: int, **changes: Any) -> Any:
        parts = [{"n": n, "sha256": self.digest(n), "md5": _md5(self.part(n)), **changes} for n in numbers]
        return self.api.post(f"/api/v1/uploads/{self.id}/parts/sign", {"parts": parts})

    def put(self, n: int, data: bytes | None = None) -> tuple[int, bytes]:
        """Sign and send one part: (status, body)."""
        signed = self.sign(n)
        assert signed.status_code == 200, signed.content
        return send(signed.json()["parts"][0], self.part(n) if data is None else data)

    def put_all(self) -> None:
        for n in range(1, self.part_count + 1):
            status, body = self.put(n)
            assert status == 200, body

    def complete(self, given: str = "") -> Any:
        whole = given or composite(self.digest(n) for n in range(1, self.part_count + 1))
        return self.api.post(f"/api/v1/uploads/{self.id}/complete", {"composite": whole})

    def state(self) -> Any:
        return self.api.get(f"/api/v1/uploads/{self.id}").json()

    def whole_way(self) -> Any:
        """Create, send all parts, complete; the answer of complete."""
        assert self.create().status_code == 201
        self.put_all()
        return self.complete()


def send(signed: dict[str, Any], data: bytes) -> tuple[int, bytes]:
    """PUT a part as its signed address says: to the store, or with a client without session to our own host."""
    url = urlsplit(signed["url"])
    if url.netloc:
        kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
        connection = kind(url.netloc, timeout=30)
        try:
            connection.request(signed["method"], f"{url.path}?{url.query}", data, signed["headers"])
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
    response = APIClient().generic("PUT", signed["url"], data, content_type="application/octet-stream")
    return response.status_code, response.content


def fetch(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """GET as a browser would: from the store, or from our own host."""
    if url.startswith("/"):
        answer: Any = APIClient().get(url, headers=headers)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, body, dict(answer.headers)
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read(), dict(answer.headers)


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
