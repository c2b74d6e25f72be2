"""An edition from an empty form to its result, as the office does it in the browser; jurors and artists by scripts."""

import re
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opens
from tests.journeys.people import House
from tests.journeys.season import enter, judge
from tests.rehearsal.client import Client, letters

TAG = f"office-{int(time.time())}"
HERE = f"/desk/{TAG}"
LANGUAGES = {"de": "Deutsch", "fr": "Français", "lb": "Lëtzebuergesch", "en": "English"}
CITIES = {"lux": "Luxembourg", "met": "Metz", "sbr": "Saarbrücken"}
CHAIR = f"chair@{TAG}.invalid"


def test_an_office_runs_an_edition_from_the_first_form_to_its_result(
    house: House, opens: Opens, tmp_path: Path
) -> None:  # fmt: skip
    desk = opens("organiser")
    create(desk)
    set_up(desk)
    publish_call(desk)
    reader = opens(language="fr")
    reader.goto(f"/call/{TAG}/")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Titre")
    expect(reader.locator("main")).to_contain_text("La phrase")

    jurors = invite_all(desk, house, opens)
    enter(house.client("organiser"), TAG, tmp_path)
    round_id = open_round(desk)
    for number, juror in enumerate(jurors):
        expect(desk.locator("main")).to_contain_text(f"{number} of 3 ballots are sealed.")
        judge(juror, round_id)
        desk.reload()
    desk.get_by_role("button", name="Close and count").click()
    answer(desk, "Close and count")
    desk.get_by_role("link", name="To the board").click()
    ranked = desk.locator("table.board tbody th a").all_inner_texts()
    assert len(ranked) == 3

    desk.goto(f"{HERE}/decide/")
    winner = decide(desk, ranked)
    prepare_and_confirm(desk, opens(CHAIR))
    visitor = opens()
    assert status(visitor) == 404
    tell_on_stage(desk)
    expect(desk.locator("[data-slide]:visible h2")).to_have_text(winner)
    expect(desk.locator("qp-stage")).to_have_attribute("data-public", "")
    assert status(visitor) == 200
    expect(visitor.locator("main")).to_contain_text(winner)


def create(desk: Page) -> None:
    desk.goto("/desk/")
    desk.get_by_role("link", name="New edition").first.click()
    desk.wait_for_url("**/desk/new/")
    in_languages(desk.locator("main"), "Title", "Titel", "Titre", "Titel", "Title")
    desk.get_by_label("Address").fill(TAG)
    desk.get_by_label("Saarbrücken").check()
    desk.get_by_label("Applications open").fill(day(-1))
    desk.get_by_role("button", name="Create the edition").click()
    desk.wait_for_url(f"**{HERE}/setup/texts/")


def set_up(desk: Page) -> None:
    """Texts, rules, prizes and consents, tab by tab; each is there after it was saved."""
    texts = desk.locator("form#edition-texts")
    in_languages(texts, "In one sentence", "Der Satz", "La phrase", "De Saz", "The sentence")
    in_languages(texts, "The call", "Der Aufruf", "L’appel", "Den Opruff", "The call")
    saves(desk, "Save the texts")
    expect(texts.locator("[lang=lb]", has_text="Den Opruff")).to_be_attached()

    tab(desk, "Rules")
    desk.get_by_label("Works", exact=True).fill("1")
    desk.get_by_label("Shortest work, in seconds").fill("1")
    for low in desk.get_by_label("At least").all():
        low.fill("20")
    saves(desk, "Save the rules")
    expect(desk.get_by_label("Works", exact=True)).to_have_value("1")

    tab(desk, "Prizes")
    for kind, euro in (("main", "10000"), ("special", "0")):
        prize = added(desk, "Add a prize")
        in_languages(desk.locator("qp-texts"), "Title", *(f"{kind} {code}" for code in LANGUAGES), item=prize)
        prize.get_by_label("Kind").select_option(kind)
        prize.get_by_label("Euro").fill(euro)
    saves(desk, "Save the prizes")
    expect(desk.locator("[data-item]").first.get_by_label("Euro")).to_have_value("10000")

    tab(desk, "Consents")
    for purpose in ("rules", "excerpt"):
        consent = added(desk, "Add a consent")
        for label in ("Title", "Wording"):
            words = (f"{purpose} {code}" for code in LANGUAGES)
            in_languages(desk.locator("qp-texts"), label, *words, item=consent)
        consent.get_by_label("Purpose").fill(purpose)
        if purpose == "rules":
            consent.get_by_label("Needed to take part").check()
    saves(desk, "Save the consents")
    expect(desk.locator("[data-item]")).to_have_count(2)


def publish_call(desk: Page) -> None:
    tab(desk, "Dates and city")
    expect(desk.get_by_label("Saarbrücken")).to_be_checked()
    desk.get_by_role("button", name="Publish the call").click()
    answer(desk, "Publish")
    expect(desk.locator("main")).to_contain_text("The call is open.")


def invite_all(desk: Page, house: House, opens: Opens) -> list[Client]:
    """Three jurors and a chair are invited; the chair accepts in a browser of their own. The jurors, signed in."""
    desk.goto(f"{HERE}/people/")
    wanted = {f"juror.{city}@{TAG}.invalid": ("Juror", city) for city in CITIES}
    for email, (role, city) in {**wanted, CHAIR: ("Chair", "")}.items():
        form = desk.locator("form#invite")
        form.get_by_label("E-mail address").fill(email)
        form.get_by_label("Name").fill(f"{role} {city}")
        form.get_by_label(role).check()
        form.get_by_label("City").select_option(city)
        form.get_by_label("Language of the mail").select_option("en")
        saves(desk, "Send the invitation")
        expect(desk.locator("main")).to_contain_text(email)

    chair = opens(CHAIR)
    chair.goto(link_in(letters(house.base, to=CHAIR)[-1].body))
    expect(chair.get_by_role("heading", level=1)).to_have_text("You are invited to chair the jury")
    chair.get_by_role("button", name="Accept").click()
    expect(chair).not_to_have_url(re.compile("/invitation"))
    jurors = [house.client(email) for email in wanted]
    for juror in jurors:
        invitation = link_in(letters(house.base, to=juror.email)[-1].body).rstrip("/").rsplit("/", 1)[1]
        juror.post(f"/api/v1/invitations/{invitation}/accept", {})
    desk.reload()
    expect(desk.locator("main")).to_contain_text("Nobody’s answer is awaited.")
    return jurors


def link_in(letter: str) -> str:
    """The address of the invitation that a letter names."""
    found = re.search(r"/invitations?/[0-9a-f-]{36}/?", letter)
    assert found, letter
    return found.group()


def open_round(desk: Page) -> str:
    """Drafted with two criteria, opened; its id."""
    desk.goto(f"{HERE}/rounds/")
    desk.get_by_label("Jury round").check()
    in_languages(desk.locator("form#new-round"), "Title", "Runde", "Tour", "Ronn", "Round")
    desk.get_by_role("button", name="Create the draft").click()
    desk.wait_for_url(re.compile(r"/rounds/[0-9a-f-]{36}/$"))
    desk.get_by_label("How many go on, or win").fill("2")
    desk.get_by_label("Planned close").fill(day(9))
    saves(desk, "Save the settings")
    for key, weight in (("music", "60"), ("stage", "40")):
        criterion = added(desk, "Add a criterion")
        for label in ("Title", "What it means", "The lowest mark means", "The highest mark means"):
            words = (f"{label} {key} {code}" for code in LANGUAGES)
            in_languages(desk.locator("qp-list"), label, *words, item=criterion)
        criterion.get_by_label("Weight").fill(weight)
        criterion.get_by_label("Short name").fill(key)
    desk.get_by_role("button", name="Save the criteria").click()
    expect(desk.locator("form#criteria [data-part=said]")).to_have_attribute("data-state", "saved")
    desk.reload()
    expect(desk.locator(".open-panel")).to_contain_text("3 entries and 3 jurors of 3 cities.")
    desk.get_by_role("button", name="Freeze the rules and open").click()
    expect(desk.get_by_role("dialog")).to_contain_text("Title music en")
    answer(desk, "Open the round")
    expect(desk.get_by_role("heading", name="How far the jury is")).to_be_visible()
    return desk.url.rstrip("/").rsplit("/", 1)[1]


def decide(desk: Page, ranked: list[str]) -> str:
    """The two first are finalists as suggested; the first gets the main prize, the second the other. Who won."""
    finalists = section(desk, "Finalists")
    chosen = finalists.locator("input[name=entries]:checked")
    assert sorted(one.input_value() for one in chosen.all()) == sorted(ranked[:2])
    in_languages(finalists, "The jury’s reasons", *(f"Warum {code}" for code in LANGUAGES))
    enter_decision(desk, finalists)
    expect(section(desk, "Finalists").locator("ol.named li")).to_have_count(2)
    for title, code in (("main en", ranked[0]), ("special en", ranked[1])):
        prize = section(desk, title)
        prize.locator(".standings label", has_text=code).click()
        enter_decision(desk, prize)
        expect(section(desk, title).locator("ol.named")).to_contain_text(code)
    named = section(desk, "main en").locator("ol.named li").inner_text()
    return named.replace(ranked[0], "").strip()


def enter_decision(desk: Page, where: Locator) -> None:
    where.get_by_role("button", name="Enter the decision").click()
    with desk.expect_event("load"):
        answer(desk, "Enter it")


def prepare_and_confirm(desk: Page, chair: Page) -> None:
    """Without a time: it becomes public on stage. Who prepared it cannot confirm it."""
    desk.goto(f"{HERE}/publish/")
    result = desk.locator("section[aria-labelledby=results-title]")
    result.get_by_label("Public from").fill("")
    with desk.expect_event("load"):
        result.get_by_role("button", name="Prepare").click()
    expect(result).to_contain_text("somebody else confirms")
    expect(result.get_by_role("button", name="Confirm the publication")).to_have_count(0)
    chair.goto(f"{HERE}/publish/")
    chair.get_by_role("link", name="See it as the public will").click()
    expect(chair.locator("main")).to_contain_text("main")
    chair.goto(f"{HERE}/publish/")
    chair.get_by_role("button", name="Confirm the publication").click()
    with chair.expect_event("load"):
        answer(chair, "Confirm")
    expect(chair.get_by_role("button", name="Make it public now")).to_be_visible()


def tell_on_stage(desk: Page) -> None:
    """Card, title, two finalists, the special prize and who gets it, the main prize and who gets it."""
    desk.goto(f"/stage/{TAG}/")
    for press in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "r", "r", "ArrowRight", "r", "r"):
        desk.keyboard.press(press)
    expect(desk.locator("[data-slide]:visible")).to_have_attribute("data-kind", "award")


def status(visitor: Page) -> int | None:
    answered = visitor.goto(f"/results/{TAG}/")
    return answered.status if answered else None


def day(days: int) -> str:
    """So many days from now, as somebody types it into a field for a time of Luxembourg."""
    return f"{datetime.now(ZoneInfo('Europe/Luxembourg')) + timedelta(days=days):%Y-%m-%dT%H:%M}"


def in_languages(where: Locator, label: str, *words: str, item: Locator | None = None) -> None:
    """One text in all four languages, each after its language was chosen. `item`: the one of several that has it."""
    for code, text in zip(LANGUAGES, words, strict=True):
        where.locator(f"button[data-show-language={code}]").click()
        (item or where).locator(f"[data-language={code}]").get_by_label(re.compile(f"^{label}")).fill(text)


def added(desk: Page, button: str) -> Locator:
    """A new item at the end of a list."""
    items = desk.locator("[data-part=list] > [data-item]")
    there = items.count()
    desk.get_by_role("button", name=button).click()
    expect(items).to_have_count(there + 1)
    return items.nth(there)


def tab(desk: Page, name: str) -> None:
    with desk.expect_event("load"):
        desk.get_by_role("navigation", name="Parts of the set-up").get_by_role("link", name=name).click()


def saves(desk: Page, button: str) -> None:
    """The page loads again once it is saved."""
    with desk.expect_event("load"):
        desk.get_by_role("button", name=button).click()


def answer(desk: Page, button: str) -> None:
    desk.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()


def section(desk: Page, title: str) -> Locator:
    return desk.locator("section.section-block", has=desk.get_by_role("heading", name=title, exact=True, level=2))
