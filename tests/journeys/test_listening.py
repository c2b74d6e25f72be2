"""What is heard, in a real browser: findings on the waveform lead to their places; a juror takes our level back."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from frontend.demo.people import JURORS
from tests.journeys.conftest import Opens
from tests.journeys.people import call
from tests.journeys.test_juror import enter, first_player
from tests.submissions.audio.synth import after, pink, silence, stereo, wav

CHECKED_MS = 120_000
JUROR = next(one.email for one in JURORS if one.language == "fr")
OVERHEAR = """
const made = AudioContext.prototype.createGain;
AudioContext.prototype.createGain = function () {
  const gain = made.call(this), ear = this.createAnalyser();
  gain.connect(ear);
  Object.assign(window, { heardGain: gain, heardEar: ear });
  return gain;
};
window.loudest = () => {
  const samples = new Float32Array(window.heardEar.fftSize);
  window.heardEar.getFloatTimeDomainData(samples);
  return Math.max(...samples.map(Math.abs));
};
"""
"""A gain that the page makes can be looked at, and what comes out of it."""


def test_a_juror_hears_a_work_as_delivered_and_back(opens: Opens) -> None:
    page = opens(JUROR)
    page.add_init_script(OVERHEAR)
    enter(page)
    player = first_player(page)
    box = player.locator("[data-part=box]")
    player.get_by_text("Level and copy").click()
    said, delivered = player.locator("[data-part=said]"), player.get_by_label("Play as delivered")
    expect(said).to_contain_text("Nothing is compressed.")
    with page.expect_response(re.compile(r"/works/\d+/play")) as answer:
        player.locator("[data-part=go]").click()
    told = answer.value.json()
    expect(box).to_have_attribute("data-state", "playing", timeout=15_000)
    assert page.evaluate("window.heardGain === undefined"), "our level needs nothing between file and loudspeaker"

    delivered.check()
    softer = -(told["gain_db"] + told["undo_db"])  # than the artist's file: 0, or what the copy's peaks forbid
    whole = "as loud as it was sent." if softer < 0.05 else f"{softer:.1f} dB softer than it was sent"
    expect(said).to_contain_text(whole)
    expect(box).to_have_attribute("data-state", "playing", timeout=15_000)
    assert gain(page) == pytest.approx(10 ** (told["undo_db"] / 20), rel=1e-4)
    assert told["undo_db"] <= -told["gain_db"] + 0.005
    assert sounds(page), "the sound still arrives when it goes through the gain"

    delivered.uncheck()
    expect(said).to_contain_text("Nothing is compressed.")
    assert gain(page) == 1
    delivered.check()
    page.reload()
    player.get_by_text("Level and copy").click()
    expect(player.get_by_label("Play as delivered")).to_be_checked()
    player.get_by_label("Play as delivered").uncheck()


def gain(page: Page) -> float:
    """The factor that the page's gain has; waits until there is one."""
    for _ in range(50):
        value = page.evaluate("window.heardGain ? window.heardGain.gain.value : null")
        if value is not None:
            return float(value)
        page.wait_for_timeout(100)
    pytest.fail("no gain was made")


def sounds(page: Page) -> bool:
    """Whether anything but silence comes out of the gain within some seconds."""
    for _ in range(50):
        if page.evaluate("window.loudest()") > 1e-4:
            return True
        page.wait_for_timeout(100)
    return False


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Silent at the start, silent in the middle, and nothing at all on the right."""
    left = after(silence(5), pink(25, dbfs=-20), silence(6), pink(20, seed=2, dbfs=-20))
    return wav(tmp_path / "several.wav", stereo(left, silence(56)))


def test_findings_of_an_upload_stand_on_the_waveform_and_lead_to_their_places(opens: Opens, file: Path) -> None:
    page = opens("artist")
    work = the_draft(page)
    page.goto(work)
    page.locator("qp-upload input[type=file]").first.set_input_files(file)
    card = page.locator("qp-upload .upload")
    expect(card).to_have_attribute("data-state", "ready", timeout=CHECKED_MS)
    findings = page.locator("[data-part=findings] li")
    expect(findings.filter(has_text="From 0:30 to 0:36 there is silence.")).to_be_visible()
    expect(findings.filter(has_text="Only the left channel has sound")).to_be_visible()
    pause, start = marks(page, findings, "From 0:30"), marks(page, findings, "The first 5 seconds")
    wave, mark = page.locator(".player-wave").bounding_box(), pause.bounding_box()
    assert wave
    assert mark
    assert (mark["x"] - wave["x"]) / wave["width"] == pytest.approx(30 / 56, abs=0.02)

    findings.filter(has_text="From 0:30").get_by_role("button", name="0:30").click()
    expect(page.locator(".player-time")).to_have_text("0:30 / 0:56")
    start.click()
    expect(page.locator(".player-time")).to_have_text("0:00 / 0:56")
    expect(findings.filter(has_text="are silent").first).to_have_attribute("data-current", "")
    facts = page.locator("[data-part=facts]")
    expect(facts).to_contain_text("WAV, 16 bit")
    expect(facts).to_contain_text("than your file")
    expect(page.locator("qp-findings .player-go")).to_be_visible(timeout=CHECKED_MS)


def marks(page: Page, findings: Locator, words: str) -> Locator:
    """The mark on the waveform that belongs to the finding with these words."""
    at = findings.filter(has_text=words).get_attribute("data-at")
    mark = page.locator(f".player-wave i[data-at='{at}']")
    expect(mark).to_have_count(1)
    return mark


def the_draft(page: Page) -> str:
    """The page of the first work of the artist's application that may still be changed."""
    page.goto("/apply/")
    applications: Any = call(page, "GET", "/applications")["results"]
    draft = next(one for one in applications if one["state"] == "draft")
    return f"/application/{draft['id']}/work-1/"
