"""Background tasks of applications: receipts as PDF by mail."""

from uuid import UUID

from musicprize.kernel import clock
from musicprize.kernel.queue import task
from submissions.applications import receipt_actions


@task("submissions.applications.send_receipt", time_limit=60)
def send_receipt(receipt_id: str) -> None:
    receipt_actions.send(receipt_id=UUID(receipt_id), at=clock.now())


@task("submissions.applications.sweep", time_limit=60)
def sweep() -> None:
    receipt_actions.sweep(at=clock.now())
