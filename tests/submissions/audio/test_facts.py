"""The figures of a file in words."""

from typing import Any

import pytest
from django.utils.translation import override

from submissions.audio.facts import facts_of
from submissions.audio.models import Recording

WAV = {
    "container": "wav", "codec": "pcm_s24le", "bit_depth": 24, "sample_rate": 44100, "channels": 2,
    "bit_rate": 2_116_800, "duration_ms": 187_400, "loudness": -1823, "loudness_range": 640, "true_peak": -120,
    "gain": 220,
}  # fmt: skip


def facts(**changes: Any) -> dict[str, str]:
    return {one.label: one.value for one in facts_of(Recording(**{**WAV, **changes}))}


def test_facts_of_a_studio_file() -> None:
    with override("en"):
        assert facts() == {
            "Format": "WAV, 24 bit",
            "Length": "3:07",
            "Sample rate": "44.1 kHz",
            "Channels": "stereo",
            "Loudness": "−18.2 LUFS",
            "Loudness range": "6.4 LU",
            "True peak": "−1.2 dBTP",
            "What the jury hears": "2.2 dB louder than your file",
        }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"container": "mp3", "codec": "mp3", "bit_depth": None, "bit_rate": 191_800}, "MP3, 192 kbit/s"),
        ({"container": "ogg", "codec": "opus", "bit_depth": None, "bit_rate": 160_000}, "Ogg, Opus, 160 kbit/s"),
        ({"container": "wav", "codec": "pcm_f32le", "bit_depth": None}, "WAV, floating point"),
        ({"container": "flac", "codec": "flac", "bit_depth": 16}, "FLAC, 16 bit"),
        ({"container": "new", "codec": "new", "bit_depth": None, "bit_rate": None}, "NEW"),
    ],
)
def test_format(changes: dict[str, Any], said: str) -> None:
    with override("en"):
        assert facts(**changes)["Format"] == said


@pytest.mark.parametrize(
    ("gain", "said"),
    [(-450, "4.5 dB softer than your file"), (4, "just as loud as your file"), (-4, "just as loud as your file")],
)
def test_gain(gain: int, said: str) -> None:
    with override("en"):
        assert facts(gain=gain)["What the jury hears"] == said


def test_channels_say_what_the_jury_hears_of_them() -> None:
    with override("en"):
        [mono] = [one for one in facts_of(Recording(**{**WAV, "channels": 1})) if one.label == "Channels"]
        [many] = [one for one in facts_of(Recording(**{**WAV, "channels": 6})) if one.label == "Channels"]
    assert (mono.value, mono.note) == ("mono", "The jury hears it on both loudspeakers.")
    assert (many.value, "BS.775" in many.note) == ("6", True)


def test_silent_or_refused_files_say_what_is_known() -> None:
    with override("en"):
        assert {"Loudness", "Loudness range", "True peak", "What the jury hears"}.isdisjoint(
            facts(loudness=None, loudness_range=None, true_peak=None, gain=None)
        )
    assert facts_of(Recording(container="wav")) == ()


@pytest.mark.parametrize(("language", "said"), [("de", "−18,2 LUFS"), ("fr", "−18,2 LUFS"), ("lb", "−18,2 LUFS")])
def test_figures_follow_the_language(language: str, said: str) -> None:
    with override(language):
        assert said in [one.value for one in facts_of(Recording(**WAV))]
