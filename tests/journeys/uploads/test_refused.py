"""What the server does not take: the card says so, and what to do, and nothing has been sent for nothing."""

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, Route

from tests.journeys.people import call
from tests.journeys.uploads.artist import Artist
from tests.journeys.uploads.site import ORGANISER, TALK, Site
from tests.rehearsal import edition
from tests.rehearsal.client import Client

GIGABYTE = 1_000_000_000
"""What the edition allows a file."""
ALL = 8 * 1024**3
"""What all files of an application may have."""
OPENS = re.compile(r"/api/v1/uploads$")
PART_SENT = re.compile(r"/parts/\d+\?|partNumber=\d+")


def is_refused(stage: Site, artist: Artist, file: Path, words: str) -> None:
    """The file that is chosen now: told why, and not a byte of it was sent."""
    before = stage.sent()
    artist.choose(file)
    artist.sees("problem")
    artist.says(words)
    assert stage.sent() - before <= TALK


def test_file_larger_than_the_edition_allows(stage: Site, artist: Artist, tmp_path: Path) -> None:
    huge = tmp_path / "the whole night.wav"
    with huge.open("wb") as file:
        file.truncate(GIGABYTE + 1)  # sparse: it needs no room
    artist.open()
    too_large = "This file is too large. At most 1,000 MB are possible. Saved as FLAC it is about half as large"
    is_refused(stage, artist, huge, too_large)


def test_file_of_another_kind(stage: Site, artist: Artist, tmp_path: Path) -> None:
    words = tmp_path / "what we need.txt"
    words.write_text("Two microphones, a table.")
    artist.open("rider")
    other_kind = "Files of this kind are not accepted here. Accepted are: .pdf, application/pdf. Please export it"
    is_refused(stage, artist, words, other_kind)


def test_more_than_an_application_may_hold_says_how_much_is_left(stage: Site, artist: Artist, recording: Path) -> None:
    artist.open()
    for number, size in enumerate([*[GIGABYTE] * 8, ALL - 8 * GIGABYTE - 1_000_000]):  # begun elsewhere, under way
        begin(artist.page, size, number)
    is_refused(stage, artist, recording, "All files of an application together may have 8,590 MB, and 1 MB are left.")
    first = call(artist.page, "GET", "/uploads")["results"][0]["id"]
    call(artist.page, "DELETE", f"/uploads/{first}")
    artist.page.get_by_role("button", name="Try again", exact=True).click()  # the same file: room was made
    artist.sees("checking|ready", within_ms=60_000)
    artist.file_is_whole(recording)


def begin(page: Page, size: int, number: int) -> None:
    wish = {
        "purpose": "audio", "target": page.locator("qp-upload").get_attribute("data-target"), "size": size,
        "file_name": f"{number}.wav", "content_type": "audio/wav", "fingerprint": f"{number:064x}",
    }  # fmt: skip
    call(page, "POST", "/uploads", wish)


def test_part_that_something_on_the_way_finds_too_large(artist: Artist, recording: Path) -> None:
    """A company's proxy, say: neither we nor the store would answer so."""
    artist.open()
    artist.page.route(PART_SENT, lambda route: answer(route, 413))
    artist.choose(recording)
    artist.sees("problem")
    artist.says("The network between you and us refuses pieces of this size. Please try another network")


def test_disk_that_is_full_costs_nobody_their_file(artist: Artist, recording: Path) -> None:
    """The answer is put in here; that a full disk gives it is tested beside the store."""
    artist.open()
    with_body = '{"code": "storage_full", "detail": "There is no room."}'
    artist.page.route(OPENS, lambda route: answer(route, 507, with_body), times=1)
    artist.choose(recording)
    artist.sees("problem")
    artist.says("There is no room for this file on the server at the moment. Your file is all right")
    artist.page.get_by_role("button", name="Try again", exact=True).click()
    artist.sees("checking|ready", within_ms=60_000)
    artist.file_is_whole(recording)


def answer(route: Route, status: int, body: str = "") -> None:
    if route.request.method == "OPTIONS":
        return route.continue_()
    kind = {"Content-Type": "application/problem+json", "Access-Control-Allow-Origin": "*"}
    route.fulfill(status=status, body=body, headers=kind)


def test_file_chosen_after_the_deadline(stage: Site, artist: Artist, recording: Path) -> None:
    organiser = Client(f"http://127.0.0.1:{stage.platform.port}", ORGANISER).sign_in()
    slug = f"late-{stage.kind}-{int(time.time())}"
    closes = edition.create(organiser, slug, closes_in=timedelta(seconds=15))
    mine = call(artist.page, "POST", "/applications", {"edition": slug})["id"]
    artist.home = f"{stage.base}/application/{mine}/"
    artist.open()
    left = (closes - datetime.now(UTC)).total_seconds()
    assert left > 0, "the page was opened too late to be caught by the deadline"
    artist.page.wait_for_timeout(1000 * left + 500)
    closed = "Applications are not accepted at this time. The dates are printed in the call."
    is_refused(stage, artist, recording, closed)
