"""Our own host plays objects: ranges, conditions, tokens, memory."""

import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from musicprize.kernel import clock
from musicprize.objectstore import serving, tokens
from musicprize.objectstore.base import PartTicket
from musicprize.objectstore.local import LocalStore
from tests.factories.uploads import make_bytes

CONTENT = make_bytes(300_001)


@pytest.fixture
def key(local: LocalStore, tmp_path: Path) -> str:
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    key = local.new_key()
    local.put_file(path, key, content_type="audio/ogg")
    return key


@pytest.fixture
def url(local: LocalStore, key: str) -> str:
    return local.sign_get(key, content_type="audio/ogg", file_name="QP26-K7M4-1.opus", expires=timedelta(minutes=5))


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-0", 0, 0), ("bytes=0-1", 0, 1), ("bytes=-10", 299_991, 300_000), ("bytes=200000-", 200_000, 300_000),
     ("bytes=300000-999999", 300_000, 300_000)],
)  # fmt: skip
def test_media_range_sends_these_bytes(url: str, asked: str, first: int, last: int) -> None:
    answer = Client().get(url, headers={"Range": asked})
    assert answer.status_code == 206
    assert body(answer) == CONTENT[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert answer["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", [None, "items=0-1", "bytes=9-1", "bytes=0-0,5-5"])
def test_media_without_a_usable_range_sends_everything(url: str, asked: str | None) -> None:
    answer = Client().get(url, headers={"Range": asked} if asked else {})
    assert (answer.status_code, body(answer)) == (200, CONTENT)
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Content-Type"] == "audio/ogg"
    assert answer["Content-Disposition"] == 'inline; filename="QP26-K7M4-1.opus"'
    assert answer["Cache-Control"] == "private, no-store"


def test_media_past_the_end_is_416(url: str) -> None:
    answer = Client().get(url, headers={"Range": f"bytes={len(CONTENT)}-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")


def test_media_if_range_honours_only_what_is_still_the_same(url: str) -> None:
    client = Client()
    first = client.get(url)
    same = {"Range": "bytes=0-0", "If-Range": first["ETag"]}
    assert client.get(url, headers=same).status_code == 206
    assert client.get(url, headers={**same, "If-Range": first["Last-Modified"]}).status_code == 206
    for old in ('"other"', "W/" + first["ETag"], "Wed, 21 Oct 2015 07:28:00 GMT", "nonsense"):
        answer = client.get(url, headers={**same, "If-Range": old})
        assert (answer.status_code, answer["Content-Length"]) == (200, str(len(CONTENT)))


def test_media_if_none_match_is_304_without_a_body(url: str) -> None:
    client = Client()
    etag = client.get(url)["ETag"]
    answer = client.get(url, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_media_head_tells_everything_and_sends_nothing(url: str) -> None:
    answer = Client().head(url, headers={"Range": "bytes=0-0"})
    assert (answer.status_code, answer["Content-Length"], body(answer)) == (200, str(len(CONTENT)), b"")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_media_other_methods_refused(url: str, method: str) -> None:
    assert getattr(Client(), method)(url).status_code == 405


def test_media_token_expired_changed_or_of_another_kind_refused(url: str, key: str) -> None:
    client = Client()
    assert client.get(url[:-1] + ("A" if url[-1] != "A" else "B")).status_code == 403
    media = tokens.Media(key, "audio/ogg", "x.opus")
    late = tokens.sign_media(media, at=clock.now() - timedelta(hours=1), life=timedelta(minutes=59))
    assert client.get(f"/media/{late}").status_code == 403
    ticket = PartTicket("u", key, "m", 1, 1, "0" * 64)
    part = tokens.sign_part(ticket, at=clock.now(), life=timedelta(minutes=5))
    assert client.get(f"/media/{part}").status_code == 403


def test_media_object_gone_is_404(local: LocalStore, url: str, key: str) -> None:
    local.delete(key)
    assert Client().get(url).status_code == 404


def test_media_behind_nginx_only_names_the_file(settings: Any, url: str, key: str) -> None:
    settings.X_ACCEL_PREFIX = "/protected/"
    answer = Client().get(url, headers={"Range": "bytes=0-0"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["X-Accel-Redirect"] == f"/protected/{key}"
    assert answer["Content-Type"] == "audio/ogg"


def test_media_of_a_large_file_keeps_memory_flat(local: LocalStore, tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as sparse:
        sparse.truncate(1024**3)
    key = local.new_key()
    target = local.path(key)
    target.parent.mkdir(parents=True, exist_ok=True)
    large.rename(target)
    url = local.sign_get(key, content_type="audio/wav", file_name="x.wav", expires=timedelta(minutes=5))
    answer: Any = Client().get(url, headers={"Range": "bytes=900000000-964000000"})
    tracemalloc.start()
    try:
        assert sum(len(piece) for piece in answer.streaming_content) == 64_000_001
        assert tracemalloc.get_traced_memory()[1] < 1024**2
    finally:
        tracemalloc.stop()


@pytest.mark.django_db  # the end of a response looks after database connections
def test_media_that_nobody_reads_closes_its_file(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[serving.FileSlice] = []

    class Remembered(serving.FileSlice):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            opened.append(self)

    monkeypatch.setattr(serving, "FileSlice", Remembered)
    answer: Any = Client().get(url)
    assert not opened[0].source.closed
    answer.close()
    assert opened[0].source.closed
