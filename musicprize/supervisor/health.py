"""GET /healthz: does everything that the platform stands on answer, and if not, what does not."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from threading import Lock

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from musicprize.objectstore import store
from musicprize.supervisor import heartbeat

log = logging.getLogger(__name__)

DEADLINE_SECONDS = 3.0
"""No answer by then counts as away. All checks run side by side, so this bounds the whole page."""

_pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="health")
_under_way: dict[str, Future[bool | str]] = {}
_lock = Lock()


def checks() -> dict[str, bool | str]:
    """What answers: True, or in a few words what is wrong, for database, broker, storage and worker."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    started = {name: _ask(name, check) for name, check in CHECKS.items()}
    return {name: _answer(name, future, deadline) for name, future in started.items()}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all four work, 503 with the one that does not named. Open to everybody, tells nobody anything else."""
    found = checks()
    return JsonResponse(found, status=200 if all(answer is True for answer in found.values()) else 503)


def _ask(name: str, check: Callable[[], bool | str]) -> Future[bool | str]:
    """One question at a time: what hangs is not asked again, so a frozen service costs one thread and no more."""
    with _lock:
        before = _under_way.get(name)
        if before is None or before.done():
            _under_way[name] = _pool.submit(check)
        return _under_way[name]


def _answer(name: str, future: Future[bool | str], deadline: float) -> bool | str:
    try:
        return future.result(timeout=max(0.0, deadline - time.monotonic()))
    except NotInTime:
        return f"no answer within {DEADLINE_SECONDS:.0f} seconds"
    except Exception as problem:  # noqa: BLE001 - a health check reports every fault; details go to the log only
        log.warning("health: %s: %s", name, problem)
        return "does not answer"


def _database() -> bool:
    """A connection of its own, opened and closed here: one from the pool could be dead without knowing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    finally:
        connection.close()
    return True


def _broker() -> bool:
    broker = heartbeat.client()
    try:
        return bool(broker.ping())
    finally:
        broker.close()


def _storage() -> bool | str:
    return store().check() or "cannot be read and written"


def _worker() -> bool | str:
    silent = heartbeat.silent()
    if not silent:
        return True
    return f"not heard of for {heartbeat.STALE_SECONDS} seconds: {', '.join(silent)}"


CHECKS: dict[str, Callable[[], bool | str]] = {
    "database": _database,
    "broker": _broker,
    "storage": _storage,
    "worker": _worker,
}
