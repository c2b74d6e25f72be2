"""Bars: lengths say the figures, nothing but classes styles them, names are escaped."""

import re

from frontend.plots.bars import Bar, Column, bars, columns


def widths(svg: str, kind: str) -> list[float]:
    return [float(found) for found in re.findall(rf'<rect[^>]*width="([\d.]+)"[^>]*class="{kind}"', svg)]


def test_bars_lengths_are_in_proportion() -> None:
    svg = bars([Bar("A", 10, city="trier"), Bar("B", 5, city="metz")], title="T", description="D")
    long, short = widths(svg, "p-bar")
    assert long == 2 * short
    assert 'data-city="trier"' in svg


def test_bars_figure_behind_sets_the_scale() -> None:
    svg = bars([Bar("A", 4, behind=8)], title="T", description="D")
    assert widths(svg, "p-range-bar")[0] == 2 * widths(svg, "p-bar p-bar--plain")[0]


def test_bars_nothing_at_all_is_a_picture_too() -> None:
    assert "<rect" not in bars([Bar("A", 0), Bar("B", 0)], title="T", description="D")
    assert "<svg" in bars([], title="T", description="D")


def test_bars_names_are_escaped_and_nothing_is_styled_inline() -> None:
    svg = bars([Bar("<b>", 1)], title="<i>", description="&")
    assert "<b>" not in svg
    assert "&lt;b&gt;" in svg
    assert "style=" not in svg
    assert 'role="img"' in svg


def test_columns_stack_on_top_of_each_other() -> None:
    svg = columns([Column("1.1.", 2, 2), Column("2.1.", 4)], title="T", description="D")
    heights = [float(found) for found in re.findall(r'<rect[^>]*height="([\d.]+)"', svg)]
    assert heights[0] == heights[1]
    assert heights[2] == heights[0] + heights[1]


def test_columns_of_many_days_name_only_some() -> None:
    svg = columns([Column(f"{n}.", 1) for n in range(90)], title="T", description="D")
    assert svg.count("p-mid") <= 10
