"""The night on stage: two windows follow each other, no secret by stepping, the web when the stage has said it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opens
from tests.journeys.season import ENTRIES, Season
from tests.rehearsal.outcome import Outcome

SLIDES = ("card", "title", *["finalist"] * ENTRIES, "prize", "award", "prize", "award", "end")


def test_the_stage_reveals_without_a_network_and_the_web_follows(opens: Opens, season: Season) -> None:
    outcome = Outcome(season.organiser, season.chair, season.slug)
    for kind, codes in (("finalists", season.ranked), ("winner", season.ranked[:1]), ("special", season.ranked[1:2])):
        outcome.decide(kind, season.round_id, codes)
    wish = {"kind": "results", "embargo_at": None}
    publication = season.organiser.post(f"/api/v1/editions/{season.slug}/publications", wish)["id"]
    document = season.organiser.get(f"/api/v1/publications/{publication}")["document"]
    names = {one["code"]: one["artist"] for one in document["entries"]}
    presenter = opens("organiser")
    presenter.goto(f"/stage/{season.slug}/presenter/")
    screen = opens(beside=presenter)
    screen.goto(f"/stage/{season.slug}/")
    visitor = opens()
    for kind in SLIDES[1:6]:
        presenter.get_by_role("button", name="Next slide").click()
        expect(shown(screen)).to_have_attribute("data-kind", kind)
        expect(shown(presenter)).to_have_attribute("data-kind", kind)

    for key in ("ArrowRight", "PageDown", " "):
        screen.keyboard.press(key)
    screen.keyboard.press("r")
    expect(said(screen)).to_contain_text("A second person has to confirm")
    screen.keyboard.press("r")
    expect(shown(screen)).to_have_attribute("data-kind", "prize")
    season.chair.post(f"/api/v1/publications/{publication}/confirm", {})
    for window in (screen, presenter):
        expect(window.locator("qp-stage")).to_have_attribute("data-confirmed", re.compile(r"\d"), timeout=10_000)

    screen.keyboard.press("r")
    expect(said(screen)).to_contain_text("R again")
    screen.keyboard.press("Escape")
    screen.keyboard.press("r")
    expect(shown(screen)).to_have_attribute("data-kind", "prize")
    screen.keyboard.press("r")
    expect(shown(screen).locator("h2")).to_have_text(names[season.ranked[1]])
    expect(shown(presenter)).to_contain_text(names[season.ranked[1]])
    assert status(visitor, season) == 404

    screen.keyboard.press("b")
    expect(screen.locator("[data-part=black]")).to_be_visible()
    expect(presenter.get_by_role("button", name="Black screen")).to_have_attribute("aria-pressed", "true")
    presenter.get_by_role("button", name="Previous slide").click()
    expect(screen.locator("[data-part=black]")).to_be_hidden()
    screen.keyboard.press("ArrowLeft")
    expect(shown(screen)).to_have_attribute("data-kind", "prize")
    for _twice in range(2):
        screen.keyboard.press("ArrowRight")
    expect(presenter.locator("[data-part=next]")).to_contain_text("The secret")

    presenter.context.set_offline(True)
    presenter.get_by_role("button", name="Reveal", exact=True).click()
    presenter.get_by_role("dialog").get_by_role("button", name="Reveal", exact=True).click()
    expect(shown(screen).locator("h2")).to_have_text(names[season.ranked[0]])
    expect(shown(presenter)).to_contain_text(names[season.ranked[0]])
    assert status(visitor, season) == 404
    presenter.context.set_offline(False)
    expect(presenter.locator("[data-part=web]")).to_contain_text("is public on the web", timeout=20_000)
    assert status(visitor, season) == 200
    expect(visitor.locator("main")).to_contain_text(names[season.ranked[0]])
    screen.keyboard.press("ArrowRight")
    expect(shown(presenter)).to_have_attribute("data-kind", "end")


def shown(window: Page) -> Locator:
    """The slide that is on, on the screen or as the presenter's cue."""
    return window.locator("[data-slide]:not([hidden])")


def said(window: Page) -> Locator:
    return window.locator("[data-part=said]")


def status(visitor: Page, season: Season) -> int | None:
    """What the public page of the result answers."""
    answer = visitor.goto(f"/results/{season.slug}/")
    return answer.status if answer else None
