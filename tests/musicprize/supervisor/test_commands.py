"""The command line and the commands of the services."""

import subprocess
import sys
from pathlib import Path

import pytest

from musicprize import celery
from musicprize.supervisor import broker, services
from musicprize.supervisor.__main__ import main
from musicprize.supervisor.configuration import ROOT


def after(command: list[str], option: str) -> str:
    return command[command.index(option) + 1]


def test_the_two_workers_take_every_queue_there_is_and_none_twice():
    taken = [
        queue
        for name in ("worker", "audio")
        for queue in after(services.command(name, bind="", data=Path("x"), environment={}), "--queues").split(",")
    ]

    routes = celery.app.conf.task_routes.values()
    assert sorted(taken) == sorted({celery.app.conf.task_default_queue, *(route["queue"] for route in routes)})


def test_numbers_of_processes_come_from_the_environment():
    environment = {"WEB_WORKERS": "5", "WEB_THREADS": "6", "WORKERS": "7", "AUDIO_WORKERS": "8"}
    commands = {
        name: services.command(name, bind="127.0.0.1:80", data=Path("x"), environment=environment)
        for name in services.SERVICES
    }

    assert (after(commands["web"], "--workers"), after(commands["web"], "--threads")) == ("5", "6")
    assert after(commands["worker"], "--concurrency") == "7"
    assert after(commands["audio"], "--concurrency") == "8"


def test_all_stages_together_stop_within_ten_seconds(tmp_path):
    programs = [*services.programs(bind="", data=tmp_path, environment={}, pass_fds=())]
    programs.append(broker.private_redis(tmp_path, {})[0])
    longest = {stage: max(each.grace for each in programs if each.stage == stage) for stage in (0, 1, 2)}

    assert {each.name: each.stage for each in programs} == {"redis": 0, "web": 1, "worker": 2, "audio": 2, "beat": 2}
    assert sum(longest.values()) < 9


def test_only_the_web_server_inherits_the_listening_socket():
    programs = services.programs(bind="fd://9", data=Path("x"), environment={}, pass_fds=(9,))

    assert {each.name: each.pass_fds for each in programs if each.pass_fds} == {"web": (9,)}


def test_main_with_a_bad_variable_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setenv("PORT", "http")

    assert main(["run"]) == 1
    assert capsys.readouterr().err == "PORT='http': expected a whole number\n"


def test_healthy_without_a_platform_is_status_1(monkeypatch, capsys):
    monkeypatch.setenv("PORT", "1")

    assert main(["healthy"]) == 1
    assert "does not answer" in capsys.readouterr().out


def test_manage_runs_with_the_platforms_own_key(tmp_path, monkeypatch):
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    done = subprocess.run(
        [sys.executable, "-m", "musicprize.supervisor", "manage", "shell", "--no-imports", "-c", code],
        cwd=ROOT,
        env={"DATA": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == (tmp_path / "secret_key").read_text()


@pytest.mark.parametrize("target", ["run", "setup", "test", "rehearse", "lock", "lint", "types", "clean", "manage"])
def test_make_help_names_every_target(target):
    done = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert any(line.split()[:1] == [target] for line in done.stdout.splitlines())


def test_make_rehearse_without_music_says_what_to_name():
    done = subprocess.run(
        ["make", "--no-print-directory", "rehearse"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert done.stdout.startswith("Name a folder with music files")


def test_prepare_without_its_database_is_one_sentence_and_no_password(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "musicprize.supervisor", "prepare"],
        cwd=ROOT,
        env={
            "DATA": str(tmp_path),
            "PATH": "/usr/bin:/bin",
            "DATABASE_URL": "postgres://somebody:very-secret@127.0.0.1:1/prize",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr == ("The database (127.0.0.1) does not answer: check DATABASE_URL and that the server runs.\n")
