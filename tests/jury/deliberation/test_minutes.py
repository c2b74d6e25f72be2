"""The minutes: every code has words, what they say of the jury is what was counted."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from jury.conflicts import naming_actions
from jury.conflicts.rules import Reason, Tie
from jury.deliberation import meeting_actions as actions
from jury.deliberation import minutes_pdf, minutes_queries, minutes_words
from jury.deliberation.minutes_document import Sitting, document
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import recusal_actions as recusals
from jury.tally.types import Shortfall
from musicprize.accounts.access import Role
from musicprize.accounts.models import RoleGrant
from tests.factories.editions import in_all
from tests.factories.jury import Jury, code_of, make_closed_jury, make_sealed_jury
from tests.factories.people import make_chair

pytestmark = pytest.mark.django_db


def _minutes(jury: Jury, chair: Any) -> dict[str, Any]:
    return document(jury.round.pk, Sitting(jury.at, "Trier", [], None), chair=chair.pk, at=jury.at)


def _said(made: dict[str, Any], language: str = "en") -> str:
    with translation.override(language):
        data = minutes_pdf._data(made, language, minutes_queries.names(made), {}, "", None)
    return json.dumps(data, ensure_ascii=False)


@pytest.mark.parametrize("shortfall", list(Shortfall))
def test_every_shortfall_has_words_in_every_language(shortfall: Shortfall) -> None:
    said = set()
    for language in ("en", "de", "fr", "lb"):
        with translation.override(language):
            said.add(str(minutes_words.SHORTFALLS[shortfall]))
    assert len(said) == 4


def test_pdf_where_the_frozen_rule_could_not_be_applied_says_so() -> None:
    """A juror who gives everybody the same mark: z-scores cannot be had."""
    jury = make_closed_jury(
        jurors=3, entries=10, method="zscore",
        score=lambda juror, entry, _key: 500 if juror == 0 else 1000 - 100 * entry,
    )  # fmt: skip
    made = _minutes(jury, make_chair(jury.edition))
    assert made["ranking"][0]["shortfalls"] == ["rule_not_applicable"]
    assert "the counting rule cannot be applied to these marks" in _said(made)
    given = {"names": {}, "titles": in_all("Prize")}
    assert minutes_pdf.typeset(made, language="de", **given).startswith(b"%PDF-")  # type: ignore[arg-type]


def test_tie_broken_by_an_earlier_chair_names_that_chair() -> None:
    jury = make_closed_jury(
        jurors=3, entries=4, advance=2, method_parameters={"cut_tie": "chair"},
        score=lambda _juror, entry, _key: [900, 700, 700, 400][entry],
    )  # fmt: skip
    earlier = make_chair(jury.edition)
    order = [code_of(jury, 2), code_of(jury, 1)]
    actions.break_tie(round_id=jury.round.pk, order=order, reasons=in_all("Bolder."), by=earlier, at=jury.at)
    RoleGrant.objects.filter(user=earlier, role=Role.CHAIR).update(revoked_at=jury.at)
    made = _minutes(jury, make_chair(jury.edition))
    assert made["ties"][0]["by"] == str(earlier.pk)
    assert earlier.name in _said(made)


@pytest.mark.parametrize(("rule", "counted"), [("complete", True), ("sealed", False)])
def test_unsealed_ballot_is_said_to_count_where_its_complete_sheets_do(rule: str, counted: bool) -> None:
    jury = make_closed_jury(jurors=3, entries=2, unsealed=[0], missing_rule=rule)
    made = _minutes(jury, make_chair(jury.edition))
    found = {one["person"]: (one["sealed"], one["counted"]) for one in made["jury"]}
    assert found[str(jury.jurors[0].pk)] == (False, counted)
    assert found[str(jury.jurors[1].pk)] == (True, True)
    assert _column(made, jury.jurors[0].name) == ("yes" if counted else "no")


def test_minutes_signed_before_the_count_was_named_say_who_had_sealed() -> None:
    jury = make_closed_jury(jurors=3, entries=2, unsealed=[0], missing_rule="complete")
    made = _minutes(jury, make_chair(jury.edition))
    made["format"] = 2
    for one in made["jury"]:
        del one["counted"]
    assert [_column(made, jury.jurors[number].name) for number in (0, 1)] == ["no", "yes"]


def _column(made: dict[str, Any], name: str) -> str:
    """What stands under "Ballot counted" for a juror."""
    table = next(one for one in json.loads(_said(made))["sections"] if one["title"] == "The jury")
    at = table["columns"].index("Ballot counted")
    return next(str(row[at]["text"]) for row in table["rows"] if row[0]["text"] == name)


def test_draft_for_jurors_leaves_out_which_ties_others_named(monkeypatch: pytest.MonkeyPatch) -> None:
    jury = make_sealed_jury(jurors=3, entries=3)
    chair, at = make_chair(jury.edition), jury.at
    recusals.recuse(sheet_id=jury.sheet(jury.jurors[1], 1).pk, reason=Reason.CONFLICT, by=jury.jurors[1], at=at)
    for juror in (0, 1):
        naming_actions.name(
            application_id=jury.entries[juror].pk, juror_id=jury.jurors[juror].pk, tie=Tie.TEACHER, from_year=None,
            to_year=None, words="Known.", by=jury.organiser, at=at,
        )  # fmt: skip
    rounds.close(round_id=jury.round.pk, missing=Missing.ACCEPT, by=jury.organiser, at=at + timedelta(minutes=1))
    drafts: list[dict[str, Any]] = []
    typeset = minutes_pdf.typeset
    monkeypatch.setattr(
        minutes_pdf, "typeset", lambda made, **given: (drafts.append(made), typeset(made, **given))[1]
    )  # fmt: skip
    for reader in (jury.jurors[2], chair, jury.organiser):
        client = Client()
        client.force_login(reader)
        assert client.get(f"/api/v1/rounds/{jury.round.pk}/minutes.pdf?version=0").status_code == 200
    own, named = (code_of(jury, 1), str(jury.jurors[1].pk)), (code_of(jury, 0), str(jury.jurors[0].pk))
    seen = [{(one["entry"], one["person"]) for one in made["aside"]} for made in drafts]
    assert seen == [{own}, {own, named}, {own, named}]
    assert ["only those who stood aside of their own accord" in _said(made) for made in drafts] == [True, False, False]
