"""Files that mean harm, all made here: each is written to a path and comes with the codes it may be refused with.

Nothing points outside of the machine: addresses are loopback or the folder of the test. `Bait` is what a file tries to
reach; the tests look whether anybody came.
"""

import gzip
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from tests.submissions.audio.synth import RATE, Sound, caf, encoded, fmt, jpeg, noise, wav

SOUND: Sound = noise(2.0, channels=2)


@dataclass(frozen=True)
class Bait:
    """What hostile files try to reach: somebody else's recording, and a listening port on this machine."""

    secret: Path
    port: int

    @property
    def web(self) -> str:
        """An address that would tell us of a visitor."""
        return f"127.0.0.1:{self.port}"


Write = Callable[[Path, Bait], Path]


def text(template: str) -> Write:
    """A text with {secret} (a path) and {web} (host and port) filled in."""

    def write(path: Path, bait: Bait) -> Path:
        path.write_text(template.replace("{secret}", str(bait.secret)).replace("{web}", bait.web))
        return path

    return write


def data(content: bytes) -> Write:
    """These very bytes."""

    def write(path: Path, _: Bait) -> Path:
        path.write_bytes(content)
        return path

    return write


HLS = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n"
DASH = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S">'
    '<Period><AdaptationSet mimeType="audio/mp4"><Representation id="1" bandwidth="1"><BaseURL>{address}</BaseURL>'
    "</Representation></AdaptationSet></Period></MPD>"
)
POINTING: dict[str, Write] = {
    "HLS playlist of a file": text(HLS + "file://{secret}\n#EXT-X-ENDLIST\n"),
    "HLS playlist of a path": text(HLS + "{secret}\n#EXT-X-ENDLIST\n"),
    "HLS playlist of a web address": text(HLS + "http://{web}/a.ts\n#EXT-X-ENDLIST\n"),
    "HLS playlist by concat": text(HLS + "concat:{secret}|{secret}\n#EXT-X-ENDLIST\n"),
    "HLS playlist with a key": text(HLS + '#EXT-X-KEY:METHOD=AES-128,URI="http://{web}/k"\nfile://{secret}\n'),
    "HLS playlist behind a mark": text("\ufeff" + HLS + "http://{web}/a.ts\n"),
    "ffconcat script": text("ffconcat version 1.0\nfile '{secret}'\n"),
    "ffconcat script of an address": text("ffconcat version 1.0\nfile 'http://{web}/a.wav'\n"),
    "concat script without a head": text("file '{secret}'\nfile 'http://{web}/a.wav'\n"),
    "SDP session": text("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n"),
    "DASH of a file": text(DASH.replace("{address}", "file://{secret}")),
    "DASH of a web address": text(DASH.replace("{address}", "http://{web}/a.mp4")),
    "PLS playlist": text("[playlist]\nFile1=http://{web}/a.mp3\nNumberOfEntries=1\n"),
    "ASX playlist": text('<asx version="3.0"><entry><ref href="http://{web}/a"/></entry></asx>'),
    "SMIL playlist": text('<smil><body><audio src="http://{web}/a"/></body></smil>'),
    "IMF playlist": text('<?xml version="1.0"?><CompositionPlaylist><Id>{secret}</Id></CompositionPlaylist>'),
    "RTSP redirect": text("RTSPtextRTSP://{web}/a\n"),
    "QuickTime text link": text("rtsptext\nrtsp://{web}/a\n"),
    "web page": text('<!doctype html><title>song</title><audio src="http://{web}/a.mp3">'),
    "SVG picture": text('<svg xmlns="http://www.w3.org/2000/svg"><image href="http://{web}/a"/></svg>'),
    "subtitle": text("1\n00:00:00,000 --> 00:00:02,000\n{secret}\n"),
    "Vapoursynth script": text("import vapoursynth\nopen('{secret}')\n"),
    "chapters of FFmpeg": text(";FFMETADATA1\ntitle={secret}\n"),
}


def playlist_behind_a_tag(path: Path, bait: Bait) -> Path:
    """An HLS playlist behind an empty ID3 tag, as real HLS audio has one."""
    POINTING["HLS playlist of a file"](path, bait)
    path.write_bytes(b"ID3\x04\x00\x00\x00\x00\x00\x20" + bytes(32) + path.read_bytes())
    return path


def compressed(path: Path, _: Bait) -> Path:
    """A megabyte of zeros as gzip: an archive, whatever it unpacks to."""
    path.write_bytes(gzip.compress(bytes(1 << 20)))
    return path


def flac_of_silence(seconds: int) -> bytes:
    """Real FLAC frames of 65,535 zero samples, repeated with their own frame numbers and checksums."""
    rate, block = 44100, 65535
    frames = seconds * rate // block
    info = struct.pack(">HH", block, block) + bytes(6)
    packed = rate << 44 | 0 << 41 | 15 << 36 | (frames * block)
    header = b"fLaC\x80\x00\x00\x22" + info + struct.pack(">Q", packed) + bytes(16)
    return header + b"".join(_silent_frame(number, block) for number in range(frames))


def _silent_frame(number: int, block: int) -> bytes:
    """One mono 16 bit frame with a constant subframe of 0 (RFC 9639, sections 9.1 and 9.2)."""
    head = b"\xff\xf8\x79\x08" + chr(number).encode("utf-8", "surrogatepass") + struct.pack(">H", block - 1)
    head += bytes([_crc(head, 8, 0x07)])
    body = head + b"\x00\x00\x00"
    return body + struct.pack(">H", _crc(body, 16, 0x8005))


def _crc(content: bytes, bits: int, polynomial: int) -> int:
    value, top, mask = 0, 1 << (bits - 1), (1 << bits) - 1
    for byte in content:
        value ^= byte << (bits - 8)
        for _ in range(8):
            value = (value << 1 ^ polynomial if value & top else value << 1) & mask
    return value


def id3_bomb(path: Path) -> Path:
    """Half a megabyte of compressed ID3 frame that unpacks to 500 MB, before a real song."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(500)) + packer.flush()
    size = b"\x1f\x40\x00\x00"  # as much as 28 bits of seven hold; the frame claims what it unpacks to
    frame = b"APIC" + _syncsafe(len(packed) + 4) + b"\x00\x09" + size + packed
    tag = b"ID3\x04\x00\x00" + _syncsafe(len(frame)) + frame
    song = encoded(path, SOUND, "libmp3lame", "mp3", bit_rate=192_000).read_bytes()
    path.write_bytes(tag + song)
    return path


def many_tags(path: Path) -> Path:
    """Fifty thousand empty ID3 tags, one before another, and no sound."""
    path.write_bytes(b"ID3\x04\x00\x00\x00\x00\x00\x00" * 50_000)
    return path


def _syncsafe(value: int) -> bytes:
    return bytes(value >> shift & 0x7F for shift in (21, 14, 7, 0))


def huge_chunk(path: Path) -> Path:
    """A WAV with a LIST chunk that claims four gigabytes."""
    content = wav(path, SOUND, extra=b"LIST" + struct.pack("<I", 0xFFFFFFF0) + b"INFO").read_bytes()
    path.write_bytes(content)
    return path


def picture_that_lies(path: Path) -> Path:
    """A FLAC whose cover claims 16 MB and has 64 bytes."""
    song = encoded(path, SOUND, "flac", "flac", sample_format="s16").read_bytes()
    block = b"\x06" + (0xFFFFFF).to_bytes(3, "big") + struct.pack(">I", 3) + b"\xff" * 64
    path.write_bytes(song[:4] + bytes([song[4] & 0x7F]) + song[5:42] + block + song[42:])
    return path


def huge_pictures(path: Path) -> Path:
    """A FLAC with twenty covers of 15 MB each: 300 MB of art before the song."""
    song = encoded(path, SOUND, "flac", "flac", sample_format="s16").read_bytes()
    body = struct.pack(">II", 3, 10) + b"image/jpeg" + struct.pack(">IIIIII", 0, 16, 16, 24, 0, 15 << 20)
    body += jpeg().ljust(15 << 20, b"\0")
    block = b"\x06" + len(body).to_bytes(3, "big") + body
    path.write_bytes(song[:4] + bytes([song[4] & 0x7F]) + song[5:42] + block * 20 + song[42:])
    return path


def endless_atoms(path: Path) -> Path:
    """300,000 empty moov atoms."""
    path.write_bytes(struct.pack(">I4s", 16, b"ftyp") + b"isom\0\0\0\0" + struct.pack(">I4s", 8, b"moov") * 300_000)
    return path


def nested_atoms(path: Path) -> Path:
    """2,000 moov atoms, each in the next."""
    body = b""
    for _ in range(2000):
        body = struct.pack(">I4s", 8 + len(body), b"moov") + body
    path.write_bytes(struct.pack(">I4s", 16, b"ftyp") + b"isom\0\0\0\0" + body)
    return path


def many_samples_atom(path: Path) -> Path:
    """An stsz table that claims four thousand million samples."""
    content = bytearray(encoded(path, SOUND, "aac", "mp4", bit_rate=128_000).read_bytes())
    place = content.find(b"stsz")
    content[place + 12 : place + 16] = b"\xff\xff\xff\xf0"
    path.write_bytes(content)
    return path


def compressed_header(path: Path) -> Path:
    """A QuickTime file whose header is zlib (cmov) and claims to unpack to two gigabytes."""
    packed = zlib.compress(bytes(8 << 20), 9)
    inner = struct.pack(">I4s4s", 12, b"dcom", b"zlib") + struct.pack(">I4sI", 12 + len(packed), b"cmvd", 0x7FFFFFF0)
    cmov = struct.pack(">I4s", 8 + len(inner) + len(packed), b"cmov") + inner + packed
    moov = struct.pack(">I4s", 8 + len(cmov), b"moov") + cmov
    path.write_bytes(struct.pack(">I4s", 16, b"ftyp") + b"qt  \0\0\0\0" + moov)
    return path


def reference_movie(path: Path, bait: Bait) -> Path:
    """A QuickTime reference movie (rmra), which names another file to play instead."""
    link = f"file://{bait.secret}".encode() + b"\0"
    rdrf = struct.pack(">I4sI4sI", 20 + len(link), b"rdrf", 0, b"url ", len(link)) + link
    rmda = struct.pack(">I4s", 8 + len(rdrf), b"rmda") + rdrf
    rmra = struct.pack(">I4s", 8 + len(rmda), b"rmra") + rmda
    path.write_bytes(struct.pack(">I4s", 8 + len(rmra), b"moov") + rmra)
    return path


def external_sound(path: Path, bait: Bait) -> Path:
    """A QuickTime file whose sound lies in another file (dref url); its own samples are silence."""
    content = bytearray(encoded(path, SOUND, "pcm_s16le", "mov").read_bytes())
    place = content.find(b"dref") - 4
    old = struct.unpack_from(">I", content, place)[0]
    link = b"file://" + str(bait.secret).encode() + b"\0"
    url = struct.pack(">I4sI", 12 + len(link), b"url ", 0) + link
    dref = struct.pack(">I4sII", 16 + len(url), b"dref", 0, 1) + url
    grown = len(dref) - old
    content[place : place + old] = dref
    for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
        at = content.rfind(name, 0, place) - 4
        struct.pack_into(">I", content, at, struct.unpack_from(">I", content, at)[0] + grown)
    kept = content.find(b"mdat")
    content[kept + 4 : kept + 4 + 4 * SOUND.shape[1]] = bytes(4 * SOUND.shape[1])
    path.write_bytes(content)
    return path


def channels(count: int) -> Callable[[Path], Path]:
    """A WAV that says it has so many channels."""

    def write(path: Path) -> Path:
        head = struct.pack("<HHIIHH", 1, count, RATE, RATE * count * 2, count * 2, 16)
        body = b"WAVEfmt " + struct.pack("<I", 16) + head
        body += b"data" + struct.pack("<I", count * 2000) + bytes(count * 2000)
        path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
        return path

    return write


def with_sample(value: float) -> Callable[[Path], Path]:
    """A floating point WAV with one sample that is no sound."""

    def write(path: Path) -> Path:
        sound = SOUND.copy()
        sound[0, 50_000] = value
        return wav(path, sound, bits=32, floating=True)

    return write


def coded_as_a_picture(path: Path) -> Path:
    """A JPEG inside a WAV that says it is sound."""
    body = jpeg()
    head = b"\x50\x00" + fmt(SOUND, RATE, 16)[2:]
    path.write_bytes(b"RIFF" + struct.pack("<I", 36 + len(body)) + b"WAVEfmt " + struct.pack("<I", 16) + head
                     + b"data" + struct.pack("<I", len(body)) + body)  # fmt: skip
    return path


STARTS = {
    "flac": b"fLaC\0\0\0\x22", "ogg": b"OggS\0\x02", "caf": b"caff\0\1\0\0", "aiff": b"FORM\0\0\0\0AIFF",
    "wav": b"RIFF\0\0\0\0WAVE", "mp4": b"\0\0\0\x10ftypisom\0\0\0\0", "matroska": b"\x1a\x45\xdf\xa3", "nothing": b"\7",
}  # fmt: skip


def garbage(container: str) -> Callable[[Path], Path]:
    """The first bytes of a container and 400 kB of chance."""

    def write(path: Path) -> Path:
        path.write_bytes(STARTS[container] + np.random.default_rng(7).integers(0, 256, 400_000, np.uint8).tobytes())
        return path

    return write


def unknown_coding(kind: str) -> Callable[[Path], Path]:
    """A file whose sound is coded in a way that nobody knows."""

    def write(path: Path) -> Path:
        if kind == "caf":
            content = caf(path, SOUND).read_bytes().replace(b"lpcm", b"zyxw", 1)
        else:
            content = encoded(path, SOUND, "flac", "matroska").read_bytes().replace(b"A_FLAC", b"A_ZYXW", 1)
        path.write_bytes(content)
        return path

    return write


def film_without_sound(path: Path) -> Path:
    """A film that is silent in the old sense."""
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(20):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        container.mux(stream.encode(None))
    return path


def cut(path: Path) -> Path:
    """An MP4 whose index, at its end, is missing."""
    content = encoded(path, SOUND, "aac", "mp4", bit_rate=128_000).read_bytes()
    path.write_bytes(content[: content.rfind(b"moov") - 4])
    return path


def alone(write: Callable[[Path], Path]) -> Write:
    """A writer that needs no bait."""
    return lambda path, _: write(path)


NOT_AUDIO, BROKEN = {"not_audio"}, {"not_decodable", "no_sound", "damaged"}
REFUSED: dict[str, tuple[Write, set[str]]] = {
    **{name: (write, NOT_AUDIO) for name, write in POINTING.items()},
    "playlist behind a tag": (playlist_behind_a_tag, NOT_AUDIO),
    "nothing": (data(b""), {"empty_file"}),
    "one byte": (data(b"R"), NOT_AUDIO),
    "zeros": (data(bytes(100_000)), NOT_AUDIO),
    "head of a WAV alone": (data(b"RIFF\x24\0\0\0WAVE"), BROKEN),
    "archive": (data(b"PK\x03\x04" + bytes(200)), NOT_AUDIO),
    "gzip": (compressed, NOT_AUDIO),
    "program": (data(b"\x7fELF\x02\x01\x01" + bytes(200)), NOT_AUDIO),
    "program for Windows": (data(b"MZ\x90\x00" + bytes(200)), NOT_AUDIO),
    "script": (data(b"#!/bin/sh\nid\n"), NOT_AUDIO),
    "document": (data(b"%PDF-1.7\n" + bytes(200)), NOT_AUDIO),
    "picture": (data(jpeg()), NOT_AUDIO),
    "notes": (data(b"MThd\x00\x00\x00\x06" + bytes(100)), NOT_AUDIO),
    "many tags": (alone(many_tags), NOT_AUDIO),
    "24 hours of silence": (data(flac_of_silence(24 * 3600)), {"too_long_to_decode"}),
    "endless atoms": (alone(endless_atoms), BROKEN),
    "nested atoms": (alone(nested_atoms), BROKEN),
    "compressed header": (alone(compressed_header), BROKEN | {"memory_limit"}),
    "reference movie": (reference_movie, BROKEN),
    "index missing": (alone(cut), BROKEN),
    "nine channels": (alone(channels(9)), {"too_many_channels"}),
    "hundreds of channels": (alone(channels(400)), {"too_many_channels", "not_decodable"}),
    "rate of 1 Hz": (lambda path, _: wav(path, SOUND, 1), {"sample_rate_not_supported"}),
    "rate of 384 kHz": (lambda path, _: wav(path, SOUND, 384_000), {"sample_rate_not_supported"}),
    "not a number": (alone(with_sample(np.nan)), {"not_a_number"}),
    "infinite": (alone(with_sample(-np.inf)), {"not_a_number"}),
    "picture as sound": (alone(coded_as_a_picture), BROKEN | {"codec_not_supported"}),
    "unknown coding in CAF": (alone(unknown_coding("caf")), BROKEN),
    "unknown coding in Matroska": (alone(unknown_coding("matroska")), BROKEN),
    "garbage flac": (alone(garbage("flac")), BROKEN | {"sample_rate_not_supported"}),
    "garbage ogg": (alone(garbage("ogg")), BROKEN),
    "garbage caf": (alone(garbage("caf")), BROKEN),
    "garbage aiff": (alone(garbage("aiff")), BROKEN),
    "garbage wav": (alone(garbage("wav")), BROKEN),
    "garbage mp4": (alone(garbage("mp4")), BROKEN),
    "garbage matroska": (alone(garbage("matroska")), BROKEN),
    "garbage": (alone(garbage("nothing")), NOT_AUDIO),
    "picture without sound": (alone(film_without_sound), {"video_not_allowed"}),
}
SURVIVED: dict[str, Callable[[Path], Path]] = {
    "chunk of four gigabytes": huge_chunk,
    "cover that claims 16 MB": picture_that_lies,
    "300 MB of covers": huge_pictures,
    "table that claims 4 G samples": many_samples_atom,
    "tag that unpacks to 500 MB": id3_bomb,
}
