"""The commands of the long-running processes: one definition for `make run`, for containers and for service units."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from musicprize.supervisor.processes import Program

APPLICATION = "musicprize.wsgi:application"
CELERY = "musicprize.celery:app"
SERVICES = {"web": 2.5, "worker": 4.0, "audio": 4.0, "beat": 4.0}
"""In the order of starting, each with its grace in seconds. A worker that is cut off leaves its row to the sweep."""
STAGES = {"web": 1, "worker": 2, "audio": 2, "beat": 2}
"""What rings and works stops first, together; then the web server; Redis (stage 0) last: within 10 seconds in all."""


def web(*, bind: str, data: Path, environment: Mapping[str, str]) -> list[str]:
    """gunicorn with threads: sync workers would stall behind slow uploaders. `bind` is HOST:PORT or fd://N."""
    shared_memory = Path("/dev/shm")
    command = [
        sys.executable, "-m", "gunicorn", APPLICATION,
        "--bind", bind,
        "--worker-class", "gthread",
        "--preload",
        "--workers", environment.get("WEB_WORKERS", "2"),
        "--threads", environment.get("WEB_THREADS", "32"),
        "--graceful-timeout", "2",
        "--timeout", "120",
        "--access-logfile", str(data / "log" / "access.log"),
        "--no-control-socket",
        "--forwarded-allow-ips", environment.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1"),
    ]  # fmt: skip
    if shared_memory.is_dir() and os.access(shared_memory, os.W_OK):
        # The heartbeat file of a worker on a slow disk would stall it.
        command += ["--worker-tmp-dir", str(shared_memory)]
    return command


def worker(*, environment: Mapping[str, str]) -> list[str]:
    """The Celery worker for what a person waits for in seconds: checks, mails, sweeps."""
    return _celery_worker("worker", "quick", environment.get("WORKERS", "2"))


def audio(*, environment: Mapping[str, str]) -> list[str]:
    """The Celery worker for decoding and rendering, one process a core: a long file delays no mail."""
    return _celery_worker("audio", "audio", environment.get("AUDIO_WORKERS", str(os.cpu_count() or 2)))


def _celery_worker(name: str, queues: str, concurrency: str) -> list[str]:
    return [
        sys.executable, "-m", "celery", "--quiet", "--app", CELERY, "worker",
        "--hostname", f"{name}@%h",
        "--queues", queues,
        "--concurrency", concurrency,
        "--loglevel", "INFO",
        "--heartbeat-interval", "10",
        "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def beat(*, data: Path) -> list[str]:
    """The clock that rings the sweeps. Its schedule file may be lost: every sweep is due by the rows' own times."""
    return [
        sys.executable, "-m", "celery", "--quiet", "--app", CELERY, "beat",
        "--loglevel", "INFO",
        "--schedule", str(data / "beat" / "schedule"),
        "--pidfile", "",
    ]  # fmt: skip


def command(name: str, *, bind: str, data: Path, environment: Mapping[str, str]) -> list[str]:
    """The command of one of SERVICES."""
    if name == "web":
        return web(bind=bind, data=data, environment=environment)
    if name == "beat":
        return beat(data=data)
    return worker(environment=environment) if name == "worker" else audio(environment=environment)


def programs(*, bind: str, data: Path, environment: Mapping[str, str], pass_fds: tuple[int, ...]) -> list[Program]:
    """All of SERVICES in the order in which they are started; `pass_fds` goes to the web server."""
    return [
        Program(
            name,
            command(name, bind=bind, data=data, environment=environment),
            environment,
            grace,
            pass_fds if name == "web" else (),
            STAGES[name],
        )
        for name, grace in SERVICES.items()
    ]
