"""The one door to FFmpeg: every media file is opened here, with the same guards.

The file is named to exactly one demuxer (sniff.py), the only protocol is `file`, external references are off,
the decoders are an allow-list, probing is bounded, cover pictures and films are never decoded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Discard, Disposition
from av.video.stream import VideoStream

from submissions.audio.report import Refusal
from submissions.audio.sniff import Sniffed

PROBE_BYTES = 2 * 2**20
PROBE_LINEAR_BYTES = 2**16  # enough where the header says it all; FFmpeg would look through more for DTS in disguise
LINEAR = ("wav", "w64", "aiff", "caf")
LOSSY = ("mp3", "mp3float", "aac", "aac_latm", "vorbis", "opus", "libopus")
LOSSLESS = ("flac", "alac")
PCM = tuple(
    f"pcm_{kind}"
    for kind in ("u8", "s8", "s16le", "s16be", "s24le", "s24be", "s32le", "s32be", "f32le", "f32be", "f64le", "f64be")
)
DECODERS = LOSSY + LOSSLESS + PCM
PICTURE_DECODERS = ("h264", "hevc", "vp8", "vp9", "libdav1d", "av1", "mpeg4", "prores", "mjpeg")


class Refused(Exception):
    """Ends a pass; carries the refusal to report. Internal to the child process."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file with its one best audio stream, and where asked for the film's picture."""

    container: InputContainer
    stream: AudioStream
    size_bytes: int
    has_video: bool
    picture: VideoStream | None = None

    @property
    def declared_s(self) -> float | None:
        """What the header says of the length; None where it says nothing or where it is a guess from the bit rate."""
        if self.stream.duration and self.stream.time_base:
            return float(self.stream.duration * self.stream.time_base)
        return None


@contextmanager
def opened(path: Path, kind: Sniffed, *, allow_video: bool, picture: bool = False) -> Iterator[Opened]:
    """Open a sniffed file for decoding. Raises Refused for what has no sound that we decode.

    `picture`: a film's picture is wanted as well; only then may FFmpeg use a decoder for pictures at all.
    """
    options = {
        "protocol_whitelist": "file",
        "format_whitelist": _demuxer_name(kind.demuxer),
        "codec_whitelist": ",".join(DECODERS + (PICTURE_DECODERS if picture else ())),
        "probesize": str(PROBE_LINEAR_BYTES if kind.demuxer in LINEAR else PROBE_BYTES),
        "analyzeduration": "2000000",
        "max_streams": "32",
        "skip_initial_bytes": str(kind.skip_bytes),
        "enable_drefs": "0",
        "use_absolute_path": "0",
        "max_size": "262144",  # WAV and other PCM in packets of this many bytes: fewer turns of the Python loop
    }
    try:
        container = av.open(
            f"file:{path}", "r", format=kind.demuxer, options=options, metadata_errors="replace", timeout=(20, 20)
        )
    except av.FFmpegError as error:
        raise Refused(Refusal("not_decodable", {}, detail=repr(error))) from error
    with container:
        yield _choose(container, path.stat().st_size, allow_video=allow_video, picture=picture)


def _demuxer_name(demuxer: str) -> str:
    return {"mov": "mov,mp4,m4a,3gp,3g2,mj2", "matroska": "matroska,webm"}.get(demuxer, demuxer)


def _choose(container: InputContainer, size_bytes: int, *, allow_video: bool, picture: bool) -> Opened:
    film = any(_is_film(stream) for stream in container.streams)
    if film and not allow_video:
        raise Refused(Refusal("video_not_allowed"))
    best = container.streams.best("audio")
    if not isinstance(best, AudioStream):
        raise Refused(Refusal("no_sound"))
    shown = _picture(container) if picture else None
    for stream in container.streams:
        if stream not in (best, shown):
            stream.discard = Discard.all
    if best.codec_context is None:  # a coding that FFmpeg has no name for
        raise Refused(Refusal("not_decodable"))
    codec = best.codec_context.name
    if codec not in DECODERS:
        raise Refused(Refusal("codec_not_supported", {"codec": codec}))
    best.codec_context.thread_count = 1
    if codec == "flac":  # its frames carry checksums; unasked, FFmpeg plays what a damaged one happens to decode to
        best.codec_context.options = {"err_detect": "crccheck+explode"}
    return Opened(container, best, size_bytes, film, shown)


def _picture(container: InputContainer) -> VideoStream | None:
    """The best moving picture. Raises Refused if it is coded in a way that we do not decode."""
    films = [stream for stream in container.streams.video if _is_film(stream)]
    best = container.streams.best("video")
    chosen = best if best in films else films[0] if films else None
    if chosen is None or not isinstance(chosen, VideoStream):
        return None
    codec = chosen.codec_context.name if chosen.codec_context else "unknown"
    if codec not in PICTURE_DECODERS:
        raise Refused(Refusal("picture_not_supported", {"codec": codec}))
    return chosen


def _is_film(stream: object) -> bool:
    kind, disposition = getattr(stream, "type", ""), getattr(stream, "disposition", Disposition(0))
    return kind == "video" and not disposition & Disposition.attached_pic


def bit_depth(source: Opened) -> int | None:
    """Bits of an integer sample as delivered; None for lossy and floating point.

    FLAC says it in STREAMINFO (RFC 9639, 8.2), ALAC in its magic cookie (byte 5 of ALACSpecificConfig, after 12 of
    the atom's own header).
    """
    name, extra = source.stream.codec_context.name, source.stream.codec_context.extradata or b""
    if name.startswith("pcm_"):
        kind = name.removeprefix("pcm_")
        return None if kind.startswith("f") else int(kind.strip("usble"))
    if name == "flac" and len(extra) >= 14:
        return ((extra[12] & 1) << 4 | extra[13] >> 4) + 1
    if name == "alac" and len(extra) >= 18:
        return extra[17]
    return None
