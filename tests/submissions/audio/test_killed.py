"""`kill -9` of the worker, of its pool process, of the decoding child, of the broker, while a file is worked on: the
row ends within its lease and a minute, nothing half is ever seen, nothing is left that no row knows of. Real processes.
"""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from musicprize.supervisor import broker, services
from tests.services import processes
from tests.services.beside import Beside, beside

pytestmark = [pytest.mark.services, pytest.mark.timeout(400)]

LEASE_S = 4
"""Shortened from 180 seconds (AUDIO_LEASE_SECONDS); the sweep, a minute apart in the platform, is run by hand."""
PAUSE_S = 60
ENDS_WITHIN_S = LEASE_S + 60


@dataclass
class House:
    """A broker, an audio worker and a database of their own; `queue` is the state of the one recording's work."""

    folder: Path
    port: int
    environment: dict[str, str]
    stack: contextlib.ExitStack
    there: Beside
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        command = self._redis() if name == "redis" else services.audio(environment=self.environment)
        log = self.folder / f"{name}.log"
        started = processes.running(command, log=log, environment=self.environment)
        self.running[name] = self.stack.enter_context(started)
        if name == "redis":
            url = self.environment["REDIS_URL"]
            processes.wait(lambda: broker.answers(url), what="Redis", log=log, seconds=10)

    def kill(self, name: str) -> None:
        """The process and all that it has started, at once."""
        os.killpg(self.running[name].pid, signal.SIGKILL)
        self.running[name].wait()

    def ask(self, question: str, *words: str) -> Any:
        """The answer of a function in world.py."""
        return self.there.call(f"tests.submissions.audio.world:{question}", *words)

    def rows(self, table: str) -> list[tuple[str, int, int]]:
        """(state, percent, attempts) of every row, read past the platform so that it can be asked often."""
        with contextlib.closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=10)) as database:
            return database.execute(f"SELECT work_state, percent, attempts FROM submissions_{table}").fetchall()

    def wait_for(self, true: Callable[[], bool], *, what: str, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, (
                f"{what} did not happen; {(self.folder / 'audio.log').read_text()[-2000:]}"
            )
            time.sleep(0.05)

    def wait_until_worked_on(self, table: str, *, attempt: int = 0) -> None:
        """Until a worker is in the middle of it (`attempt`: the how many-th time)."""
        claimed = {("running", attempt)} if attempt else {("running", 1), ("running", 2), ("running", 3)}
        self.wait_for(
            lambda: any((state, attempts) in claimed for state, _, attempts in self.rows(table)),
            what=f"work on a {table}",
        )
        time.sleep(0.4)  # the file is fetched, the child has begun

    def end(self) -> dict[str, Any]:
        """Sweep until there is a verdict, then something to play; what is seen on the way is never half. The pause
        before another try (a minute after the first) is not waited for, only seen to be no longer."""
        killed = time.monotonic()
        while True:
            seen = self.ask("state")
            assert (seen["half"], seen["missing"]) == ([], [])
            if seen["verdict"] == "refused" or seen["playable"]:
                return seen
            late = time.monotonic() - killed > (3 if seen["verdict"] else 1) * ENDS_WITHIN_S
            assert not late, f"not ended within {ENDS_WITHIN_S} s: {seen}"
            assert self.ask("pause_over") <= PAUSE_S
            self.ask("sweep")
            time.sleep(0.5)

    def _redis(self) -> list[str]:
        return [broker.find_program(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir",
                str(self.folder)]  # fmt: skip


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifteen minutes of noise: a second or more of work for each pass."""
    path = tmp_path_factory.mktemp("sound") / "long.wav"
    piece = np.random.default_rng(1).integers(-4000, 4000, size=(44100 * 10, 2), dtype=np.int16).tobytes()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44100)
        for _ in range(90):
            file.writeframesraw(piece)
    return path


def environment_of(folder: Path, port: int) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("S3_")},
        "DJANGO_SETTINGS_MODULE": "musicprize.settings", "SECRET_KEY": "only-for-tests", "DATA": str(folder),
        "DATABASE_URL": "", "STORAGE": "local", "REDIS_URL": f"redis://127.0.0.1:{port}/0", "DEMO": "0",
        "AUDIO_LEASE_SECONDS": str(LEASE_S), "AUDIO_WORKERS": "1", "TMPDIR": str(folder),
    }  # fmt: skip


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables and no rows, to be copied."""
    folder = tmp_path_factory.mktemp("tables")
    with beside(environment_of(folder, port=1)) as there:
        there.manage("migrate", "--verbosity=0")
    return folder / "db.sqlite3"


@pytest.fixture
def house(tmp_path: Path, tables: Path, long_file: Path) -> Iterator[House]:
    [port] = processes.free_ports(1)
    environment = environment_of(tmp_path, port)
    shutil.copy(tables, tmp_path)
    with contextlib.ExitStack() as stack:
        there = stack.enter_context(beside(environment))
        here = House(tmp_path, port, environment, stack, there)
        here.start("redis")
        here.ask("prepare", str(long_file))
        here.start("audio")
        yield here


def below(pid: int) -> list[int]:
    """Direct children of a process."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_worker_killed_while_it_listens(house: House) -> None:
    house.wait_until_worked_on("recording")
    house.kill("audio")
    house.start("audio")
    seen = house.end()
    assert (seen["verdict"], seen["attempts"], seen["orphans"], seen["parked"]) == ("ready", 2, [], 0)


def test_worker_killed_while_it_renders(house: House) -> None:
    house.wait_until_worked_on("rendition")
    house.kill("audio")
    house.start("audio")
    seen = house.end()
    assert (seen["verdict"], seen["attempts"], seen["renditions"], seen["orphans"]) == ("ready", 1, ["done"], [])


def test_pool_process_killed_while_it_listens(house: House) -> None:
    house.wait_until_worked_on("recording")
    [pool] = below(house.running["audio"].pid)
    os.kill(pool, signal.SIGKILL)
    seen = house.end()
    assert (seen["verdict"], seen["orphans"]) == ("ready", [])
    assert seen["attempts"] == 2, "the broker's own redelivery found the row leased and left it alone"


def test_decoding_child_killed_ends_with_a_reason_or_a_verdict(house: House) -> None:
    house.wait_until_worked_on("recording")
    [pool] = below(house.running["audio"].pid)
    for child in below(pool):
        os.kill(child, signal.SIGKILL)
    seen = house.end()
    assert seen["verdict"] in ("ready", "refused")
    assert seen["orphans"] == []


def test_broker_killed_and_empty_afterwards(house: House) -> None:
    house.wait_until_worked_on("recording")
    house.kill("redis")
    house.start("redis")
    seen = house.end()
    assert (seen["verdict"], seen["orphans"]) == ("ready", [])


def test_file_that_kills_every_worker_is_parked_after_three_and_nothing_is_left(house: House) -> None:
    for attempt in (1, 2, 3):
        house.wait_until_worked_on("recording", attempt=attempt)
        house.kill("audio")
        time.sleep(LEASE_S + 1)
        house.ask("sweep")
        house.start("audio")
    house.wait_for(lambda: house.rows("recording")[0][0] == "parked", what="parking")
    seen = house.ask("state")
    assert (seen["work"], seen["verdict"], seen["parked"], seen["orphans"]) == ("parked", "", 1, [])
