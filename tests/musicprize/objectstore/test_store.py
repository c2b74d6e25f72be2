"""What every store does alike: run with STORAGE=s3 it is the same file against a real S3 server."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from musicprize.objectstore import ObjectMissing, ObjectStore
from musicprize.objectstore.base import MultipartMissing, PartTicket, StoredPart
from musicprize.objectstore.local import KEY, LocalStore
from musicprize.objectstore.receiving import receive_part
from tests.factories.uploads import fetch, make_bytes, send

MIB = 1024**2


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(make_bytes(3 * MIB + 17))
    return path


def put_part(objects: ObjectStore, key: str, multipart_id: str, number: int, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    ticket = PartTicket("u", key, multipart_id, number, len(data), digest)
    if isinstance(objects, LocalStore):
        rest = [data]
        receive_part(objects, ticket, announced=len(data), read=lambda n: rest.pop() if rest else b"")
        return
    signed = objects.sign_part(ticket, receive_at="/unused")
    status, body = send({"url": signed.url, "method": signed.method, "headers": signed.headers}, data)
    assert status == 200, body


def test_new_keys_are_random_and_spread(objects: ObjectStore) -> None:
    keys = {objects.new_key() for _each in range(200)}
    assert len(keys) == 200
    assert all(KEY.fullmatch(key) for key in keys)
    assert len({key[2:4] for key in keys}) > 50


def test_put_file_then_head_stream_download_list_delete(objects: ObjectStore, file: Path, tmp_path: Path) -> None:
    key = objects.new_key()
    objects.put_file(file, key, content_type="audio/flac")
    head = objects.head(key)
    assert head is not None
    assert head.size == file.stat().st_size
    with objects.open_stream(key) as pieces:
        lengths = [len(piece) for piece in pieces]
    assert sum(lengths) == head.size
    assert max(lengths) <= MIB
    objects.download_to(key, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == file.read_bytes()
    assert [(one.key, one.size) for one in objects.list_keys()] == [(key, head.size)]
    objects.delete(key)
    objects.delete(key)
    assert objects.head(key) is None
    assert list(objects.list_keys()) == []


def test_put_file_replaces_an_object_of_the_same_key(objects: ObjectStore, file: Path) -> None:
    key = objects.new_key()
    objects.put_file(file, key, content_type="audio/flac")
    file.write_bytes(b"new")
    objects.put_file(file, key, content_type="audio/flac")
    with objects.open_stream(key) as pieces:
        assert b"".join(pieces) == b"new"


def test_open_stream_of_nothing_says_so(objects: ObjectStore, tmp_path: Path) -> None:
    with pytest.raises(ObjectMissing), objects.open_stream(objects.new_key()) as pieces:
        list(pieces)
    with pytest.raises(ObjectMissing):
        objects.download_to(objects.new_key(), tmp_path / "none")


def test_multipart_from_parts_to_object(objects: ObjectStore) -> None:
    key = objects.new_key()
    content = make_bytes(5 * MIB + 5)
    multipart_id = objects.begin_multipart(key)
    assert [one.multipart_id for one in objects.list_multiparts()] == [multipart_id]
    put_part(objects, key, multipart_id, 2, content[5 * MIB :])
    put_part(objects, key, multipart_id, 1, content[: 5 * MIB])
    parts = objects.list_parts(key, multipart_id)
    assert [(part.number, part.size) for part in parts] == [(1, 5 * MIB), (2, 5)]
    assert objects.head(key) is None
    for _twice in range(2):
        try:
            objects.complete(key, multipart_id, parts)
        except MultipartMissing:
            assert objects.head(key) is not None
        objects.assemble(key, multipart_id, parts)
    head = objects.head(key)
    assert head is not None
    assert head.size == len(content)
    with objects.open_stream(key) as pieces:
        assert b"".join(pieces) == content
    assert list(objects.list_multiparts()) == []


def test_multipart_part_sent_again_replaces_the_first(objects: ObjectStore) -> None:
    key = objects.new_key()
    multipart_id = objects.begin_multipart(key)
    put_part(objects, key, multipart_id, 1, b"first!")
    [before] = objects.list_parts(key, multipart_id)
    put_part(objects, key, multipart_id, 1, b"second")
    [after] = objects.list_parts(key, multipart_id)
    assert before.etag != after.etag
    objects.complete(key, multipart_id, [after])
    objects.assemble(key, multipart_id, [after])
    with objects.open_stream(key) as pieces:
        assert b"".join(pieces) == b"second"


def test_multipart_more_than_a_page_of_parts_is_listed_whole(objects: ObjectStore) -> None:
    """S3 servers list at most 1,000 parts a page; ours may have that many, so the pages are joined."""
    key = objects.new_key()
    multipart_id = objects.begin_multipart(key)
    for number in range(1, 13):
        put_part(objects, key, multipart_id, number, number.to_bytes(4))
    if not isinstance(objects, LocalStore):
        client: Any = objects.client  # type: ignore[attr-defined]
        client.meta.events.register("before-parameter-build.s3.ListParts", _five_a_page)
    listed = objects.list_parts(key, multipart_id)
    assert [part.number for part in listed] == list(range(1, 13))
    objects.abort(key, multipart_id)


def _five_a_page(params: dict[str, Any], **_more: Any) -> None:
    params["MaxParts"] = 5


def test_multipart_unknown_or_aborted_is_missing(objects: ObjectStore) -> None:
    key = objects.new_key()
    multipart_id = objects.begin_multipart(key)
    put_part(objects, key, multipart_id, 1, b"bytes")
    objects.abort(key, multipart_id)
    objects.abort(key, multipart_id)
    with pytest.raises(MultipartMissing):
        objects.list_parts(key, multipart_id)
    with pytest.raises(MultipartMissing):
        objects.complete(key, multipart_id, [StoredPart(1, 5, '"x"')])
    assert objects.head(key) is None


def test_complete_with_a_part_that_is_not_there_makes_no_object(objects: ObjectStore) -> None:
    key = objects.new_key()
    multipart_id = objects.begin_multipart(key)
    put_part(objects, key, multipart_id, 1, b"bytes")
    there = objects.list_parts(key, multipart_id)
    with pytest.raises(MultipartMissing):
        objects.complete(key, multipart_id, [*there, StoredPart(2, 5, '"' + "0" * 32 + '"')])
    assert objects.head(key) is None


def test_sign_get_plays_with_ranges_and_says_what_it_is(objects: ObjectStore, file: Path) -> None:
    key = objects.new_key()
    objects.put_file(file, key, content_type="application/octet-stream")
    url = objects.sign_get(key, content_type="audio/ogg", file_name="QP26-K7M4-1.opus", expires=timedelta(minutes=5))
    status, body, headers = fetch(url, Range="bytes=100-199")
    assert (status, body) == (206, file.read_bytes()[100:200])
    assert headers["Content-Type"] == "audio/ogg"
    assert headers["Content-Disposition"] == 'inline; filename="QP26-K7M4-1.opus"'
    assert headers["Content-Range"] == f"bytes 100-199/{file.stat().st_size}"
    status, body, _headers = fetch(url)
    assert (status, body) == (200, file.read_bytes())


def test_sign_get_expired_or_changed_is_refused(objects: ObjectStore, file: Path) -> None:
    key = objects.new_key()
    objects.put_file(file, key, content_type="audio/ogg")
    url = objects.sign_get(key, content_type="audio/ogg", file_name="x.opus", expires=timedelta(seconds=300))
    changed = url.replace("X-Amz-Expires=300", "X-Amz-Expires=900") if "X-Amz-Expires" in url else url[:-1] + "~"
    assert fetch(changed)[0] == 403


def test_check_finds_it_well(objects: ObjectStore) -> None:
    assert objects.check() is True
    objects.check_room(1)
