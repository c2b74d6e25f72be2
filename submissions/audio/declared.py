"""How long a file says it is, to be compared with what it decodes to.

FFmpeg's own answer is used where it comes from the header. Where FFmpeg trims it to the size of the file (WAV, Wave64,
CAF) the header is read here, so that a file that was cut off shows; where it is only guessed from the bit rate (MP3
without a Xing or VBRI header, ADTS) there is none.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from submissions.audio.sniff import Sniffed

MOST_CHUNKS = 1000
UNKNOWN_SIZES = (0, 0xFFFFFFFF)
OGG_TAIL = 1 << 17  # the largest page is 65,307 bytes (RFC 3533, section 6)
OGG_LAST_PAGE = 0x04


def declared_length(path: Path, kind: Sniffed, by_ffmpeg: float | None, *, linear: bool) -> float | None:
    """Seconds the header declares, None where it declares none. `linear`: the sound is PCM."""
    if kind.container == "adts" or (kind.container == "mp3" and not _has_frame_count(path, kind)):
        return None
    if linear and kind.container in ("wav", "rf64", "bw64"):
        return _riff_length(path, kind)
    if linear and kind.container == "w64":
        return _w64_length(path)
    if linear and kind.container == "caf":
        return _caf_length(path)
    if kind.container == "ogg":
        return None
    return by_ffmpeg


def lacks_end(path: Path, kind: Sniffed) -> bool:
    """An Ogg file, whose header declares no length, whose last page does not carry the end-of-stream mark."""
    if kind.container != "ogg":
        return False
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - OGG_TAIL))
        tail = file.read()
    last = tail.rfind(b"OggS")
    return last < 0 or len(tail) < last + 6 or not tail[last + 5] & OGG_LAST_PAGE


def _has_frame_count(path: Path, kind: Sniffed) -> bool:
    """A Xing, Info or VBRI header in the first frame of an MP3 file."""
    with path.open("rb") as file:
        file.seek(kind.skip_bytes)
        first = file.read(192)
    return any(mark in first for mark in (b"Xing", b"Info", b"VBRI"))


def _riff_length(path: Path, kind: Sniffed) -> float | None:
    long_size, rate, block = None, 0, 0
    with path.open("rb") as file:
        file.seek(kind.skip_bytes + 12)
        for name, size, body in _chunks(file, "<4sI", 8, even=True):
            if name == b"ds64" and len(body) >= 16:
                (long_size,) = struct.unpack_from("<Q", body, 8)
            elif name == b"fmt " and len(body) >= 16:
                rate, block = struct.unpack_from("<I", body, 4)[0], struct.unpack_from("<H", body, 12)[0]
            elif name == b"data":
                size = long_size if long_size is not None and size == 0xFFFFFFFF else size
                known = size not in UNKNOWN_SIZES and rate and block
                return size / block / rate if known else None
    return None


def _w64_length(path: Path) -> float | None:
    rate = block = 0
    with path.open("rb") as file:
        file.seek(40)
        for name, size, body in _chunks(file, "<4s12xQ", 24, even=False):
            if name == b"fmt " and len(body) >= 16:
                rate, block = struct.unpack_from("<I", body, 4)[0], struct.unpack_from("<H", body, 12)[0]
            elif name == b"data":
                return size / block / rate if size > 0 and rate and block else None
    return None


def _caf_length(path: Path) -> float | None:
    rate, block = 0.0, 0
    with path.open("rb") as file:
        file.seek(8)
        for name, size, body in _chunks(file, ">4sQ", 12, even=False):
            if name == b"desc" and len(body) >= 32:
                rate, block = struct.unpack_from(">d", body)[0], struct.unpack_from(">I", body, 16)[0]
            elif name == b"data":
                known = 4 < size < 1 << 62 and rate > 0 and block
                return (size - 4) / block / rate if known else None
    return None


def _chunks(file: BinaryIO, header: str, header_size: int, *, even: bool) -> Iterator[tuple[bytes, int, bytes]]:
    """(name, size of the body, first bytes of it) of each chunk from here on. Wave64 counts its header into the size
    and pads to 8 bytes; RIFF pads to 2, CAF not at all."""
    for _ in range(MOST_CHUNKS):
        head = file.read(header_size)
        if len(head) < header_size:
            return
        name, size = struct.unpack(header, head)
        wave64 = header_size == 24
        size = max(0, size - 24) if wave64 else size
        start = file.tell()
        yield name, size, file.read(min(size, 64))
        padding = -size % 8 if wave64 else size % 2 if even else 0
        if start + size + padding > 1 << 62:
            return
        file.seek(start + size + padding)
