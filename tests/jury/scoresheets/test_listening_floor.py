"""What may be said in public of how much the jury has heard: a floor over all works, no juror and no work named."""

from typing import Any

import pytest

from jury.conflicts.rules import Reason
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import actions, queries
from jury.scoresheets import recusal_actions as recusals
from submissions.works.models import Work
from tests.factories.jury import Jury, fill, make_jury, seal
from tests.factories.sound import make_sound

pytestmark = pytest.mark.django_db
LENGTH = 60_000


def make_heard(*, jurors: int = 3, entries: int = 2) -> Jury:
    jury = make_jury(jurors=jurors, entries=entries, works=1)
    for entry in jury.entries:
        make_sound(entry.works.get(), duration_ms=LENGTH)
    return jury


def listen(jury: Jury, juror: int, entry: int, milliseconds: int) -> None:
    person = jury.jurors[juror]
    actions.listen(
        sheet_id=jury.sheet(person, entry).pk, work_id=Work.objects.get(application=jury.entries[entry]).pk,
        duration_ms=LENGTH, heard=[(0, milliseconds)], position_ms=milliseconds, by=person, at=jury.at,
    )  # fmt: skip


def close(jury: Jury, sealed: tuple[int, ...]) -> None:
    for juror in range(len(jury.jurors)):
        fill(jury, juror)
        if juror in sealed:
            seal(jury, juror)
    rounds.close(round_id=jury.round.pk, missing=Missing.ACCEPT, by=jury.organiser, at=jury.at)


def test_floor_is_the_work_that_fewest_jurors_have_heard() -> None:
    jury = make_heard()
    for juror in range(3):
        listen(jury, juror, 0, LENGTH)
    listen(jury, 0, 1, LENGTH * 9 // 10)  # nine tenths are enough
    listen(jury, 1, 1, LENGTH * 9 // 10 - 1)
    close(jury, (0, 1, 2))
    floor = queries.listening_floor(jury.round.pk)
    assert (floor.jurors, floor.share, floor.works) == (1, 90, 2)


def test_floor_leaves_out_who_does_not_count() -> None:
    jury = make_heard(entries=1)
    for juror in range(3):
        listen(jury, juror, 0, LENGTH)
    recusals.recuse(
        sheet_id=jury.sheet(jury.jurors[1], 0).pk, reason=Reason.CONFLICT, by=jury.jurors[1], at=jury.at
    )  # fmt: skip
    close(jury, (0, 1))
    assert queries.listening_floor(jury.round.pk).jurors == 1


def test_floor_of_an_open_round_is_not_to_be_had() -> None:
    with pytest.raises(ValueError, match="when a round is closed"):
        queries.listening_floor(make_heard().round.pk)


@pytest.mark.parametrize("size", [1, 3])
def test_floor_takes_the_same_number_of_queries(size: int, django_assert_num_queries: Any) -> None:
    jury = make_heard(jurors=size, entries=size)
    close(jury, tuple(range(size)))
    with django_assert_num_queries(QUERIES):
        assert queries.listening_floor(jury.round.pk).works == size


QUERIES = 10
