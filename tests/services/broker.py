"""A Redis of the suite's own, started as the platform starts its private one."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from musicprize.supervisor import CannotRun, broker
from tests.services import ServiceMissing, processes


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """The URL of a Redis that nobody else uses."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        program, url = broker.private_redis(folder, dict(os.environ))
    except CannotRun as problem:
        raise ServiceMissing(str(problem)) from problem
    log = folder / "redis.log"
    with processes.running(program.command, log=log) as process:
        processes.wait(lambda: broker.answers(url), what="Redis", log=log, seconds=10, process=process)
        yield url
