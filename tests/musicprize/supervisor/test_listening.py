"""The port: taken or refused in one sentence; /healthz asked under the outside name."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from musicprize.supervisor.listening import HealthProbe, listen
from musicprize.supervisor.problems import CannotRun


def test_listen_on_a_taken_port_says_so_and_proposes_the_next():
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(CannotRun, match=rf"^Port {port} is already in use: .* make run PORT={port + 1}\.$"):
            listen("127.0.0.1", port)


def test_listen_on_an_address_of_another_machine_names_it():
    with pytest.raises(CannotRun, match=r"^The address 192\.0\.2\.1:0 cannot be used"):
        listen("192.0.2.1", 0)


def test_listen_again_right_after_closing_works():
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
    with listen("127.0.0.1", port) as second:
        assert second.getsockname()[1] == port


class Health(BaseHTTPRequestHandler):
    body: dict[str, object] = {}
    hosts: list[str | None] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        self.send_response(200 if all(answer is True for answer in self.body.values()) else 503)
        self.end_headers()
        self.wfile.write(json.dumps(self.body).encode())

    def log_message(self, *_arguments: object) -> None: ...


@pytest.fixture
def server():
    Health.hosts = []
    with HTTPServer(("127.0.0.1", 0), Health) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_probe_says_yes_at_200_and_asks_under_the_outside_name(server):
    Health.body = {"database": True}

    assert HealthProbe(server.server_port, "https://prize.example").ask()
    assert Health.hosts == ["prize.example"]


def test_probe_at_503_says_no_and_names_what_is_missing(server):
    Health.body = {"database": True, "worker": "not heard of for 45 seconds: audio"}
    probe = HealthProbe(server.server_port, "http://localhost")

    assert not probe.ask()
    assert probe.explain() == "The platform did not get ready: worker: not heard of for 45 seconds: audio."


def test_probe_without_a_server_says_no():
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    probe = HealthProbe(port, "http://localhost")

    assert not probe.ask()
    assert "/healthz does not answer" in probe.explain()
