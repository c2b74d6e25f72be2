"""The order of the queue, the copies of an entry, and undoing a gain: tables of cases."""

from datetime import UTC, datetime, timedelta

import pytest

from submissions.audio import rules
from submissions.audio.rules import Urgency

CLOSES = datetime(2027, 1, 31, 23, 0, tzinfo=UTC)
GRACE = timedelta(minutes=30)
MB = 2**20


@pytest.mark.parametrize(
    ("size", "urgency"),
    [
        (0, Urgency.SHORT_CHECK),
        (64 * MB, Urgency.SHORT_CHECK),
        (64 * MB + 1, Urgency.CHECK),
        (1024 * MB, Urgency.CHECK),
    ],
)
def test_urgency_of_check_depends_on_the_size(size: int, urgency: Urgency) -> None:
    assert rules.urgency_of_check(size) is urgency


@pytest.mark.parametrize(
    ("codec", "duration_ms", "renewed", "urgency"),
    [
        ("aac", 360_000, False, Urgency.SHORT_COPY),
        ("aac", 360_001, False, Urgency.COPY),
        ("aac", 1_000, True, Urgency.RENEWED_COPY),
        ("opus", 1_000, False, Urgency.EXTRA_COPY),
        ("flac", 1_000, True, Urgency.EXTRA_COPY),
        ("aac-excerpt", 1_000, False, Urgency.EXTRA_COPY),
    ],
)
def test_urgency_of_copy(codec: str, duration_ms: int, renewed: bool, urgency: Urgency) -> None:
    assert rules.urgency_of_copy(codec, duration_ms, renewed=renewed) is urgency


def test_every_check_comes_before_every_copy_and_first_copies_before_renewed_ones() -> None:
    assert list(Urgency) == sorted(Urgency)
    assert Urgency.CHECK < Urgency.SHORT_COPY
    assert Urgency.COPY < Urgency.RENEWED_COPY < Urgency.EXTRA_COPY


@pytest.mark.parametrize("urgency", list(Urgency))
@pytest.mark.parametrize(
    ("at", "rush"),
    [
        (CLOSES - rules.RUSH - timedelta(seconds=1), False),
        (CLOSES - rules.RUSH, True),
        (CLOSES, True),
        (CLOSES + GRACE - timedelta(seconds=1), True),
        (CLOSES + GRACE, False),
    ],
)
def test_in_the_rush_before_closing_only_what_can_wait_waits(urgency: Urgency, at: datetime, rush: bool) -> None:
    waits = rush and urgency in (Urgency.RENEWED_COPY, Urgency.EXTRA_COPY)
    assert rules.due_at(urgency, at=at, closes_at=CLOSES, grace=GRACE) == (CLOSES + GRACE if waits else at)


@pytest.mark.parametrize(
    ("compact", "lossless", "copies"),
    [
        (False, False, ("aac",)),
        (True, False, ("aac", "opus")),
        (False, True, ("aac", "flac")),
        (True, True, ("aac", "opus", "flac")),
    ],
)
def test_copies_begin_with_the_standard(compact: bool, lossless: bool, copies: tuple[str, ...]) -> None:
    assert rules.copies(compact=compact, lossless=lossless) == copies


@pytest.mark.parametrize(
    ("gain", "true_peak", "lossless", "lossy"),
    [
        (-450, -100, 450, 450),
        (600, -2000, -600, -600),
        (-450, -40, 450, 390),
        (-450, 0, 450, 350),
        (-450, 130, 320, 220),
        (-450, None, 450, 450),
    ],
)
def test_undoing_a_gain_stops_where_it_would_clip(gain: int, true_peak: int | None, lossless: int, lossy: int) -> None:
    assert rules.undoing(gain, true_peak, "flac") == lossless
    assert rules.undoing(gain, true_peak, "aac") == rules.undoing(gain, true_peak, "opus") == lossy
    if true_peak is not None:
        assert true_peak + gain + lossless <= 0
        assert true_peak + gain + lossy <= -100
