"""Effects around zero with their uncertainty, and small histograms side by side. Pure functions, classes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.safestring import SafeString

from frontend.plots.svg import WIDTH, Linear, document, element, joined, label, line, number, ticks

LEFT, RIGHT, TOP, ROW = 146, 72, 28, 30


@dataclass(frozen=True)
class Effect:
    """One row: a value in points, and how far it may be off either way (None: not known). `shown`: both in words."""

    name: str
    value: float | None
    margin: float | None = None
    city: str = ""
    shown: str = ""


def effects(rows: Sequence[Effect], *, title: str, description: str, key: str) -> SafeString:
    """A dot a row on one scale around zero, its uncertainty as a line through it."""
    known = [abs(row.value) + (row.margin or 0) for row in rows if row.value is not None]
    far = max([*known, 0.1]) * 1.05
    across = Linear(-far, far, LEFT, WIDTH - RIGHT)
    height = TOP + ROW * len(rows) + 8
    parts: list[SafeString] = []
    for at in ticks(-far, far, 6):
        x = across(at)
        parts.append(line(x, TOP - 6, x, height, "p-zero" if at == 0 else "p-grid"))
        parts.append(label(x, 14, number(at).replace("-", "−"), "p-axis p-mid"))
    parts += (_effect(row, TOP + ROW * n + ROW / 2, across) for n, row in enumerate(rows))
    return document(key=key, title=title, description=description, height=height, parts=parts)


def _effect(row: Effect, middle: float, across: Linear) -> SafeString:
    parts = [label(LEFT - 14, middle + 5, row.name, "p-end")]
    if row.value is not None:
        if row.margin:
            low, high = across(row.value - row.margin), across(row.value + row.margin)
            parts.append(line(low, middle, high, middle, "p-range"))
        city = {"data_city": row.city} if row.city else {}
        parts.append(element("circle", cx=across(row.value), cy=middle, r=5.5, class_="p-dot", **city))
    parts.append(label(WIDTH, middle + 5, row.shown, "p-value p-end"))
    return joined(parts)


@dataclass(frozen=True)
class Small:
    """One small histogram: how many values lie in each of equally wide bins; `mark`: where the mean is, 0 to 1."""

    name: str
    counts: tuple[int, ...]
    mark: float | None = None


def smalls(
    every: Sequence[Small], *, low: str, high: str, title: str, description: str, key: str, across: int = 4
) -> SafeString:
    """Small histograms in a grid, all on one scale, so that mild and severe stand beside each other."""
    highest = max([max(one.counts, default=0) for one in every], default=0) or 1
    wide, tall, gap = (WIDTH - 16 * (across - 1)) / across, 92, 16
    height = ceil(len(every) / across) * (tall + gap)
    parts = [
        _small(one, (n % across) * (wide + 16), n // across * (tall + gap), (wide, tall), highest, (low, high))
        for n, one in enumerate(every)
    ]
    return document(key=key, title=title, description=description, height=height, parts=parts)


def _small(
    one: Small, left: float, top: float, size: tuple[float, float], highest: int, ends: tuple[str, str]
) -> SafeString:
    wide, tall = size
    base, step = top + tall - 18, wide / max(1, len(one.counts))
    up = Linear(0, highest, base, top + 22)
    parts = [label(left, top + 13, one.name, "p-value"), line(left, base, left + wide, base, "p-zero")]
    parts += (
        element("rect", x=left + step * n + 0.5, y=up(count), width=step - 1, height=base - up(count),
                class_="p-bar p-bar--plain")
        for n, count in enumerate(one.counts)
        if count
    )  # fmt: skip
    if one.mark is not None:
        parts.append(line(left + wide * one.mark, top + 20, left + wide * one.mark, base, "p-mean"))
    parts += (label(left, base + 14, ends[0], "p-axis"), label(left + wide, base + 14, ends[1], "p-axis p-end"))
    return joined(parts)
