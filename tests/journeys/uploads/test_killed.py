"""300 MB on their way, and everything that carries them is killed once: browser, web processes, workers, the store.

The file arrives whole; after each fall at most lanes × part size travels again. The figures are printed (`-rP` shows
them) and stand in docs/performance.md.
"""

import re
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page

from tests.journeys.people import House
from tests.journeys.uploads import killing
from tests.journeys.uploads.artist import Artist
from tests.journeys.uploads.site import LANES, PART, Site
from tests.rehearsal.client import Client
from tests.services.proxy import PASS, slow

SIZE = 300_000_000
FLOW = slow(8_000_000)
"""Bytes a second and connection: three of them carry the file in some twelve seconds, if the machine keeps up."""
TALK = 4_000_000
"""Pages, scripts and API on the same way, where there is only one."""
ARRIVES_MS = 150_000


@pytest.fixture(scope="module")
def long_piece(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Noise in 16 bits stereo, 26 minutes: 300 MB that nothing can shorten."""
    path = tmp_path_factory.mktemp("long") / "half an hour.wav"
    noise = np.random.default_rng(7).integers(-9000, 9000, SIZE // 2, dtype=np.int16).tobytes()
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + SIZE, b"WAVE", b"fmt ", 16, 1, 2, 48000, 192000, 4, 16, b"data", SIZE
    )
    path.write_bytes(head + noise)
    return path


class Profile:
    """A browser of one's own that lives on in its folder when its processes are killed."""

    def __init__(self, launcher: BrowserType, folder: Path, site: Site, arguments: dict[str, Any]) -> None:
        self.launcher, self.folder, self.site, self.arguments = launcher, folder, site, arguments
        self.context: BrowserContext | None = None

    def open(self) -> Page:
        self.context = self.launcher.launch_persistent_context(
            str(self.folder), base_url=self.site.base, viewport={"width": 1280, "height": 900}, **self.arguments
        )
        self.context.add_cookies([{"name": "django_language", "value": "en", "url": self.site.base}])
        return self.context.new_page()

    def kill(self) -> None:
        assert killing.kill(killing.with_words(str(self.folder))) > 1


@pytest.mark.timeout(480)
def test_file_arrives_whole_although_everything_is_killed_once(
    stage: Site,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
    long_piece: Path,
) -> None:
    profile = Profile(browser_type, tmp_path / "profile", stage, browser_type_launch_args)
    page = profile.open()
    house = House(stage.base, page.context.browser, {})  # type: ignore[arg-type]
    email = f"killed.{stage.kind}@uploads.invalid"
    page.goto("/apply/")
    house.sign_in(page, email)
    artist = Artist.arrived(stage, house, page)
    me = Client(f"http://127.0.0.1:{stage.platform.port}", email).sign_in()
    artist.open()
    before, began = stage.sent(), time.monotonic()
    stage.bytes_to.switch(FLOW)
    artist.choose(long_piece)
    expect_copy(artist)
    copied = time.monotonic() - began
    artist.waits_for_percent(12)
    upload = me.get("/api/v1/uploads")["results"][0]["id"]

    def there() -> int:
        return sum(part["size"] for part in me.get(f"/api/v1/uploads/{upload}")["parts"])

    under_way: dict[str, int] = {}
    lost = 0

    def fall(what: str, strike: Callable[[], object]) -> None:
        nonlocal lost
        under_way[what] = max(0, stage.sent() - before - lost - there())
        lost += under_way[what]
        strike()

    fall("browser", profile.kill)
    page = artist.page = profile.open()
    page.goto(artist.home)
    if "/sign-in/" in page.url:  # a cookie younger than half a minute dies with the browser
        house.sign_in(page, email)
    page.goto(f"{artist.home}work-1/")
    artist.sees("uploading")

    artist.waits_for_percent(35)
    web = killing.program(stage.platform.pid, "gunicorn")
    fall("web processes", lambda: killing.kill(killing.children(web)))
    artist.waits_for_percent(50)
    worker = killing.program(stage.platform.pid, "--hostname worker@")
    fall("workers", lambda: killing.kill(killing.children(worker)))
    artist.waits_for_percent(65)
    fall("store", stage.kill_store)
    artist.sees("checking|ready|problem", within_ms=ARRIVES_MS)
    took, again = time.monotonic() - began, stage.sent() - before - long_piece.stat().st_size

    stage.bytes_to.switch(PASS)
    artist.file_is_whole(long_piece)
    figures = ", ".join(f"{what} {count / PART:.1f} parts" for what, count in under_way.items())
    print(f"{stage.kind}: {took:.0f} s, the copy after {copied:.1f} s; sent again in all {again / 1e6:.1f} MB")
    print(f"under way when killed: {figures}")
    assert max(under_way.values()) <= LANES * PART + TALK
    assert again <= 3 * LANES * PART + TALK, "workers carry no bytes; the other three may each cost three parts"
    page.context.close()
    assert "0 orphans, 0 dangling rows" in stage.scan()


def expect_copy(artist: Artist) -> None:
    artist.page.get_by_text(re.compile("keeps a copy")).wait_for(timeout=60_000)
