"""Our own host takes in parts: every refusal, and that nothing half is ever visible."""

import errno
import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from musicprize.kernel.errors import Refusal
from musicprize.objectstore import files, receiving
from musicprize.objectstore.base import PartTicket, StoreAway, StoreFull
from musicprize.objectstore.local import LocalStore
from musicprize.objectstore.receiving import receive_part
from tests.factories.uploads import make_bytes

DATA = make_bytes(700_000)
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def ticket(local: LocalStore) -> PartTicket:
    key = local.new_key()
    return PartTicket("u", key, local.begin_multipart(key), 1, len(DATA), DIGEST)


def reader(data: bytes) -> Callable[[int], bytes]:
    left = bytearray(data)

    def read(n: int) -> bytes:
        piece = bytes(left[:n])
        del left[:n]
        return piece

    return read


def listed(local: LocalStore, ticket: PartTicket) -> list[tuple[int, int, str]]:
    return [(one.number, one.size, one.sha256) for one in local.list_parts(ticket.key, ticket.multipart_id)]


def leftovers(local: LocalStore, ticket: PartTicket) -> list[str]:
    return sorted(path.name for path in local.folder(ticket.key, ticket.multipart_id).iterdir())


def test_receive_part_whole_is_listed(local: LocalStore, ticket: PartTicket) -> None:
    assert receive_part(local, ticket, announced=len(DATA), read=reader(DATA)) == DIGEST
    assert listed(local, ticket) == [(1, len(DATA), DIGEST)]


@pytest.mark.parametrize(
    ("announced", "sent", "code"),
    [
        (None, DATA, "length_required"),
        (len(DATA) - 1, DATA, "wrong_length"),
        (len(DATA) + 1, DATA, "wrong_length"),
        (len(DATA), DATA[:-1], "incomplete_body"),
        (len(DATA), b"", "incomplete_body"),
        (len(DATA), b"X" + DATA[1:], "bad_digest"),
    ],
)
def test_receive_part_that_is_not_the_announced_one_leaves_nothing(
    local: LocalStore, ticket: PartTicket, announced: int | None, sent: bytes, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        receive_part(local, ticket, announced=announced, read=reader(sent))
    assert refusal.value.code == code
    assert listed(local, ticket) == []
    assert leftovers(local, ticket) == ["upload"]


def test_receive_part_connection_lost_is_incomplete(local: LocalStore, ticket: PartTicket) -> None:
    pieces = iter([DATA[:1000]])

    def read(n: int) -> bytes:
        try:
            return next(pieces)
        except StopIteration:
            raise ConnectionResetError from None

    with pytest.raises(Refusal) as refusal:
        receive_part(local, ticket, announced=len(DATA), read=read)
    assert refusal.value.code == "incomplete_body"
    assert leftovers(local, ticket) == ["upload"]


def test_receive_part_again_with_other_bytes_replaces_it(local: LocalStore, ticket: PartTicket) -> None:
    receive_part(local, ticket, announced=len(DATA), read=reader(DATA))
    other = bytes(len(DATA))
    digest = hashlib.sha256(other).hexdigest()
    receive_part(local, replace(ticket, sha256=digest), announced=len(other), read=reader(other))
    assert listed(local, ticket) == [(1, len(DATA), digest)]
    assert leftovers(local, ticket) == [f"00001.{digest}", "upload"]


def test_receive_part_of_an_upload_that_is_over_is_refused(local: LocalStore, ticket: PartTicket) -> None:
    local.abort(ticket.key, ticket.multipart_id)
    with pytest.raises(Refusal) as refusal:
        receive_part(local, ticket, announced=len(DATA), read=reader(DATA))
    assert refusal.value.code == "not_open"


def test_receive_part_on_a_full_disk_says_so_and_leaves_nothing(
    local: LocalStore, ticket: PartTicket, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("musicprize.objectstore.receiving.os.fsync", full)
    with pytest.raises(StoreFull):
        receive_part(local, ticket, announced=len(DATA), read=reader(DATA))
    assert leftovers(local, ticket) == ["upload"]


def test_check_room_keeps_a_reserve(local: LocalStore) -> None:
    with pytest.raises(StoreFull):
        local.check_room(10**18)


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/00/../x", "", "a/00/" + "0" * 31, "/a/00/" + "0" * 32])
def test_path_of_a_strange_key_leads_nowhere(local: LocalStore, key: str) -> None:
    assert local.head(key) is None


def test_list_multiparts_and_leftovers_of_dead_processes(local: LocalStore, ticket: PartTicket) -> None:
    from datetime import timedelta

    from musicprize.kernel import clock

    (local.staging / "dead.whole").write_bytes(b"half")
    assert [one.key for one in local.list_multiparts()] == [ticket.key]
    assert local.sweep_leftovers(before=clock.now() - timedelta(hours=1)) == 0
    assert local.sweep_leftovers(before=clock.now() + timedelta(hours=1)) == 1
    assert not (local.staging / "dead.whole").exists()


def test_concatenate_that_fails_shows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = tmp_path / "one"
    one.write_bytes(b"1")

    def broken(*_args: Any) -> int:
        raise OSError(errno.EIO, "disk")

    monkeypatch.setattr("musicprize.objectstore.files.os.sendfile", broken)
    with pytest.raises(OSError, match="disk"):
        files.concatenate([one], tmp_path / "deep" / "whole", scratch=tmp_path / "scratch")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one"]


def test_receive_part_leaves_threads_to_pages(
    local: LocalStore, ticket: PartTicket, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = threading.BoundedSemaphore(1)
    monkeypatch.setattr(receiving, "places", lambda: one)
    slowly = reader(DATA)

    def another_meanwhile(size: int) -> bytes:
        with pytest.raises(StoreAway, match="places"):
            receive_part(local, ticket, announced=len(DATA), read=reader(DATA))
        return slowly(size)

    assert receive_part(local, ticket, announced=len(DATA), read=another_meanwhile) == DIGEST
    assert receive_part(local, ticket, announced=len(DATA), read=reader(DATA)) == DIGEST


def test_places_are_fewer_than_threads(settings: Any) -> None:
    receiving.places.cache_clear()
    settings.WEB_THREADS = 8
    places = receiving.places()
    assert [places.acquire(blocking=False) for _each in range(7)] == [True] * 6 + [False]
    receiving.places.cache_clear()
