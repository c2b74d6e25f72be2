"""A coordinator asks, the artist answers, the coordinator admits: each in their own browser."""

import re

from playwright.sync_api import expect

from frontend.demo.edition_texts import DEMO_EDITION
from frontend.demo.people import COORDINATORS
from tests.journeys.conftest import Opens
from tests.journeys.people import call

QUESTION = "Please say in your biography since when you live in the region."
ANSWER = "She has lived in the region since 2011, first in a mill and then in a lighthouse without a sea. " * 4


def test_a_coordinator_asks_and_admits_after_the_answer(opens: Opens) -> None:
    office = opens("organiser")
    office.goto("/")
    waiting = call(office, "GET", f"/editions/{DEMO_EDITION.slug}/screening?state=submitted")["results"][0]
    email = call(office, "GET", f"/screening/{waiting['id']}")["email"]
    desk = opens(next(one.email for one in COORDINATORS if one.city == waiting["city"]))
    desk.goto("/screening/")
    desk.get_by_role("link", name=waiting["artist_name"]).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(waiting["artist_name"])
    desk.wait_for_load_state("load")  # only then the page listens to keys
    here = desk.url

    desk.keyboard.press("q")
    asking = desk.locator("form#ask")
    asking.get_by_label("Biography, motivation, project").check()
    asking.get_by_label("Your message").fill(QUESTION)
    asking.get_by_role("button", name="Send the question").click()
    expect(desk).not_to_have_url(here)

    artist = opens(email)
    artist.goto(f"/application/{waiting['id']}/")
    expect(artist.locator("main")).to_contain_text(QUESTION)
    artist.goto(f"/application/{waiting['id']}/about/")
    expect(artist.get_by_label("Artist or ensemble")).to_have_count(0)
    artist.goto(f"/application/{waiting['id']}/texts/")
    artist.get_by_label("Biography").fill(ANSWER)
    artist.get_by_role("button", name="Save and go on").click()
    expect(artist).to_have_url(re.compile("/check/$"))
    artist.get_by_role("button", name="Send again").click()
    expect(artist.get_by_role("heading", level=1)).to_have_text("Your application is sent")

    desk.goto(here)
    expect(desk.get_by_text(ANSWER.strip())).to_be_attached()
    if desk.get_by_text("Decide that first", exact=False).count():
        desk.get_by_text("Decide differently, with a reason").click()
        desk.get_by_label("may take part", exact=True).check()
        desk.get_by_label("Why?").fill("The register of the town confirms it.")
        desk.get_by_role("button", name="Record the decision").click()
        expect(desk.get_by_text("Decided by a person: may take part.")).to_be_visible()
    desk.keyboard.press("a")
    desk.get_by_role("button", name="Admit to the competition").click()
    expect(desk).not_to_have_url(here)
    desk.goto(here)
    expect(desk.get_by_text(re.compile(r"Entry QP\d\d-"))).to_be_visible()
    expect(desk.locator("ol.log")).to_contain_text(QUESTION)
