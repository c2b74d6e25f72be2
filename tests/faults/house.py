"""Web server and worker as real processes, PostgreSQL, Redis and S3 of their own, each reached through a proxy."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from celery import Celery

from musicprize.supervisor.configuration import ROOT
from tests.bench.sending import Sending
from tests.services import broker, postgres, processes, swift
from tests.services.beside import Beside, beside
from tests.services.proxy import Proxy, proxied

BUCKET = "faults"
LEASE_S = 20
"""Of a check; shortened from 120 seconds (CHECK_LEASE_SECONDS)."""


@dataclass
class House:
    """One platform; `base` is its web server's address, `cluster` its database."""

    base: str
    folder: Path
    environment: dict[str, str]
    cluster: postgres.Cluster
    broker: Proxy
    store: Proxy
    redis_url: str
    there: Beside
    token: str = ""
    works: list[str] = field(default_factory=list)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """web or worker, by the command that containers use."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "musicprize.supervisor", name], cwd=ROOT, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """SIGKILL to all processes of it at once."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def ring_sweep(self) -> None:
        """What beat does every minute."""
        self.ring("submissions.uploads.sweep")

    def ring(self, task: str) -> None:
        """One of the platform's tasks is asked for, past the proxy."""
        with Celery() as bell:
            bell.config_from_object("django.conf:settings", namespace="CELERY")
            bell.conf.update(broker_url=self.redis_url, task_always_eager=False)
            bell.send_task(task)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, str], Any]:
        """(status, headers, JSON) of one call by the artist."""
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=90)
        try:
            headers = {"Authorization": f"Token {self.token}", "Content-Type": "application/json"}
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            told = answer.read()
        finally:
            connection.close()
        return answer.status, dict(answer.headers), json.loads(told) if told else None

    def sending(self, number: int, mib: int) -> Sending:
        return Sending(self.base, self.token, self.works[number], mib, name=f"{number}-{time.time_ns()}.wav")

    def value(self, statement: str, *parameters: Any) -> Any:
        """The first value that the database answers."""
        with psycopg.connect(self.cluster.url, autocommit=True, connect_timeout=5) as connection:
            row = connection.execute(statement, parameters).fetchone()
        return row[0] if row else None

    def state(self, upload: str) -> str:
        return str(self.value("SELECT state FROM submissions_upload WHERE id = %s", upload))

    def check_nothing_is_left(self) -> None:
        """No object without a row, no row without an object; the command fails otherwise."""
        assert " 0 orphans, 0 dangling rows" in self.there.manage("scan_storage", "--hours=0")


def wait(until: Callable[[], bool], *, seconds: float, what: str, meanwhile: Callable[[], Any] = lambda: None) -> float:
    """Seconds that it took; fails after `seconds`."""
    began = time.monotonic()
    while not until():
        assert time.monotonic() - began < seconds, f"not within {seconds} s: {what}"
        meanwhile()
        time.sleep(0.5)
    return time.monotonic() - began


@contextlib.contextmanager
def house(folder: Path) -> Iterator[House]:
    """All of it, prepared, with an artist who has works to send."""
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(postgres.own_cluster(folder / "postgres"))
        redis_url = stack.enter_context(broker.redis_server(folder / "redis"))
        server = stack.enter_context(swift.s3_server(folder / "swift"))
        server.create_bucket(BUCKET)
        to_broker = stack.enter_context(proxied(redis_url))
        to_store = stack.enter_context(proxied(server.endpoint))
        [port] = processes.free_ports(1)
        password = urlsplit(redis_url).password
        environment = {
            **os.environ, **server.settings(BUCKET), "S3_ENDPOINT": to_store.url, "DATA": str(folder / "data"),
            "PORT": str(port), "DATABASE_URL": cluster.url, "DEMO": "0", "SECRET_KEY": "only for tests of faults",
            "REDIS_URL": f"redis://:{password}@127.0.0.1:{to_broker.port}/0", "API_RATE_USER": "100000/min",
            "CHECK_LEASE_SECONDS": str(LEASE_S),
            "DJANGO_SETTINGS_MODULE": "musicprize.settings", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        prepared = [sys.executable, "-m", "musicprize.supervisor", "prepare"]
        subprocess.run(prepared, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
        there = stack.enter_context(beside(environment))
        here = House(f"http://127.0.0.1:{port}", folder, environment, cluster, to_broker, to_store, redis_url, there)
        _user, here.token, here.works = there.call("tests.bench.webserver:make_artist", 10)
        try:
            for name in ("web", "worker"):
                here.start(name)
            wait(lambda: _answers(here.base), seconds=60, what="the web server")
            yield here
        finally:
            for name in list(here.running):
                here.kill(name)


def _answers(base: str) -> bool:
    """/healthz answers 503 without beat; that is an answer."""
    try:
        urllib.request.urlopen(f"{base}/healthz", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
