"""What all plots share: elements with classes only (the style sheet gives colour, print and dark), scales, ticks.

Every text is escaped here and nowhere else, so that a plot is safe markup by construction. Pure Python but for that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WIDTH = 640
"""All plots have this width in their viewBox: text then has the same size in each of them."""

Number = float | int


@dataclass(frozen=True)
class Linear:
    """Maps a domain onto a range of pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a value; the middle of the range where the domain is a point."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def number(value: Number) -> str:
    """At most two decimals and no trailing zeros: a tenth of the bytes of a float's own spelling."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def element(name: str, content: str | SafeString = "", /, **attributes: str | Number) -> SafeString:
    """One element. `class_` is written class, `data_city` data-city; text content is escaped, markup is not."""
    given = "".join(
        format_html(' {}="{}"', key.rstrip("_").replace("_", "-"), value if isinstance(value, str) else number(value))
        for key, value in attributes.items()
        if value != ""
    )
    if content == "":
        return mark_safe(f"<{name}{given}/>")
    return format_html("<{}{}>{}</{}>", mark_safe(name), mark_safe(given), content, mark_safe(name))


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Several elements in a row."""
    return mark_safe("".join(parts))


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> SafeString:
    """A straight line of class `kind`."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=kind)


def label(x: float, y: float, said: str, kind: str = "") -> SafeString:
    """Text with its baseline at y; `kind`: p-axis, p-note, p-value, p-end, p-mid."""
    return element("text", said, x=x, y=y, class_=kind)


def document(*, key: str, title: str, description: str, height: float, parts: Iterable[SafeString]) -> SafeString:
    """The whole picture. `key` makes its ids unique on a page; title and description are what a screen reader says."""
    named = (element("title", title, id=f"{key}-title"), element("desc", description, id=f"{key}-desc"))
    return element(
        "svg", joined((*named, *parts)), viewBox=f"0 0 {WIDTH} {number(height)}", role="img",
        aria_labelledby=f"{key}-title", aria_describedby=f"{key}-desc", xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip


def ticks(low: float, high: float, about: int = 6) -> list[float]:
    """Round values (1, 2 or 5 times a power of ten apart) inside [low, high], about `about` of them."""
    if high <= low:
        return [low]
    raw = (high - low) / max(1, about)
    power = 10.0 ** floor(log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)
    first = ceil(low / step - 1e-9)
    return [round(n * step, 10) for n in range(first, floor(high / step + 1e-9) + 1)]
