"""A round of two marks and its tie: the sound alone, then text and stage plan; the chair breaks the tie at the cut."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opens
from tests.journeys.people import House, call
from tests.journeys.season import Season, begun, judge
from tests.rehearsal.edition import QUORUM

PLAN = b"%PDF-1.7\n% a stage plan\n%%EOF\n"
REASON = "The more daring of them goes on."


@pytest.fixture(scope="module")
def twice(house: House, tmp_path_factory: pytest.TempPathFactory) -> Season:
    """An open round of two marks, of which the second counts; one goes on, and a tie there is the chair's to break."""
    folder = tmp_path_factory.mktemp("twice")
    rider = folder / "plan.pdf"
    rider.write_bytes(PLAN)
    rules = {"blind": False, "marking": "second", "advance": 1, "reserve": 0}
    counting = {**QUORUM, "cut_tie": "chair"}
    return begun(house, "two-marks", folder, rider=rider, method_parameters=counting, **rules)


def test_a_juror_marks_the_sound_then_reads_on_and_marks_again(opens: Opens, twice: Season) -> None:
    page = opens(twice.chair.email)
    page.goto(f"/jury/{twice.round_id}/")
    page.get_by_role("button", name="I have read the rule; I have no ties").click()
    expect(page).to_have_url(re.compile(f"/jury/{twice.round_id}/"))
    plan = page.get_by_role("link", name=re.compile("^Stage plan"))
    code = page.locator("[data-part=works-pane] [data-part=code]").inner_text()
    mark_all(page, 7)
    expect(plan).to_be_hidden()
    page.get_by_role("button", name="Keep these marks and read on").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep them and show the text").click()
    expect(page.get_by_text("Second mark: with text and rider")).to_be_visible()
    expect(page.get_by_role("heading", name="What the artist wrote")).to_be_visible()
    expect(plan).to_be_visible()
    given = page.request.get(plan.evaluate("link => link.href"))
    assert (given.body(), given.headers["content-type"]) == (PLAN, "application/pdf")
    assert code in given.headers["content-disposition"]
    mark_all(page, 8)
    page.get_by_role("button", name="Done, next").click()
    expect(page.locator("[data-part=works-pane] [data-part=code]")).not_to_have_text(code)
    kept = next(
        sheet for sheet in call(page, "GET", f"/rounds/{twice.round_id}/ballot")["sheets"]
        if sheet["entry"]["code"] == code
    )  # fmt: skip
    assert (set(kept["first"].values()), set(kept["marks"].values())) == ({700}, {800})


def test_the_chair_breaks_the_tie_and_everybody_reads_why(opens: Opens, twice: Season) -> None:
    for juror in twice.jurors:
        judge(juror, twice.round_id, first=800, step=0)
    twice.chair.post(f"/api/v1/rounds/{twice.round_id}/close", {})
    chair = opens(twice.chair.email)
    chair.goto(f"/jury/{twice.round_id}/board/")
    chair.get_by_role("link", name="To the table").first.click()
    expect(chair).to_have_url(re.compile("/table/"))
    steps = chair.get_by_role("group", name="In this order").get_by_role("combobox")
    codes = [text for text in steps.first.locator("option").all_inner_texts() if text != "Choose"]
    order = sorted(codes, reverse=True)
    for number, code in enumerate(order):
        steps.nth(number).select_option(code)
    asked = chair.get_by_role("button", name="Break the tie")
    chair.get_by_label("Why English").fill(REASON)
    asked.first.click()
    chair.get_by_role("dialog").get_by_role("button", name="Break the tie").click()
    expect(chair.get_by_text("As the frozen rules say, the chair broke the tie")).to_contain_text(", ".join(order))
    expect(asked).to_have_count(0)

    juror = opens(twice.jurors[1].email)
    juror.goto(f"/jury/{twice.round_id}/board/")
    expect(juror.get_by_text(REASON)).to_be_visible()
    first = juror.locator("table tbody tr").first
    expect(first).to_contain_text(order[0])


def mark_all(page: Page, points: int) -> None:
    """The same mark for every criterion."""
    scales = page.locator("[data-part=sheet-pane] fieldset.scale")
    for number in range(scales.count()):
        mark = scales.nth(number).locator("label").filter(has=page.locator(f"input[value='{points * 100}']"))
        mark.click()
        expect(mark.locator("input")).to_be_checked()
    expect(page.locator("[data-part=save]").first).to_have_attribute("data-state", "saved")
