"""The proxy that misbehaves: each fault looks to a client as the real one does, and ends when it is switched off."""

import http.server
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError, ReadTimeoutError

from tests.services.proxy import HANG, PASS, REFUSE, RESET, UNAVAILABLE, Fault, Proxy, Way, cut, proxied, slow

ANSWER = bytes(range(256)) * 1000


class Echo(http.server.BaseHTTPRequestHandler):
    """Counts what arrives, and answers with much."""

    protocol_version = "HTTP/1.1"
    whole: list[int] = []

    def do_PUT(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) == length:
            self.whole.append(length)
        self._answer(b"")

    def do_GET(self) -> None:
        self._answer(ANSWER)

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Quiet(http.server.ThreadingHTTPServer):
    """Clients that go away are what these tests are about."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@pytest.fixture
def link() -> Iterator[Proxy]:
    Echo.whole.clear()
    server = Quiet(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    with proxied(f"http://127.0.0.1:{server.server_address[1]}/base") as proxy:
        yield proxy
    server.shutdown()
    server.server_close()


@pytest.fixture
def pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(retries=False, timeout=1)


def test_pass_carries_both_ways_and_counts(link: Proxy, pool: urllib3.PoolManager) -> None:
    assert pool.request("PUT", f"{link.url}/x", body=b"x" * 500_000).status == 200
    assert pool.request("GET", link.url).data == ANSWER
    assert Echo.whole == [500_000]
    assert link.taken == 1  # one connection, kept
    assert link.moved[Way.UP] > 500_000
    assert link.moved[Way.DOWN] > len(ANSWER)


def test_refuse_refuses_new_connections_and_ends_kept_ones(link: Proxy, pool: urllib3.PoolManager) -> None:
    assert pool.request("GET", link.url).status == 200
    with link.during(REFUSE):
        with pytest.raises((ProtocolError, NewConnectionError)):
            pool.request("GET", link.url)
        with pytest.raises(NewConnectionError):
            pool.request("GET", link.url)
    assert pool.request("GET", link.url).data == ANSWER


def test_reset_takes_and_resets(link: Proxy, pool: urllib3.PoolManager) -> None:
    link.switch(RESET)
    with pytest.raises(ProtocolError, match="reset"):
        pool.request("GET", link.url)
    link.switch(PASS)
    assert pool.request("GET", link.url).data == ANSWER


def test_hang_moves_nothing_and_then_goes_on(link: Proxy) -> None:
    with socket.create_connection(("127.0.0.1", link.port), timeout=0.5) as client:
        link.switch(HANG)
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        with pytest.raises(TimeoutError):
            client.recv(1)
        link.switch(PASS)
        client.settimeout(5)
        assert client.recv(12) == b"HTTP/1.1 200"


def test_hang_looks_like_a_timeout_to_a_client(link: Proxy, pool: urllib3.PoolManager) -> None:
    with link.during(HANG), pytest.raises(ReadTimeoutError):
        pool.request("GET", link.url)


def test_cut_upwards_ends_after_so_many_bytes(link: Proxy, pool: urllib3.PoolManager) -> None:
    link.switch(cut(100_000))
    before = link.moved[Way.UP]
    with pytest.raises(HTTPError):
        pool.request("PUT", link.url, body=b"x" * 500_000)
    assert link.moved[Way.UP] - before == 100_000
    assert Echo.whole == []


def test_cut_downwards_loses_the_rest_of_the_answer(link: Proxy, pool: urllib3.PoolManager) -> None:
    link.switch(cut(10_000, way=Way.DOWN))
    with pytest.raises(ProtocolError, match="IncompleteRead"):
        pool.request("GET", link.url)


def test_cut_of_the_whole_answer_leaves_the_work_done(link: Proxy, pool: urllib3.PoolManager) -> None:
    link.switch(cut(0, way=Way.DOWN))
    with pytest.raises(ProtocolError):
        pool.request("PUT", link.url, body=b"x" * 1000)
    assert Echo.whole == [1000]


def test_cut_of_one_time_lets_the_next_through(link: Proxy, pool: urllib3.PoolManager) -> None:
    link.switch(cut(1000, times=1))
    with pytest.raises(HTTPError):
        pool.request("PUT", link.url, body=b"x" * 500_000)
    assert pool.request("PUT", link.url, body=b"x" * 500_000).status == 200


def test_slow_takes_its_time(link: Proxy) -> None:
    link.switch(slow(200_000, way=Way.DOWN))
    begun = time.monotonic()
    assert urllib3.request("GET", link.url, timeout=5).data == ANSWER
    assert 1.0 < time.monotonic() - begun < 3.0


def test_unavailable_answers_itself_also_in_the_middle_of_much(link: Proxy, pool: urllib3.PoolManager) -> None:
    before = link.moved[Way.UP]
    link.switch(UNAVAILABLE)
    answer = pool.request("PUT", link.url, body=b"x" * 5_000_000)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    assert b"SlowDown" in answer.data
    assert (link.moved[Way.UP], Echo.whole) == (before, [])


def test_every_fault_can_be_left_again(link: Proxy, pool: urllib3.PoolManager) -> None:
    for fault in (REFUSE, RESET, HANG, UNAVAILABLE, cut(0), slow(1000), Fault(HANG.kind, after=10)):
        link.switch(fault)
        link.switch(PASS)
        pool.clear()
        assert pool.request("GET", link.url).data == ANSWER
