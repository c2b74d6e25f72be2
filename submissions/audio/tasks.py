"""Background tasks of the audio queue. None names a row: each takes what is most urgent (see claiming.py)."""

from musicprize.kernel import clock
from musicprize.kernel.queue import task
from submissions.audio import actions, claiming, processing, tidying


@task(claiming.WORK)
def work() -> None:
    """The most urgent check or rendering; for the audio worker."""
    processing.work_next()


@task(claiming.CHECK)
def check() -> None:
    """The most urgent first check of a short file; for the quick worker, which renders nothing."""
    processing.work_next(checks_only=True)


@task("submissions.audio.sweep", time_limit=60)
def sweep() -> None:
    tidying.tidy()
    actions.sweep(at=clock.now())
