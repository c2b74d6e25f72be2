"""The picture of a film, for rounds that are not blind: picture and levelled sound in one file, nothing else.

VP9 and AAC in MP4, at most 720 lines and 30 pictures a second (docs/decisions/0006 says why VP9). It is made from the
upload in a child of its own, so that whatever is wrong with the picture leaves the sound of the work alone. Times are
those of the file, since picture and sound have to meet; but a jump in them cannot make the film longer than its sound.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.filter import Graph
from av.filter.context import FilterContext
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from submissions.audio.decoding import Progress, check_rate
from submissions.audio.encoders import FORMATS, FRAME_SAMPLES
from submissions.audio.graphs import DOWNMIX
from submissions.audio.limits import Limits
from submissions.audio.opening import Refused, opened
from submissions.audio.report import Refusal
from submissions.audio.sniff import sniff

FILE_NAME = "film.mp4"
LONG_SIDE, SHORT_SIDE = 1280, 720
HIGHEST_RATE = 30
MOST_PIXELS = 4096 * 2304
CLOCK = 90_000
SPARE_S = 10.0
ENCODER = "libvpx-vp9"
BIT_RATE = 1_500_000
# Constrained quality: `crf` says how good, the bit rate how much at most. One thread: the same bytes every time.
ENCODER_OPTIONS = {
    "deadline": "realtime",
    "cpu-used": "6",
    "crf": "33",
    "g": "120",
    "threads": "1",
    "flags": "+bitexact",
}
AnyFrame = AudioFrame | VideoFrame


@dataclass(frozen=True, slots=True)
class MadeFilm:
    """What was written, as the child knows it."""

    file_name: str
    duration_s: float
    width: int
    height: int
    sample_rate: int
    channels: int
    downmixed: bool


def film(
    path: Path, folder: Path, *, gain_db: float, decoded_s: float, limits: Limits, on_progress: Progress
) -> MadeFilm:
    """Decode picture and sound of a film once and write them into `folder`, the sound with the entry's gain.

    `decoded_s`: length of the sound, by the measure pass. Raises Refused.
    """
    kind = sniff(path)
    if isinstance(kind, Refusal):
        raise Refused(kind)
    with opened(path, kind, allow_video=True, picture=True) as source:
        if source.picture is None:
            raise Refused(Refusal("no_picture"))
        _check(source.picture)
        making = Making(folder / FILE_NAME, source.picture, gain_db=gain_db, longest_s=decoded_s + SPARE_S)
        try:
            for packet in _packets(source.container.demux(source.stream, source.picture)):
                for frame in _decoded(packet):
                    making.take(frame)
                on_progress(min(1.0, (packet.pos or 0) / max(1, source.size_bytes)))
            return making.finish()
        finally:
            making.close()


def _check(picture: VideoStream) -> None:
    """Bound what the decoder may be asked to hold."""
    context = picture.codec_context
    if context.width * context.height > MOST_PIXELS:
        raise Refused(Refusal("picture_too_large", {"width": context.width, "height": context.height}))
    context.thread_count = 1
    context.options = {"max_pixels": str(MOST_PIXELS)}


def _packets(packets: "Iterator[Packet[Any]]") -> "Iterator[Packet[Any]]":
    while True:
        try:
            yield next(packets)
        except (StopIteration, av.FFmpegError):
            return


def _decoded(packet: "Packet[Any]") -> list[AnyFrame]:
    """Frames of a packet; none where it is damaged, since the measure pass has judged that."""
    try:
        return list(packet.decode())
    except (av.InvalidDataError, av.PatchWelcomeError, av.EOFError):
        return []


class Making:
    """The film being written. Branches start with their first frames, which say what is in the file."""

    def __init__(self, path: Path, picture: VideoStream, *, gain_db: float, longest_s: float) -> None:
        self._stream, self._gain_db, self._longest_s = picture, gain_db, longest_s
        options = {"fflags": "+bitexact", "movflags": "+faststart"}
        self._output = av.open(str(path), "w", format="mp4", container_options=options)
        self._start: float | None = None
        self._waiting: list[AnyFrame] = []
        self._picture: Branch | None = None
        self._sound: Branch | None = None

    def take(self, frame: AnyFrame) -> None:
        """Take the next frame of either kind. Raises Refused."""
        if self._picture is not None and self._sound is not None:
            self._push(frame)
            return
        self._waiting.append(frame)  # MP4 is written once both streams are known
        kinds = {isinstance(one, VideoFrame) for one in self._waiting}
        if len(kinds) == 2:
            self._begin()
        elif len(self._waiting) > 300:
            raise Refused(Refusal("picture_not_supported", {"codec": self._stream.codec_context.name}))

    def finish(self) -> MadeFilm:
        """Empty both branches and close the file. Raises Refused if there was nothing to show."""
        if self._picture is None or self._sound is None:
            raise Refused(Refusal("picture_not_supported", {"codec": self._stream.codec_context.name}))
        for branch in (self._picture, self._sound):
            branch.push(None)
        self.close()
        context, sound = self._picture.stream.codec_context, self._sound.stream.codec_context
        return MadeFilm(
            FILE_NAME,
            round(max(self._picture.seconds, self._sound.seconds), 3),
            context.width,
            context.height,
            sound.sample_rate,
            sound.layout.nb_channels,
            self._downmixed,
        )

    def close(self) -> None:
        """Close the file; more than once does no harm."""
        self._output.close()

    def _begin(self) -> None:
        sound = next(one for one in self._waiting if isinstance(one, AudioFrame))
        picture = next(one for one in self._waiting if isinstance(one, VideoFrame))
        check_rate(sound.sample_rate)
        self._downmixed = sound.layout.nb_channels > 2
        self._start = min(one.time or 0.0 for one in (sound, picture))
        self._picture = picture_branch(self._output, picture, self._stream)
        self._sound = sound_branch(self._output, sound, self._gain_db)
        waiting, self._waiting = self._waiting, []
        for frame in waiting:
            self._push(frame)

    def _push(self, frame: AnyFrame) -> None:
        """On our own clock: from the first frame on, forward only, no further than the sound reaches."""
        branch = self._picture if isinstance(frame, VideoFrame) else self._sound
        assert branch is not None
        assert self._start is not None
        if branch.shape != _shape(frame):
            raise Refused(Refusal("format_changes", {"at_s": round(branch.seconds, 3)}))
        seconds = branch.seconds if frame.time is None else frame.time - self._start
        if not 0 <= seconds <= self._longest_s:
            return
        pts = round(seconds / branch.clock)
        if pts > branch.last:
            frame.pts, frame.time_base, branch.last = pts, branch.clock, pts
            branch.push(frame)


def _shape(frame: AnyFrame) -> tuple[object, ...]:
    if isinstance(frame, VideoFrame):
        return (frame.width, frame.height, frame.format.name)
    return (frame.sample_rate, frame.layout.name, frame.format.name)


@dataclass(slots=True)
class Branch:
    """Filters, an encoder and its stream in the film. `clock`: seconds a tick of its time stamps lasts."""

    output: Any
    graph: Graph  # kept here: its filters do not keep it
    source: FilterContext
    sink: FilterContext
    stream: Any
    shape: tuple[object, ...]
    clock: Fraction
    last: int = -1
    seconds: float = 0.0

    def push(self, frame: AnyFrame | None) -> None:
        """Filter, encode and write; None at the end."""
        self.source.push(frame)
        while True:
            try:
                ready: Any = self.sink.pull()
            except (av.BlockingIOError, av.EOFError):
                break
            if isinstance(ready, VideoFrame):
                ready.pict_type = 0  # the encoder chooses its own key frames
                lasts = 1 / self.stream.average_rate
            else:
                lasts = Fraction(ready.samples, ready.sample_rate)
            self.seconds = float(ready.pts * ready.time_base + lasts)
            self.output.mux(self.stream.encode(ready))
        if frame is None:
            self.output.mux(self.stream.encode(None))


def picture_branch(output: Any, first: VideoFrame, source: VideoStream) -> Branch:
    """Upright, square dots, at most 720 lines and 30 pictures a second, 8 bit 4:2:0."""
    turned = first.rotation in (90, -90)
    aspect = float(first_aspect) if (first_aspect := source.sample_aspect_ratio) else 1.0
    width, height = picture_size(first.width * aspect, first.height, turned=turned)
    rate = min(Fraction(HIGHEST_RATE), Fraction(source.average_rate or 25)).limit_denominator(1001)
    graph, clock = Graph(), Fraction(1, CLOCK)
    entry = graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=clock)
    turn = {90: ["transpose=cclock"], -90: ["transpose=clock"], 180: ["hflip", "vflip"], -180: ["hflip", "vflip"]}
    filters = [
        f"fps=fps={rate}:start_time=0",
        *turn.get(first.rotation, []),
        f"scale=w={width}:h={height}:out_range=tv:flags=bicubic+accurate_rnd+bitexact",
        "setsar=1",
        "format=yuv420p",
        "buffersink",
    ]
    sink = _chain(graph, entry, filters)
    stream = output.add_stream(ENCODER, rate=rate, options=ENCODER_OPTIONS)
    stream.width, stream.height, stream.pix_fmt, stream.bit_rate = width, height, "yuv420p", BIT_RATE
    return Branch(output, graph, entry, sink, stream, _shape(first), clock)


def picture_size(width: float, height: float, *, turned: bool) -> tuple[int, int]:
    """Size of the rendition in dots, both even: kept if it fits, else made smaller in proportion."""
    if turned:
        width, height = height, width
    share = min(1.0, LONG_SIDE / max(width, height), SHORT_SIDE / min(width, height))
    return max(2, 2 * round(width * share / 2)), max(2, 2 * round(height * share / 2))


def sound_branch(output: Any, first: AudioFrame, gain_db: float) -> Branch:
    """The sound as in the AAC rendition; gaps in its times become silence, so that it stays with the picture."""
    kind, channels = FORMATS["aac"], min(first.layout.nb_channels, 2)
    rate, clock = kind.rate_for(first.sample_rate), Fraction(1, first.sample_rate)
    graph = Graph()
    entry = graph.add_abuffer(
        sample_rate=first.sample_rate, format=first.format.name, layout=first.layout.name, time_base=clock
    )
    filters = [f"aresample={DOWNMIX}"] if first.layout.nb_channels > 2 else []
    filters += [
        f"volume=volume={gain_db:.2f}dB:precision=float",
        f"aresample=osr={rate}:osf={kind.sample_format}:async=1:first_pts=0",
        f"asetnsamples=n={FRAME_SAMPLES}:p=0",
        "abuffersink",
    ]
    sink = _chain(graph, entry, filters)
    stream = output.add_stream(kind.encoder, rate=rate, options={"flags": "+bitexact", **kind.options})
    assert isinstance(stream, AudioStream)
    assert kind.bit_rates is not None
    stream.codec_context.layout = "mono" if channels == 1 else "stereo"
    stream.codec_context.format = kind.sample_format
    stream.codec_context.bit_rate = kind.bit_rates[channels - 1]
    return Branch(output, graph, entry, sink, stream, _shape(first), clock)


def _chain(graph: Graph, entry: FilterContext, filters: list[str]) -> FilterContext:
    """Filters one after the other, each `name=arguments`; configures the graph and gives the last one."""
    last = entry
    for text in filters:
        name, _, arguments = text.partition("=")
        node = graph.add(name, arguments or None)
        last.link_to(node)
        last = node
    graph.configure()
    return last
