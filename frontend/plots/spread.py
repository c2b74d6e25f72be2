"""Every ballot of every entry as a dot, with range and mean: what the jury agrees on, and where it does not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from frontend.plots.svg import WIDTH, Linear, document, element, joined, label, line, number, ticks

LEFT, RIGHT, TOP, ROW = 146, 60, 28, 26
RADIUS = 4.5
NEAR = 9.0
"""Dots closer than this many pixels are set beside each other, so that equal marks stay countable."""


@dataclass(frozen=True)
class Row:
    """One entry: what stands at its left, its ballots in points, and the figure at its right."""

    name: str
    values: tuple[float, ...]
    mean: float | None
    shown: str = ""


def spread(
    rows: Sequence[Row], *, low: float, high: float, title: str, description: str, key: str = "spread"
) -> SafeString:
    """A dot plot of ballots per entry on the scale of the round, in the order given."""
    across = Linear(low, high, LEFT, WIDTH - RIGHT)
    height = TOP + ROW * len(rows) + 8
    parts = [_grid(across, height), *(_row(row, TOP + ROW * n, across) for n, row in enumerate(rows))]
    return document(key=key, title=title, description=description, height=height, parts=parts)


def _grid(across: Linear, height: float) -> SafeString:
    parts: list[SafeString] = []
    for at in ticks(across.low, across.high, 9):
        x = across(at)
        parts += (line(x, TOP - 6, x, height, "p-grid"), label(x, 14, number(at), "p-axis p-mid"))
    return joined(parts)


def _row(row: Row, top: float, across: Linear) -> SafeString:
    middle = top + ROW / 2
    parts = [label(LEFT - 16, middle + 5, row.name, "p-end")]
    if row.values:
        parts.append(line(across(min(row.values)), middle, across(max(row.values)), middle, "p-range"))
    parts += (
        element("circle", cx=x, cy=middle + up, r=RADIUS, class_="p-dot") for x, up in _placed(row.values, across)
    )
    if row.mean is not None:
        parts.append(line(across(row.mean), middle - 10, across(row.mean), middle + 10, "p-mean"))
    if row.shown:
        parts.append(label(WIDTH, middle + 5, row.shown, "p-value p-end"))
    return joined(parts)


def _placed(values: Sequence[float], across: Linear) -> list[tuple[float, float]]:
    """Where the dots go: (x, how far from the middle). Of dots that would cover each other the next ones step up and
    down in turn."""
    found: list[tuple[float, float]] = []
    stacked, last = 0, float("-inf")
    for x in sorted(across(value) for value in values):
        stacked = stacked + 1 if x - last < NEAR / 3 else 0
        last = x if not stacked else last
        step = (stacked + 1) // 2 * (1 if stacked % 2 else -1)
        found.append((x, max(-2.0, min(2.0, float(step))) * 4))
    return found
