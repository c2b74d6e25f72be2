"""Every page, in light and dark, wide and narrow: accessible, quiet, nothing from another host, no sideways scrolling.

With SCREENS=1 in the environment, pictures of all of them are written to var/screens/.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from musicprize.supervisor.configuration import ROOT
from tests.journeys.addresses import NOT_WALKED, PLACES, Known, Place, page_names
from tests.journeys.conftest import Opens
from tests.journeys.people import WIDE

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = ROOT / "var" / "screens"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PHONE = {"width": 360, "height": 740}
NARROWEST = {"width": 320, "height": 640}
"""WCAG 1.4.10: 1280 px at 400 %."""
TALLEST = 6000
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""In the dark only what depends on colours is asked again."""


def test_every_page_is_walked() -> None:
    walked = {place.url or place.name for place in PLACES}
    assert page_names() - walked - set(NOT_WALKED) == set(), "new pages: add them to PLACES"
    assert (walked | set(NOT_WALKED)) - page_names() == set(), "pages that no longer exist"


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_page_is_accessible_quiet_and_fits(opens: Opens, known: Known, place: Place) -> None:
    page = opens(place.role)
    answer = page.goto(place.path(known))
    assert (answer.status if answer else None) == place.status
    page.wait_for_load_state("networkidle")
    found: list[str] = []
    for scheme, rules in (("light", RULES), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {one}" for one in violations(page, rules)]
        if os.environ.get("SCREENS"):
            for size in (PHONE, WIDE):
                page.set_viewport_size(size)
                picture(page, f"{place.name}-{size['width']}-{scheme}")
    page.set_viewport_size(NARROWEST)
    found += [f"wider than 320 px: {one}" for one in overflowing(page)]
    assert found == []


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe-core finds, one line a rule and element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [
        f"{one['id']} at {node['target'][0]}: {' '.join(node['failureSummary'].split())[:160]}"
        for one in found
        for node in one["nodes"]
    ]


WIDER = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const kept = (e) => e && e !== document.body
    && (/(auto|scroll|hidden)/.test(getComputedStyle(e).overflowX) || kept(e.parentElement));
  const right = (e) => Math.round(e.getBoundingClientRect().right);
  return [...document.querySelectorAll("body *")]
    .filter((e) => right(e) > root.clientWidth + 1 && !kept(e.parentElement))
    .slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.className} to ${right(e)} px`)
    .concat(`the page to ${root.scrollWidth} px`);
}"""


def overflowing(page: Page) -> list[str]:
    """The elements that make the page scroll sideways; none when it does not."""
    return list(page.evaluate(WIDER))


def picture(page: Page, name: str) -> Path:
    """A picture of the whole page, or of its first six thousand pixels."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    path = SCREENS / f"{name}.png"
    size = page.viewport_size or WIDE
    height = min(TALLEST, int(page.evaluate("() => document.documentElement.scrollHeight")))
    page.set_viewport_size({"width": size["width"], "height": height})  # so that what sticks is where it ends up
    page.screenshot(path=path)
    page.set_viewport_size(size)
    return path
