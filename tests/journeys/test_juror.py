"""A juror's whole ballot: listening and marking by keyboard, standing aside, comparing, sealing, the receipt."""

import re

from playwright.sync_api import Locator, Page, expect

from frontend.demo.people import JURORS
from tests.journeys.conftest import Opens
from tests.journeys.people import call

RENDERED_S = 180_000
"""The demo's recordings are listened to by the workers after the start; all are there within three minutes."""
NOTE = "The end carries further than the beginning promises."
JUROR = next(one.email for one in JURORS if one.language == "en")
NOT_BEGUN = next(one.email for one in JURORS if one.name.startswith("Pawel"))
"""Has listened to nothing yet, and so has said nothing about ties."""


def test_nothing_is_played_before_a_juror_has_answered_about_ties(opens: Opens) -> None:
    page = opens(NOT_BEGUN)
    page.goto("/jury/")
    page.get_by_role("link", name="Start listening").first.click()
    expect(page).to_have_url(re.compile("/ties/$"))
    room = page.url.removesuffix("ties/")
    page.get_by_label("Name").fill("Collective of the Old Mill")
    page.get_by_label("Who or what is it?").select_option("ensemble")
    page.get_by_role("button", name="Add this tie").click()
    expect(page.get_by_role("button", name="Remove Collective of the Old Mill")).to_be_visible()
    page.goto(room)
    expect(page).to_have_url(f"{room}ties/")
    page.get_by_role("button", name="I have read the rule; these are my ties").click()
    expect(page).to_have_url(room)
    expect(first_player(page)).to_be_visible()


def test_a_juror_listens_marks_by_keyboard_and_seals(opens: Opens) -> None:
    page = opens(JUROR)
    round_id = enter(page)
    listen_by_keyboard(page)
    code = mark_by_keyboard(page)
    page.reload()
    row = page.locator(f"[data-part=rows] li[data-code='{code}']")
    expect(row.locator("[data-part=status]")).to_have_attribute("data-state", "scored")
    aside = stand_aside(page)
    mark_the_rest(page, round_id)

    page.goto(f"/jury/{round_id}/ranking/")
    expect(page.get_by_text("You stood aside from these entries:")).to_contain_text(aside)
    first = page.locator("table.ranking tbody tr").first
    for _again in range(2):  # the second time it is what the server has already
        first.locator("select").first.select_option("1000")
        expect(page.locator("[data-part=save]")).to_have_attribute("data-state", "saved")
    page.get_by_role("button", name="Close my sheets").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes, close my sheets").click()

    expect(page).to_have_url(re.compile(rf"/jury/{round_id}/sealed/$"))
    told = call(page, "GET", f"/rounds/{round_id}/ballot")
    assert told["state"] == "sealed"
    expect(page.locator("main")).to_contain_text(told["receipt"]["digest"])
    expect(page.locator("main")).to_contain_text(told["receipt"]["pseudonym"])
    page.goto(f"/jury/{round_id}/ranking/")
    expect(page).to_have_url(re.compile(rf"/jury/{round_id}/sealed/$"))


def enter(page: Page) -> str:
    """From the list of rounds into the room; the round's id."""
    page.goto("/jury/")
    page.get_by_role("link", name=re.compile("listening")).first.click()
    expect(page).to_have_url(re.compile(r"/jury/[0-9a-f-]{36}/"))
    return page.url.split("/jury/")[1].split("/")[0]


def listen_by_keyboard(page: Page) -> None:
    """Play with the space bar, jump with the arrows; the time moves, and what was heard is counted."""
    player = first_player(page)
    seek = player.locator("[data-part=seek]")
    page.locator("h2#works-heading").focus()
    page.keyboard.press("Space")
    expect(player.locator("[data-part=box]")).to_have_attribute("data-state", "playing", timeout=15_000)
    expect(seek).not_to_have_value("0", timeout=5_000)
    before = position(seek)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1500)
    assert position(seek) > before + 5
    page.keyboard.press("Space")
    expect(player.locator("[data-part=box]")).to_have_attribute("data-state", "idle")
    expect(player.locator("[data-part=share]")).to_contain_text("%")


def first_player(page: Page) -> Locator:
    """The first work's player, once the workers have made it audible."""
    player = page.locator("[data-part=works] qp-player").first
    for _attempt in range(RENDERED_S // 5000):
        if player.count():
            break
        page.wait_for_timeout(5000)
        page.reload()
    expect(player).to_be_visible()
    return player


def position(seek: Locator) -> float:
    return float(seek.input_value())


def mark_by_keyboard(page: Page) -> str:
    """A digit for every criterion, a note, Enter: no mouse. The code of the entry."""
    code = page.locator("[data-part=works-pane] [data-part=code]").inner_text()
    sums = page.locator("[data-part=sum]")
    scales = page.locator("[data-part=sheet-pane] fieldset.scale")
    for number in range(scales.count()):
        page.keyboard.press(str(6 + number % 4))
        expect(scales.nth(number).locator("input:checked")).to_have_count(1)
    expect(sums).to_contain_text(re.compile(r"\d"))
    page.keyboard.press("n")
    page.keyboard.type(NOTE)
    expect(page.locator("[data-part=save]").first).to_have_attribute("data-state", "saved")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Done, next")).to_be_focused()
    with page.expect_response(re.compile("/complete$")):
        page.keyboard.press("Enter")
    expect(page.locator("[data-part=works-pane] [data-part=code]")).not_to_have_text(code)
    return code


def stand_aside(page: Page) -> str:
    code = page.locator("[data-part=works-pane] [data-part=code]").inner_text()
    page.get_by_role("button", name="I have a conflict of interest").click()
    page.get_by_role("dialog").get_by_role("button", name="Stand aside").click()
    row = page.locator(f"[data-part=rows] li[data-code='{code}']")
    expect(row.locator("[data-part=status]")).to_have_attribute("data-state", "conflict")
    return code


def mark_the_rest(page: Page, round_id: str) -> None:
    """By the API, as the room's own script does."""
    ballot = call(page, "GET", f"/rounds/{round_id}/ballot")
    keys = [one["key"] for one in ballot["round"]["criteria"]]
    done = [sheet for sheet in ballot["sheets"] if sheet["state"] == "complete"]
    assert [sheet["note"] for sheet in done if sheet["note"] == NOTE] == [NOTE]
    for number, sheet in enumerate(one for one in ballot["sheets"] if one["state"] == "open"):
        marks = {key: 100 * (3 + number % 7) for key in keys}
        saved = call(page, "PATCH", f"/sheets/{sheet['id']}", {"marks": marks, "version": sheet["version"]})
        call(page, "POST", f"/sheets/{sheet['id']}/complete", {"version": saved["version"]})
