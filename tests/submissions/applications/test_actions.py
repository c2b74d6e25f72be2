"""What an artist does: the deadline to the tick, doubles, taking back, reopened parts, consents, members."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from musicprize.editions.models import Edition
from musicprize.kernel.errors import Conflict, Invalid, NotFound
from musicprize.ledger.models import LedgerEntry
from musicprize.mail.models import Mail
from musicprize.privacy import queries as privacy
from submissions.applications import actions, queries, screening_actions
from submissions.applications.members import MemberGiven
from submissions.applications.models import Application, Receipt
from submissions.uploads.purposes import handler_of
from submissions.uploads.queries import ready
from submissions.uploads.rules import Purpose
from tests.factories.applications import make_complete, make_draft, make_submitted
from tests.factories.editions import make_consents, make_edition
from tests.factories.people import make_coordinator, make_user
from tests.factories.works import make_upload

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)


def submit(application: Application, at: datetime) -> queries.ReceiptDocument:
    return actions.submit(application_id=application.pk, by=application.owner, at=at)


def state_of(application: Application) -> str:
    return str(Application.objects.get(pk=application.pk).state)


@pytest.mark.parametrize(("offset", "counts"), [(-SECOND, True), (-TICK, True), (0 * SECOND, False), (SECOND, False)])
def test_submit_around_the_closing_instant(offset: timedelta, counts: bool) -> None:
    edition = make_edition()
    application = make_complete(edition)
    if counts:
        submit(application, edition.closes_at + offset)
    else:
        with pytest.raises(Conflict, match="closed"):
            submit(application, edition.closes_at + offset)
    assert state_of(application) == ("submitted" if counts else "draft")


def test_submit_before_opening_is_closed() -> None:
    edition = make_edition()
    with pytest.raises(Conflict, match="closed"):
        submit(make_complete(edition), edition.opens_at - TICK)


def edition_closing_when_clocks_go_back() -> Edition:
    """25 October 2026, 02:30 in Luxembourg exists twice; this is the second, 01:30 UTC."""
    closes = datetime.fromisoformat("2026-10-25T01:30:00+00:00")
    return make_edition(closes - timedelta(days=7), closes_at=closes)


@pytest.mark.parametrize(("utc", "counts"), [("00:30:00", True), ("01:29:59", True), ("01:30:00", False)])
def test_submit_when_the_closing_hour_exists_twice(utc: str, counts: bool) -> None:
    application = make_complete(edition_closing_when_clocks_go_back(), at=datetime.fromisoformat("2026-10-20T00:00Z"))
    at = datetime.fromisoformat(f"2026-10-25T{utc}+00:00")
    if counts:
        assert submit(application, at).issued_at == at
    else:
        with pytest.raises(Conflict, match="closed"):
            submit(application, at)


@pytest.mark.parametrize(
    ("begun", "arrived", "counts"),
    [
        (-SECOND, SECOND, True),
        (-SECOND, None, True),
        (SECOND, 2 * SECOND, False),
        (-2 * SECOND, -SECOND, False),
    ],
)
def test_submit_in_the_grace_is_for_uploads_begun_before_closing(
    begun: timedelta, arrived: timedelta | None, counts: bool
) -> None:
    edition = make_edition(grace_minutes=30)
    application = make_complete(edition)
    closes = edition.closes_at
    verified = closes + arrived if arrived is not None else None
    make_upload(application, created_at=closes + begun, verified_at=verified, state="ready" if verified else "open")
    at = closes + timedelta(minutes=30) - TICK
    if counts:
        assert submit(application, at).issued_at == at
        with pytest.raises(Conflict):
            submit(make_complete(edition), at)
    else:
        with pytest.raises(Conflict, match="closed"):
            submit(application, at)


def test_submit_at_the_end_of_the_grace_is_closed() -> None:
    edition = make_edition(grace_minutes=30)
    application = make_complete(edition)
    make_upload(application, created_at=edition.closes_at - SECOND, state="open", verified_at=None)
    with pytest.raises(Conflict, match="closed"):
        submit(application, edition.closes_at + timedelta(minutes=30))


@pytest.mark.parametrize(("arrived", "taken"), [(timedelta(minutes=30) - TICK, True), (timedelta(minutes=30), False)])
def test_rider_that_arrived_within_the_grace_is_taken_however_long_its_check_waits(
    arrived: timedelta, taken: bool
) -> None:
    edition = make_edition(grace_minutes=30)
    application = make_draft(edition)
    at, begun_at = edition.closes_at + arrived, edition.closes_at - SECOND
    upload = make_upload(application, purpose=Purpose.RIDER, at=at, created_at=begun_at)
    handler = handler_of(Purpose.RIDER)
    assert handler is not None
    handler.on_ready(upload=ready(upload), at=at + timedelta(hours=5))
    application.refresh_from_db()
    assert (application.rider_file_id == upload.pk) == taken


def test_submit_twice_is_one_submission_one_receipt_one_act() -> None:
    edition = make_edition()
    application = make_complete(edition)
    at = edition.opens_at + SECOND
    first, second = submit(application, at), submit(application, at + SECOND)
    assert first == second
    assert Receipt.objects.count() == 1
    assert LedgerEntry.objects.filter(verb="application.submit").count() == 1


def test_submit_with_a_refused_recording_says_so() -> None:
    application = make_complete(make_edition())
    recording = application.works.get(position=2).audio.recording
    recording.verdict, recording.code = "refused", "no_sound"
    recording.save()
    with pytest.raises(Invalid) as refused:
        submit(application, application.created_at)
    assert list(refused.value.fields) == ["work-2.audio"]


def test_take_back_reopens_says_so_and_can_be_sent_again() -> None:
    edition = make_edition()
    application = make_complete(edition)
    at = edition.opens_at + SECOND
    first = submit(application, at)
    with pytest.raises(Conflict, match="already_sent"):
        actions.save(application_id=application.pk, changes={"phone": "1"}, versions={}, by=application.owner, at=at)
    actions.take_back(application_id=application.pk, by=application.owner, at=edition.closes_at - TICK)
    assert state_of(application) == "draft"
    assert "NOT" in Mail.objects.get(template="application_taken_back").subject
    again = submit(application, edition.closes_at - TICK)
    assert (first.number[-3:], again.number[-3:]) == ("-R1", "-R2")


def test_take_back_at_closing_is_refused() -> None:
    edition = make_edition()
    application = make_submitted(edition)
    with pytest.raises(Conflict, match="closed"):
        actions.take_back(application_id=application.pk, by=application.owner, at=edition.closes_at)
    assert state_of(application) == "submitted"


def test_ask_reopens_named_sections_only_until_its_instant_and_confirming_gives_a_new_receipt() -> None:
    edition = make_edition()
    application = make_complete(edition)
    first = submit(application, edition.opens_at + SECOND)
    desk, asked = make_coordinator(edition, application.city), edition.closes_at + SECOND
    until = asked + timedelta(days=3)
    screening_actions.ask(
        application_id=application.pk, sections=["rider"], until=until, message="How loud?", by=desk, at=asked
    )

    def save(field: str, at: datetime) -> None:
        change = {field: "changed"}
        actions.save(application_id=application.pk, changes=change, versions={}, by=application.owner, at=at)

    with pytest.raises(Conflict, match="section_not_open"):
        save("biography", until - TICK)
    save("rider_notes", until - TICK)
    with pytest.raises(Conflict, match="already_sent"):
        save("rider_power", until)
    with pytest.raises(Conflict, match="answer_closed"):
        submit(application, until)
    confirmed = submit(application, until - TICK)
    assert confirmed.number != first.number
    row = Application.objects.get(pk=application.pk)
    assert (row.state, row.reopened_sections, row.reopened_until) == ("submitted", [], None)


def test_withdraw_is_final_but_another_application_may_be_begun() -> None:
    edition = make_edition()
    application = make_submitted(edition)
    owner, at = application.owner, edition.opens_at + SECOND
    with pytest.raises(Invalid):
        actions.withdraw(application_id=application.pk, reference="", by=owner, at=at)
    actions.withdraw(application_id=application.pk, reference=application.reference, by=owner, at=at)
    with pytest.raises(Conflict, match="wrong_state"):
        submit(application, at)
    other, new = actions.create(edition=edition.slug, by=owner, at=at)
    assert new
    assert other != application.pk


def test_create_of_an_unpublished_edition_finds_nothing() -> None:
    edition = make_edition(published=False)
    with pytest.raises(NotFound):
        actions.create(edition=edition.slug, by=make_user(), at=edition.opens_at)


def test_members_with_an_address_are_told_once_after_sending() -> None:
    edition = make_edition()
    application = make_complete(edition, ensemble=True)
    at, owner = edition.opens_at + SECOND, application.owner
    given = [MemberGiven("Ada", "cello", "ada@example.org"), MemberGiven("Bo"), MemberGiven("Me", "", owner.email)]
    actions.set_members(application_id=application.pk, members=given, version=0, by=owner, at=at)
    assert not Mail.objects.filter(template="application_member").exists()
    submit(application, at)
    actions.take_back(application_id=application.pk, by=owner, at=at)
    actions.set_members(application_id=application.pk, members=given[:1], version=1, by=owner, at=at)
    submit(application, at)
    told = Mail.objects.filter(template="application_member")
    assert [mail.to for mail in told] == ["ada@example.org"]
    assert f"{settings.BASE_URL}/privacy/" in told[0].body
    assert application.members.get(name="Ada").told_at == at


def test_members_changed_elsewhere_shows_the_present_list() -> None:
    application = make_draft(make_edition())

    def put(*names: str) -> Any:
        return actions.set_members(
            application_id=application.pk, members=[MemberGiven(name) for name in names], version=0,
            by=application.owner, at=application.created_at,
        )  # fmt: skip

    put("Ada")
    with pytest.raises(Conflict) as refused:
        put("Bo")
    assert refused.value.extra["current"] == {"members": [{"name": "Ada", "role": "", "email": ""}]}


def test_consents_of_extras_may_be_withdrawn_after_sending_the_rules_may_not() -> None:
    edition = make_edition()
    make_consents(edition)
    application = make_complete(edition)
    owner, after = application.owner, edition.closes_at + SECOND

    def answer(at: datetime, **answers: bool) -> dict[str, bool]:
        return actions.set_consents(application_id=application.pk, answers=answers, by=owner, at=at)

    assert answer(edition.opens_at + SECOND, excerpt=True) == {"rules": True, "excerpt": True}
    submit(application, edition.closes_at - TICK)
    with pytest.raises(Conflict, match="already_sent"):
        answer(after, rules=False)
    assert answer(after, excerpt=False)["excerpt"] is False
    assert privacy.state_of(owner.pk, edition.pk) == {"rules": True, "excerpt": False}
    with pytest.raises(Invalid):
        answer(after, broadcast=True)


def test_application_page_takes_a_constant_number_of_queries(django_assert_num_queries: Any) -> None:
    for works in (1, 3):
        application = make_complete(make_edition(works_required=works))
        with django_assert_num_queries(17):
            page = queries.application_page(application.pk, by=application.owner, at=application.created_at)
        assert (len(page.works), page.ready) == (works, True)


def test_my_applications_takes_a_constant_number_of_queries(django_assert_num_queries: Any) -> None:
    owner = make_user()
    for number in (1, 3):
        while owner.applications.count() < number:
            make_draft(make_edition(), owner)
        with django_assert_num_queries(3):
            assert len(queries.my_applications(owner)) == number
