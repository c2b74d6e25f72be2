"""Files that carry an artist's name in every place that their formats have for one, written byte by byte.

Each writer takes a path, a sound and the mark to hide, and writes a file that decodes.
"""

import base64
import struct
from collections.abc import Callable
from pathlib import Path

from tests.submissions.audio.synth import Sound, aiff, caf, encoded, jpeg, w64, wav

Write = Callable[[Path, Sound, bytes], Path]
TAG_NAMES = (
    *("title", "artist", "album", "album_artist", "composer", "performer", "comment", "description", "copyright"),
    *("encoded_by", "encoder", "publisher", "lyrics", "genre", "date", "isrc", "filename", "url", "keywords"),
)


def tags(mark: bytes) -> dict[str, str]:
    """A value with the mark for every usual name."""
    return {name: f"{mark.decode()} {name}" for name in TAG_NAMES}


def chunk(name: bytes, body: bytes, order: str = "<") -> bytes:
    """A RIFF (little endian) or IFF (big) chunk, padded to even length."""
    return name + struct.pack(f"{order}I", len(body)) + body + b"\0" * (len(body) % 2)


def id3v2(mark: bytes, version: int = 4) -> bytes:
    """An ID3v2.3 or 2.4 tag: text in three encodings, cover, lyrics, object, private frame, chapters with names."""
    text = [
        (b"TIT2", b"\x00" + mark), (b"TPE1", b"\x01\xff\xfe" + mark.decode().encode("utf-16-le")),
        (b"TCOM", b"\x02" + mark.decode().encode("utf-16-be") if version == 4 else b"\x00" + mark),
        (b"TXXX", b"\x00key\0" + mark), (b"COMM", b"\x00eng\0" + mark), (b"USLT", b"\x00eng\0" + mark),
        (b"WXXX", b"\x00\0http://" + mark), (b"PRIV", mark + b"\0" + mark), (b"GEOB", b"\x00text/plain\0f\0d\0" + mark),
        (b"UFID", mark + b"\0" + mark), (b"APIC", b"\x00image/jpeg\0\x03" + mark + b"\0" + jpeg(mark)),
    ]  # fmt: skip
    title = frame(b"TIT2", b"\x00" + mark, version)
    text.append((b"CHAP", b"c1\0" + struct.pack(">IIII", 0, 1000, 0xFFFFFFFF, 0xFFFFFFFF) + title))
    text.append((b"CTOC", b"t\0\x03\x01c1\0" + title))
    body = b"".join(frame(name, content, version) for name, content in text)
    return b"ID3" + bytes([version, 0, 0]) + syncsafe(len(body)) + body


def frame(name: bytes, body: bytes, version: int) -> bytes:
    """An ID3v2 frame."""
    return name + (syncsafe(len(body)) if version == 4 else struct.pack(">I", len(body))) + b"\0\0" + body


def syncsafe(value: int) -> bytes:
    """28 bits, seven a byte."""
    return bytes(value >> shift & 0x7F for shift in (21, 14, 7, 0))


def id3v1(mark: bytes) -> bytes:
    """The 128 bytes at the end of an MP3 file."""
    return b"TAG" + b"".join(mark.ljust(30, b"\0") for _ in range(3)) + b"2026" + mark.ljust(30, b"\0") + b"\x0c"


def ape(mark: bytes) -> bytes:
    """An APEv2 tag with header and footer."""
    items = b"".join(struct.pack("<II", len(mark), 0) + key + b"\0" + mark for key in (b"Artist", b"Title", b"Cue"))
    head = struct.pack("<IIII", 2000, len(items) + 32, 3, 0xA0000000) + bytes(8)
    foot = struct.pack("<IIII", 2000, len(items) + 32, 3, 0x80000000) + bytes(8)
    return b"APETAGEX" + head + items + b"APETAGEX" + foot


def mp3(version: int) -> Write:
    """ID3v2 in front; ID3v1 and APE behind."""

    def write(path: Path, sound: Sound, mark: bytes) -> Path:
        song = encoded(path, sound, "libmp3lame", "mp3", bit_rate=192_000).read_bytes()
        path.write_bytes(id3v2(mark, version) + song + ape(mark) + id3v1(mark))
        return path

    return write


def wav_chunks(path: Path, sound: Sound, mark: bytes) -> Path:
    """INFO, broadcast (bext with coding history), iXML, cart, XMP, axml, id3, cue points with names, junk."""
    info = b"INFO" + b"".join(
        chunk(key, mark + b"\0") for key in (b"IART", b"INAM", b"ICMT", b"ICOP", b"IENG", b"ISFT")
    )
    names = b"adtl" + chunk(b"labl", struct.pack("<I", 1) + mark + b"\0") + chunk(b"note", struct.pack("<I", 1) + mark)
    point = struct.pack("<III4sIII", 1, 1, 0, b"data", 0, 0, 0)
    xml = b"<x>" + mark + b"</x>"
    extra = b"".join(
        chunk(name, body)
        for name, body in (
            (b"LIST", info), (b"bext", mark.ljust(256, b"\0") + mark.ljust(346, b"\0") + mark), (b"iXML", xml),
            (b"cart", b"0101" + mark.ljust(2044, b"\0")), (b"_PMX", xml), (b"axml", xml), (b"id3 ", id3v2(mark)),
            (b"cue ", point), (b"LIST", names), (b"JUNK", mark), (b"DISP", struct.pack("<I", 1) + mark),
        )
    )  # fmt: skip
    wav(path, sound, extra=extra)
    path.write_bytes(path.read_bytes() + chunk(b"LIST", info) + mark)
    return path


def flac_blocks(path: Path, sound: Sound, mark: bytes) -> Path:
    """Comments, two pictures, cue sheet, application data, padding that is not empty; ID3 around it all."""
    song = encoded(path, sound, "flac", "flac", sample_format="s16", tags=tags(mark)).read_bytes()
    picture = struct.pack(">II", 3, 10) + b"image/jpeg" + struct.pack(">I", len(mark)) + mark
    picture += struct.pack(">IIIII", 16, 16, 24, 0, len(jpeg(mark))) + jpeg(mark)
    track = struct.pack(">QB12sB13xB", 0, 1, mark[:12], 0, 1) + struct.pack(">QB3x", 0, 1)
    last = struct.pack(">QB12sB13xB", sound.shape[1], 255, b"", 0, 0)
    cue = mark.ljust(128, b"\0") + struct.pack(">Q", 88200) + bytes(259) + b"\x02" + track + last
    blocks = ((6, picture), (6, picture), (5, cue), (2, b"ATCH" + mark), (1, mark + bytes(100)))
    added = b"".join(bytes([kind]) + len(body).to_bytes(3, "big") + body for kind, body in blocks)
    path.write_bytes(id3v2(mark) + song[:42] + added + song[42:] + id3v1(mark))
    return path


def ogg(codec: str) -> Write:
    """Comments, chapters by comment, and a cover as METADATA_BLOCK_PICTURE, also readable once decoded."""

    def write(path: Path, sound: Sound, mark: bytes) -> Path:
        picture = struct.pack(">II", 3, 10) + b"image/jpeg" + struct.pack(">I", len(mark)) + mark
        picture += struct.pack(">IIIII", 16, 16, 24, 0, len(jpeg(mark))) + jpeg(mark)
        told = tags(mark) | {"CHAPTER001": "00:00:00.500", "CHAPTER001NAME": mark.decode()}
        told["METADATA_BLOCK_PICTURE"] = base64.b64encode(picture).decode()
        return encoded(path, sound, codec, "ogg", tags=told)

    return write


def mp4(codec: str, muxer: str) -> Write:
    """iTunes tags, cover, Nero chapters, QuickTime user data, XMP in a uuid atom, a name in a free atom."""

    def write(path: Path, sound: Sound, mark: bytes) -> Path:
        encoded(path, sound, codec, muxer, tags=tags(mark), cover=jpeg(mark) if muxer == "mp4" else None)
        chapter = b"\1\0\0\0\0\0\0\0\1" + struct.pack(">QB", 0, len(mark)) + mark
        user = box(b"udta", box(b"chpl", chapter) + box(b"\xa9nam", struct.pack(">HH", len(mark), 0) + mark)
                   + box(b"name", mark))  # fmt: skip
        content = path.read_bytes()
        place = content.rfind(b"moov") - 4
        size = struct.unpack_from(">I", content, place)[0]
        moov = content[place : place + size] + user
        content = content[:place] + struct.pack(">I", len(moov)) + moov[4:] + content[place + size :]
        packet = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + b"<x:xmpmeta>" + mark
        path.write_bytes(content + box(b"uuid", packet) + box(b"free", mark) + box(b"skip", mark))
        return path

    return write


def box(name: bytes, body: bytes) -> bytes:
    """An MP4 atom."""
    return struct.pack(">I4s", 8 + len(body), name) + body


def aiff_chunks(path: Path, sound: Sound, mark: bytes) -> Path:
    """NAME, AUTH, copyright, annotation, comments, markers, application data, ID3."""
    aiff(path, sound)
    comment = struct.pack(">HIHH", 1, 0, 0, len(mark)) + mark
    marker = struct.pack(">HHIB", 1, 1, 0, len(mark)) + mark
    chunks = ((b"NAME", mark), (b"AUTH", mark), (b"(c) ", mark), (b"ANNO", mark), (b"COMT", comment),
              (b"MARK", marker), (b"APPL", b"stoc" + mark), (b"ID3 ", id3v2(mark)))  # fmt: skip
    content = path.read_bytes() + b"".join(chunk(name, body, ">") for name, body in chunks)
    path.write_bytes(content[:4] + struct.pack(">I", len(content) - 8) + content[8:])
    return path


def caf_chunks(path: Path, sound: Sound, mark: bytes) -> Path:
    """info strings, markers with names, uuid data, all before the sound."""
    caf(path, sound)
    content = path.read_bytes()
    info = struct.pack(">I", 2) + b"artist\0" + mark + b"\0title\0" + mark + b"\0"
    strings = struct.pack(">IIq", 1, 1, 0) + mark + b"\0"
    added = b"".join(
        name + struct.pack(">q", len(body)) + body
        for name, body in ((b"info", info), (b"strg", strings), (b"uuid", bytes(16) + mark), (b"free", mark))
    )
    place = content.index(b"data")
    path.write_bytes(content[:place] + added + content[place:])
    return path


def w64_chunks(path: Path, sound: Sound, mark: bytes) -> Path:
    """A summary list and a chunk of nobody's before the sound."""
    w64(path, sound)
    content = path.read_bytes()
    tail = bytes.fromhex("f3acd3118cd100c04f8edb8a")
    place = content.index(b"data" + tail)
    summary = b"".join(
        name + tail + struct.pack("<Q", 24 + len(body)) + body + b"\0" * (-len(body) % 8)
        for name, body in ((b"list", mark), (b"junk", mark))
    )
    path.write_bytes(content[:place] + summary + content[place:])
    return path


TAGGED: dict[str, Write] = {
    "wav": wav_chunks,
    "mp3 with ID3v2.4": mp3(4),
    "mp3 with ID3v2.3": mp3(3),
    "flac": flac_blocks,
    "ogg vorbis": ogg("vorbis"),
    "ogg flac": ogg("flac"),
    "opus": ogg("libopus"),
    "m4a": mp4("aac", "mp4"),
    "alac": mp4("alac", "ipod"),
    "mov": mp4("pcm_s16le", "mov"),
    "aiff": aiff_chunks,
    "caf": caf_chunks,
    "w64": w64_chunks,
}
