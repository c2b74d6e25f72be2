"""A store of its own for each test, small parts, and a room that takes files."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real

from musicprize.accounts.models import User
from musicprize.objectstore import ObjectStore, store
from submissions.applications.models import Application
from submissions.uploads import purposes, rules
from tests.factories.people import make_user
from tests.factories.uploads import Room, Sender, make_bare_application, make_bytes

PART = 5 * 1024**2 if real.STORAGE == "s3" else 64 * 1024
"""S3 takes no smaller parts than 5 MiB, except the last."""


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    room = Room()
    monkeypatch.setattr(purposes, "_handlers", dict.fromkeys(rules.Purpose, room))
    return room


@pytest.fixture
def objects(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStore]:
    """The configured store, empty: a folder, or with STORAGE=s3 a bucket of its own."""
    monkeypatch.setattr(rules, "SMALLEST_PART", PART)
    if settings.STORAGE == "local":
        settings.DATA = tmp_path
        yield store()
        return
    from musicprize.objectstore.setup import drop_bucket, make_bucket

    settings.S3 = {**settings.S3, "bucket": f"test-{uuid.uuid4().hex[:12]}"}
    make_bucket()
    yield store()
    drop_bucket()


@pytest.fixture
def artist(db: None) -> User:
    return make_user()


@pytest.fixture
def application(artist: User) -> Application:
    return make_bare_application(artist)


@pytest.fixture
def sender(artist: User, application: Application, room: Room, objects: ObjectStore) -> Callable[..., Sender]:
    """Makes a client of the artist with a file of `parts` parts, the last one 1,000 bytes short."""

    def make(parts: int = 3, **fields: object) -> Sender:
        content = make_bytes(parts * PART - 1000)
        return Sender(**{"user": artist, "target": application.pk, "content": content, **fields})  # type: ignore[arg-type]

    return make
