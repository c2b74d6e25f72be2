"""Plots are well-formed, escaped, named for screen readers and free of style attributes."""

from xml.etree import ElementTree

import pytest

from frontend.plots.spread import NEAR, Row, spread
from frontend.plots.svg import Linear, element, number, ticks

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*rows: Row) -> ElementTree.Element:
    markup = spread(rows, low=1, high=10, title="Marks <of> all", description="a & b")
    return ElementTree.fromstring(str(markup))


def test_spread_has_title_description_and_a_dot_per_ballot() -> None:
    root = drawn(Row("QP27-AAAA", (5.0, 6.5, 9.0), 6.83, "6.80"), Row("QP27-BBBB", (), None))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Marks <of> all"  # type: ignore[union-attr]
    assert root.get("aria-labelledby") == root.find(f"{SVG}title").get("id")  # type: ignore[union-attr]
    assert len(root.findall(f"{SVG}circle")) == 3
    assert len([line for line in root.iter(f"{SVG}line") if line.get("class") == "p-range"]) == 1
    assert not [item for item in root.iter() if item.get("style")]


def test_spread_sets_marks_at_their_place_on_the_scale() -> None:
    dots = drawn(Row("A", (1.0, 5.5, 10.0), 5.5)).findall(f"{SVG}circle")
    left, middle, right = (float(str(dot.get("cx"))) for dot in dots)
    assert middle - left == pytest.approx(right - middle, abs=0.02)


def test_spread_keeps_equal_marks_apart() -> None:
    dots = drawn(Row("A", (7.0, 7.0, 7.0), 7.0)).findall(f"{SVG}circle")
    assert len({dot.get("cy") for dot in dots}) == 3
    assert NEAR > 0


def test_spread_escapes_names() -> None:
    markup = spread([Row("<script>x</script>", (5.0,), 5.0)], low=1, high=10, title="t", description="d")
    assert "<script>" not in markup


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1, 10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        (0, 5, [0, 1, 2, 3, 4, 5]),
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (4, 4, [4]),
    ],
)
def test_ticks_are_round_and_inside(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high, 9 if high == 10 else 6) == expected


def test_number_has_no_needless_digits() -> None:
    assert [number(value) for value in (3, 3.0, 2.5, 1 / 3, 100.0)] == ["3", "3", "2.5", "0.33", "100"]


def test_linear_of_a_point_is_the_middle() -> None:
    assert Linear(3, 3, 0, 10)(3) == 5


def test_element_escapes_attributes() -> None:
    assert element("g", class_='a"b') == '<g class="a&quot;b"/>'
