"""Ties: the register, the answer before listening, what others name, and that a juror learns nothing from it."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from jury.conflicts import actions, hints, naming_actions, queries
from jury.conflicts.models import Declaration
from jury.conflicts.rules import Hint, Reason, Source, Tie, Whom, check_answered
from jury.rounds import actions as rounds
from jury.scoresheets import actions as sheets
from jury.scoresheets import juror as room
from jury.scoresheets import recusal_actions as recusals
from jury.scoresheets.models import Mark, ScoreSheet
from musicprize.accounts.models import User
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from musicprize.ledger import queries as ledger
from tests.factories.jury import Jury, fill, make_draft_jury, make_jury, seal
from tests.factories.people import make_coordinator

pytestmark = pytest.mark.django_db


def name(jury: Jury, entry: int, juror: int, by: User, words: str = "Known.") -> Declaration:
    return naming_actions.name(
        application_id=jury.entries[entry].pk, juror_id=jury.jurors[juror].pk, tie=Tie.PUPIL, from_year=2015,
        to_year=None, words=words, by=by, at=jury.at,
    )  # fmt: skip


def write(jury: Jury, juror: int, text: str) -> None:
    actions.register(
        edition_id=jury.edition.pk, name=text, whom=Whom.PERSON, tie=Tie.TEACHER, from_year=None, to_year=None,
        by=jury.jurors[juror], at=jury.at,
    )  # fmt: skip


def codes(jury: Jury, juror: int) -> set[str]:
    ballot = room.ballot(jury.jurors[juror], jury.round.pk, at=jury.at)
    return {sheet.entry.code for sheet in ballot.sheets}


def test_nothing_is_played_before_the_declaration_is_answered() -> None:
    jury = make_draft_jury()

    jury.round = rounds.open_round(round_id=jury.round.pk, codes=None, by=jury.organiser, at=jury.at)
    sheet = jury.sheet(jury.jurors[0], 0)
    with pytest.raises(Conflict) as refusal:
        room.sheet_work(jury.jurors[0], sheet.pk, 1)
    assert refusal.value.code == "declaration_missing"
    actions.answer(round_id=jury.round.pk, ties=False, by=jury.jurors[0], at=jury.at)
    assert room.sheet_work(jury.jurors[0], sheet.pk, 1).position == 1


def test_nothing_is_marked_or_sealed_before_the_declaration_is_answered() -> None:
    jury = make_draft_jury()
    jury.round = rounds.open_round(round_id=jury.round.pk, codes=None, by=jury.organiser, at=jury.at)
    sheet, client = jury.sheet(jury.jurors[0], 0), APIClient()
    client.force_authenticate(jury.jurors[0])
    writes: list[tuple[str, str, dict[str, Any]]] = [
        ("patch", f"/api/v1/sheets/{sheet.pk}", {"marks": {"music": 700, "innovation": 800}, "version": 1}),
        *(("post", f"/api/v1/sheets/{sheet.pk}/{verb}", {"version": 1}) for verb in ("complete", "reopen", "show")),
        ("post", f"/api/v1/rounds/{jury.round.pk}/seal", {}),
    ]
    for method, url, body in writes:
        answer = getattr(client, method)(url, body, format="json")
        assert (answer.status_code, answer.json()["code"]) == (409, "declaration_missing"), url
    assert not Mark.objects.exists()
    aside = client.post(f"/api/v1/sheets/{jury.sheet(jury.jurors[0], 1).pk}/recuse", {"kind": "conflict"})
    assert aside.status_code == 200, "standing aside is possible at any time"
    actions.answer(round_id=jury.round.pk, ties=False, by=jury.jurors[0], at=jury.at)
    method, url, body = writes[0]
    assert getattr(client, method)(url, body, format="json").status_code == 200


@pytest.mark.parametrize("language", ["de", "fr", "lb", "en"])
def test_missing_declaration_is_said_in_the_jurors_language(language: str) -> None:
    with translation.override(language), pytest.raises(Conflict) as refused:
        check_answered(False)
    with translation.override(language):
        said = str(refused.value.message)
    first = {"de": "Bitte", "fr": "Avant", "lb": "Sot", "en": "Before"}[language]
    assert said.startswith(first)


def test_answer_that_contradicts_the_register_is_refused_and_answered_twice_counts_once() -> None:
    jury = make_draft_jury()
    with pytest.raises(Invalid):
        actions.answer(round_id=jury.round.pk, ties=True, by=jury.jurors[0], at=jury.at)
    write(jury, 0, "Ensemble Ypsilon")
    with pytest.raises(Invalid):
        actions.answer(round_id=jury.round.pk, ties=False, by=jury.jurors[0], at=jury.at)
    for _ in range(2):
        actions.answer(round_id=jury.round.pk, ties=True, by=jury.jurors[0], at=jury.at)
    assert [act.verb for act in ledger.acts(jury.edition.pk)].count("conflict.answer") == 1


def test_register_tells_the_ledger_the_kind_and_not_with_whom() -> None:
    jury = make_draft_jury()
    write(jury, 0, "Ensemble Ypsilon")
    assert "Ypsilon" not in "".join(act.document for act in ledger.acts(jury.edition.pk))
    [line] = queries.register_of(jury.jurors[0], jury.edition.pk)
    with pytest.raises(NotFound):
        actions.unregister(tie_id=line.id, by=jury.jurors[1], at=jury.at)
    actions.unregister(tie_id=line.id, by=jury.jurors[0], at=jury.at)
    assert queries.register_of(jury.jurors[0], jury.edition.pk) == []


def test_register_with_a_period_that_runs_backwards_is_refused() -> None:
    jury = make_draft_jury()
    with pytest.raises(Invalid) as refusal:
        actions.register(
            edition_id=jury.edition.pk, name="X", whom=Whom.LABEL, tie=Tie.LABEL, from_year=2020, to_year=2019,
            by=jury.jurors[0], at=jury.at,
        )  # fmt: skip
    assert list(refusal.value.fields) == ["to_year"]


def test_name_by_the_artist_takes_an_unbegun_entry_away_without_a_trace() -> None:
    jury = make_jury()
    name(jury, 0, 0, jury.entries[0].owner)
    assert str(jury.entries[0].code) not in codes(jury, 0)
    assert str(jury.entries[0].code) in codes(jury, 1)


def test_name_of_an_entry_that_was_begun_keeps_its_marks_apart() -> None:
    jury = make_jury()
    sheet = jury.sheet(jury.jurors[0], 0)
    sheets.mark(sheet_id=sheet.pk, marks={"music": 500}, note=None, version=1, by=jury.jurors[0], at=jury.at)
    name(jury, 0, 0, jury.organiser)
    sheet = jury.sheet(jury.jurors[0], 0)
    assert (sheet.state, sheet.recused_because, sheet.marks.count()) == ("recused", Reason.CONFLICT, 1)
    with pytest.raises(Conflict) as refusal:
        recusals.come_back(sheet_id=sheet.pk, by=jury.jurors[0], at=jury.at)
    assert refusal.value.code == "stays_apart"


def test_name_after_sealing_leaves_the_ballot_and_the_count_leaves_the_sheet_out() -> None:
    jury = make_jury(jurors=1, entries=2)
    fill(jury, 0)
    seal(jury, 0)
    name(jury, 0, 0, jury.organiser)
    assert jury.sheet(jury.jurors[0], 0).state == "complete"
    ballot = room.ballot(jury.jurors[0], jury.round.pk, at=jury.at)
    assert {sheet.excluded_because for sheet in ballot.sheets} == {"", "conflict"}


def test_name_by_whom() -> None:
    jury = make_jury(jurors=2, entries=2)
    coordinator = make_coordinator(jury.edition, jury.entries[0].city)
    assert name(jury, 0, 0, coordinator).source == Source.COORDINATOR
    for stranger in (jury.jurors[1], jury.entries[1].owner):
        with pytest.raises(NotFound):
            name(jury, 0, 0, stranger)
    with pytest.raises(Invalid) as refusal:
        name(jury, 0, 1, jury.organiser, words=" ")
    assert list(refusal.value.fields) == ["words"]
    with pytest.raises(Conflict) as twice:
        name(jury, 0, 0, coordinator)
    assert twice.value.code == "already_named"


def test_lift_needs_a_reason_of_an_organiser_and_none_of_whoever_named_it() -> None:
    jury = make_jury(jurors=2, entries=2)
    first, second = (name(jury, entry, 0, jury.entries[entry].owner) for entry in (0, 1))
    with pytest.raises(Invalid):
        actions.lift(declaration_id=first.pk, reason="", by=jury.organiser, at=jury.at)
    with pytest.raises(NotAllowed):
        actions.lift(declaration_id=first.pk, reason="Mine", by=jury.jurors[0], at=jury.at)
    actions.lift(declaration_id=first.pk, reason="Another person of that name.", by=jury.organiser, at=jury.at)
    actions.lift(declaration_id=second.pk, reason="", by=jury.entries[1].owner, at=jury.at)
    assert queries.in_force(jury.edition.pk) == []


def test_own_declaration_and_one_that_others_named_stand_beside_each_other() -> None:
    jury = make_jury()
    sheet = jury.sheet(jury.jurors[0], 0)
    recusals.recuse(sheet_id=sheet.pk, reason=Reason.CONFLICT, by=jury.jurors[0], at=jury.at)
    name(jury, 0, 0, jury.organiser)
    assert {one.source for one in queries.in_force(jury.edition.pk)} == {Source.JUROR, Source.ORGANISER}


@pytest.mark.parametrize(
    ("domain", "hinted"), [("conservatoire.example", True), ("gmail.com", False), ("demo.invalid", False)]
)
def test_a_domain_is_a_hint_only_where_somebody_can_work(domain: str, hinted: bool) -> None:
    juror = hints.JurorSide(uuid4(), "Ines Thill", f"thill@{domain}", None, ())
    artist = hints.ArtistSide(uuid4(), ("Paul Weber",), (f"weber@{domain}",), (), None)
    assert [one.hint for one in hints.found([juror], [artist])] == ([Hint.MAIL_DOMAIN] if hinted else [])


def test_hints_show_names_register_mentions_and_domains_until_somebody_weighs_them() -> None:
    jury = make_draft_jury(jurors=2, entries=3)
    User.objects.filter(pk=jury.jurors[0].pk).update(name="Zoé Müller", email="z@conservatoire.example")
    type(jury.entries[0]).objects.filter(pk=jury.entries[0].pk).update(contact_name="Zoe Muller")
    type(jury.entries[0]).objects.filter(pk=jury.entries[1].pk).update(biography="Studied with Zoé Müller in Metz.")
    User.objects.filter(pk=jury.entries[2].owner_id).update(email="a@conservatoire.example")
    write(jury, 1, str(jury.entries[2].artist_name))
    found = {(one.juror_id, one.application_id, one.hint) for one in queries.open_hints(jury.edition.pk)}
    first, second = jury.jurors
    assert found >= {
        (first.pk, jury.entries[0].pk, Hint.NAME),
        (first.pk, jury.entries[1].pk, Hint.MENTIONED),
        (first.pk, jury.entries[2].pk, Hint.MAIL_DOMAIN),
        (second.pk, jury.entries[2].pk, Hint.REGISTER),
    }
    actions.dismiss(
        application_id=jury.entries[0].pk, edition_id=jury.edition.pk, juror_id=first.pk, hint=Hint.NAME,
        reason="Another person.", by=jury.organiser, at=jury.at,
    )  # fmt: skip
    name(jury, 1, 0, jury.organiser)
    left = {(one.juror_id, one.application_id) for one in queries.open_hints(jury.edition.pk)}
    assert (first.pk, jury.entries[0].pk) not in left
    assert (first.pk, jury.entries[1].pk) not in left
    with pytest.raises(NotAllowed):
        actions.dismiss(
            application_id=jury.entries[2].pk, edition_id=jury.edition.pk, juror_id=first.pk, hint=Hint.NAME,
            reason="No.", by=jury.jurors[1], at=jury.at,
        )  # fmt: skip


def test_late_tie_of_one_gives_the_entry_to_another_where_the_round_says_so() -> None:
    jury = make_jury(jurors=8, entries=8, per_entry=4, reassign="automatic")
    sheet = ScoreSheet.objects.filter(ballot__juror=jury.jurors[0], ballot__round=jury.round).first()
    assert sheet is not None
    recusals.recuse(sheet_id=sheet.pk, reason=Reason.CONFLICT, by=jury.jurors[0], at=jury.at)
    rows = ScoreSheet.objects.filter(entry=sheet.entry)
    assert rows.exclude(state="recused").count() == 4
    assert rows.count() == 5
