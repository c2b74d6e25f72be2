"""The renditions on offer, and one encoder with its container, each fed in a thread of its own.

Nothing but sound is written: no tags, cover, chapters, dates or names; `bitexact` keeps the encoder's version out, so
that the same input gives the same bytes.
"""

import queue
import threading
from dataclasses import dataclass, field
from pathlib import Path

import av
from av.audio.frame import AudioFrame

QUEUED_FRAMES = 16
FRAME_SAMPLES = 16384


@dataclass(frozen=True, slots=True)
class Format:
    """How a rendition is made. `rates`: what its encoder is given; empty keeps the rate."""

    encoder: str
    muxer: str
    file_name: str
    content_type: str
    sample_format: str
    rates: tuple[int, ...] = ()
    bit_rates: tuple[int, int] | None = None
    options: dict[str, str] = field(default_factory=dict)
    muxer_options: dict[str, str] = field(default_factory=dict)

    def rate_for(self, sample_rate: int) -> int:
        """The rate of the rendition: kept if possible, else a rate of the same family, else the highest."""
        if not self.rates or sample_rate in self.rates:
            return sample_rate
        family = [rate for rate in self.rates if rate % 11025 == 0] if sample_rate % 11025 == 0 else []
        return max(family or self.rates)


# At 256 kbit/s there are bits enough to code every band as it is. With the encoder's defaults, intensity stereo and
# noise substitution replace what is above 4 kHz, and the error there comes within 3 dB of the sound in wide, noisy
# music; without them the fast coder keeps 16 dB in every band, more than the slow one, in half the time.
AAC_OPTIONS = {"aac_coder": "fast", "aac_is": "0", "aac_pns": "0"}

FORMATS = {
    "aac": Format(
        "aac", "mp4", "sound.m4a", "audio/mp4", "fltp", (44100, 48000), (128_000, 256_000),
        AAC_OPTIONS, {"movflags": "+faststart"},
    ),
    "opus": Format(
        "libopus", "ogg", "sound.opus", "audio/ogg; codecs=opus", "flt", (48000,), (96_000, 160_000),
        {"application": "audio", "vbr": "on"},
    ),
    "flac": Format("flac", "flac", "sound.flac", "audio/flac", "s32"),
}  # fmt: skip


class EncoderThread:
    """Encodes the frames it is given into one file; errors come out at `close`."""

    def __init__(self, kind: Format, path: Path, *, sample_rate: int, channels: int, sample_format: str) -> None:
        self._queue: queue.Queue[AudioFrame | None] = queue.Queue(QUEUED_FRAMES)
        self._error: BaseException | None = None
        options = {"fflags": "+bitexact", **kind.muxer_options}
        self._container = av.open(str(path), "w", format=kind.muxer, container_options=options)
        self._stream = self._container.add_stream(
            kind.encoder, rate=sample_rate, options={"flags": "+bitexact", **kind.options}
        )
        assert isinstance(self._stream, av.AudioStream)
        self._stream.codec_context.layout = "mono" if channels == 1 else "stereo"
        self._stream.codec_context.format = sample_format
        if kind.bit_rates:
            self._stream.codec_context.bit_rate = kind.bit_rates[min(channels, 2) - 1]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def give(self, frame: AudioFrame) -> None:
        """Queue a frame; waits when the encoder is behind."""
        self._queue.put(frame)

    def close(self) -> BaseException | None:
        """Encode what is left and close the file. Gives what went wrong in the thread."""
        self._queue.put(None)
        self._thread.join()
        return self._error

    def _run(self) -> None:
        try:
            while (frame := self._queue.get()) is not None:
                self._container.mux(self._stream.encode(frame))  # type: ignore[union-attr, arg-type]
            self._container.mux(self._stream.encode(None))  # type: ignore[union-attr]
            self._container.close()
        except BaseException as error:  # noqa: BLE001 handed over by close()
            self._error = error
            while self._queue.get() is not None:  # or give() would wait for ever
                continue
