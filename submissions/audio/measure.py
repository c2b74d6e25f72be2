"""Pass 1: one decode that yields everything we know about a file, and its waveform."""

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame

from submissions.audio.clipping import ClippingDetector
from submissions.audio.declared import declared_length, lacks_end
from submissions.audio.decoding import Decode, Progress, check_rate
from submissions.audio.envelope import BLOCK, Envelope, EnvelopeBuilder, Samples
from submissions.audio.findings import Code, found
from submissions.audio.graphs import DOWNMIX, Wiring, pulled
from submissions.audio.lengths import find_damage, find_length_faults, find_low_bit_rate
from submissions.audio.limits import Limits
from submissions.audio.loudness import DUAL_MONO_LU, Loudness, Meter
from submissions.audio.opening import LOSSY, Opened, Refused, bit_depth, opened
from submissions.audio.peaks import write_peaks
from submissions.audio.report import Finding, Measurement, Refusal
from submissions.audio.silence import find_silence
from submissions.audio.sniff import Sniffed, sniff
from submissions.audio.stereo import find_channel_faults
from submissions.audio.truepeak import TruePeak


@dataclass(frozen=True, slots=True)
class Heard:
    """What one decode gathered."""

    envelope: Envelope
    clipping: list[Finding]
    samples_sha256: str
    as_delivered: Loudness
    as_heard: Loudness


def measure(path: Path, folder: Path, limits: Limits, on_progress: Progress) -> Measurement:
    """Decode a file once and report on it; the peaks go into `folder`. Raises Refused."""
    kind = sniff(path)
    if isinstance(kind, Refusal):
        raise Refused(kind)
    with opened(path, kind, allow_video=limits.allow_video) as source:
        codec = source.stream.codec_context.name
        check_rate(source.stream.rate)
        declared_s = declared_length(path, kind, source.declared_s, linear=codec.startswith("pcm_"))
        if declared_s is not None and declared_s > limits.hard_max_s:
            # True or not, this ends in a refusal: too long, or cut off. No need to decode for hours to find out.
            raise Refused(Refusal("too_long_to_decode", {"limit_s": limits.hard_max_s}))
        decode = Decode(source, limits, on_progress)
        heard = Listener(decode).run()
        open_end = lacks_end(path, kind)
        return _report(kind, decode, heard, folder, declared_s=declared_s, open_end=open_end)


class Listener:
    """Pushes every frame of a decode through the meters. More than two channels are also metered as their downmix."""

    def __init__(self, decode: Decode) -> None:
        self._decode = decode
        self._hash = hashlib.sha256()

    def run(self) -> Heard:
        """Decode everything. Raises Refused."""
        frames = self._decode.frames()
        first = next(frames)
        self._start(first)
        self._push(first)
        for frame in frames:
            self._push(frame)
        self._push(None)
        return self._finish()

    def _start(self, first: AudioFrame) -> None:
        channels, rate = first.layout.nb_channels, first.sample_rate
        self._envelope = EnvelopeBuilder(rate, channels)
        self._clipping = ClippingDetector(rate, bit_depth(self._decode.source))
        self._hash.update(struct.pack("<II", rate, channels))
        self._wiring = Wiring(first, 1)
        self._blocks = self._wiring.branch(*in_blocks(channels))
        self._wiring.configure()
        self._delivered, self._peak = Meter(first), TruePeak(rate, channels)
        self._mixed = Mix(first) if channels > 2 else None

    def _push(self, frame: AudioFrame | None) -> None:
        self._wiring.push(frame)
        for block in pulled(self._blocks):
            self._take(samples_of(block))
        self._delivered.push(frame)
        if self._mixed is not None:
            self._mixed.push(frame)

    def _take(self, block: Samples) -> None:
        low, high = float(block.min()), float(block.max())
        if not (np.isfinite(low) and np.isfinite(high)):
            raise Refused(Refusal("not_a_number", {"at_s": round(self._decode.seconds, 2)}))
        self._hash.update(block.data)
        self._envelope.add(block)
        self._clipping.add(block, low, high)
        self._peak.add(block)

    def _finish(self) -> Heard:
        envelope = self._envelope.finish()
        delivered = self._delivered.finish(self._peak.finish())
        mixed = self._mixed.finish() if self._mixed is not None else delivered
        if len(envelope.low) == 1 and delivered.integrated_lufs is not None:
            lifted = round(delivered.integrated_lufs + DUAL_MONO_LU, 2)
            mixed = Loudness(lifted, delivered.range_lu, delivered.true_peak_dbtp)
        return Heard(envelope, self._clipping.finish(), self._hash.hexdigest(), delivered, mixed)


class Mix:
    """More than two channels as a juror will hear them: loudness and true peak of the downmix to stereo."""

    def __init__(self, first: AudioFrame) -> None:
        self._meter, self._peak = Meter(first, mixed=True), TruePeak(first.sample_rate, 2)
        self._wiring = Wiring(first, 1)
        self._blocks = self._wiring.branch(("aresample", DOWNMIX), *in_blocks(2))
        self._wiring.configure()

    def push(self, frame: AudioFrame | None) -> None:
        """Take the next frame, None at the end."""
        self._meter.push(frame)
        self._wiring.push(frame)
        for block in pulled(self._blocks):
            self._peak.add(samples_of(block))

    def finish(self) -> Loudness:
        """The figures."""
        return self._meter.finish(self._peak.finish())


def in_blocks(channels: int) -> tuple[tuple[str, str], ...]:
    """Filters that end in floats, BLOCK samples at a time. Planar but for 8 channels: there PyAV 18 looks for the end
    of the planes in a null pointer that is not there."""
    return ("aformat", f"sample_fmts={'fltp' if channels < 8 else 'flt'}"), ("asetnsamples", f"n={BLOCK}:p=0")


def samples_of(block: AudioFrame) -> Samples:
    """A frame of floats as (channels, samples), a copy of its own."""
    rows = np.asarray(block.to_ndarray(), dtype=np.float32)
    if block.format.name == "flt":
        rows = np.ascontiguousarray(rows.reshape(-1, block.layout.nb_channels).T)
    rows += np.float32(0)  # turns the -0.0 of floating point files into 0.0: the same sound, the same digest
    return rows


def _report(
    kind: Sniffed, decode: Decode, heard: Heard, folder: Path, *, declared_s: float | None, open_end: bool
) -> Measurement:
    source = decode.source
    envelope, codec = heard.envelope, source.stream.codec_context.name
    seconds, channels = decode.seconds, len(envelope.low)
    lossy = codec in LOSSY
    bit_rate = round(8 * decode.packet_bytes / seconds)
    findings = [
        *find_length_faults(seconds, declared_s, decode.limits, open_end=open_end),
        *find_damage(decode.packets, decode.bad_packets),
        *find_silence(envelope),
        *find_channel_faults(envelope),
        *heard.clipping,
        *_notes(source, heard, channels),
        *find_low_bit_rate(bit_rate, channels, lossy=lossy),
    ]
    return Measurement(
        container=kind.container,
        codec="mp3" if codec == "mp3float" else codec,
        sample_rate=decode.sample_rate,
        channels=channels,
        channel_layout=decode.shape[1],
        bit_depth=bit_depth(source),
        bit_rate=bit_rate,
        lossy=lossy,
        size_bytes=source.size_bytes,
        declared_s=None if declared_s is None else round(declared_s, 6),
        decoded_s=round(seconds, 6),
        integrated_lufs=heard.as_delivered.integrated_lufs,
        loudness_range_lu=heard.as_delivered.range_lu,
        true_peak_dbtp=heard.as_delivered.true_peak_dbtp,
        heard_lufs=heard.as_heard.integrated_lufs,
        heard_true_peak_dbtp=heard.as_heard.true_peak_dbtp,
        samples_sha256=heard.samples_sha256,
        packets=decode.packets,
        bad_packets=decode.bad_packets,
        peaks=write_peaks(envelope, folder),
        findings=tuple(findings),
    )


def _notes(source: Opened, heard: Heard, channels: int) -> list[Finding]:
    notes = []
    peak = heard.as_delivered.true_peak_dbtp
    if peak is not None and peak > 0:
        notes.append(found(Code.TRUE_PEAK_OVER, dbtp=peak))
    if channels > 2:
        notes.append(found(Code.DOWNMIXED, channels=channels))
    if source.has_video:
        notes.append(found(Code.VIDEO_PRESENT))
    return notes
