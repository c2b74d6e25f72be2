"""Background tasks of the outbox."""

from uuid import UUID

from musicprize.kernel import clock
from musicprize.kernel.queue import task
from musicprize.mail import actions


@task("musicprize.mail.send", time_limit=60)
def send(mail_id: str) -> None:
    actions.send(mail_id=UUID(mail_id), at=clock.now())


@task("musicprize.mail.sweep", time_limit=60)
def sweep() -> None:
    actions.sweep(at=clock.now())
