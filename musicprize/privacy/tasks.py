"""Background tasks of privacy."""

from musicprize.kernel import clock
from musicprize.kernel.queue import enqueue, task
from musicprize.privacy import actions


@task("musicprize.privacy.retain", time_limit=1800)
def retain() -> None:
    """The day's erasures, some hundreds at a time."""
    if actions.retain(at=clock.now()).more:
        enqueue("musicprize.privacy.retain")
