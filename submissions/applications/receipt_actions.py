"""Sending receipts: typeset outside any transaction, then written to the outbox in a short one."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.kernel import leases
from musicprize.kernel.queue import enqueue
from musicprize.kernel.rows import Waiting
from submissions.applications import letters, receipt_pdf
from submissions.applications.models import Receipt
from submissions.applications.queries import receipt_document
from submissions.applications.rules import State

LEASE = timedelta(minutes=2)


def send(*, receipt_id: UUID, at: datetime) -> None:
    """Typeset one receipt and write its mail, if it is due and nobody else does it. Once per receipt, whatever dies:
    the mail's campaign is the receipt's number. Failures are tried again, and parked after three."""
    receipt = leases.claim(Receipt, receipt_id, at=at, lease=LEASE)
    if receipt is None or receipt.work_state == Waiting.PARKED:
        return
    if not receipt.document:  # erased with the artist's data: there is nothing left to tell, and nobody to tell it
        _done(receipt)
        return
    edition = editions.by_id(receipt.application.edition_id)
    try:
        pdf = receipt_pdf.typeset(
            receipt_document(receipt), language=receipt.application.language, edition_titles=edition.titles
        )
    except receipt_pdf.CannotTypeset as problem:
        with transaction.atomic():
            leases.put_back(receipt, at=at, error=str(problem))
        return
    _write(receipt, pdf, edition, at)


@transaction.atomic
def _done(receipt: Receipt) -> None:
    if leases.still_ours(receipt):
        leases.mark_done(receipt)
        receipt.save(update_fields=leases.finished())


@transaction.atomic
def _write(receipt: Receipt, pdf: bytes, edition: EditionFacts, at: datetime) -> None:
    if not leases.still_ours(receipt):
        return
    application = receipt.application
    letters.to_artist(
        application,
        edition,
        template="application_received",
        at=at,
        campaign=f"receipt:{receipt.number}",
        attachment=(f"{receipt.number}.pdf", pdf),
        number=receipt.number,
        sha256=receipt.sha256,
        issued_at=receipt.issued_at,
        files=receipt.document["files"],
        again=application.receipts.first() != receipt,
        still_sent=application.state != State.DRAFT,
        may_take_back=application.state == State.SUBMITTED and at < edition.closes_at,
    )
    leases.mark_done(receipt)
    receipt.save(update_fields=leases.finished())


def sweep(*, at: datetime) -> int:
    """Ring again for receipts whose mail is due; returns how many."""
    waiting = leases.due(Receipt, at=at)
    for pk in waiting:
        enqueue("submissions.applications.send_receipt", receipt_id=str(pk))
    return len(waiting)
