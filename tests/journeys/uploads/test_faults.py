"""Something fails between the browser and where the parts go: the card says so and goes on, and the file is whole."""

import re
from pathlib import Path

import pytest

from tests.journeys.people import call
from tests.journeys.uploads.artist import ARRIVES_MS, Artist
from tests.journeys.uploads.site import LANES, PART, TALK, Site
from tests.services.proxy import HANG, PASS, REFUSE, RESET, UNAVAILABLE, Fault, cut, slow

FLOWING = slow(1_000_000)
"""Bytes a second and connection: a good line at home, on which the file takes some ten seconds."""
LINE = 400_000
"""Bytes a second and connection: a poor line, on which a part takes 21 seconds."""
LEFT = re.compile(r"(\d+) (second|minute)s? left")
LOST, BUSY = re.compile("connection is lost"), re.compile("server is busy")


def begin(artist: Artist, stage: Site, recording: Path) -> int:
    """Choose the file and wait until it flows: the bytes that had gone up before."""
    artist.open()
    before = stage.sent()
    stage.bytes_to.switch(FLOWING)
    artist.choose(recording)
    artist.sees("uploading")
    artist.waits_for_percent(20)
    return before


def is_whole_with_little_sent_twice(artist: Artist, stage: Site, recording: Path, before: int) -> None:
    artist.sees("checking|ready", within_ms=ARRIVES_MS)
    again = stage.sent() - before - recording.stat().st_size
    assert again <= LANES * PART + TALK, f"{again} bytes were sent twice"
    stage.bytes_to.switch(PASS)
    artist.file_is_whole(recording)


@pytest.mark.parametrize(
    ("fault", "words"),
    [(REFUSE, LOST), (RESET, LOST), (UNAVAILABLE, BUSY), (cut(200_000), LOST)],
    ids=["refused", "reset", "503", "cut"],
)
def test_upload_goes_on_by_itself_after(
    stage: Site, artist: Artist, recording: Path, fault: Fault, words: re.Pattern[str]
) -> None:
    before = begin(artist, stage, recording)
    stage.bytes_to.switch(fault)
    artist.sees("retrying")
    artist.says(words)
    stage.bytes_to.switch(FLOWING)
    is_whole_with_little_sent_twice(artist, stage, recording, before)


def test_upload_survives_a_line_that_hangs_for_seconds_without_sending_twice(
    stage: Site, artist: Artist, recording: Path
) -> None:
    before = begin(artist, stage, recording)
    with stage.bytes_to.during(HANG):
        artist.page.wait_for_timeout(6000)
        there = artist.percent()
        artist.page.wait_for_timeout(2000)
        assert artist.percent() == there < 100
    artist.sees("checking|ready", within_ms=ARRIVES_MS)
    assert stage.sent() - before - recording.stat().st_size <= TALK
    artist.file_is_whole(recording)


def test_upload_over_a_slow_line_has_one_part_under_way(stage: Site, artist: Artist, recording: Path) -> None:
    """At 400 kB/s three lanes would hold 24 MiB for a minute, all of it lost when the person opens another page."""
    artist.open()
    before = stage.sent()
    stage.bytes_to.switch(slow(LINE))
    artist.choose(recording)
    artist.says(LEFT, within_ms=20_000)
    left = recording.stat().st_size * (1 - artist.percent() / 100)
    told = LEFT.search(artist.card().locator("[data-part=say]").inner_text())
    assert told
    seconds = int(told[1]) * (60 if told[2] == "minute" else 1)
    assert 0.5 < seconds * LINE / left < 2
    upload = call(artist.page, "GET", "/uploads")["results"][0]["id"]
    for _look in range(8):
        under_way = stage.sent() - before
        there = sum(part["size"] for part in call(artist.page, "GET", f"/uploads/{upload}")["parts"])
        assert under_way - there <= PART + TALK
        artist.page.wait_for_timeout(1500)
    stage.bytes_to.switch(PASS)
    artist.sees("checking|ready", within_ms=ARRIVES_MS)
    artist.file_is_whole(recording)


@pytest.mark.parametrize("stage", ["local"], indirect=True)  # a store does not tell pages of others when to come back
def test_upload_rests_after_eight_tries_and_goes_on_when_asked(stage: Site, artist: Artist, recording: Path) -> None:
    before = begin(artist, stage, recording)
    with stage.bytes_to.during(UNAVAILABLE):
        artist.sees("paused", within_ms=60_000)
        artist.says("has been busy for some time")
    stage.bytes_to.switch(FLOWING)
    artist.page.get_by_role("button", name="Go on", exact=True).click()
    is_whole_with_little_sent_twice(artist, stage, recording, before)


def test_upload_waits_while_the_browser_is_offline_and_goes_on_by_itself(
    stage: Site, artist: Artist, recording: Path
) -> None:
    before = begin(artist, stage, recording)
    artist.page.context.set_offline(True)
    stage.bytes_to.switch(REFUSE)
    artist.sees("retrying")
    artist.says("You are offline")
    stage.bytes_to.switch(FLOWING)
    artist.page.context.set_offline(False)
    is_whole_with_little_sent_twice(artist, stage, recording, before)
