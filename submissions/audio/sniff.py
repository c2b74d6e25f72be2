"""What a file is, from its first bytes, decided by us before any decoder sees it.

Only what is positively known to be an audio (or, where allowed, a film) container goes on, and it goes to exactly one
demuxer. FFmpeg is never asked to guess: guessing is how a playlist that is named song.wav opens somebody else's file.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from submissions.audio.report import Refusal

HEAD_BYTES = 4096
MOST_TAG_BYTES = 1 << 28
W64_GUID = bytes.fromhex("726966662e91cf11a5d628db04c10000")
MP4_ATOMS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
NOT_SOUND = (
    (b"#EXTM3U", "playlist"), (b"ffconcat", "playlist"), (b"[playlist]", "playlist"), (b"v=0", "playlist"),
    (b"<?xml", "web_page"), (b"<!doctype", "web_page"), (b"<html", "web_page"), (b"<mpd", "playlist"),
    (b"<asx", "playlist"), (b"<smil", "playlist"), (b"<svg", "picture"), (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"), (b"Rar!", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"), (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"), (b"\xfd7zXZ", "archive"), (b"MZ", "program"), (b"\x7fELF", "program"), (b"#!", "program"),
    (b"\xca\xfe\xba\xbe", "program"), (b"\xcf\xfa\xed\xfe", "program"), (b"%PDF", "document"),
    (b"\xd0\xcf\x11\xe0", "document"), (b"{\\rtf", "document"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"), (b"II*\x00", "picture"), (b"MM\x00*", "picture"), (b"MThd", "midi"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The container: our name for it, FFmpeg's one demuxer, bytes of leading tag to step over, may it be a film."""

    container: str
    demuxer: str
    skip_bytes: int = 0
    film: bool = False


def sniff(path: Path) -> Sniffed | Refusal:
    """Name the container of a file by its first bytes, or refuse it with the kind of thing it is instead."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if not head:
            return Refusal("empty_file")
        skip = 0
        while (tag := id3_length(head)) and skip < MOST_TAG_BYTES:  # some programs put one tag before another
            skip += tag
            file.seek(skip)
            head = file.read(HEAD_BYTES)
        if known := _container(head, file, skip):
            return known
    return Refusal("not_audio", {"kind": _kind(head)})


def id3_length(head: bytes) -> int:
    """Bytes of an ID3v2 tag at the start (id3.org, ID3v2.4 section 3.1), 0 without one.

    The tag is stepped over, never parsed: tag readers are where half a megabyte becomes a gigabyte.
    """
    if len(head) < 10 or head[:3] != b"ID3" or max(head[6:10]) > 0x7F:
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    footer = 10 if head[5] & 0x10 else 0
    return 10 + size + footer


def _container(head: bytes, file: BinaryIO, skip: int) -> Sniffed | None:
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return Sniffed("wav" if head[:4] == b"RIFF" else head[:4].decode().lower(), "wav", skip)
    if head[:16] == W64_GUID:
        return Sniffed("w64", "w64", skip)
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return Sniffed(head[8:12].decode().lower(), "aiff", skip)
    for magic, name in ((b"fLaC", "flac"), (b"OggS", "ogg"), (b"caff", "caf")):
        if head[:4] == magic:
            return Sniffed(name, name, skip, film=name == "ogg")
    if head[4:8] in MP4_ATOMS:
        return Sniffed("mp4", "mov", skip, film=True)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return Sniffed("matroska", "matroska", skip, film=True)
    return _elementary(head, file, skip)


def _elementary(head: bytes, file: BinaryIO, skip: int) -> Sniffed | None:
    """MPEG audio and ADTS AAC have no magic: two frame headers in a row, one frame length apart, are asked for."""
    padding = len(head) - len(head.lstrip(b"\0"))
    if padding == len(head):
        return None
    start = skip + padding
    for name, length_of in (("mp3", mpeg_frame_length), ("aac", adts_frame_length)):
        length = length_of(head[padding : padding + 8])
        if not length:
            continue
        file.seek(start + length)
        following = file.read(8)
        if not following or length_of(following) or following[:3] == b"TAG":
            return Sniffed("mp3" if name == "mp3" else "adts", name, start)
    return None


def mpeg_frame_length(header: bytes) -> int:
    """Length in bytes of an MPEG audio layer III frame (ISO/IEC 11172-3, 2.4.1.3), 0 if this is no such header."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate_index, hz_index, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if version == 1 or layer != 1 or rate_index in (0, 15) or hz_index == 3:
        return 0
    first = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    second = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    kilobits = (first if version == 3 else second)[rate_index - 1]
    hz = (44100, 48000, 32000)[hz_index] // {3: 1, 2: 2, 0: 4}[version]
    return (144 if version == 3 else 72) * kilobits * 1000 // hz + padding


def adts_frame_length(header: bytes) -> int:
    """Length in bytes of an ADTS AAC frame (ISO/IEC 13818-7, 6.2), 0 if this is no such header."""
    if len(header) < 7 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0 or header[2] >> 2 & 0xF > 12:
        return 0
    (word,) = struct.unpack(">I", header[3:7])
    length = word >> 13 & 0x1FFF
    return length if length > 7 else 0


def _kind(head: bytes) -> str:
    """What it is instead, as far as we can tell the artist."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind in NOT_SOUND:
        if head.startswith(magic) or text[: len(magic)].lower() == magic.lower():
            return kind
    printable = sum(byte in b"\t\r\n" or 32 <= byte < 127 for byte in head)
    return "text" if head and printable > 0.95 * len(head) else "unknown"
