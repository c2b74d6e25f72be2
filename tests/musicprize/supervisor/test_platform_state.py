"""One platform a folder, and what others may know of it."""

import stat
from pathlib import Path

import pytest

from musicprize.supervisor import platform_state
from musicprize.supervisor.platform_state import Platform, SignIn
from musicprize.supervisor.problems import CannotRun


def platform(data: Path) -> Platform:
    sign_ins = (SignIn("organiser", "organiser@prize.example"),)
    return Platform("http://localhost:8000", 8000, data, 42, "redis://:secret@127.0.0.1:1/0", sign_ins)


def test_take_lock_twice_says_that_a_platform_runs_there(tmp_path):
    with platform_state.take_lock(tmp_path / "run"), pytest.raises(CannotRun, match=f"already runs on {tmp_path}"):
        platform_state.take_lock(tmp_path / "run")


def test_take_lock_after_the_first_has_ended_works(tmp_path):
    platform_state.take_lock(tmp_path / "run").close()
    platform_state.take_lock(tmp_path / "run").close()


def test_read_gives_what_write_told_for_the_owner_only(tmp_path):
    platform_state.write(tmp_path, platform(tmp_path))

    assert platform_state.read(tmp_path) == platform(tmp_path)
    assert stat.S_IMODE((tmp_path / "platform.json").stat().st_mode) == 0o600


def test_read_without_a_platform_is_none(tmp_path):
    platform_state.forget(tmp_path)

    assert platform_state.read(tmp_path) is None


def test_mail_url_and_log_dir_belong_to_the_platform(tmp_path):
    assert platform(tmp_path).mail_url == "http://localhost:8000/demo/mail"
    assert platform(tmp_path).log_dir == tmp_path / "log"
