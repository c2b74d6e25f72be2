"""What a juror said is kept on the device before the next thing is shown: a page that goes away then loses nothing."""

import re

from playwright.sync_api import Locator, Page, expect

from frontend.demo.people import JURORS
from tests.journeys.conftest import Opens
from tests.journeys.test_juror import enter

JUROR = next(one.email for one in JURORS if one.name.startswith("Driss"))
"""Has hardly begun, and is not one of the jurors of test_juror.py."""

BUSY_STORAGE = """() => new Promise((held) => {
  // Another tab writes for a while: until it is done, what this page wants to keep waits its turn.
  const asked = indexedDB.open("qp-jury");
  asked.onsuccess = () => {
    const store = asked.result.transaction("unsent", "readwrite").objectStore("unsent");
    const end = performance.now() + 1000;
    const more = () => { if (performance.now() < end) store.count().onsuccess = more; };
    more();
    held();
  };
})"""
RELOAD_WHEN_SHOWN = """() => addEventListener("hashchange", () => location.reload(), { once: true })"""


def test_done_is_kept_before_the_next_entry_is_shown(opens: Opens) -> None:
    page = opens(JUROR)
    enter(page)
    code = page.locator("[data-part=works-pane] [data-part=code]").inner_text()
    mark_all(page)
    page.route("**/complete", lambda route: route.fulfill(status=429, content_type="application/json", body="{}"))
    page.evaluate(BUSY_STORAGE)
    page.evaluate(RELOAD_WHEN_SHOWN)
    with page.expect_event("load"):
        page.get_by_role("button", name="Done, next").click()
    status = status_of(page, code)
    expect(status).to_have_attribute("data-state", "waiting")
    page.unroute("**/complete")
    page.get_by_role("button", name="Try again").click()
    expect(status).to_have_attribute("data-state", "scored")
    page.reload()
    expect(status_of(page, code)).to_have_attribute("data-state", "scored")


def mark_all(page: Page) -> None:
    scales = page.locator("[data-part=sheet-pane] fieldset.scale")
    for number in range(scales.count()):
        scales.nth(number).locator('input[value="700"]').check()
    expect(page.locator("[data-part=sum]")).to_have_text(re.compile(r"\d"))
    expect(page.locator("[data-part=save]").first).to_have_attribute("data-state", "saved")


def status_of(page: Page, code: str) -> Locator:
    return page.locator(f"[data-part=rows] li[data-code='{code}'] [data-part=status]")
