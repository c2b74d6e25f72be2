"""What the artist reads: a sentence for every code, with every figure that the pipeline gives it."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from submissions.audio.findings import Code
from submissions.audio.sentences import FINDINGS, REFUSALS, clock, explain_finding, explain_refusal
from tests.submissions.audio.conftest import Measure
from tests.submissions.audio.synth import after, noise, silence, stereo, wav

SOURCES = Path(__file__).parents[3] / "submissions" / "audio"


def test_every_finding_has_a_sentence() -> None:
    keys = {key.removesuffix("_left").removesuffix("_right") for key in FINDINGS}
    assert keys == {code.value for code in Code}


def test_every_refusal_in_the_sources_has_a_sentence() -> None:
    raised = {
        code
        for path in SOURCES.glob("*.py")
        for code in re.findall(r'Refusal\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert raised | {"cpu_limit", "killed"} <= set(REFUSALS)
    assert len(raised) > 12


@pytest.mark.parametrize("kind", ["playlist", "web_page", "archive", "program", "document", "picture", "text", "midi"])
def test_explain_refusal_names_what_it_is_instead(kind: str) -> None:
    assert explain_refusal("not_audio", {"kind": kind}) != explain_refusal("not_audio", {"kind": "unknown"})


def test_explain_finding_fills_in_every_figure_of_a_real_file(tmp_path: Path, measured: Measure) -> None:
    sound = after(stereo(silence(3.5)), noise(3.0, channels=2), stereo(silence(4.5)), noise(2.0, channels=2))
    sound[0, 200_000:200_010] = 1.0
    seen = measured(wav(tmp_path / "sound.wav", sound + 0.01, claimed_bytes=60 * 192_000), max_s=5.0)
    codes = {one.code for one in seen.findings}
    assert {"silent_start", "silent_inside", "clipped", "dc_offset", "cut_off", "too_long"} <= codes
    with translation.override("en"):
        texts = [explain_finding(one.code, one.figures, start_s=one.start_s, end_s=one.end_s) for one in seen.findings]
    assert "The first 3.5 seconds are silent." in " ".join(texts)
    assert "it lasts 1:00, but there is sound for 0:13 only" in " ".join(texts)
    assert not any("%" in text.replace(" % of full scale", "") for text in texts)


def test_explain_unknown_code_is_an_error_not_an_empty_sentence() -> None:
    with pytest.raises(KeyError):
        explain_finding("unheard_of", {})
    with pytest.raises(KeyError):
        explain_refusal("unheard_of", {})


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (61.4, "1:01"), (3599.6, "1:00:00"), (7325, "2:02:05")])
def test_clock_reads_like_a_player(seconds: float, text: str) -> None:
    with translation.override("en"):
        assert clock(seconds) == text
