"""An artist, from the call to the receipt, and back, and again; and an upload that a reload interrupts."""

import re
import time
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, Route, expect

from tests.journeys.conftest import Opens
from tests.journeys.people import House
from tests.submissions.audio import synth

NOW = int(time.time())
ARTIST = f"ada.feldweg.{NOW}@example.org"
RESUMER = f"emil.neustart.{NOW}@example.org"
PART = re.compile(r"/parts/(\d+)\?")
HEARD_S = 60_000
"""Within a minute the verdict on a recording is there, unless other recordings wait before it."""
TEXT = "Long tones and small machines meet in a room that answers them, and nobody knows beforehand how. " * 3


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three pieces of twenty seconds, each of its own."""
    folder = tmp_path_factory.mktemp("songs")
    sounds = [synth.faded(synth.pink(20, seed=seed, channels=2)) for seed in (1, 2, 3)]
    return [synth.wav(folder / f"piece {n}.wav", sound) for n, sound in enumerate(sounds, start=1)]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety seconds in 24 bits: four parts of an upload."""
    sound = synth.faded(synth.pink(90, seed=9, channels=2))
    return synth.wav(tmp_path_factory.mktemp("large") / "long piece.wav", sound, bits=24)


def test_an_artist_applies_sends_takes_back_and_sends_again(house: House, opens: Opens, songs: list[Path]) -> None:
    page = opens()
    page.goto("/")
    page.get_by_role("link", name="Start your application").first.click()
    house.sign_in(page, ARTIST)
    page.get_by_role("button", name="Start your application").click()
    expect(page).to_have_url(re.compile(r"/application/[0-9a-f-]{36}/$"))
    home = page.url
    page.locator("main a[href$='/about/']").first.click()
    about(page)
    eligibility(page)
    texts(page)
    rider(page)
    page.goto(f"{home}portrait/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for number, song in enumerate(songs, start=1):
        page.goto(f"{home}work-{number}/")
        work(page, number, song)
    page.goto(f"{home}consents/")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page).to_have_url(f"{home}check/")

    number = send(page)
    page.get_by_role("button", name="Take it back to edit").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back to edit").click()
    expect(page).to_have_url(home)
    page.goto(f"{home}about/")
    expect(page.get_by_label("Artist or ensemble")).to_have_value("Ada Feldweg")
    page.goto(f"{home}check/")
    assert send(page) != number

    page.goto(f"/demo/mail?to={ARTIST}")
    assert page.locator("article.letter pre", has_text=number).count() == 1


def about(page: Page) -> None:
    page.get_by_label("Artist or ensemble").fill("Ada Feldweg")
    page.get_by_label("Contact person").fill("Ada Feldweg")
    page.get_by_label("In which language").select_option("en")
    go_on(page)


def eligibility(page: Page) -> None:
    page.get_by_text("I live", exact=False).first.click()
    page.get_by_role("combobox", name="Town or village").press_sequentially("Konz", delay=20)
    page.get_by_role("option", name=re.compile("Konz")).first.click()
    expect(page.locator("main")).to_contain_text(re.compile(r"Konz.* km"))
    page.get_by_label("For which city do you enter?").select_option(label="Trier")
    go_on(page)


def texts(page: Page) -> None:
    for box in page.locator("main textarea").all():
        box.fill(TEXT)
    go_on(page)


def rider(page: Page) -> None:
    page.get_by_label("Audio inputs").fill("Two line inputs in stereo")
    page.get_by_label("Minutes to set up").fill("20")
    page.get_by_label("People on stage").fill("1")
    go_on(page)


def work(page: Page, number: int, song: Path) -> None:
    """Choose the file, write while it travels, and hear what the platform says about it."""
    page.locator(".upload-drop input[type=file]").set_input_files(song)
    page.get_by_label("Title", exact=True).fill(f"Field path {number}")
    page.get_by_label("Year of composition").fill("2026")
    page.get_by_label("Lyrics or description").fill("Noise that breathes; no words are sung.")
    card = page.locator("[data-part=card]")
    expect(card).to_have_attribute("data-state", "ready", timeout=HEARD_S)
    expect(card.locator("[data-part=say]")).not_to_be_empty()
    expect(card.get_by_role("group", name=re.compile("^Player"))).to_be_visible(timeout=HEARD_S)
    go_on(page)


def go_on(page: Page) -> None:
    """Save and go on: another page follows only when everything is saved."""
    here = page.url
    page.get_by_role("button", name="Save and go on").click()
    expect(page).not_to_have_url(here)


def send(page: Page) -> str:
    """Send what the check shows; the receipt's number."""
    expect(page.get_by_text("left to do", exact=False)).to_have_count(0)
    page.get_by_role("button", name="Send application").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your application is sent")
    assert page.locator(".file-list code").count() == 3
    return page.locator(".receipt-facts dd").first.inner_text()


def test_an_upload_goes_on_after_a_reload_without_asking_for_its_file(house: House, opens: Opens, large: Path) -> None:
    page = opens()
    house.sign_in(page, RESUMER)
    page.goto("/apply/")
    page.get_by_role("button", name="Start your application").click()
    expect(page).to_have_url(re.compile(r"/application/[0-9a-f-]{36}/$"))
    page.goto(f"{page.url}work-1/")
    arrived, held = hold_back(page, range(3, 5))
    page.locator(".upload-drop input[type=file]").set_input_files(large)
    expect(page.locator("[data-part=card]")).to_have_attribute("data-state", "uploading")
    for _attempt in range(100):
        if len(arrived) == len(held) == 2:  # all four parts have been asked for, so none can set out unseen
            break
        page.wait_for_timeout(100)
    assert len(arrived) == len(held) == 2

    page.reload()
    card = page.locator("[data-part=card]")
    expect(card).to_have_attribute("data-state", "ready", timeout=HEARD_S)

    assert sorted(arrived) == ["1", "2", "3", "4"], "a part was sent twice, or not at all"
    assert sorted(arrived[2:]) == sorted(held)


def hold_back(page: Page, nth: range) -> tuple[list[str], list[str]]:
    """Hold these PUTs, counted from 1, for good and let all others through, those of a later document too: the numbers
    of the parts that arrived, and of those that are held."""
    held: list[str] = []
    asked = count(1)

    def one(route: Route) -> None:
        if next(asked) in nth:
            held.extend(PART.findall(route.request.url))
        else:
            route.continue_()

    page.route(PART, one)
    return arrivals(page), held


def arrivals(page: Page) -> list[str]:
    """The numbers of the parts that arrive from now on."""
    seen: list[str] = []

    def answered(response: Response) -> None:
        if (part := PART.search(response.url)) and response.ok:
            seen.append(part[1])

    page.on("response", answered)
    return seen
