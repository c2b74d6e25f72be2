"""Receipts: a digest that anybody can compute again, a tagged PDF, one mail whatever happens."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import resolve
from rest_framework.test import APIClient

from musicprize.kernel import leases
from musicprize.ledger.models import LedgerEntry
from musicprize.mail.models import Mail
from submissions.applications import actions, queries, receipt_actions, receipt_pdf
from submissions.applications.models import Application, Receipt
from submissions.applications.receipt_pdf import breakable
from tests.factories.applications import make_complete
from tests.factories.editions import make_edition
from tests.factories.people import make_coordinator, make_user

pytestmark = pytest.mark.django_db
HOSTILE = '#panic("x") *b* $x$ <b> \\ "q"'


def sent(**fields: Any) -> tuple[Application, Receipt]:
    edition = make_edition()
    application = make_complete(edition, **fields)
    at = edition.opens_at + timedelta(seconds=1)
    actions.submit(application_id=application.pk, by=application.owner, at=at)
    return application, application.receipts.get()


def client_of(user: Any) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_receipt_digest_can_be_computed_from_what_the_api_answers() -> None:
    application, receipt = sent()
    body = json.loads(client_of(application.owner).get(f"/api/v1/receipts/{receipt.number}").content)
    spelled = json.dumps(body["document"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(spelled.encode()).hexdigest() == body["sha256"]
    files = {file["what"]: file["sha256"] for file in body["document"]["files"]}
    assert files == {f"work-{work.position}": work.audio.sha256 for work in application.works.all()}
    text = body["document"]["texts"]["biography"]["sha256"]
    assert text == hashlib.sha256(application.biography.encode()).hexdigest()


def test_ledger_holds_the_receipts_digest_and_no_name() -> None:
    application, receipt = sent(artist_name="Canary Quartet")
    act = LedgerEntry.objects.get(verb="application.submit")
    assert receipt.sha256 in act.document
    for mark in ("Canary", application.reference, application.owner.email):
        assert mark not in act.document


def test_receipt_is_for_its_artist_and_the_desk() -> None:
    application, receipt = sent()
    desk = make_coordinator(application.edition, application.city)
    for path in (f"/api/v1/receipts/{receipt.number}", f"/api/v1/receipts/{receipt.number}/pdf"):
        assert client_of(application.owner).get(path).status_code == 200
        assert client_of(desk).get(path.lower()).status_code == 200
        assert client_of(make_user()).get(path).status_code == 404
        assert APIClient().get(path).status_code in (401, 403)


@pytest.mark.parametrize("language", ["de", "fr", "lb", "en"])
def test_typeset_is_tagged_in_its_language_and_repeatable(language: str) -> None:
    _application, receipt = sent(artist_name=HOSTILE)
    document = queries.receipt_document(receipt)
    pdf = receipt_pdf.typeset(document, language=language)
    assert pdf == receipt_pdf.typeset(document, language=language)
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf
    assert f"/Lang({language})".encode() in pdf
    assert b"/Author" not in pdf


def test_breakable_leaves_short_words_alone() -> None:
    assert breakable("Nebula Trio.wav") == "Nebula Trio.wav"
    assert max(len(piece) for piece in breakable("x" * 255).split("\u200b")) == 24


def test_send_receipt_twice_writes_one_mail_with_the_pdf() -> None:
    application, receipt = sent(artist_name=HOSTILE)
    at = receipt.issued_at + timedelta(minutes=1)
    for _ in range(2):
        receipt_actions.send(receipt_id=receipt.pk, at=at)
    letter = Mail.objects.get(template="application_received")
    assert (letter.to, letter.attachment_name) == (application.owner.email, f"{receipt.number}.pdf")
    assert bytes(letter.attachment or b"").startswith(b"%PDF-")
    assert all(work.audio.sha256 in letter.body for work in application.works.all())
    receipt.refresh_from_db()
    assert receipt.work_state == "done"


def test_sweep_rings_again_for_a_receipt_that_a_dead_worker_left() -> None:
    _application, receipt = sent()
    at = receipt.issued_at
    assert leases.claim(Receipt, receipt.pk, at=at, lease=receipt_actions.LEASE)
    assert receipt_actions.sweep(at=at + receipt_actions.LEASE) == 0
    later = at + receipt_actions.LEASE + timedelta(seconds=1)
    assert receipt_actions.sweep(at=later) == 1
    receipt_actions.send(receipt_id=receipt.pk, at=later)
    assert Mail.objects.filter(template="application_received").count() == 1


def test_send_receipt_that_cannot_be_typeset_is_tried_again_and_parked(monkeypatch: pytest.MonkeyPatch) -> None:
    _application, receipt = sent()

    def broken(*args: Any, **kwargs: Any) -> bytes:
        raise receipt_pdf.CannotTypeset("no")

    monkeypatch.setattr(receipt_pdf, "typeset", broken)
    at = receipt.issued_at
    for _ in range(4):
        receipt_actions.send(receipt_id=receipt.pk, at=at)
        at += timedelta(minutes=30)
    receipt.refresh_from_db()
    assert (receipt.work_state, receipt.attempts, receipt.last_error) == ("parked", 3, "no")
    assert not Mail.objects.filter(template="application_received").exists()


def test_received_mail_after_taking_back_says_that_nothing_is_sent() -> None:
    application, receipt = sent(language="en")
    actions.take_back(application_id=application.pk, by=application.owner, at=receipt.issued_at)
    receipt_actions.send(receipt_id=receipt.pk, at=receipt.issued_at)
    assert "It is not sent at the moment." in Mail.objects.get(template="application_received").body


def test_received_mail_leads_to_the_artists_own_page() -> None:
    application, receipt = sent()
    receipt_actions.send(receipt_id=receipt.pk, at=receipt.issued_at)
    body = Mail.objects.get(template="application_received").body
    path = next(line.strip() for line in body.splitlines() if str(application.pk) in line)
    found = resolve(path.removeprefix(settings.BASE_URL))
    assert (found.url_name, found.kwargs) == ("application", {"application_id": application.pk})
