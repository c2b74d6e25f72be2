"""Templates obey the Content-Security-Policy and the components render whole."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from frontend.styleguide import context
from frontend.templatetags.islands import megabytes, rest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in (ROOT / "frontend" / "templates").rglob("*.html") if "mail" not in path.parts[-3:])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_carries_no_inline_style_or_script(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", source)
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", source, re.S)
    assert all(not body.strip() or "application/json" in attributes for attributes, body in scripts)


@pytest.fixture
def rendered() -> str:
    request = RequestFactory().get("/")
    with translation.override("en"):
        return render_to_string("styleguide.html", {**context(), "request": request})


def test_styleguide_shows_every_component(rendered: str) -> None:
    source = (ROOT / "frontend" / "templates" / "styleguide.html").read_text()
    parts = {path.stem for path in (ROOT / "frontend" / "templates" / "components").glob("*.html")}
    shown = set(re.findall(r"components/(\w+)\.html", source))
    chrome = {"site_header", "site_footer", "theme_switch", "account_link", "island_templates", "mark"}
    assert parts - shown - chrome - {"meter"} == set()
    assert rendered.count("<h1") == 1


def test_ids_are_unique_and_references_resolve(rendered: str) -> None:
    outside = re.sub(r"<template.*?</template>", "", rendered, flags=re.S)
    ids = re.findall(r'\sid="([^"]+)"', outside)
    assert len(ids) == len(set(ids))
    for attribute in ("for", "aria-controls", "aria-labelledby", "aria-describedby"):
        for value in re.findall(rf'\s{attribute}="([^"]+)"', outside):
            assert set(value.split()) <= set(ids), (attribute, value)


def test_field_with_error_says_it_before_the_input() -> None:
    values = {"name": "year", "label": "Year", "error": "Enter a year.", "hint": "Four digits", "value": "x"}
    html = render_to_string("components/field.html", values)
    assert html.index("Enter a year.") < html.index("<input")
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="year-hint year-error"' in html


def test_field_escapes_what_people_typed() -> None:
    html = render_to_string("components/field.html", {"name": "n", "label": "N", "value": '"><script>x'})
    assert "<script" not in html


def test_meter_is_drawn_without_style_in_any_language() -> None:
    with translation.override("de"):
        html = render_to_string("components/meter.html", {"percent": 62.5, "label": "x"})
    assert 'x="62.5" width="37.5"' in html


@pytest.mark.parametrize(("percent", "width"), [(0, "100"), (None, "100"), (62.5, "37.5"), (100, "0"), (140, "0")])
def test_rest_of_a_percentage(percent: float | None, width: str) -> None:
    assert rest(percent) == width


def test_megabytes_are_decimal() -> None:
    assert megabytes(84_012_345) == pytest.approx(84.012345)
