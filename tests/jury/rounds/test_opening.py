"""Opening with an allocator: k jurors an entry, coordinators who judge, entries of an earlier round, records."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jury.assignments.models import Assignment
from jury.conflicts.models import Declaration
from jury.rounds import actions, opening, queries
from jury.rounds.models import Round, RoundEntry
from jury.rounds.rules import Missing
from jury.scoresheets import juror as room
from jury.scoresheets.models import Ballot, ScoreSheet
from musicprize.kernel import clock
from musicprize.kernel.canonical import digest
from musicprize.kernel.errors import Invalid
from musicprize.mail.models import Mail
from tests.factories.jury import Jury, code_of, make_closed_jury, make_draft, make_draft_jury
from tests.factories.people import make_coordinator

pytestmark = pytest.mark.django_db


def open_it(jury: Jury, row: Round | None = None) -> Round:
    return actions.open_round(round_id=(row or jury.round).pk, codes=None, by=jury.organiser, at=jury.at)


def hears(jury: Jury) -> Counter[str]:
    return Counter(Assignment.objects.filter(round=jury.round).values_list("entry__code", flat=True))


def test_open_with_jurors_an_entry_levels_loads_and_gives_no_other_sheets() -> None:
    jury = make_draft_jury(jurors=8, entries=10, per_entry=4)
    jury.round = open_it(jury)
    assert set(hears(jury).values()) == {4}
    assert {ballot.sheets.count() for ballot in Ballot.objects.filter(round=jury.round)} == {5}
    record = queries.by_id(jury.round.pk).assignment
    assert record is not None
    assert (set(record["loads"].values()), record["bent"]) == ({5}, [])
    assert set(record["cities"].values()) == {10}


def test_open_record_keeps_its_seed_until_the_round_is_closed() -> None:
    jury = make_closed_jury(jurors=4, entries=2)
    record = queries.by_id(jury.round.pk).assignment
    assert record is not None
    assert len(record["seed"]) == 64
    jury = make_draft_jury()
    opened = queries.by_id(open_it(jury).pk).assignment
    assert opened is not None
    assert "seed" not in opened


def test_proposal_is_what_opening_does() -> None:
    jury = make_draft_jury(jurors=8, entries=10, per_entry=4)
    proposed = opening.plan(jury.round, None, at=jury.at)
    jury.round = open_it(jury)
    assert jury.round.rules_sha256 == proposed.sha256
    assert jury.round.assignment_document["orders_sha256"] == digest(proposed.orders)


def test_open_without_the_own_city_leaves_it_out() -> None:
    jury = make_draft_jury(jurors=8, entries=8, own_city=False)
    jury.round = open_it(jury)
    for sheet in ScoreSheet.objects.select_related("ballot", "entry").all():
        assert sheet.ballot.city_id != sheet.entry.city_id
    assert set(hears(jury).values()) == {6}


def test_open_with_more_jurors_an_entry_than_there_are_is_refused() -> None:
    jury = make_draft_jury(jurors=3, per_entry=4)
    with pytest.raises(Invalid) as refusal:
        open_it(jury)
    assert list(refusal.value.fields) == ["per_entry"]


def test_open_with_more_promised_to_cities_than_go_on_is_refused() -> None:
    jury = make_draft_jury(jurors=4, entries=4, city_least=1, advance=3)
    with pytest.raises(Invalid) as refusal:
        open_it(jury)
    assert list(refusal.value.fields) == ["city_least"]


def test_open_keeps_apart_what_others_named_so_that_the_list_tells_nothing() -> None:
    jury = make_draft_jury(jurors=2, entries=3)
    Declaration.objects.create(
        juror=jury.jurors[0], application=jury.entries[0], kind="conflict", source="artist", tie="teacher",
        named_by=jury.entries[0].owner, declared_at=jury.at,
    )  # fmt: skip
    jury.round = open_it(jury)
    ballot = room.ballot(jury.jurors[0], jury.round.pk, at=jury.at)
    assert code_of(jury, 0) not in {sheet.entry.code for sheet in ballot.sheets}
    assert [sheet.position for sheet in ballot.sheets] == [1, 2]


def test_open_first_listening_by_coordinators_gives_them_ballots() -> None:
    jury = make_draft_jury(jurors=2, entries=2, kind="screening", judges="both")
    coordinator = make_coordinator(jury.edition)
    jury.round = open_it(jury)
    assert Ballot.objects.filter(round=jury.round).count() == 3
    assert len(room.ballot(coordinator, jury.round.pk, at=jury.at).sheets) == 2


def test_open_with_the_entries_of_an_earlier_round_takes_those_who_go_on() -> None:
    jury = make_closed_jury(jurors=4, entries=4, advance=2, score=lambda juror, entry, key: 900 - 100 * entry)
    second = make_draft(jury.edition, jury.organiser, entries_from_id=jury.round.pk)
    opened = open_it(jury, second)
    codes = {entry.code for entry in queries.entries(opened.pk)}
    assert codes == {code_of(jury, 0), code_of(jury, 1)}


def test_open_with_the_entries_of_a_round_that_is_not_closed_is_refused() -> None:
    jury = make_draft_jury()
    open_it(jury)
    second = make_draft(jury.edition, jury.organiser, entries_from_id=jury.round.pk)
    with pytest.raises(Invalid) as refusal:
        open_it(jury, second)
    assert list(refusal.value.fields) == ["entries_from"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE jury_round SET reserve = 9",
        "UPDATE jury_round SET judges = 'both'",
        "UPDATE jury_round SET assignment_document = '{}'",
        "UPDATE jury_roundentry SET city_id = NULL",
    ],
)
def test_sql_against_frozen_settings_is_refused_by_the_database(sql: str) -> None:
    open_it(make_draft_jury())
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_open_asks_the_database_as_often_for_four_entries_as_for_forty() -> None:
    asked = []
    for entries in (4, 40):
        jury = make_draft_jury(jurors=4, entries=entries, works=0, per_entry=3)
        with CaptureQueriesContext(connection) as found:
            open_it(jury)
        asked.append(len(found))
    assert asked[1] - asked[0] <= 2  # SQLite takes bulk inserts in smaller batches
    assert RoundEntry.objects.count() == 44


def test_close_tells_the_coordinators_who_judged() -> None:
    jury = make_draft_jury(jurors=1, entries=1, kind="screening", judges="both")
    coordinator = make_coordinator(jury.edition)
    open_it(jury)
    actions.close(
        round_id=jury.round.pk, missing=Missing.ACCEPT, by=jury.organiser, at=clock.now() + timedelta(minutes=1)
    )

    assert Mail.objects.filter(template="round_closed", to=coordinator.email).count() == 1
