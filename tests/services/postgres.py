"""PostgreSQL: the server named in TEST_POSTGRES_URL or answering on this machine, else one of the suite's own."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from tests.services import ServiceMissing, processes

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
ACCOUNT = "postgres"
MISSING = (
    "No PostgreSQL answers on 127.0.0.1:5432 and its programs are not installed: "
    "install them (Debian, Ubuntu: apt install postgresql) or name a server in TEST_POSTGRES_URL."
)


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """The URL of a new, empty database, dropped at the end of the block."""
    with _server(folder) as server:
        name = f"musicprize_{uuid.uuid4().hex[:12]}"
        _execute(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield server.rpartition("/")[0] + f"/{name}"
        finally:
            _execute(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextlib.contextmanager
def _server(folder: Path) -> Iterator[str]:
    named = os.environ.get("TEST_POSTGRES_URL", "")
    if named:
        if not _answers(named):
            raise ServiceMissing("The PostgreSQL named in TEST_POSTGRES_URL does not answer.")
        yield named
    elif _answers(LOCAL):
        yield LOCAL
    else:
        with _own_server(folder) as url:
            yield url


class Cluster:
    """A PostgreSQL of one's own in `folder`, on a free port that it keeps when it is started again.

    PostgreSQL refuses to run as root: then its own account runs it.
    """

    def __init__(self, folder: Path) -> None:
        programs = find_programs()
        if programs is None:
            raise ServiceMissing(MISSING)
        folder.mkdir(parents=True, exist_ok=True)
        as_account = _as_account(folder)
        self._data, self._log, port = folder / "cluster", folder / "postgres.log", processes.free_ports(1)[0]
        self.url = f"postgres://{ACCOUNT}@127.0.0.1:{port}/postgres"
        here = ["-D", str(self._data)]
        create = [*as_account, str(programs / "initdb"), *here, "-U", ACCOUNT, "-A", "trust", "-E", "UTF8"]
        made = subprocess.run(create, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if made.returncode != 0:
            raise ServiceMissing(f"PostgreSQL's initdb failed: {made.stderr.strip()[-500:]}")
        options = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"]
        self._command = [*as_account, str(programs / "postgres"), *here, "-p", str(port), *options]
        self._running = contextlib.ExitStack()

    def start(self) -> None:
        process = self._running.enter_context(processes.running(self._command, log=self._log))
        processes.wait(lambda: _answers(self.url), what="PostgreSQL", log=self._log, seconds=30, process=process)

    def fall(self) -> None:
        """Every connection is cut at once, in the middle of whatever it does; the next start recovers."""
        leader = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(leader, signal.SIGQUIT)
        self.stop()

    def stop(self) -> None:
        self._running.close()


@contextlib.contextmanager
def own_cluster(folder: Path) -> Iterator[Cluster]:
    """A running cluster that nobody else uses."""
    cluster = Cluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@contextlib.contextmanager
def _own_server(folder: Path) -> Iterator[str]:
    with own_cluster(folder) as cluster:
        yield cluster.url


def find_programs() -> Path | None:
    """The folder with initdb and postgres: from PATH, else the newest of Debian's."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(versions, key=lambda path: int(path.parent.name), default=None)


def _as_account(folder: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam(ACCOUNT)
    os.chown(folder, account.pw_uid, account.pw_gid)
    temporary = Path(tempfile.gettempdir()).resolve()
    for parent in folder.resolve().parents:
        # Folders of one's own below the temporary one are closed to others; the account has to pass through them.
        if temporary in parent.parents:
            parent.chmod(parent.stat().st_mode | 0o011)
    return ["runuser", "-u", ACCOUNT, "--"]


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _execute(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
        connection.execute(statement)
