"""The night of the final: entries called one by one, marked on phones and on paper, and nobody loses a mark."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opens
from tests.journeys.people import House
from tests.journeys.season import Season
from tests.rehearsal.client import letters
from tests.rehearsal.edition import in_all

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
CRITERIA = {"music": "The music", "stage": "On stage"}
CALLED_MS = 15_000
"""Phones ask every three seconds, a phone that was away less often."""
PAPER = "Juror 3"


def test_a_final_is_marked_on_phones_and_on_paper(house: House, opens: Opens, season: Season) -> None:
    round_id, names = open_final(season)
    first, last = names
    place = f"/desk/{season.slug}/rounds/{round_id}"
    desk = opens("organiser")
    desk.goto(f"{place}/live/")
    phones = [opens(juror.email, **PHONE) for juror in season.jurors[:2]]
    for phone in phones:
        phone.goto("/jury/")
        card = phone.locator(".round-card", has_text="The night")
        card.get_by_role("link").first.tap()
        expect(phone.locator("main")).to_contain_text(names[first])
        phone.get_by_role("button", name="I have read the rule; I have no ties").tap()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Please listen")

    call(desk, first)
    for phone in phones:
        expect(phone.get_by_role("heading", level=1)).to_have_text(names[first], timeout=CALLED_MS)
    near, away = phones
    mark(near, "8")
    expect(saved(near)).to_have_attribute("data-state", "saved")
    send(near)
    away.context.set_offline(True)
    mark(away, "6")
    expect(saved(away)).to_have_attribute("data-state", "failed")
    expect(line(desk, first)).to_contain_text("1 of 3 in", timeout=CALLED_MS)
    desk.get_by_role("button", name="End its turn", exact=True).click()
    expect(line(desk, first)).to_contain_text("Not all marks are in yet: 2 missing.")
    away.context.set_offline(False)
    expect(saved(away)).to_have_attribute("data-state", "saved", timeout=CALLED_MS)
    send(away)

    second = opens("second organiser")
    for page in (desk, second):
        page.goto(f"{place}/paper/")
    type_in(desk, first, "7", "9")
    expect(paper(desk, first)).to_contain_text("a second person is needed")
    type_in(second, first, "7", "8")
    expect(second.locator("form#type")).to_contain_text("On stage")
    expect(paper(second, first)).to_contain_text("Not in yet")
    type_in(second, first, "7", "9")
    expect(paper(second, first)).to_contain_text("Typed in twice")
    desk.goto(f"{place}/live/")
    end_turn(desk, first)

    call(desk, last)
    for phone in phones:
        expect(phone.get_by_role("heading", level=1)).to_have_text(names[last], timeout=CALLED_MS)
        mark(phone, "9")
        send(phone)
    for client in (season.organiser, house.client("second organiser")):
        wish = {"juror": pseudonym(season, round_id), "entry": last, "marks": dict.fromkeys(CRITERIA, 500)}
        client.post(f"/api/v1/rounds/{round_id}/paper", wish)
    end_turn(desk, last)
    expect(desk.locator("main")).to_contain_text("All entries are marked.")
    for phone in phones:
        phone.get_by_role("link", name="Compare and close").tap(timeout=CALLED_MS)
        phone.wait_for_url("**/ranking/")  # loaded wholly: only then its script listens
        phone.get_by_role("button", name="Close my sheets").tap()
        phone.get_by_role("dialog").get_by_role("button", name="Yes, close my sheets").tap()
        expect(phone).to_have_url(re.compile("/sealed/$"))
    desk.goto(f"{place}/paper/")
    desk.get_by_role("button", name="Close this ballot for the juror").click()
    desk.get_by_role("dialog").get_by_role("button", name="Close the ballot").click()
    expect(desk.get_by_text("Sealed", exact=True)).to_have_count(3)
    desk.goto(f"{place}/")
    desk.get_by_role("button", name="Close and count").click()
    desk.get_by_role("dialog").get_by_role("button", name=re.compile("^Close")).click()
    expect(desk.get_by_role("link", name=re.compile("ranking|board", re.I)).first).to_be_visible()

    marks = season.chair.get(f"/api/v1/rounds/{round_id}/marks.csv")
    rows = [row.split(",") for row in marks.splitlines()[1:]]
    assert len(rows) == 12, marks
    assert letters(house.base, to=season.jurors[2].email)[0].subject


def open_final(season: Season) -> tuple[str, dict[str, str]]:
    """A live round over the two best, prepared as scripts do it; its id, and {code: who plays} as they are called."""
    office = season.organiser
    wish = {"title": in_all("The night"), "kind": "final", "live": True, "blind": False, "method": "mean", "advance": 1}
    round_id = str(office.post(f"/api/v1/editions/{season.slug}/rounds", wish)["id"])
    criteria = [
        {"key": key, "weight": 1, "title": in_all(title), "description": {}, "anchor_low": {}, "anchor_high": {}}
        for key, title in CRITERIA.items()
    ]
    office.put(f"/api/v1/rounds/{round_id}/criteria", criteria)
    office.post(f"/api/v1/rounds/{round_id}/open", {"entries": season.ranked[:2]})
    ballot = season.jurors[0].get(f"/api/v1/rounds/{round_id}/ballot")
    names = {sheet["entry"]["code"]: sheet["entry"]["artist"] for sheet in ballot["sheets"]}
    order = office.get(f"/api/v1/rounds/{round_id}/live/running")["lines"]
    return round_id, {one["code"]: names[one["code"]] for one in order}


def mark(phone: Page, points: str) -> None:
    """With a finger, the same for all criteria, once the sheet's script listens."""
    phone.wait_for_load_state()
    for scale in phone.locator("fieldset.scale").all():
        scale.get_by_role("radio", name=points, exact=True).tap()


def saved(phone: Page) -> Locator:
    return phone.locator("[data-part=save]")


def send(phone: Page) -> None:
    phone.get_by_role("button", name="Send my marks").tap()
    expect(phone.locator("main")).to_contain_text("Your marks are in.")


def line(desk: Page, code: str) -> Locator:
    return desk.locator(".running-order > li", has_text=code)


def call(desk: Page, code: str) -> None:
    desk.wait_for_load_state()
    desk.get_by_role("button", name=f"Call it {code}").click()
    expect(line(desk, code)).to_have_attribute("data-state", "called")


def end_turn(desk: Page, code: str) -> None:
    expect(line(desk, code)).to_contain_text("3 of 3 in", timeout=CALLED_MS)
    desk.wait_for_load_state()
    desk.get_by_role("button", name="End its turn", exact=True).click()
    expect(line(desk, code)).to_have_attribute("data-state", "done")


def type_in(page: Page, code: str, *marks: str) -> None:
    """One sheet of the juror without a phone, as somebody reads it off the paper."""
    form = page.locator("form#type")
    form.get_by_label("Juror", exact=True).select_option(label=PAPER)
    form.get_by_label("Entry", exact=True).select_option(value=code)
    for title, points in zip(CRITERIA.values(), marks, strict=True):
        form.get_by_label(title).select_option(label=points)
    form.get_by_role("button", name="Enter this sheet").click()


def paper(page: Page, code: str) -> Locator:
    """How far that sheet is."""
    ballot = page.locator("section", has=page.get_by_role("heading", name=PAPER, level=3, exact=True)).last
    return ballot.locator("li", has_text=code)


def pseudonym(season: Season, round_id: str) -> str:
    ballots = season.organiser.get(f"/api/v1/rounds/{round_id}/paper")["results"]
    return next(str(one["pseudonym"]) for one in ballots if one["juror"] == PAPER)
