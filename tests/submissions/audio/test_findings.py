"""Every finding by a file that has it and one that almost has it, through the whole measure pass."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from submissions.audio.findings import DEFAULT_SEVERITY, Code, apply_rules, same_sound
from submissions.audio.report import Severity
from tests.submissions.audio.conftest import Measure, codes, finding
from tests.submissions.audio.synth import (
    RATE,
    Sound,
    after,
    db,
    encoded,
    faded,
    jpeg,
    noise,
    silence,
    stereo,
    tone,
    wav,
)

TWO = noise(4.0, channels=2)


def quiet(seconds: float, dbfs: float) -> Sound:
    """Two channels of a tone whose peak is at `dbfs`."""
    return stereo(tone(seconds, dbfs=dbfs))


def both(seconds: float) -> Sound:
    """Two channels of different noise."""
    return noise(seconds, channels=2, seed=3)


def hot(run: int) -> Sound:
    """Noise with one run of `run` samples at full scale in the left channel, 1.5 s in."""
    sound = both(3.0)
    sound[0, 72000 : 72000 + run] = 1.0
    sound[0, [71999, 72000 + run]] = 0.5
    return sound


def shifted(percent: float) -> Sound:
    """Noise without an offset of its own, moved by a constant."""
    sound = both(3.0)
    return sound - sound.mean(axis=1, keepdims=True) + percent / 100


def between(similarity: float) -> Sound:
    """Two channels with the given correlation."""
    left, other = noise(6.0, seed=5), noise(6.0, seed=6)
    return stereo(left, similarity * left + np.sqrt(1 - similarity**2) * other)


HAS_IT: dict[str, tuple[Callable[[], Sound], Callable[[], Sound]]] = {
    "silent_start": (
        lambda: after(stereo(silence(3.1)), TWO),
        lambda: after(stereo(silence(2.9)), TWO),
    ),
    "silent_end": (
        lambda: after(TWO, stereo(silence(5.1))),
        lambda: after(TWO, stereo(silence(4.9))),
    ),
    "silent_inside": (
        lambda: after(TWO, stereo(silence(4.1)), TWO),
        lambda: after(TWO, stereo(silence(3.9)), TWO),
    ),
    "nearly_silent": (
        lambda: after(both(0.4), quiet(9.6, -61)),
        lambda: after(both(0.4), quiet(9.6, -59)),
    ),
    "dead_channel": (
        lambda: stereo(noise(3.0), db(-51) * noise(3.0, seed=2)),
        lambda: stereo(noise(3.0), db(-49) * noise(3.0, seed=2)),
    ),
    "out_of_phase": (lambda: between(-0.6), lambda: between(-0.4)),
    "mono_in_stereo": (
        lambda: stereo(noise(3.0)),
        lambda: stereo(noise(3.0), noise(3.0) + db(-40) * noise(3.0, seed=2)),
    ),
    "clipped": (lambda: hot(3), lambda: hot(2)),
    "true_peak_over": (
        lambda: stereo(faded(tone(3.0, hz=RATE / 4, phase=45, dbfs=0.3))),
        lambda: stereo(faded(tone(3.0, hz=RATE / 4, phase=45, dbfs=-0.3))),
    ),
    "dc_offset": (lambda: shifted(0.6), lambda: shifted(-0.4)),
    "too_short": (lambda: both(0.49), lambda: both(0.51)),
    "too_long": (lambda: both(60.1), lambda: both(59.9)),
    "downmixed": (lambda: noise(2.0, channels=3), lambda: both(2.0)),
}


@pytest.mark.parametrize("code", HAS_IT)
def test_measure_sound_with_a_fault_finds_it(code: str, tmp_path: Path, measured: Measure) -> None:
    seen = measured(wav(tmp_path / "has.wav", HAS_IT[code][0]()), max_s=60.0)
    assert finding(seen, code).severity is DEFAULT_SEVERITY[Code(code)]


@pytest.mark.parametrize("code", HAS_IT)
def test_measure_sound_that_almost_has_it_finds_nothing(code: str, tmp_path: Path, measured: Measure) -> None:
    seen = measured(wav(tmp_path / "almost.wav", HAS_IT[code][1]()), max_s=60.0)
    assert code not in codes(seen)


def mp3(bit_rate: int) -> Callable[[Path], Path]:
    """Noise as MP3."""
    return lambda path: encoded(path, both(4.0), "libmp3lame", "mp3", bit_rate=bit_rate)


def claiming(seconds: float) -> Callable[[Path], Path]:
    """A WAV of 20 seconds that claims to last so long."""
    return lambda path: wav(path, noise(20.0), claimed_bytes=round(seconds * RATE) * 2)


def shortened(share: float) -> Callable[[Path], Path]:
    """The first part of an Ogg file."""

    def write(path: Path) -> Path:
        encoded(path, both(4.0), "libopus", "ogg", bit_rate=160_000)
        path.write_bytes(path.read_bytes()[: round(path.stat().st_size * share)])
        return path

    return write


def hurt(packets: int) -> Callable[[Path], Path]:
    """A FLAC file of about 650 packets with so many damaged ones."""

    def write(path: Path) -> Path:
        encoded(path, noise(60.0), "flac", "flac", sample_format="s16")
        data = bytearray(path.read_bytes())
        for number in range(packets):
            place = 100_000 + number * 300_000
            data[place : place + 50] = bytes(255 - byte for byte in data[place : place + 50])
        path.write_bytes(data)
        return path

    return write


FILE_HAS_IT: dict[str, tuple[Callable[[Path], Path], Callable[[Path], Path]]] = {
    "low_bit_rate": (mp3(112_000), mp3(128_000)),
    "cut_off": (claiming(20.5), claiming(20.3)),
    "length_differs": (claiming(20.3), claiming(20.2)),
    "no_end": (shortened(0.9), shortened(1.0)),
    "bad_packets": (hurt(3), hurt(0)),
    "video_present": (
        lambda path: encoded(path, both(3.0), "aac", "mp4", bit_rate=192_000, picture=True),
        lambda path: encoded(path, both(3.0), "aac", "mp4", bit_rate=192_000, cover=jpeg()),
    ),
}


@pytest.mark.parametrize("code", FILE_HAS_IT)
def test_measure_file_with_a_fault_finds_it_and_one_that_almost_has_it_nothing(
    code: str, tmp_path: Path, measured: Measure
) -> None:
    has, almost = FILE_HAS_IT[code]
    seen = measured(has(tmp_path / "has"), allow_video=True)
    assert finding(seen, code).severity is DEFAULT_SEVERITY[Code(code)]
    assert code not in codes(measured(almost(tmp_path / "almost"), allow_video=True))


def test_every_finding_is_shown_by_a_file_that_has_it_and_one_that_almost_has_it() -> None:
    by_comparison = {"same_sound"}  # of two works, see below
    assert {*HAS_IT, *FILE_HAS_IT} | by_comparison == {code.value for code in Code}


def test_measure_silence_says_where_it_is(tmp_path: Path, measured: Measure) -> None:
    sound = after(stereo(silence(3.5)), TWO, stereo(silence(4.5)), TWO, stereo(silence(6.0)))
    seen = measured(wav(tmp_path / "sound.wav", sound))
    placed = {one.code: (one.start_s, one.end_s) for one in seen.findings}
    bins = pytest.approx
    assert placed["silent_start"] == (0.0, bins(3.5, abs=0.02))
    assert placed["silent_inside"] == (bins(7.5, abs=0.02), bins(12.0, abs=0.02))
    assert placed["silent_end"] == (bins(16.0, abs=0.02), 22.0)


def test_measure_silence_with_an_offset_is_still_silence(tmp_path: Path, measured: Measure) -> None:
    seen = measured(wav(tmp_path / "sound.wav", after(stereo(silence(4.0)) + 0.02, TWO + 0.02)))
    assert {"silent_start", "dc_offset"} <= codes(seen)


def test_measure_digital_silence_is_one_finding_without_loudness(tmp_path: Path, measured: Measure) -> None:
    seen = measured(wav(tmp_path / "sound.wav", stereo(silence(3.0))))
    assert codes(seen) == {"nearly_silent"}
    assert (seen.integrated_lufs, seen.true_peak_dbtp, seen.heard_lufs) == (None, None, None)
    assert seen.refused == seen.findings


@pytest.mark.parametrize(("left", "right", "side"), [(0.0, 1.0, "left"), (1.0, 0.0, "right")])
def test_measure_dead_channel_names_the_dead_one(
    left: float, right: float, side: str, tmp_path: Path, measured: Measure
) -> None:
    seen = measured(wav(tmp_path / "sound.wav", stereo(left * noise(3.0), right * noise(3.0))))
    assert finding(seen, "dead_channel").figures["channel"] == side
    assert codes(seen) == {"dead_channel"}


def test_measure_reversed_channel_is_out_of_phase_where_it_is(tmp_path: Path, measured: Measure) -> None:
    mono = noise(12.0)
    sound = stereo(mono, mono.copy())
    sound[1, 6 * RATE :] *= -1
    found = finding(measured(wav(tmp_path / "sound.wav", sound)), "out_of_phase")
    assert (found.start_s, found.end_s) == (pytest.approx(6.0, abs=1.5), 12.0)
    assert found.figures["correlation"] < -0.97


def test_measure_mono_file_has_no_stereo_findings(tmp_path: Path, measured: Measure) -> None:
    assert codes(measured(wav(tmp_path / "sound.wav", noise(3.0)))) == set()


@pytest.mark.parametrize("bits", [16, 24, 32])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_measure_clipping_counts_runs_at_any_depth_and_sign(
    bits: int, sign: float, tmp_path: Path, measured: Measure
) -> None:
    sound = both(3.0)
    for start in (4800, 65534, 100000):  # the second one lies across the edge of two blocks
        sound[1, start : start + 5] = sign
    found = finding(measured(wav(tmp_path / "sound.wav", sound, bits=bits)), "clipped")
    assert found.figures == {"runs": 3, "samples": 15, "longest": 5}
    assert (found.start_s, found.end_s) == (0.1, pytest.approx(100005 / RATE, abs=0.01))


def test_measure_float_over_full_scale_is_no_clipping_but_flat_tops_are(tmp_path: Path, measured: Measure) -> None:
    loud = stereo(tone(2.0, hz=200, dbfs=3.0), tone(2.0, hz=210, dbfs=3.0))
    over = measured(wav(tmp_path / "over.wav", loud, bits=32, floating=True))
    flat = measured(wav(tmp_path / "flat.wav", np.clip(loud, -1, 1), bits=32, floating=True))
    assert "clipped" not in codes(over)
    assert finding(over, "true_peak_over").figures["dbtp"] == pytest.approx(3.0, abs=0.1)
    assert "clipped" in codes(flat)


@pytest.mark.parametrize(("bit_rate", "low"), [(96_000, True), (160_000, False)])
def test_measure_lossy_file_below_128_kbits_warns(bit_rate: int, low: bool, tmp_path: Path, measured: Measure) -> None:
    seen = measured(encoded(tmp_path / "sound.mp3", both(4.0), "libmp3lame", "mp3", bit_rate=bit_rate))
    assert ("low_bit_rate" in codes(seen)) is low
    assert seen.bit_rate == pytest.approx(bit_rate, rel=0.05)


def test_measure_mono_lossy_file_is_judged_by_channel(tmp_path: Path, measured: Measure) -> None:
    seen = measured(encoded(tmp_path / "sound.mp3", noise(4.0), "libmp3lame", "mp3", bit_rate=80_000))
    assert codes(seen) == set()


def test_measure_film_is_refused_unless_the_edition_takes_it(tmp_path: Path, measured: Measure) -> None:
    from submissions.audio.opening import Refused

    film = encoded(tmp_path / "film.mp4", both(3.0), "aac", "mp4", bit_rate=192_000, picture=True)
    with pytest.raises(Refused, match="video_not_allowed"):
        measured(film)
    assert "video_present" in codes(measured(film, allow_video=True))


def test_measure_cover_picture_is_no_film(tmp_path: Path, measured: Measure) -> None:
    tagged = encoded(
        tmp_path / "sound.m4a", both(3.0), "aac", "mp4", bit_rate=192_000, cover=jpeg(), tags={"artist": "Nobody"}
    )
    assert codes(measured(tagged)) == set()


def test_apply_rules_overrides_only_the_named_codes(tmp_path: Path, measured: Measure) -> None:
    seen = measured(wav(tmp_path / "sound.wav", after(stereo(silence(4)), hot(9))))
    judged = {one.code: one.severity for one in apply_rules(seen.findings, {"clipped": Severity.REFUSAL})}
    assert judged["silent_start"] is Severity.WARNING
    assert judged["clipped"] is Severity.REFUSAL
    assert judged["true_peak_over"] is Severity.NOTE


def test_same_sound_names_the_other_work_only_for_equal_samples(tmp_path: Path, measured: Measure) -> None:
    first = measured(wav(tmp_path / "a.wav", TWO))
    again = measured(encoded(tmp_path / "b.flac", TWO, "flac", "flac", sample_format="s16"))
    found = same_sound(again.samples_sha256, [("Work 1", first.samples_sha256)])
    assert found is not None
    assert found.figures == {"work": "Work 1"}
    almost = TWO.copy()
    almost[0, 0] += 2 / 32768
    other = measured(wav(tmp_path / "c.wav", almost))
    assert same_sound(other.samples_sha256, [("Work 1", first.samples_sha256)]) is None
    two_of_a_name = [("Untitled", first.samples_sha256), ("Untitled", other.samples_sha256)]
    assert same_sound(again.samples_sha256, two_of_a_name) is not None


def test_every_code_has_a_severity() -> None:
    assert set(DEFAULT_SEVERITY) == set(Code)
