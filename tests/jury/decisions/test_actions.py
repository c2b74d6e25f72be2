"""Counting and deciding: by the frozen rule, once, resting on hashes; a later decision supersedes."""

from datetime import timedelta
from fractions import Fraction

import pytest

from jury.decisions import actions, queries
from jury.decisions.models import Decision, Tally
from jury.decisions.rules import Kind
from jury.rounds import actions as rounds
from jury.rounds.models import Round
from musicprize.kernel.canonical import digest
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from musicprize.ledger import queries as ledger
from musicprize.mail.models import Mail
from tests.factories.editions import in_all, make_prizes
from tests.factories.jury import Jury, make_closed_jury, make_jury
from tests.factories.people import make_chair, make_coordinator, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def jury() -> Jury:
    """Eight jurors, five entries, all sealed and counted, with the two prizes."""
    made = make_closed_jury(jurors=8, entries=5)
    make_prizes(made.edition)
    return made


def _codes(jury: Jury) -> list[str]:
    return [entry.code or "" for entry in jury.entries]


def _decide(jury: Jury, kind: Kind, codes: list[str], **given: object) -> Decision:
    wanted = {"by": jury.organiser, "prize_id": None, "reasons": in_all("Because."), "at": jury.at, **given}
    return actions.decide(
        edition_id=jury.edition.pk,
        kind=kind,
        round_id=jury.round.pk,
        codes=codes,
        **wanted,  # type: ignore[arg-type]
    )


def test_count_closed_round_ranks_exactly_and_is_hashed(jury: Jury) -> None:
    facts = queries.tally_of(jury.round.pk)
    lines = facts.result["methods"]["adjusted"]
    assert facts.result["official"] == "adjusted"
    assert [line["place"] for line in lines] == [1, 2, 3, 4, 5]
    assert [line["entry"] for line in lines] == _codes(jury)
    assert Fraction(lines[0]["score"]) - Fraction(lines[1]["score"]) == 1, "entries fall by a point"
    assert facts.inputs_sha256 == digest(facts.inputs)
    assert facts.result_sha256 == digest(facts.result)
    assert any(act.verb == "round.count" for act in ledger.acts(jury.edition.pk))


def test_count_shows_other_methods_beside_the_official_one(jury: Jury) -> None:
    assert set(queries.tally_of(jury.round.pk).result["methods"]) == {"adjusted", "mean", "robust", "borda"}


def test_count_twice_is_impossible(jury: Jury) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.count(round_id=jury.round.pk, by=jury.organiser, at=jury.at)
    assert Tally.objects.count() == 1


def test_decide_finalists_names_the_hashes_it_rests_on(jury: Jury) -> None:
    codes = _codes(jury)[:4]
    row = _decide(jury, Kind.FINALISTS, codes)
    tally = queries.tally_of(jury.round.pk)
    assert row.document["inputs_sha256"] == tally.inputs_sha256
    assert row.document["result_sha256"] == tally.result_sha256
    assert row.document["rules_sha256"] == Round.objects.get(pk=jury.round.pk).rules_sha256
    assert queries.finalists(jury.edition.pk) == tuple(codes)


def test_decide_again_supersedes_and_keeps_the_first(jury: Jury) -> None:
    codes = _codes(jury)
    first = _decide(jury, Kind.WINNER, codes[:1])
    second = _decide(jury, Kind.WINNER, codes[1:2])
    assert second.supersedes_id == first.pk
    inforce = queries.decisions(jury.edition.pk)
    assert [one.entries[0].code for one in inforce] == [codes[1]]
    every = queries.decisions(jury.edition.pk, superseded=True)
    assert [one.superseded for one in every] == [True, False]


def test_decide_winner_and_special_stand_beside_each_other(jury: Jury) -> None:
    codes = _codes(jury)
    _decide(jury, Kind.FINALISTS, codes[:4])
    _decide(jury, Kind.WINNER, codes[:1])
    _decide(jury, Kind.SPECIAL, codes[1:2])
    assert {one.kind for one in queries.decisions(jury.edition.pk)} == {"finalists", "winner", "special"}


@pytest.mark.parametrize(
    ("kind", "pick", "code"),
    [
        (Kind.FINALISTS, [], "none"),
        (Kind.FINALISTS, [0, 0], "twice"),
        (Kind.WINNER, [0, 1], "too_many"),
        (Kind.FINALISTS, [99], "unknown_entry"),
    ],
)
def test_decide_entries_that_do_not_fit_are_refused(jury: Jury, kind: Kind, pick: list[int], code: str) -> None:
    codes = [*_codes(jury)] + [""] * 95
    with pytest.raises(Invalid) as refused:
        _decide(jury, kind, [codes[number] or "QP99-NONE" for number in pick])
    assert code in [found for found, _sentence in refused.value.fields["entries"]]


def test_decide_open_round_is_refused() -> None:
    jury = make_jury()
    with pytest.raises(Conflict) as refused:
        _decide(jury, Kind.FINALISTS, _codes(jury))
    assert refused.value.code == "round_not_counted"


def test_decide_withdrawn_entry_is_refused(jury: Jury) -> None:
    rounds.withdraw_entry(application_id=jury.entries[0].pk, by=jury.organiser, at=jury.at)
    with pytest.raises(Invalid):
        _decide(jury, Kind.WINNER, _codes(jury)[:1])


def test_decide_by_others_is_refused(jury: Jury) -> None:
    with pytest.raises(NotAllowed):
        _decide(jury, Kind.FINALISTS, _codes(jury)[:1], by=jury.jurors[0])
    for person in (make_user(), make_coordinator(jury.edition), jury.entries[0].owner):
        with pytest.raises(NotFound):
            _decide(jury, Kind.FINALISTS, _codes(jury)[:1], by=person)
    assert _decide(jury, Kind.FINALISTS, _codes(jury)[:1], by=make_chair(jury.edition)).pk


def _replace(jury: Jury, code: str, **given: object) -> Decision:
    wanted = {"by": jury.organiser, "reasons": in_all("The artist withdrew."), "at": jury.at, **given}
    return actions.replace_finalist(edition_id=jury.edition.pk, code=code, **wanted)  # type: ignore[arg-type]


def test_replace_withdrawn_finalist_by_the_next_of_the_reserve(jury: Jury) -> None:
    codes = _codes(jury)
    first = _decide(jury, Kind.FINALISTS, codes[:3])
    rounds.withdraw_entry(application_id=jury.entries[1].pk, by=jury.organiser, at=jury.at)
    row = _replace(jury, codes[1])
    assert row.supersedes_id == first.pk
    assert queries.finalists(jury.edition.pk) == (codes[0], codes[3], codes[2])
    assert row.document["replaced"] == {"out": codes[1], "in": codes[3]}
    assert [act.verb for act in ledger.acts(jury.edition.pk)][-2:] == ["decision.finalists", "decision.replace"]
    mails = Mail.objects.filter(campaign=f"replaced:{row.pk}")
    assert set(mails.values_list("to", flat=True)) == {juror.email for juror in jury.jurors}
    assert not Mail.objects.filter(template="finalist_moved_up").exists(), "finalists are not public yet"


def test_replace_tells_the_artist_once_finalists_are_public(jury: Jury) -> None:
    from jury.publication import actions as publication
    from jury.publication.rules import Kind as Published

    codes = _codes(jury)
    _decide(jury, Kind.FINALISTS, codes[:4])
    later = jury.at + timedelta(hours=1)
    prepared = publication.prepare(
        edition_id=jury.edition.pk, kind=Published.FINALISTS, embargo_at=later, by=jury.organiser, at=jury.at
    )
    publication.confirm(publication_id=prepared.pk, by=make_chair(jury.edition), at=jury.at)
    rounds.withdraw_entry(application_id=jury.entries[0].pk, by=jury.organiser, at=later)
    _replace(jury, codes[0], at=later)
    mail = Mail.objects.get(template="finalist_moved_up")
    assert mail.to == jury.entries[4].owner.email


@pytest.mark.parametrize(
    ("out", "withdrawn", "code"),
    [(4, [4], "not_a_finalist"), (0, [], "not_withdrawn"), (0, [0, 4], "reserve_empty")],
)
def test_replace_where_it_does_not_fit_is_refused(jury: Jury, out: int, withdrawn: list[int], code: str) -> None:
    codes = _codes(jury)
    _decide(jury, Kind.FINALISTS, codes[:4])
    for number in withdrawn:
        rounds.withdraw_entry(application_id=jury.entries[number].pk, by=jury.organiser, at=jury.at)
    with pytest.raises(Conflict) as refused:
        _replace(jury, codes[out])
    assert refused.value.code == code


def test_replace_needs_a_reason_and_somebody_who_decides(jury: Jury) -> None:
    codes = _codes(jury)
    _decide(jury, Kind.FINALISTS, codes[:4])
    rounds.withdraw_entry(application_id=jury.entries[0].pk, by=jury.organiser, at=jury.at)
    with pytest.raises(Invalid):
        _replace(jury, codes[0], reasons={"de": " "})
    with pytest.raises(NotAllowed):
        _replace(jury, codes[0], by=jury.jurors[0])
    with pytest.raises(NotFound):
        _replace(jury, codes[0], by=make_user())
