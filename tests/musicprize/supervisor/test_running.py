"""The real platform, started and ended in the ways that happen to it. Needs a Redis program."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from musicprize.supervisor import CannotRun, Platform, running_platform
from musicprize.supervisor.configuration import ROOT
from musicprize.supervisor.guardian import descendants
from musicprize.supervisor.listening import listen

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """One folder for all, so that only the first start is a first start."""
    return tmp_path_factory.mktemp("platform")


def lend(data: Path):
    return running_platform(data=data, demo_data=False)


@pytest.fixture
def platform(data) -> Iterator[Platform]:
    with lend(data) as platform:
        yield platform


def get(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def processes_of(data: Path) -> list[int]:
    """Every process whose environment says that it belongs to the platform in `data`."""
    mark = f"DATA={data}".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def wait_until(condition, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.1)


def child_named(platform: Platform, word: str) -> int:
    for pid in descendants(platform.pid):
        if word in Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0"):
            return pid
    raise AssertionError(f"no process has {word} on its command line")


def test_platform_answers_and_leaves_nothing_behind(data):
    with lend(data) as platform:
        status, body = get(f"{platform.base_url}/healthz")
        assert status == 200
        assert json.loads(body) == {"database": True, "broker": True, "storage": True, "worker": True}
        assert {path.stem for path in (data / "log").glob("*.log")} >= {"redis", "web", "worker", "audio", "beat"}
        stopped_at = time.monotonic()

    assert time.monotonic() - stopped_at < 10
    assert processes_of(data) == []
    assert not (data / "run" / "platform.json").exists()


def test_a_second_start_prepares_nothing_again(platform, data):
    output = (data / "output.log").read_text()

    assert output.count("collecting and compressing the static files") == 1
    assert output.rstrip().splitlines().count("setup  │ the database is up to date") >= 1


def test_two_platforms_run_side_by_side(platform, data, tmp_path):
    with lend(tmp_path) as other:
        assert other.port != platform.port
        assert other.redis_url != platform.redis_url
        assert get(f"{other.base_url}/healthz")[0] == get(f"{platform.base_url}/healthz")[0] == 200
    assert get(f"{platform.base_url}/healthz")[0] == 200


def test_a_second_platform_on_the_same_folder_is_refused_in_a_sentence(platform, data):
    with pytest.raises(CannotRun, match=f"A platform already runs on {data}"), lend(data):
        pass
    assert get(f"{platform.base_url}/healthz")[0] == 200


def test_a_taken_port_is_one_sentence(data):
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "musicprize.supervisor", "run"],
            cwd=ROOT,
            env={**os.environ, "DATA": str(data), "PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Port {port} is already in use: choose another one, for example make run PORT={port + 1}.\n"
    )


@pytest.mark.parametrize("service", ["worker", "musicprize.wsgi:application"])
def test_when_one_process_dies_all_stop_and_its_end_is_told(data, service):
    with lend(data) as platform:
        os.kill(child_named(platform, service), signal.SIGKILL)
        wait_until(lambda: not processes_of(data), seconds=15)

    last = (data / "output.log").read_text()
    assert "stopped on its own (signal 9). Its last lines:" in last


def test_a_killed_supervisor_leaves_no_process_behind(data):
    with lend(data) as platform:
        os.kill(platform.pid, signal.SIGKILL)
        wait_until(lambda: not processes_of(data), seconds=15)


def test_a_frozen_redis_is_named_in_time_and_forgiven_when_it_thaws(platform):
    redis = next(
        pid for pid in descendants(platform.pid) if b"redis-server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    os.kill(redis, signal.SIGSTOP)
    try:
        started = time.monotonic()
        status, body = get(f"{platform.base_url}/healthz")
        assert time.monotonic() - started < 3.5
        assert status == 503
        assert json.loads(body)["broker"] is not True
        assert json.loads(body)["database"] is True
    finally:
        os.kill(redis, signal.SIGCONT)
    wait_until(lambda: get(f"{platform.base_url}/healthz")[0] == 200, seconds=20)
