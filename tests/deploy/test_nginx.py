"""docs/deploy/nginx.conf.template as a real nginx runs it, in front of the real web server, on the loopback."""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from musicprize.supervisor.configuration import ROOT
from tests.bench.sending import BLOCK, PART, Sending, ask
from tests.bench.slow import slow_uploads
from tests.services import broker, processes

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]
TEMPLATE = ROOT / "docs" / "deploy" / "nginx.conf.template"
SLOW = 80
"""More than the web server has threads."""
MAIN = """\
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{servers}
}}
"""
SEED = """
import json, django
django.setup()
from tests.bench.webserver import make_artist
_user, token, works = make_artist(5)
print(json.dumps([token, works]))
"""
ADDRESS = """
import sys, django
django.setup()
from datetime import timedelta
from musicprize.objectstore import store
from submissions.uploads import verifying
from submissions.uploads.models import Upload
from musicprize.kernel import clock
verifying.verify(upload_id=Upload.objects.get(pk=sys.argv[1]).pk, now=clock.now)
key = Upload.objects.get(pk=sys.argv[1]).key
print(store().sign_get(key, content_type="audio/flac", file_name="QP26-K7M4-1.flac", expires=timedelta(minutes=5)))
print(key)
"""


@dataclass
class Front:
    """nginx at `base`, the web server behind it at `behind`; `store` is where the second server's requests arrive."""

    base: str
    behind: str
    files: str
    store: socket.socket
    environment: dict[str, str]
    token: str
    works: list[str]

    def run(self, code: str, *arguments: str) -> list[str]:
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.splitlines()


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    assert shutil.which("nginx"), "nginx is not installed (Debian, Ubuntu: apt install nginx-light)"
    with tempfile.TemporaryDirectory(prefix="musicprize-nginx-") as scratch:
        folder = Path(scratch)
        web, outside, files = processes.free_ports(3)
        with broker.redis_server(folder / "redis") as redis_url, socket.create_server(("127.0.0.1", 0)) as store:
            environment = {
                **os.environ, "DATA": str(folder / "data"), "PORT": str(web), "REDIS_URL": redis_url, "DEMO": "0",
                "STORAGE": "local", "X_ACCEL_PREFIX": "/_objects/", "BEHIND_PROXY": "1", "SECRET_KEY": "only for tests",
                "DJANGO_SETTINGS_MODULE": "musicprize.settings", "PYTHONPATH": str(ROOT), "API_RATE_USER": "9999/min",
                "BASE_URL": f"http://127.0.0.1:{outside}", "DATABASE_URL": "",
            }  # fmt: skip
            here = Front(
                f"http://127.0.0.1:{outside}", f"http://127.0.0.1:{web}", f"http://localhost:{files}", store,
                environment, "", [],
            )  # fmt: skip
            prepare = [sys.executable, "-m", "musicprize.supervisor", "prepare"]
            subprocess.run(prepare, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
            here.token, here.works = json.loads(here.run(SEED)[-1])
            configuration = _configure(folder, web, outside, files, store.getsockname()[1])
            checked = subprocess.run(["nginx", "-t", "-c", str(configuration)], capture_output=True, text=True)
            assert checked.returncode == 0, checked.stderr
            server = [sys.executable, "-m", "musicprize.supervisor", "web"]
            front = ["nginx", "-c", str(configuration), "-g", "daemon off;"]
            with (
                processes.running(server, log=folder / "web.log", environment=environment) as one,
                processes.running(front, log=folder / "front.log") as two,
            ):
                for base, process in ((here.behind, one), (here.base, two)):
                    processes.wait(
                        lambda base=base: _status(f"{base}/healthz") in (200, 503), what=base,
                        log=folder / "web.log", seconds=60, process=process,
                    )  # fmt: skip
                yield here


def _configure(folder: Path, web: int, outside: int, files: int, store: int) -> Path:
    """The template with its variables filled in, and the names of containers replaced by loopback addresses."""
    text = TEMPLATE.read_text()
    first, _server, second = text.rpartition("server {\n    listen 80;")
    for old, new in (
        ("server web:8000;", f"server 127.0.0.1:{web};"), ("listen 80;", f"listen 127.0.0.1:{outside};"),
        ("/data/", f"{folder}/data/"), ("${PUBLIC_HOST}", "127.0.0.1"),
    ):  # fmt: skip
        assert old in first
        first = first.replace(old, new)
    for old, new in (("http://garage:3900", f"http://127.0.0.1:{store}"), ("${S3_HOST}", "localhost")):
        assert old in second
        second = second.replace(old, new)
    servers = f"{first}server {{\n    listen 127.0.0.1:{files};{second}"
    user = "user root;" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(MAIN.format(user=user, folder=folder, servers=servers))
    return path


def _get(url: str, **headers: str) -> tuple[int, bytes, Any]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read(), answer.headers


def _status(url: str) -> int:
    try:
        return _get(url)[0]
    except OSError:
        return 0


def test_a_file_arrives_and_is_played_by_nginx_with_ranges(front: Front) -> None:
    upload = Sending(front.base, front.token, front.works[0], 16).whole()
    path, key = front.run(ADDRESS, upload)
    for asked, status, wanted in (
        ("bytes=0-1", 206, BLOCK[:2]), ("bytes=-2", 206, BLOCK[-2:]), (f"bytes={PART}-{PART + 4}", 206, BLOCK[:5]),
        (f"bytes={16 * 1024**2}-", 416, None),
    ):  # fmt: skip
        told, data, headers = _get(front.base + path, Range=asked)
        assert told == status
        if wanted is not None:
            assert data == wanted
            assert headers["Content-Type"] == "audio/flac"
            assert headers["Cache-Control"] == "private, no-store"
            assert headers["Content-Disposition"] == 'inline; filename="QP26-K7M4-1.flac"'
    assert len(_get(front.base + path)[1]) == 16 * 1024**2
    # Django itself sends not a byte of it: behind nginx it only names the file.
    _told, data, headers = _get(front.behind + path)
    assert (data, headers["X-Accel-Redirect"]) == (b"", f"/_objects/{key}")
    assert _get(f"{front.base}/_objects/{key}")[0] == 404


def test_slow_senders_wait_at_nginx_and_not_at_the_web_server(front: Front) -> None:
    """More of them than threads, without which pages would stand still; here each costs a buffer."""
    sending = Sending(front.base, front.token, front.works[1], SLOW * 8, name="slow.wav")
    state = sending.begin()
    signed = [one for start in range(1, SLOW, 20) for one in sending.sign(state["id"], range(start, start + 20))]

    def light() -> float:
        began = time.perf_counter()
        ask(front.base, front.token, "GET", "/api/v1/editions")
        return time.perf_counter() - began

    light()
    idle = [light() for _each in range(40)]
    with slow_uploads(front.base, signed, PART, rate=50_000) as under_way:
        time.sleep(1)
        busy = [light() for _each in range(40)]
        assert under_way() == SLOW
    assert statistics.median(busy) < 4 * statistics.median(idle) + 0.1


def test_more_than_a_part_is_refused_before_it_is_read(front: Front) -> None:
    request = urllib.request.Request(f"{front.base}/api/v1/uploads", method="POST", data=b"x")
    request.add_unredirected_header("Content-Length", str(100 * 1024**2))
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    assert refused.value.code == 413


def test_static_files_come_from_disk_and_may_be_kept(front: Front) -> None:
    manifest = json.loads((Path(front.environment["DATA"]) / "static" / "staticfiles.json").read_text())
    name = next(path for path in manifest["paths"].values() if path.endswith(".css"))
    status, _data, headers = _get(f"{front.base}/static/{name}")
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert headers["Content-Type"].startswith("text/css")


def test_the_store_gets_the_host_that_was_signed_and_the_bytes_at_once(front: Front) -> None:
    front.store.settimeout(20)
    with socket.create_connection(("127.0.0.1", int(front.files.rpartition(":")[2])), timeout=20) as sender:
        host = front.files.removeprefix("http://")
        head = f"PUT /bucket/a?partNumber=1 HTTP/1.1\r\nHost: {host}\r\nContent-Length: 10\r\n\r\n"
        sender.sendall(head.encode() + b"half")
        arrived, _address = front.store.accept()
        with arrived:
            arrived.settimeout(20)
            got = b""
            while not got.endswith(b"half"):
                got += arrived.recv(65536)
            assert f"\r\nHost: {host}\r\n".encode() in got
