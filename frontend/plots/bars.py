"""Bars: how many per city, how far each has come, how values are distributed. Pure functions, classes only."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from frontend.plots.svg import WIDTH, Linear, document, element, joined, label, line, number, ticks

LEFT, RIGHT, ROW, THICK = 146, 60, 34, 22


@dataclass(frozen=True)
class Bar:
    """One row. `city`: key of the style sheets, "" for none; `behind`: a second, quieter figure drawn behind the bar
    from the same zero (so it should be the larger one), None where there is none; `shown`: the figure in words."""

    name: str
    value: float
    city: str = ""
    behind: float | None = None
    shown: str = ""


@dataclass(frozen=True)
class Column:
    """One step of a histogram or of a course in time; `stacked` stands on top of `value`."""

    name: str
    value: float
    stacked: float = 0.0


def bars(rows: Sequence[Bar], *, title: str, description: str, key: str = "bars") -> SafeString:
    """Horizontal bars in the order given, on one scale that begins at zero."""
    highest = max([max(row.value, row.behind or 0) for row in rows], default=0) or 1
    across = Linear(0, highest, LEFT, WIDTH - RIGHT)
    height = ROW * len(rows) + 8
    parts = [_bar(row, 4 + ROW * n, across) for n, row in enumerate(rows)]
    zero = line(LEFT, 0, LEFT, height, "p-zero")
    return document(key=key, title=title, description=description, height=height, parts=[*parts, zero])


def _bar(row: Bar, top: float, across: Linear) -> SafeString:
    middle = top + THICK / 2 + 5
    parts = [label(LEFT - 14, middle, row.name, "p-end")]
    far = max(row.value, row.behind or 0)
    if row.behind is not None and row.behind > 0:
        parts.append(_rect(LEFT, top + 5, across(row.behind) - LEFT, THICK - 10, "p-range-bar"))
    if row.value > 0:
        city = {"data_city": row.city} if row.city else {}
        kind = "p-bar" if row.city else "p-bar p-bar--plain"
        parts.append(_rect(LEFT, top, across(row.value) - LEFT, THICK, kind, **city))
    parts.append(label(across(far) + 10, middle, row.shown or number(row.value), "p-value"))
    return joined(parts)


def _rect(x: float, y: float, width: float, height: float, kind: str, **more: str) -> SafeString:
    return element("rect", x=x, y=y, width=max(0.0, width), height=height, class_=kind, **more)


def columns(
    steps: Sequence[Column], *, title: str, description: str, key: str = "columns", height: float = 190
) -> SafeString:
    """Upright columns side by side: a histogram, or counts per day. Names are thinned out where they would collide."""
    left, right, top, base = 40, 8, 10, height - 26
    highest = max([step.value + step.stacked for step in steps], default=0) or 1
    up = Linear(0, highest, base, top)
    wide = (WIDTH - left - right) / max(1, len(steps))
    every = max(1, -(-len(steps) * 84 // (WIDTH - left - right)))
    parts = [_rule(value, left, WIDTH - right, up) for value in ticks(0, highest, 4) if value == int(value)]
    parts += (_column(step, left + wide * n, wide, up, base, named=n % every == 0) for n, step in enumerate(steps))
    parts.append(line(left, base, WIDTH - right, base, "p-zero"))
    return document(key=key, title=title, description=description, height=height, parts=parts)


def _rule(value: float, start: float, end: float, up: Linear) -> SafeString:
    y = up(value)
    return joined([line(start, y, end, y, "p-grid"), label(start - 8, y + 4, number(value), "p-axis p-end")])


def _column(step: Column, x: float, wide: float, up: Linear, base: float, *, named: bool) -> SafeString:
    gap = min(3.0, wide * 0.15)
    parts: list[SafeString] = []
    if step.value:
        parts.append(_rect(x + gap, up(step.value), wide - 2 * gap, base - up(step.value), "p-bar p-bar--plain"))
    if step.stacked:
        top = up(step.value + step.stacked)
        parts.append(_rect(x + gap, top, wide - 2 * gap, up(step.value) - top, "p-range-bar"))
    if named:
        parts.append(label(x + wide / 2, base + 18, step.name, "p-axis p-mid"))
    return joined(parts)
