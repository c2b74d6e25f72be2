"""The figures are asked for by the count, computed once, and asked for again when a worker was lost."""

from datetime import timedelta

import pytest

from jury.deliberation import figures_actions, queries
from jury.deliberation.models import Analysis
from musicprize.kernel.rows import Waiting
from tests.factories.jury import make_closed_jury, with_figures

pytestmark = pytest.mark.django_db


def _scattered(juror: int, entry: int, criterion: str) -> int:
    """Entries two points apart, each juror a point up or down in turn."""
    return 900 - 200 * entry + 100 * ((juror * 3 + entry + len(criterion)) % 2)


def test_count_asks_for_the_figures_and_the_board_shows_them_once_done() -> None:
    jury = make_closed_jury(
        jurors=6, entries=4, score=lambda j, e, key: 900 - 200 * e + 100 * ((j * 3 + e + len(key)) % 2)
    )
    assert queries.board(jury.round.pk).figures == {}
    with_figures(jury)
    seen = queries.board(jury.round.pk)
    assert seen.figures["left_out"]["winner_stays"] is True
    assert [line["stays"] for line in seen.figures["methods"] if not line["problem"]][:2] == [4, 4]
    assert all(line.sure is not None and line.dissent is not None for line in seen.ranking)
    assert seen.computed_at == jury.at + timedelta(minutes=2)


def test_figures_are_computed_once() -> None:
    jury = with_figures(make_closed_jury(jurors=4, entries=3))
    row = Analysis.objects.get()
    figures_actions.compute(analysis_id=row.pk, at=jury.at + timedelta(hours=5))
    row.refresh_from_db()
    assert (row.attempts, row.computed_at) == (1, jury.at + timedelta(minutes=2))


def test_sweep_finds_what_a_lost_worker_left() -> None:
    jury = make_closed_jury(jurors=4, entries=3)
    later = jury.at + timedelta(minutes=5)
    assert figures_actions.sweep(at=later) == 1
    Analysis.objects.update(work_state=Waiting.RUNNING, lease_until=later)
    assert figures_actions.sweep(at=later) == 0
    assert figures_actions.sweep(at=later + timedelta(seconds=1)) == 1
