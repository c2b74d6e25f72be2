"""What only the S3 store has: how it signs, and how it fails. The first half needs no server."""

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as real
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from musicprize.kernel.errors import Invalid
from musicprize.objectstore import StoreAway, store
from musicprize.objectstore.base import MultipartMissing, PartTicket, StoredPart
from musicprize.objectstore.probing import DATA, probe
from musicprize.objectstore.s3 import S3Store
from musicprize.objectstore.s3client import Place

PLACE = Place(
    bucket="prize", endpoint="http://127.0.0.1:9", public_endpoint="https://files.example.org", access_key="key",
    secret_key="secret", region="eu-west-1", checksum_mode="none",
)  # fmt: skip
TICKET = PartTicket("u", "a/00/" + "0" * 32, "upload-id", 3, 8388608, "ab" * 32, md5="mZFLkyvTelC5g8XnyQrpOw==")


def signed(mode: str) -> tuple[dict[str, list[str]], dict[str, str], str]:
    part = S3Store(replace(PLACE, checksum_mode=mode)).sign_part(TICKET, receive_at="/unused")
    url = urlsplit(part.url)
    return parse_qs(url.query), part.headers, f"{url.scheme}://{url.netloc}{url.path}"


def test_sign_part_is_version_four_for_the_public_endpoint_with_the_size_signed() -> None:
    query, headers, address = signed("none")
    assert address == "https://files.example.org/prize/" + TICKET.key
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-SignedHeaders"] == ["content-length;host"]
    assert (query["partNumber"], query["uploadId"], query["X-Amz-Expires"]) == (["3"], ["upload-id"], ["900"])
    assert headers == {}


@pytest.mark.parametrize(("mode", "header"), [("md5", "content-md5"), ("sha256", "x-amz-checksum-sha256")])
def test_sign_part_with_a_checksum_binds_it(mode: str, header: str) -> None:
    query, headers, _address = signed(mode)
    assert [name.lower() for name in headers] == [header]
    bound = header in query["X-Amz-SignedHeaders"][0].split(";") or header in {name.lower() for name in query}
    assert bound


def test_sign_part_without_the_md5_that_the_store_checks_is_refused() -> None:
    here = S3Store(replace(PLACE, checksum_mode="md5"))
    with pytest.raises(Invalid) as refusal:
        here.sign_part(replace(TICKET, md5=""), receive_at="/unused")
    assert refusal.value.code == "md5_required"


def test_sign_get_says_type_name_and_that_nobody_may_keep_it() -> None:
    url = S3Store(PLACE).sign_get(
        TICKET.key, content_type="audio/ogg", file_name="QP26-K7M4-1.opus", expires=timedelta(minutes=10)
    )
    query = parse_qs(urlsplit(url).query)
    assert query["response-content-type"] == ["audio/ogg"]
    assert query["response-content-disposition"] == ['inline; filename="QP26-K7M4-1.opus"']
    assert query["response-cache-control"] == ["private, no-store"]
    assert query["X-Amz-Expires"] == ["600"]
    assert url.startswith("https://files.example.org/")


@pytest.mark.parametrize("missing", ["bucket", "endpoint", "access_key", "secret_key"])
def test_place_without_what_it_needs_is_a_mistake(missing: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"S3_{missing.upper()}"):
        replace(PLACE, **{missing: ""})


def test_place_with_an_unknown_checksum_mode_is_a_mistake() -> None:
    with pytest.raises(ImproperlyConfigured, match="S3_CHECKSUM_MODE"):
        replace(PLACE, checksum_mode="crc32")


def test_store_of_an_unknown_kind_is_a_mistake(settings: Any) -> None:
    settings.STORAGE = "cloud"
    with pytest.raises(ImproperlyConfigured, match="STORAGE"):
        store()


def test_server_that_refuses_is_away() -> None:
    here = S3Store(PLACE)
    for act in (
        lambda: here.list_parts(TICKET.key, "x"),
        lambda: here.complete(TICKET.key, "x", [StoredPart(1, 1, '"e"')]),
        lambda: here.head(TICKET.key),
        lambda: here.delete(TICKET.key),
        lambda: list(here.list_keys()),
    ):
        with pytest.raises(StoreAway):
            act()


@pytest.fixture
def silent_server() -> Iterator[str]:
    """Takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_check_of_a_server_that_hangs_ends_soon(silent_server: str) -> None:
    here = S3Store(replace(PLACE, endpoint=silent_server))
    assert here.probe.meta.endpoint_url == silent_server  # made once a process; how long that takes is not asked here
    begun = time.monotonic()
    with pytest.raises(StoreAway):
        here.check()
    assert time.monotonic() - begun < 3


def test_open_stream_cut_in_the_middle_is_no_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def cut() -> None:
            connection, _address = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nten bytes!")

        thread = threading.Thread(target=cut)
        thread.start()
        here = S3Store(replace(PLACE, endpoint=f"http://127.0.0.1:{listening.getsockname()[1]}"))
        with here.open_stream(TICKET.key) as pieces, pytest.raises(StoreAway):
            list(pieces)
        thread.join(5)


def test_complete_without_parts_is_never_asked() -> None:
    with pytest.raises(MultipartMissing):
        S3Store(PLACE).complete(TICKET.key, "x", [])


def test_setup_of_the_local_store_has_nothing_to_do(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    settings.STORAGE = "local"
    call_command("setup_storage")
    assert "needs no setting up" in capsys.readouterr().out


def test_check_storage_of_a_server_that_is_away_fails(settings: Any) -> None:
    settings.STORAGE, settings.S3 = "s3", {**_as_settings(PLACE)}
    with pytest.raises(CommandError, match="cannot be used"):
        call_command("check_storage")


def _as_settings(place: Place) -> dict[str, str]:
    return {name: getattr(place, name) for name in Place.__dataclass_fields__}


@pytest.mark.services
class TestServer:
    """Against the server that S3_ENDPOINT names."""

    @pytest.fixture
    def here(self, settings: Any) -> Iterator[S3Store]:
        from musicprize.objectstore.setup import drop_bucket, set_up

        assert real.S3["endpoint"], "run with S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY"
        settings.STORAGE, settings.S3 = "s3", {**real.S3, "bucket": f"probe-{time.time_ns()}"}
        assert set_up(origins=["http://localhost:8000"])["bucket"] == "done"
        assert set_up(origins=["http://localhost:8000"])["bucket"] == "was there"
        made = store()
        assert isinstance(made, S3Store)
        yield made
        drop_bucket()

    @pytest.mark.parametrize("mode", ["none", "md5", "sha256"])
    def test_server_enforces_what_must_hold(self, here: S3Store, mode: str) -> None:
        findings = probe(S3Store(replace(here.place, checksum_mode=mode)))
        assert [one for one in findings if one.must and not one.held] == []
        assert list(here.list_keys()) == []
        assert list(here.list_multiparts()) == []

    def test_multipart_with_sha256_checksums_completes(self, here: S3Store) -> None:
        from tests.musicprize.objectstore.test_store import put_part

        checked = S3Store(replace(here.place, checksum_mode="sha256"))
        key = checked.new_key()
        multipart_id = checked.begin_multipart(key)
        put_part(checked, key, multipart_id, 1, DATA)
        [part] = checked.list_parts(key, multipart_id)
        checked.complete(key, multipart_id, [replace(part, sha256=hashlib.sha256(DATA).hexdigest())])
        with checked.open_stream(key) as pieces:
            assert b"".join(pieces) == DATA

    def test_check_without_the_bucket_says_what_to_do(self, here: S3Store) -> None:
        with pytest.raises(StoreAway, match="setup_storage"):
            S3Store(replace(here.place, bucket="no-such-bucket-here")).check()

    def test_check_storage_prints_what_is_enforced(self, here: S3Store, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("check_storage")
        assert "refuses an expired address: yes" in capsys.readouterr().out
