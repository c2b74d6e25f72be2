"""Background tasks of pictures."""

from uuid import UUID

from musicprize.kernel import clock
from musicprize.kernel.queue import task
from submissions.pictures import processing


@task("submissions.pictures.make", time_limit=150)
def make(picture_id: str) -> None:
    processing.make(UUID(picture_id))


@task("submissions.pictures.tidy", time_limit=60)
def tidy(picture_id: str) -> None:
    processing.tidy(UUID(picture_id), at=clock.now())


@task("submissions.pictures.sweep", time_limit=60)
def sweep() -> None:
    processing.sweep(at=clock.now())
