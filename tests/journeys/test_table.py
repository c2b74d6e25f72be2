"""The jury's table with two people at it: what one does the other sees, and nobody loses what they were writing."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.addresses import OLD
from tests.journeys.conftest import Opens
from tests.journeys.people import House, call

SOON = 20_000
"""The table asks every five seconds; a busy machine may take longer to draw."""


@pytest.fixture(scope="module")
def table(house: House) -> str:
    """The address of the table of the past final."""
    office = house.page("organiser")
    office.goto("/")
    rounds = call(office, "GET", f"/editions/{OLD}/rounds")["results"]
    office.context.close()
    return f"/jury/{next(one['id'] for one in rounds if one['state'] == 'closed')}/table/"


def test_what_one_does_the_other_sees_and_nothing_that_was_begun_is_lost(opens: Opens, table: str) -> None:
    chair, juror = opens("chair"), opens("juror")
    chair.goto(table)
    juror.goto(table)

    # An act of one's own keeps what was begun beside it, and the focus where it was.
    chair.get_by_label("Motion", exact=True).fill("Let us hear the first two again.")
    listed = chair.get_by_label("Entry", exact=True).input_value()
    chair.get_by_role("button", name="Put on the shortlist").click()
    expect(chair.locator(f"#on-{listed}")).to_be_visible()
    expect(chair.get_by_label("Motion", exact=True)).to_have_value("Let us hear the first two again.")
    expect(chair.locator("#add")).to_be_focused()
    expect(juror.locator(f"#on-{listed}")).to_be_visible(timeout=SOON)

    # A motion reaches the other; the juror's vote the chair.
    chair.get_by_role("button", name="Put it to the vote").click()
    motion = juror.locator(".motion").first
    expect(motion).to_contain_text("Let us hear the first two again.", timeout=SOON)
    motion.get_by_role("button", name="Yes").click()
    expect(motion).to_contain_text("You voted: Yes.")
    expect(motion.get_by_role("button", name="Yes")).to_be_focused()
    expect(chair.get_by_text("voted on motion").first).to_be_visible(timeout=SOON)

    # While somebody writes nothing is replaced: it is said.
    written = juror.get_by_label("Motion", exact=True)
    written.fill("And then")
    vote_ended(chair)
    expect(juror.locator('[data-part="said"]')).to_contain_text("something new at the table", timeout=SOON)
    expect(written).to_have_value("And then")
    written.fill("")
    juror.locator("h1").click()
    expect(motion.get_by_role("button", name="Yes")).to_have_count(0, timeout=SOON)
    expect(juror.locator('[data-part="said"]')).to_be_hidden()


def test_two_who_write_one_note_keep_both_texts(opens: Opens, table: str) -> None:
    chair, juror = opens("chair"), opens("juror")
    chair.goto(table)
    code = chair.get_by_label("Entry", exact=True).input_value()
    chair.get_by_role("button", name="Put on the shortlist").click()
    expect(chair.locator(f"#on-{code}")).to_be_visible()
    juror.goto(table)
    for page, words in ((chair, "Strong opening."), (juror, "Thin ending.")):
        page.locator(f"#note-of-{code} summary").click()
        page.get_by_label(f"Note on {code}").fill(words)
    chair.locator(f"#save-{code}").click()
    expect(chair.locator(f"#note-{code}")).to_have_text("Strong opening.")
    juror.locator(f"#save-{code}").click()
    said = juror.locator('[data-part="said"]')
    expect(said).to_contain_text("Both texts stand in it now")
    expect(said).to_be_focused()
    expect(juror.locator(f"#note-{code}")).to_have_value("Strong opening.\n\nThin ending.")
    juror.locator(f"#save-{code}").click()
    expect(said).to_be_hidden()
    expect(chair.locator(f"#note-{code}")).to_have_text("Strong opening. Thin ending.", timeout=SOON)
    chair.locator(f"#off-{code}").click()
    expect(chair.locator(f"#on-{code}")).to_have_count(0)


def vote_ended(page: Page) -> None:
    motion = page.locator(".motion").first
    motion.get_by_role("button", name="End the vote").click()
    expect(motion.get_by_role("button", name="End the vote")).to_have_count(0)
