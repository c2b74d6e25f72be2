"""Phases of an edition: to the second, and across the night when 02:30 exists twice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from musicprize.editions import rules
from musicprize.editions.rules import Phase

SECOND = timedelta(seconds=1)
HERE = ZoneInfo("Europe/Luxembourg")
OPENS = datetime(2026, 9, 1, 8, tzinfo=UTC)
DATES = {
    "opens_at": OPENS,
    "closes_at": OPENS + timedelta(days=60),
    "screening_until": OPENS + timedelta(days=80),
    "finalists_at": OPENS + timedelta(days=110),
    "final_at": OPENS + timedelta(days=170),
}
IN_ORDER = [Phase.ANNOUNCED, Phase.OPEN, Phase.SCREENING, Phase.JURY, Phase.FINAL, Phase.OVER]


def _phase(at: datetime, *, published: bool = True, **changes: datetime) -> Phase:
    return rules.phase(published=published, at=at, **{**DATES, **changes})


@pytest.mark.parametrize("number", range(5))
def test_phase_changes_at_its_instant_and_not_a_second_before(number: int) -> None:
    instant = list(DATES.values())[number]
    before, after = IN_ORDER[number], IN_ORDER[number + 1]
    assert [_phase(instant + step) for step in (-SECOND, 0 * SECOND, SECOND)] == [before, after, after]


@pytest.mark.parametrize("at", [OPENS - SECOND, OPENS, DATES["final_at"] + SECOND])
def test_phase_unpublished_is_hidden_whatever_the_clock_says(at: datetime) -> None:
    assert _phase(at, published=False) is Phase.HIDDEN
    assert not rules.accepts(published=False, opens_at=OPENS, closes_at=DATES["closes_at"], at=at)


def test_accepts_from_opening_until_just_before_closing() -> None:
    def accepts(at: datetime) -> bool:
        return rules.accepts(published=True, opens_at=OPENS, closes_at=DATES["closes_at"], at=at)

    assert [accepts(OPENS + step) for step in (-SECOND, 0 * SECOND)] == [False, True]
    assert [accepts(DATES["closes_at"] + step) for step in (-SECOND, 0 * SECOND, SECOND)] == [True, False, False]


def test_closing_in_the_doubled_hour_is_one_instant() -> None:
    """On 2026-10-25 the clocks of Luxembourg show 02:30 twice; a call that closes at the first is closed at the second
    and one that closes at the second is open at the first."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=HERE, fold=0)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=HERE, fold=1)
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    early, late = first.astimezone(UTC), second.astimezone(UTC)
    assert [_phase(early + step, closes_at=early) for step in (-SECOND, 0 * SECOND, SECOND)] == [
        Phase.OPEN, Phase.SCREENING, Phase.SCREENING,
    ]  # fmt: skip
    assert _phase(late - SECOND, closes_at=early) is Phase.SCREENING
    assert _phase(early + SECOND, closes_at=late) is Phase.OPEN
    assert [_phase(late + step, closes_at=late) for step in (-SECOND, 0 * SECOND)] == [Phase.OPEN, Phase.SCREENING]


def test_closing_after_the_change_counts_by_the_new_offset() -> None:
    closes = datetime(2026, 10, 25, 23, 59, tzinfo=HERE).astimezone(UTC)
    assert closes == datetime(2026, 10, 25, 22, 59, tzinfo=UTC)
    assert _phase(datetime(2026, 10, 25, 22, 58, 59, tzinfo=UTC), closes_at=closes) is Phase.OPEN
    assert _phase(closes, closes_at=closes) is Phase.SCREENING


def test_accepts_upload_only_one_begun_before_closing_has_the_grace() -> None:
    closes, grace = DATES["closes_at"], timedelta(minutes=30)

    def goes_on(begun: timedelta, at: timedelta) -> bool:
        return rules.accepts_upload(closes_at=closes, grace=grace, begun_at=closes + begun, at=closes + at)

    assert goes_on(-SECOND, grace - SECOND)
    assert not goes_on(-SECOND, grace)
    assert not goes_on(0 * SECOND, 0 * SECOND)
    assert not goes_on(SECOND, grace - SECOND)
