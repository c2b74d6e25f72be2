"""An artist at the upload card: chooses, waits, looks."""

import hashlib
import re
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import House, call
from tests.journeys.uploads.site import Site

_numbers = count(1)
ARRIVES_MS = 180_000
CHECKED_MS = 120_000


@dataclass
class Artist:
    """`home`: the address of the application."""

    site: Site
    house: House
    email: str
    page: Page
    home: str

    @classmethod
    def arrived(cls, site: Site, house: House, page: Page | None = None) -> "Artist":
        """Signed in, with an application begun."""
        email = f"artist{next(_numbers)}.{site.kind}@uploads.invalid"
        page = page or house.page(email)
        if page.url == "about:blank":
            page.goto("/apply/")
        page.get_by_role("button", name="Start your application").click()
        expect(page).to_have_url(re.compile(r"/application/[0-9a-f-]{36}/$"))
        return cls(site, house, email, page, page.url)

    def leave(self) -> None:
        self.page.context.close()

    def open(self, part: str = "work-1", page: Page | None = None) -> Locator:
        """The page of a part; its upload card."""
        page = page or self.page
        page.goto(f"{self.home}{part}/")
        return self.card(page)

    def card(self, page: Page | None = None) -> Locator:
        return (page or self.page).locator("[data-part=card]")

    def choose(self, file: Path, page: Page | None = None) -> None:
        (page or self.page).locator("input[type=file]:visible").first.set_input_files(file)

    def sees(self, state: str, *, within_ms: float = 15_000, page: Page | None = None) -> None:
        expect(self.card(page)).to_have_attribute("data-state", re.compile(f"^({state})$"), timeout=within_ms)

    def says(self, words: str | re.Pattern[str], *, within_ms: float = 15_000) -> None:
        expect(self.card().locator("[data-part=say]")).to_contain_text(words, timeout=within_ms)

    def waits_for_percent(self, least: int, *, within_ms: float = 60_000) -> None:
        """Until so much is there."""
        for _round in range(int(within_ms / 100)):
            if self.percent() >= least:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.percent()} % after {within_ms / 1000:.0f} s, not {least}")

    def percent(self) -> int:
        return int(self.page.locator("[data-part=percent]").first.text_content().strip(" %") or 0)

    def file_is_whole(self, file: Path, *, part: str = "work-1") -> None:
        """It has been checked, and the platform's SHA-256 of it is the one that sha256sum prints."""
        self.open(part)
        self.sees("checking|ready|problem", within_ms=ARRIVES_MS)
        target = self.page.locator("qp-upload").get_attribute("data-target")
        for _round in range(CHECKED_MS // 500):
            if audio := call(self.page, "GET", f"/works/{target}")["audio"]:
                break
            self.page.wait_for_timeout(500)
        assert audio, "the file was not given to its work"
        with file.open("rb") as content:
            assert audio["sha256"] == hashlib.file_digest(content, "sha256").hexdigest()
