"""Our figures beside those of the standard program: FFmpeg's own ebur128, and its decoder on what we encode."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from submissions.audio.limits import Limits
from submissions.audio.render import render
from tests.submissions.audio.conftest import Measure
from tests.submissions.audio.synth import Sound, after, encoded, faded, noise, pink, stereo, tone, wav

pytestmark = pytest.mark.oracle

SOUNDS: dict[str, Callable[[], Sound]] = {
    "pink": lambda: pink(20.0, channels=2),
    "loud and quiet": lambda: after(pink(8.0, channels=2, dbfs=-12), pink(8.0, channels=2, dbfs=-32, seed=4)),
    "tone": lambda: stereo(faded(tone(10.0, hz=997, dbfs=-9))),
    "mono": lambda: pink(10.0, seed=9),
    "quiet": lambda: faded(pink(10.0, channels=2, dbfs=-50)),
    "six channels": lambda: pink(10.0, channels=6),
    "short": lambda: pink(1.25, channels=2),
}


def told_by_ffmpeg(path: Path) -> tuple[float, float, float]:
    """Integrated loudness, range and true peak by the program."""
    command = ["ffmpeg", "-nostdin", "-hide_banner", "-i", str(path), "-af", "ebur128=peak=true:framelog=verbose"]
    done = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True, check=True)
    summary = done.stderr[done.stderr.rindex("Summary:") :]
    values = [re.search(rf"{name}:\s+(-?[0-9.]+)", summary) for name in ("I", "LRA", "Peak")]
    integrated, span, peak = (float(value[1]) for value in values if value is not None)
    return integrated, span, peak


@pytest.mark.parametrize("name", SOUNDS)
def test_measure_loudness_equals_ffmpeg(name: str, tmp_path: Path, measured: Measure) -> None:
    sound = SOUNDS[name]()
    mask = 0x3F if len(sound) == 6 else None
    path = wav(tmp_path / "sound.wav", sound, bits=24, mask=mask)
    seen = measured(path)
    integrated, span, peak = told_by_ffmpeg(path)
    assert seen.integrated_lufs == pytest.approx(integrated, abs=0.1)
    assert seen.loudness_range_lu == pytest.approx(span, abs=0.1)
    assert seen.true_peak_dbtp == pytest.approx(peak, abs=0.1)


@pytest.mark.parametrize(("codec", "muxer"), [("libmp3lame", "mp3"), ("libopus", "ogg"), ("aac", "mp4")])
def test_measure_lossy_loudness_equals_ffmpeg(codec: str, muxer: str, tmp_path: Path, measured: Measure) -> None:
    path = encoded(tmp_path / "sound", pink(20.0, channels=2), codec, muxer, bit_rate=192_000)
    seen = measured(path)
    integrated, _, peak = told_by_ffmpeg(path)
    assert seen.integrated_lufs == pytest.approx(integrated, abs=0.1)
    assert seen.true_peak_dbtp == pytest.approx(peak, abs=0.15)


@pytest.mark.parametrize(("codec", "name"), [("aac", "sound.m4a"), ("opus", "sound.opus"), ("flac", "sound.flac")])
def test_render_decodes_cleanly_in_ffmpeg(codec: str, name: str, tmp_path: Path) -> None:
    path = wav(tmp_path / "song.wav", noise(5.0, channels=2))
    render(path, tmp_path, gain_db=-2.0, codecs=(codec,), limits=Limits(), on_progress=lambda share: None)
    command = ["ffmpeg", "-nostdin", "-v", "warning", "-xerror", "-i", str(tmp_path / name), "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    probe = ["ffprobe", "-v", "error", "-show_entries", "format=duration:format_tags:stream_tags", "-of", "flat"]
    lines = subprocess.run([*probe, str(tmp_path / name)], capture_output=True, text=True, check=True).stdout
    duration = re.search(r'format\.duration="([0-9.]+)"', lines)
    assert duration is not None
    assert float(duration[1]) == pytest.approx(5.0, abs=0.01)
    tags = {line.split(".tags.")[1].split("=")[0] for line in lines.splitlines() if ".tags." in line}
    assert tags <= {"major_brand", "minor_version", "compatible_brands", "language", "handler_name", "vendor_id"}
