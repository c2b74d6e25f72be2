"""A store of its own for each test."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from musicprize.objectstore import ObjectStore, store
from musicprize.objectstore.local import LocalStore


@pytest.fixture
def local(settings: Any, tmp_path: Path) -> LocalStore:
    settings.STORAGE = "local"
    settings.DATA = tmp_path / "data"
    here = store()
    assert isinstance(here, LocalStore)
    return here


@pytest.fixture
def objects(settings: Any, tmp_path: Path) -> Iterator[ObjectStore]:
    """The configured store, empty: a folder, or with STORAGE=s3 a bucket of its own."""
    if settings.STORAGE == "local":
        settings.DATA = tmp_path / "data"
        yield store()
        return
    from musicprize.objectstore.setup import drop_bucket, make_bucket

    settings.S3 = {**settings.S3, "bucket": f"test-{uuid.uuid4().hex[:12]}"}
    make_bucket()
    yield store()
    drop_bucket()
