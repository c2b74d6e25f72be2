"""Background tasks of uploads."""

from uuid import UUID

from musicprize.kernel import clock
from musicprize.kernel.queue import task
from submissions.uploads import sweeping, verifying


@task("submissions.uploads.verify", time_limit=3000)
def verify(upload_id: str) -> None:
    verifying.verify(upload_id=UUID(upload_id), now=clock.now)


@task("submissions.uploads.clean_up", time_limit=300)
def clean_up(upload_id: str) -> None:
    sweeping.clean_up_one(upload_id=UUID(upload_id), at=clock.now())


@task("submissions.uploads.sweep", time_limit=60)
def sweep() -> None:
    sweeping.ring(at=clock.now())


@task("submissions.uploads.expire", time_limit=600)
def expire() -> None:
    sweeping.expire(at=clock.now())
