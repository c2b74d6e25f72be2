"""Ringing the bell: a task is enqueued after the commit, and a dead broker never fails the request.

The row that waits is already written; `sweep` tasks ring again for it. So a lost ring costs time, never work.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from celery import Celery, Task, current_app
from django.db import transaction

log = logging.getLogger(__name__)
_ringing: ContextVar[bool] = ContextVar("ringing", default=True)


def enqueue(task: str, **arguments: Any) -> None:
    """Ask for `task` (its registered name) once the surrounding transaction is committed. Arguments: JSON."""
    if _ringing.get():
        transaction.on_commit(lambda: _ring(task, arguments))


@contextmanager
def unrung() -> Iterator[None]:
    """Write rows without ringing for them: for loading many at once before any worker runs. The sweeps find them."""
    token = _ringing.set(False)
    try:
        yield
    finally:
        _ringing.reset(token)


def _ring(task: str, arguments: dict[str, Any]) -> None:
    if current_app.conf.task_always_eager:
        _run_here(current_app, task, arguments)
        return
    try:
        current_app.send_task(task, kwargs=arguments, ignore_result=True, retry=False)
    except Exception as problem:  # noqa: BLE001 - whatever the broker's client raises, the sweep rings again
        log.warning("could not ring for %s: %s", task, problem)


def _run_here(app: Celery, task: str, arguments: dict[str, Any]) -> None:
    if task not in app.tasks:
        app.loader.import_default_modules()  # with Django's checks of all models, half of a test's time
    app.tasks[task].apply(kwargs=arguments, throw=True)


def task(name: str, **options: Any) -> Callable[[Callable[..., None]], Task]:
    """The one way to declare a task: a fixed name, no result kept. settings.CELERY_TASK_ROUTES say which queue."""
    from celery import shared_task

    return shared_task(name=name, ignore_result=True, **options)
