"""The board: figures that add up, an export that suffices to count again, and nobody at the table who should not be."""

import csv
import io
from decimal import Decimal
from fractions import Fraction

import pytest
from rest_framework.test import APIClient

from jury.deliberation import queries
from musicprize.kernel.errors import Conflict
from tests.factories.jury import make_closed_jury, make_jury, pseudonym_of, with_figures
from tests.factories.people import make_chair, make_coordinator, make_juror, make_user
from tests.rehearsal import recompute

pytestmark = pytest.mark.django_db


def _uneven(juror: int, entry: int, criterion: str) -> int:
    """Marks that leave thirds and ties."""
    return 100 * (1 + (juror * 3 + entry * 5 + len(criterion) * (juror + 1)) % 10)


def test_board_figures_add_up_as_printed() -> None:
    jury = make_closed_jury(jurors=7, entries=6, score=_uneven)
    for line in queries.board(jury.round.pk).ranking:
        assert line.leniency is not None
        assert Decimal(line.raw_mean) - Decimal(line.leniency) == Decimal(line.score)
        assert line.spread is not None
        assert line.spread.low <= line.spread.mean <= line.spread.high


def test_board_open_round_is_refused() -> None:
    jury = make_jury()
    with pytest.raises(Conflict) as refused:
        queries.board(jury.round.pk)
    assert refused.value.code == "round_not_counted"


def test_export_is_enough_to_count_again_by_other_code() -> None:
    jury = make_closed_jury(jurors=7, entries=6, score=_uneven)
    board = queries.board(jury.round.pk)
    weights = {criterion.key: criterion.weight for criterion in board.round.criteria}
    table = recompute.composites(queries.marks_csv(jury.round.pk), weights)
    assert {line.code: Fraction(line.exact) for line in board.ranking} == recompute.adjusted(table)
    assert {line.code: Fraction(line.others["mean"].exact) for line in board.ranking} == recompute.means(table)


def test_export_holds_pseudonyms_only() -> None:
    jury = make_closed_jury(jurors=4, entries=2)
    text = queries.marks_csv(jury.round.pk)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["juror"] for row in rows} == {"J01", "J02", "J03", "J04"}
    for person in (*jury.jurors, *(entry.owner for entry in jury.entries)):
        assert person.name not in text
        assert person.email not in text
        assert str(person.pk) not in text


def test_board_costs_the_same_queries_at_one_and_three_entries(django_assert_num_queries: object) -> None:
    for entries in (1, 3):
        jury = make_closed_jury(jurors=3, entries=entries)
        with django_assert_num_queries(5):  # type: ignore[operator]
            queries.board(jury.round.pk)


def test_board_and_export_are_for_the_table_only() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    outsiders = [make_user(), make_coordinator(jury.edition), make_juror(jury.edition), jury.entries[0].owner]
    inside = [jury.organiser, make_chair(jury.edition)]
    for path, juror_may in (
        (f"/api/v1/rounds/{jury.round.pk}/board", 200),
        (f"/api/v1/rounds/{jury.round.pk}/marks.csv", 403),
    ):
        assert [_get(path, person) for person in inside] == [200, 200]
        assert _get(path, jury.jurors[0]) == juror_may
        assert [_get(path, person) for person in outsiders] == [404] * 4


def _get(path: str, person: object) -> int:
    client = APIClient()
    client.force_login(person)  # type: ignore[arg-type]
    return int(client.get(path).status_code)


def test_board_stretch_holds_the_lines_of_the_whole() -> None:
    jury = make_closed_jury(jurors=4, entries=5, score=_uneven)
    whole = queries.board(jury.round.pk).ranking
    assert queries.board(jury.round.pk, offset=2, limit=2).ranking == whole[2:4]
    assert [line.code for line in queries.board(jury.round.pk, codes=[whole[3].code]).ranking] == [whole[3].code]
    assert [line.position for line in whole] == [1, 2, 3, 4, 5]


def test_board_counts_no_ballot_that_lacks_a_criterion_or_has_a_reason() -> None:
    jury = make_closed_jury(jurors=4, entries=2, unsealed=[3])
    for line in queries.board(jury.round.pk).ranking:
        assert len(line.sheets) == 4
        assert len(line.ballots) == 3
        assert [sheet.reason for sheet in line.sheets if sheet.composite is None] == ["not_sealed"]


def test_board_api_gives_a_stretch_and_says_of_how_many() -> None:
    jury = make_closed_jury(jurors=4, entries=4)
    client = APIClient()
    client.force_login(jury.organiser)
    whole = client.get(f"/api/v1/rounds/{jury.round.pk}/board").json()
    part = client.get(f"/api/v1/rounds/{jury.round.pk}/board?offset=1&limit=2").json()
    assert (whole["entries"], len(whole["ranking"]), part["offset"]) == (4, 4, 1)
    assert part["ranking"] == whole["ranking"][1:3]
    assert client.get(f"/api/v1/rounds/{jury.round.pk}/board?limit=5000").status_code == 400


def test_board_gives_jurors_their_own_report_and_those_who_lead_every_one() -> None:
    jury = with_figures(make_closed_jury(jurors=4, entries=6, marks_shown="own"))
    client = APIClient()
    reports = {}
    for person in (jury.jurors[0], make_chair(jury.edition), jury.organiser):
        client.force_login(person)
        found = client.get(f"/api/v1/rounds/{jury.round.pk}/board").json()["figures"]["jurors"]
        reports[person] = [one["juror"] for one in found]
    assert list(map(len, reports.values())) == [1, 4, 4]
    assert reports[jury.jurors[0]] == [pseudonym_of(jury, 0)]


def test_board_shows_jurors_the_marks_that_the_frozen_rules_show_them() -> None:
    for shown, count in (("own", 1), ("pseudonyms", 4), ("names", 4)):
        jury = make_closed_jury(jurors=4, entries=2, marks_shown=shown)
        whole = queries.board(jury.round.pk)
        seen = queries.as_seen_by(whole, jury.jurors[0], leads=False).ranking[0]
        assert len(seen.sheets) == count
        assert (seen.spread is None) == (shown == "own")
        assert (jury.jurors[0].name in [sheet.juror for sheet in seen.sheets]) == (shown == "names")
        leading = queries.as_seen_by(whole, jury.organiser, leads=True).ranking[0]
        assert len(leading.sheets) == 4
        client = APIClient()
        client.force_login(jury.jurors[0])
        answer = client.get(f"/api/v1/rounds/{jury.round.pk}/board").json()
        assert len(answer["ranking"][0]["sheets"]) == count
