"""An upload goes on: on other pages, after a reload, in another tab, on another device, with the file chosen again."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.uploads.artist import ARRIVES_MS, Artist
from tests.journeys.uploads.site import Site
from tests.journeys.uploads.test_faults import FLOWING, TALK, begin, is_whole_with_little_sent_twice
from tests.services.proxy import PASS, slow
from tests.submissions.audio import synth


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sound = synth.faded(synth.pink(60, seed=23, channels=2))
    return synth.wav(tmp_path_factory.mktemp("second") / "second piece.wav", sound, bits=24)


def under_way(page: Page, name: str) -> str:
    """The line of a file on a page that is not its own."""
    line = page.locator(".under-way-line", has_text=name)
    expect(line).to_be_visible()
    return line.inner_text()


def test_two_uploads_go_on_while_other_parts_are_filled_in(
    stage: Site, artist: Artist, recording: Path, second: Path
) -> None:
    begin(artist, stage, recording)
    expect(artist.card().locator("[data-part=hint]")).to_contain_text("without choosing the file again")
    artist.open("work-2")
    artist.choose(second)
    artist.sees("uploading")
    artist.waits_for_percent(10)
    assert recording.name in under_way(artist.page, recording.name)

    artist.page.goto(f"{artist.home}about/")
    for file in (recording, second):
        expect(artist.page.locator(".under-way-line", has_text=file.name)).to_contain_text(
            "Has arrived", timeout=ARRIVES_MS
        )
    stage.bytes_to.switch(PASS)
    artist.file_is_whole(recording)
    artist.file_is_whole(second, part="work-2")


def test_reload_goes_on_without_asking_for_the_file(stage: Site, artist: Artist, recording: Path) -> None:
    before = begin(artist, stage, recording)
    expect(artist.card().locator("[data-part=hint]")).to_contain_text("keeps a copy")
    artist.page.reload()
    artist.sees("uploading|checking|ready")
    is_whole_with_little_sent_twice(artist, stage, recording, before)


def test_other_device_asks_for_the_file_again_and_sends_only_what_is_missing(
    stage: Site, artist: Artist, recording: Path
) -> None:
    before = begin(artist, stage, recording)
    artist.waits_for_percent(50)
    artist.page.close()
    other = artist.house.page(artist.email)
    artist.page = other
    artist.open()
    artist.sees("resume")
    artist.says(re.compile(rf"Choose “{recording.name}” again, \d+ % is already here"))
    artist.choose(recording)
    is_whole_with_little_sent_twice(artist, stage, recording, before)


def test_changed_file_of_the_same_name_and_size_is_caught(
    stage: Site, artist: Artist, recording: Path, tmp_path: Path
) -> None:
    """A new export: same name, size, time and both ends, other sound in the first part, which is there already."""
    begin(artist, stage, recording)
    artist.waits_for_percent(60)
    artist.page.close()
    changed = tmp_path / recording.name
    content = bytearray(recording.read_bytes())
    content[3 * 1024**2 : 3 * 1024**2 + 6000] = bytes(6000)
    changed.write_bytes(content)
    artist.page = artist.house.page(artist.email)
    artist.open()
    artist.sees("resume")
    artist.choose(changed)
    artist.sees("checking|ready", within_ms=ARRIVES_MS)
    stage.bytes_to.switch(PASS)
    artist.file_is_whole(changed)


def test_second_tab_says_so_and_goes_on_when_the_first_is_closed(stage: Site, artist: Artist, recording: Path) -> None:
    before = begin(artist, stage, recording)
    first, tab = artist.page, artist.page.context.new_page()
    artist.open(page=tab)
    artist.sees("elsewhere", page=tab)
    first.close()
    artist.page = tab
    artist.sees("uploading|checking|ready")
    is_whole_with_little_sent_twice(artist, stage, recording, before)


def test_pause_and_stop_by_keyboard_alone(stage: Site, artist: Artist, recording: Path) -> None:
    begin(artist, stage, recording)
    keys, button = artist.page.keyboard, artist.page.get_by_role
    button("button", name="Pause").focus()
    keys.press("Enter")
    artist.sees("paused")
    expect(button("button", name="Go on", exact=True)).to_be_focused()
    stage.bytes_to.switch(PASS)  # what sockets had swallowed goes out now, at once
    artist.page.wait_for_timeout(3000)
    held = stage.sent()
    artist.page.wait_for_timeout(2000)
    assert stage.sent() - held < TALK
    stage.bytes_to.switch(FLOWING)
    artist.page.reload()
    artist.sees("paused")

    button("button", name="Go on", exact=True).focus()
    keys.press("Enter")
    artist.sees("uploading")
    button("button", name="Stop and remove").focus()
    keys.press("Enter")
    expect(button("group", name="Stop this upload?")).to_contain_text("deleted from the server")
    expect(button("button", name="Keep it")).to_be_focused()
    keys.press("Shift+Tab")
    keys.press("Enter")
    artist.sees("empty")
    expect(artist.page.locator(".upload-drop input[type=file]")).to_be_focused()
    artist.page.reload()
    artist.sees("empty")
    assert kept(artist.page) == 0


def test_signing_out_removes_the_copy_and_signing_in_again_asks_for_the_file(
    stage: Site, artist: Artist, recording: Path
) -> None:
    begin(artist, stage, recording)
    expect(artist.card().locator("[data-part=hint]")).to_contain_text("keeps a copy")
    assert kept(artist.page) == 1
    artist.page.get_by_role("button", name="Sign out").click()
    expect(artist.page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert kept(artist.page) == 0
    stage.bytes_to.switch(PASS)
    artist.house.sign_in(artist.page, artist.email)
    artist.open()
    artist.sees("resume")
    artist.choose(recording)
    artist.sees("checking|ready", within_ms=ARRIVES_MS)
    artist.file_is_whole(recording)


@pytest.mark.parametrize("stage", ["local"], indirect=True)
def test_screen_reader_hears_every_tenth_percent_and_not_more(stage: Site, artist: Artist, recording: Path) -> None:
    artist.open()
    artist.page.evaluate(
        """() => {
          window.heard = [];
          const said = document.querySelector("[data-part=said]");
          new MutationObserver(() => window.heard.push(said.textContent)).observe(said, { childList: true });
        }"""
    )
    stage.bytes_to.switch(slow(600_000))
    artist.choose(recording)
    artist.sees("checking|ready", within_ms=ARRIVES_MS)
    percents = [
        int(found[1])
        for one in artist.page.evaluate("() => window.heard")
        if (found := re.search(r"(\d+) percent", one))
    ]
    assert len(percents) >= 3
    assert percents == sorted(set(percents))
    assert all(one % 10 == 0 for one in percents)


def kept(page: Page) -> int:
    """Files that this browser keeps for later."""
    return int(
        page.evaluate(
            """async () => {
              if (!(await indexedDB.databases()).some((one) => one.name === "qp-uploads")) return 0;
              const asked = indexedDB.open("qp-uploads");
              const db = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
              const files = db.transaction("files").objectStore("files").count();
              const n = await new Promise((done) => (files.onsuccess = () => done(files.result)));
              db.close();
              return n;
            }"""
        )
    )
