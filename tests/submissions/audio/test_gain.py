"""The static gain of an entry, as a table."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as some

from submissions.audio.gain import entry_gain_db


@dataclass(frozen=True)
class Work:
    """Loudness and true peak of a work, as heard."""

    heard_lufs: float | None
    heard_true_peak_dbtp: float | None


@pytest.mark.parametrize(
    ("works", "gain"),
    [
        ([(-10.0, -0.1)], -6.0),
        ([(-16.0, -3.0)], 0.0),
        ([(-20.0, -8.0)], 4.0),
        ([(-30.0, -20.0)], 6.0),
        ([(-20.0, -3.0)], 2.0),
        ([(-18.0, 1.5)], -2.5),
        ([(-20.0, -10.0), (-14.0, -4.0), (-30.0, -12.0)], -2.0),
        ([(-20.0, -10.0), (-26.0, -2.0)], 1.0),
        ([(None, None)], 0.0),
        ([(None, None), (-20.0, -10.0)], 4.0),
        ([], 0.0),
        ([(-18.123, -9.0)], 2.12),
    ],
)
def test_entry_gain_follows_the_loudest_work(works: list[tuple[float | None, float | None]], gain: float) -> None:
    assert entry_gain_db([Work(*work) for work in works]) == gain


levels = some.tuples(some.floats(-69, 5), some.floats(-60, 12))


@given(some.lists(levels, min_size=1, max_size=4))
def test_entry_gain_never_breaks_a_bound(works: list[tuple[float, float]]) -> None:
    gain = entry_gain_db([Work(*work) for work in works])
    assert gain <= 6
    assert all(peak + gain <= -1 + 1e-9 for _, peak in works)
    assert all(lufs + gain <= -16 + 1e-9 for lufs, _ in works)
