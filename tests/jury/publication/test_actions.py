"""Publication: two people, a clock, one letter each, and silence before the time."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from jury.decisions import actions as decisions
from jury.decisions.rules import Kind as Decided
from jury.publication import actions, queries
from jury.publication.models import Publication
from jury.publication.rules import Kind
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import actions as sheets
from musicprize.accounts.models import User
from musicprize.editions.models import ConsentText
from musicprize.kernel.errors import Conflict, Invalid, NotFound
from musicprize.ledger.models import LedgerEntry
from musicprize.mail.models import Mail
from musicprize.privacy import actions as privacy
from submissions.applications.models import Application
from submissions.audio.models import Recording, Rendition
from submissions.audio.rules import EXCERPT
from tests.factories.editions import in_all, make_consents, make_prizes
from tests.factories.jury import Jury, fill, make_closed_jury, make_jury, seal
from tests.factories.people import make_chair, make_organiser
from tests.factories.sound import make_sound

pytestmark = pytest.mark.django_db


@pytest.fixture
def jury() -> Jury:
    """A decided edition: finalists and a winner, whose music exists."""
    made = make_closed_jury(jurors=4, entries=3)
    make_prizes(made.edition)
    make_consents(made.edition)
    codes = [entry.code or "" for entry in made.entries]
    for kind, named in ((Decided.FINALISTS, codes[:2]), (Decided.WINNER, codes[:1])):
        decisions.decide(
            edition_id=made.edition.pk, kind=kind, round_id=made.round.pk, codes=named, prize_id=None,
            reasons=in_all("It was new."), by=made.organiser, at=made.at,
        )  # fmt: skip
    return made


def _prepare(jury: Jury, embargo: datetime | None, kind: Kind = Kind.RESULTS) -> Publication:
    return actions.prepare(edition_id=jury.edition.pk, kind=kind, embargo_at=embargo, by=jury.organiser, at=jury.at)


def _scheduled(jury: Jury, embargo: datetime | None, kind: Kind = Kind.RESULTS) -> Publication:
    row = _prepare(jury, embargo, kind)
    return actions.confirm(publication_id=row.pk, by=make_chair(jury.edition), at=jury.at)


def test_confirm_by_the_one_who_prepared_is_refused(jury: Jury) -> None:
    row = _prepare(jury, jury.at + timedelta(hours=1))
    with pytest.raises(Conflict) as refused:
        actions.confirm(publication_id=row.pk, by=jury.organiser, at=jury.at)
    assert refused.value.code == "second_person"


def test_confirm_by_a_juror_is_refused_as_if_there_were_nothing(jury: Jury) -> None:
    row = _prepare(jury, jury.at + timedelta(hours=1))
    with pytest.raises(NotFound):
        actions.confirm(publication_id=row.pk, by=jury.jurors[0], at=jury.at)


def test_confirm_after_a_new_decision_is_refused(jury: Jury) -> None:
    row = _prepare(jury, jury.at + timedelta(hours=1))
    decisions.decide(
        edition_id=jury.edition.pk, kind=Decided.WINNER, round_id=jury.round.pk, codes=[jury.entries[1].code or ""],
        prize_id=None, reasons={}, by=jury.organiser, at=jury.at,
    )  # fmt: skip
    with pytest.raises(Conflict) as refused:
        actions.confirm(publication_id=row.pk, by=make_organiser(jury.edition), at=jury.at)
    assert refused.value.code == "decision_changed"


def test_prepare_twice_is_refused_until_cancelled(jury: Jury) -> None:
    row = _prepare(jury, jury.at + timedelta(hours=1))
    with pytest.raises(Conflict):
        _prepare(jury, jury.at + timedelta(hours=1))
    actions.cancel(publication_id=row.pk, by=jury.organiser, at=jury.at)
    assert _prepare(jury, jury.at + timedelta(hours=2)).pk != row.pk


def test_cancel_after_the_embargo_is_refused(jury: Jury) -> None:
    row = _scheduled(jury, jury.at + timedelta(hours=1))
    with pytest.raises(Conflict) as refused:
        actions.cancel(publication_id=row.pk, by=jury.organiser, at=jury.at + timedelta(hours=1))
    assert refused.value.code == "already_public"


@pytest.mark.parametrize(("seconds", "status"), [(-1, 404), (0, 200), (1, 200)])
def test_result_is_seen_from_the_embargo_on_by_the_clock_alone(
    jury: Jury, client: Client, seconds: int, status: int
) -> None:
    embargo = jury.at + timedelta(hours=1)
    _scheduled(jury, embargo)
    slug = jury.edition.slug
    with time_machine.travel(embargo + timedelta(seconds=seconds), tick=False):
        answers = [client.get(path) for path in (f"/api/v1/results/{slug}", f"/results/{slug}/")]
        listed = client.get("/api/v1/results").json()["results"]
    assert [answer.status_code for answer in answers] == [status, status]
    assert (slug in [line["edition"] for line in listed]) == (status == 200)


def test_result_without_a_time_waits_for_its_release(jury: Jury, client: Client) -> None:
    row = _scheduled(jury, None)
    path = f"/api/v1/results/{jury.edition.slug}"
    assert client.get(path).status_code == 404
    assert queries.due_letters(jury.at + timedelta(days=9)) == []
    actions.release(publication_id=row.pk, by=jury.organiser, at=jury.at)
    assert client.get(path).status_code == 200
    assert queries.due_letters(jury.at) == [row.pk]


def test_release_before_its_time_makes_it_public_and_is_in_the_ledger(jury: Jury, client: Client) -> None:
    row = _scheduled(jury, jury.at + timedelta(hours=1))
    before = LedgerEntry.objects.count()
    for _twice in range(2):
        released = actions.release(publication_id=row.pk, by=jury.organiser, at=jury.at)
        assert released.embargo_at == jury.at
    assert LedgerEntry.objects.count() == before + 1
    assert client.get(f"/results/{jury.edition.slug}/").status_code == 200


def test_release_before_a_second_person_confirmed_is_refused(jury: Jury) -> None:
    row = _prepare(jury, None)
    with pytest.raises(Conflict) as refused:
        actions.release(publication_id=row.pk, by=make_chair(jury.edition), at=jury.at)
    assert refused.value.code == "wrong_state"


def test_release_by_a_juror_is_refused_as_if_there_were_nothing(jury: Jury) -> None:
    row = _scheduled(jury, None)
    with pytest.raises(NotFound):
        actions.release(publication_id=row.pk, by=jury.jurors[0], at=jury.at)


def test_note_for_stage_keeps_notes_of_known_entries_only(jury: Jury) -> None:
    row = _scheduled(jury, None)
    code, other = (entry.code or "" for entry in jury.entries[:2])
    kept = actions.note_for_stage(
        publication_id=row.pk, notes={code: "say: kwarry", other: ""}, by=jury.organiser, at=jury.at
    )
    assert kept.stage_notes == {code: "say: kwarry"}
    with pytest.raises(Invalid):
        actions.note_for_stage(publication_id=row.pk, notes={"QP26-0000": "?"}, by=jury.organiser, at=jury.at)


def test_result_prepared_but_not_confirmed_stays_hidden(jury: Jury, client: Client) -> None:
    _prepare(jury, jury.at - timedelta(hours=1))
    assert client.get(f"/api/v1/results/{jury.edition.slug}").status_code == 404


def test_result_tells_no_keys_of_people(jury: Jury, client: Client) -> None:
    _scheduled(jury, jury.at - timedelta(minutes=1))
    text = client.get(f"/api/v1/results/{jury.edition.slug}").content.decode()
    winner = jury.entries[0]
    assert winner.artist_name in text
    assert str(winner.owner_id) not in text
    assert str(winner.pk) not in text
    assert winner.owner.email not in text
    assert jury.entries[2].artist_name not in text, "who was not chosen is not named"


def test_write_letters_once_each_and_only_from_the_embargo_on(jury: Jury) -> None:
    embargo = jury.at + timedelta(hours=1)
    row = _scheduled(jury, embargo)
    assert actions.write_letters(publication_id=row.pk, at=embargo - timedelta(seconds=1)) == 0
    assert queries.due_letters(embargo - timedelta(seconds=1)) == []
    assert queries.due_letters(embargo) == [row.pk]
    assert actions.write_letters(publication_id=row.pk, at=embargo) == 3
    Publication.objects.filter(pk=row.pk).update(letters_at=None)  # as if a worker had died before its last line
    assert actions.write_letters(publication_id=row.pk, at=embargo) == 0
    letters = Mail.objects.filter(template="letter")
    assert letters.count() == 3
    assert {mail.to for mail in letters} == {entry.owner.email for entry in jury.entries}


def test_letters_say_what_became_of_each(jury: Jury) -> None:
    row = _scheduled(jury, jury.at)
    User.objects.filter(pk__in=[entry.owner_id for entry in jury.entries]).update(language="en")
    actions.write_letters(publication_id=row.pk, at=jury.at)
    told = {mail.to: mail.body for mail in Mail.objects.filter(template="letter")}
    bodies = [told[entry.owner.email] for entry in jury.entries]
    assert "awarded you the prize" in bodies[0]
    assert "goes to another finalist" in bodies[1]
    assert "the result is public now" in bodies[2]


def test_excerpt_is_heard_only_with_consent_and_only_once_public(jury: Jury, client: Client) -> None:
    work = Application.objects.get(pk=jury.entries[0].pk).works.first()
    assert work is not None
    make_sound(work)
    row = _scheduled(jury, jury.at)
    rendition = Rendition.objects.get(codec="aac", recording__work=work)
    excerpt = Rendition.objects.get(codec=EXCERPT, recording__work=work)
    Rendition.objects.filter(pk=excerpt.pk).update(
        key=rendition.key, content_type="audio/mp4", work_state="done", duration_ms=9000, rendered_at=jury.at
    )
    path = f"/api/v1/results/{jury.edition.slug}/works/{work.pk}/play"
    assert client.get(path).status_code == 404, "no consent"
    text = ConsentText.objects.get(edition=jury.edition, purpose="excerpt")
    privacy.give(user=jury.entries[0].owner, text_id=text.pk, language="de", at=jury.at)
    assert client.get(path).status_code == 200
    privacy.withdraw(user=jury.entries[0].owner, edition_id=jury.edition.pk, purpose="excerpt", at=jury.at)
    assert client.get(path).status_code == 404, "consent withdrawn"
    assert row.snapshot["entries"][0]["works"][0]["id"] == str(work.pk)


def test_snapshot_says_how_much_the_jury_has_heard_at_least_and_leaves_a_round_without_out(jury: Jury) -> None:
    assert _prepare(jury, None).snapshot["listening"] == [], "nobody listened"


def test_snapshot_of_a_round_that_was_listened_to_names_no_juror_and_no_work() -> None:
    made = make_jury(jurors=3, entries=2, works=1)
    make_prizes(made.edition)
    for entry in made.entries:
        work = entry.works.get()
        make_sound(work)
        length = Recording.objects.get(work=work).duration_ms or 0
        for juror in made.jurors[:2]:
            sheets.listen(
                sheet_id=made.sheet(juror, entry).pk, work_id=work.pk, duration_ms=length, heard=[(0, length)],
                position_ms=length, by=juror, at=made.at,
            )  # fmt: skip
    for number in range(3):
        fill(made, number)
        seal(made, number)
    rounds.close(round_id=made.round.pk, missing=Missing.REFUSE, by=made.organiser, at=made.at)
    decisions.decide(
        edition_id=made.edition.pk, kind=Decided.FINALISTS, round_id=made.round.pk, codes=[made.entries[0].code or ""],
        prize_id=None, reasons={}, by=made.organiser, at=made.at,
    )  # fmt: skip
    row = _prepare(made, None, Kind.FINALISTS)
    assert row.snapshot["listening"] == [{"round": 1, "jurors": 2, "share": 90}]
