"""Pass 2: one decode, one static gain, every rendition encoded at the same time."""

from dataclasses import dataclass
from pathlib import Path

from av.audio.frame import AudioFrame
from av.filter.context import FilterContext

from submissions.audio.decoding import Decode, Progress
from submissions.audio.encoders import FORMATS, FRAME_SAMPLES, EncoderThread, Format
from submissions.audio.graphs import DOWNMIX, Wiring, pulled
from submissions.audio.limits import Limits
from submissions.audio.opening import Refused, bit_depth, opened
from submissions.audio.report import Refusal
from submissions.audio.sniff import sniff


@dataclass(frozen=True, slots=True)
class Made:
    """A rendition as the child knows it; the parent adds size and digest from the file itself."""

    codec: str
    file_name: str
    duration_s: float
    sample_rate: int
    channels: int
    downmixed: bool


def render(
    path: Path,
    folder: Path,
    *,
    gain_db: float,
    codecs: tuple[str, ...],
    limits: Limits,
    on_progress: Progress,
    window: tuple[float, float] | None = None,
) -> tuple[Made, ...]:
    """Decode a file once and write the renditions asked for (aac, opus, flac) into `folder`. Raises Refused.

    `window`: (start, length) in seconds, for an excerpt with half a second of fade at both ends.
    """
    kind = sniff(path)
    if isinstance(kind, Refusal):
        raise Refused(kind)
    with opened(path, kind, allow_video=limits.allow_video) as source:
        decode = Decode(source, limits, on_progress)
        frames = decode.frames()
        first = next(frames)
        depth = bit_depth(source)
        wide = depth is None or depth > 16
        rendering = Rendering(first, folder, gain_db=gain_db, codecs=codecs, wide=wide, window=window)
        try:
            rendering.push(first)
            for frame in frames:
                if not rendering.push(frame):
                    break
            rendering.push(None)
        finally:  # the threads end in any case; an error on the way here counts before one of theirs
            errors = rendering.close()
        if errors:
            raise errors[0]
        seconds = decode.seconds if window is None else min(window[1], decode.seconds - window[0])
        return tuple(rendering.made(codec, seconds) for codec in codecs)


class Rendering:
    """The branches of one render pass: gain and conversion in the graph, encoders in threads."""

    def __init__(
        self,
        first: AudioFrame,
        folder: Path,
        *,
        gain_db: float,
        codecs: tuple[str, ...],
        wide: bool,
        window: tuple[float, float] | None,
    ) -> None:
        """`wide`: more than 16 bits are worth keeping in a lossless rendition."""
        self._downmixed = first.layout.nb_channels > 2
        self._channels = min(first.layout.nb_channels, 2)
        self._window = window
        self._rates = {codec: FORMATS[codec].rate_for(first.sample_rate) for codec in codecs}
        self._wiring = Wiring(first, len(codecs))
        self._sinks: list[tuple[FilterContext, EncoderThread]] = []
        for codec in codecs:
            kind = FORMATS[codec]
            sample_format = "s16" if kind.encoder == "flac" and not wide else kind.sample_format
            sink = self._branch(kind, self._rates[codec], sample_format, gain_db)
            encoder = EncoderThread(
                kind,
                folder / kind.file_name,
                sample_rate=self._rates[codec],
                channels=self._channels,
                sample_format=sample_format,
            )
            self._sinks.append((sink, encoder))
        self._wiring.configure()

    def _branch(self, kind: Format, sample_rate: int, sample_format: str, gain_db: float) -> FilterContext:
        mix = [("aresample", DOWNMIX)] if self._downmixed else []
        mix += _cut(*self._window) if self._window else []
        convert = f"osr={sample_rate}:osf={sample_format}"
        if sample_format == "s16":  # the gain makes more bits than 16; dither keeps the rounding from being heard
            convert += ":dither_method=triangular"
        return self._wiring.branch(
            *mix,
            ("volume", f"volume={gain_db:.2f}dB:precision=float"),
            ("aresample", convert),
            ("asetnsamples", f"n={FRAME_SAMPLES}:p=0"),
        )

    def push(self, frame: AudioFrame | None) -> bool:
        """Hand a decoded frame to every branch; None at the end. False: the window is full, no more is wanted."""
        wanted = self._wiring.push(frame)
        for sink, encoder in self._sinks:
            for ready in pulled(sink):
                encoder.give(ready)
        return wanted

    def close(self) -> list[BaseException]:
        """End every encoder and its file, also after an error. Gives what went wrong in them."""
        return [error for _, encoder in self._sinks if (error := encoder.close()) is not None]

    def made(self, codec: str, seconds: float) -> Made:
        """What was written for one codec."""
        name = FORMATS[codec].file_name
        return Made(codec, name, round(seconds, 6), self._rates[codec], self._channels, self._downmixed)


def _cut(start_s: float, length_s: float) -> list[tuple[str, str]]:
    """Filters that keep a stretch and fade it in and out."""
    return [
        ("atrim", f"start={start_s:.3f}:duration={length_s:.3f}"),
        ("asetpts", "PTS-STARTPTS"),
        ("afade", "t=in:d=0.5"),
        ("afade", f"t=out:st={length_s - 0.5:.3f}:d=0.5"),
    ]
