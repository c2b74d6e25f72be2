"""Bodies read straight from gunicorn's socket: every byte once, however they come, and the next request is the next."""

import hashlib
import http.client
import io
import socket
import sys
from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIRequest

from musicprize.objectstore import bodies
from musicprize.supervisor.configuration import ROOT
from tests.factories.uploads import make_bytes
from tests.services import processes

DATA = make_bytes(1_500_000)
DIGEST = f"{hashlib.sha256(DATA).hexdigest()} {len(DATA)}".encode()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """gunicorn with threads, as the platform runs it, with an application that digests."""
    [port] = processes.free_ports(1)
    log = tmp_path_factory.mktemp("gunicorn") / "log"
    command = [
        sys.executable, "-m", "gunicorn", "tests.musicprize.objectstore.digesting:application",
        "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4", "--no-control-socket",
    ]  # fmt: skip
    environment = {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": ""}

    def answers() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    with processes.running(command, log=log, environment=environment) as process:
        processes.wait(answers, what="gunicorn", log=log, seconds=30, process=process)
        yield port


@pytest.fixture
def line(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield line


def request(data: bytes, path: str = "/") -> bytes:
    return f"PUT {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data


def answer(line: socket.socket) -> bytes:
    [told] = answers(line, 1)
    return told


def answers(line: socket.socket, count: int) -> list[bytes]:
    found = []
    with line.makefile("rb") as stream:
        for _each in range(count):
            assert stream.readline().startswith(b"HTTP/1.1 200")
            length = int(http.client.parse_headers(stream)["Content-Length"])
            found.append(stream.read(length))
    return found


def test_reader_takes_a_body_that_comes_at_once_twice_on_one_connection(line: socket.socket) -> None:
    for _again in range(2):
        line.sendall(request(DATA))
        assert answer(line) == DIGEST


def test_reader_takes_a_body_that_comes_in_pieces(line: socket.socket) -> None:
    whole = request(DATA)
    for start in range(0, len(whole), 70_001):
        line.sendall(whole[start : start + 70_001])
    assert answer(line) == DIGEST


def test_reader_leaves_the_next_request_to_the_next(line: socket.socket) -> None:
    """Two small ones in one packet: the second came along with the first."""
    line.sendall(request(b"first") + request(b"second"))
    assert answers(line, 2) == [f"{hashlib.sha256(d).hexdigest()} {len(d)}".encode() for d in (b"first", b"second")]


def test_reader_of_a_body_that_ends_early_comes_to_an_end(line: socket.socket) -> None:
    line.sendall(request(DATA)[:-1000])
    line.shutdown(socket.SHUT_WR)
    length = len(DATA) - 1000
    assert answer(line) == f"{hashlib.sha256(DATA[:length]).hexdigest()} {length}".encode()


def test_body_that_nobody_reads_is_not_taken_for_a_request(line: socket.socket) -> None:
    line.sendall(request(b"GET / HTTP/1.1\r\n\r\n", path="/unread"))
    assert answer(line).endswith(b" 0")
    line.sendall(request(b"second"))
    assert answer(line) == f"{hashlib.sha256(b'second').hexdigest()} 6".encode()


def test_reader_lets_go_of_a_sender_who_falls_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SILENCE_SECONDS", 0.1)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"some")
        read = bodies._Straight(ours, _left(10))
        assert bytes(read(10)) == b"some"
        with pytest.raises(BlockingIOError):
            read(6)


def _left(length: int) -> bodies.LengthReader:
    from gunicorn.http.unreader import IterUnreader

    return bodies.LengthReader(IterUnreader(iter(())), length)


def test_reader_under_another_server_is_djangos() -> None:
    environ = {"REQUEST_METHOD": "PUT", "wsgi.input": io.BytesIO(b"bytes"), "CONTENT_LENGTH": "5"}
    assert bodies.reader(WSGIRequest(environ))(5) == b"bytes"
