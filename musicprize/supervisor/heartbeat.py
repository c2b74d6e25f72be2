"""Signs of life of the two workers, kept in the broker itself with an expiry.

`quick`: written by a task that beat rings every 10 seconds, so it proves broker, beat and pool together.
`audio`: written by the worker's main process, since its pool may rightly be busy with one long file.
"""

import contextlib
import logging
from typing import Any

import redis
from celery.signals import heartbeat_sent, worker_ready
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

QUEUES = ("quick", "audio")
STALE_SECONDS = 45
TIMEOUT_SECONDS = 1.0
TASK = "musicprize.supervisor.heartbeat"


def client() -> redis.Redis:
    """A client of the broker that gives up after a second instead of trying again."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def write(queue: str) -> None:
    """Say that the worker of `queue` is alive. Raises redis.RedisError when the broker does not answer."""
    with contextlib.closing(client()) as broker:
        broker.set(_key(queue), "alive", ex=STALE_SECONDS)


def silent() -> list[str]:
    """The queues whose worker was not heard of for STALE_SECONDS. Raises redis.RedisError."""
    with contextlib.closing(client()) as broker:
        return [queue for queue in QUEUES if not broker.exists(_key(queue))]


def _key(queue: str) -> str:
    return f"qp:heartbeat:{queue}"


@worker_ready.connect
def _on_ready(sender: Any, **_ignored: Any) -> None:
    _write_for(sender.app.amqp.queues.consume_from, QUEUES)


@heartbeat_sent.connect
def _on_heartbeat(sender: Any, **_ignored: Any) -> None:
    _write_for(sender.eventer.app.amqp.queues.consume_from, ("audio",))


def _write_for(consumed: Any, queues: tuple[str, ...]) -> None:
    # A worker whose broker is away for a moment reconnects by itself; health says it meanwhile.
    with contextlib.suppress(redis.RedisError):
        for queue in queues:
            if queue in consumed:
                write(queue)


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Three lines every ten seconds that say "as usual" would bury the others; a heartbeat that fails is told."""
    return record.levelno > logging.INFO or TASK not in record.getMessage()


for _name in ("celery.beat", "celery.worker.strategy", "celery.app.trace"):
    logging.getLogger(_name).addFilter(_is_worth_a_line)
