"""Sounds and files for the audio tests, all made here: no recording of anybody's, no program from outside.

Sounds are float64 arrays of the shape (channels, samples), full scale ±1.
"""

import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float64]
RATE = 48000
PCM_GUID = bytes.fromhex("0000001000800000aa00389b71")
W64 = {
    "riff": bytes.fromhex("726966662e91cf11a5d628db04c10000"),
    "wave": bytes.fromhex("77617665f3acd3118cd100c04f8edb8a"),
    "fmt ": bytes.fromhex("666d7420f3acd3118cd100c04f8edb8a"),
    "data": bytes.fromhex("64617461f3acd3118cd100c04f8edb8a"),
}


def db(decibels: float) -> float:
    """Amplitude of a level in dB relative to full scale."""
    return 10 ** (decibels / 20)


def tone(seconds: float, *, hz: float = 1000.0, dbfs: float = -20.0, rate: int = RATE, phase: float = 0.0) -> Sound:
    """One channel of a sine whose peak is at `dbfs`; phase in degrees."""
    time = np.arange(round(seconds * rate)) / rate
    return (db(dbfs) * np.sin(2 * np.pi * hz * time + np.radians(phase)))[None]


def faded(sound: Sound, seconds: float = 0.1, rate: int = RATE) -> Sound:
    """The sound with straight fades at both ends, so that an abrupt edge does not ring in a true-peak meter."""
    ramp = np.minimum(1, np.arange(sound.shape[1]) / (seconds * rate))
    return sound * ramp * ramp[::-1]


def silence(seconds: float, *, rate: int = RATE) -> Sound:
    """One channel of digital silence."""
    return np.zeros((1, round(seconds * rate)))


def noise(seconds: float, *, seed: int = 1, dbfs: float = -20.0, rate: int = RATE, channels: int = 1) -> Sound:
    """Gaussian noise with the given RMS, bounded to ±0.99; every seed and channel is another sound."""
    random = np.random.default_rng(seed)
    return np.clip(random.normal(0, db(dbfs), (channels, round(seconds * rate))), -0.99, 0.99)


def pink(seconds: float, *, seed: int = 1, dbfs: float = -20.0, rate: int = RATE, channels: int = 1) -> Sound:
    """Noise with as much power in every octave, as music has it: codecs keep it, unlike white noise."""
    spectrum = np.fft.rfft(noise(seconds, seed=seed, rate=rate, channels=channels))
    hz = np.fft.rfftfreq(round(seconds * rate), 1 / rate)
    shaped = np.fft.irfft(spectrum / np.sqrt(np.maximum(hz, 20)) * (hz < 15000), round(seconds * rate))
    return np.clip(shaped * db(dbfs) / np.sqrt(np.mean(shaped**2)), -0.99, 0.99)


def stereo(left: Sound, right: Sound | None = None) -> Sound:
    """Two channels from one or two."""
    return np.concatenate([left, left if right is None else right])


def after(*sounds: Sound) -> Sound:
    """Sounds one after the other."""
    return np.concatenate(sounds, axis=1)


def pcm(sound: Sound, bits: int, *, floating: bool = False, big: bool = False) -> bytes:
    """Interleaved samples: 16, 24 or 32 bit integers, or 32 or 64 bit floats."""
    mark = ">" if big else "<"
    rows = sound.T
    if floating:
        return rows.astype(f"{mark}f{bits // 8}").tobytes()
    top = 2 ** (bits - 1)
    steps = np.clip(np.round(rows * top), -top, top - 1).astype(np.int64)
    if bits == 24:
        wide = np.ascontiguousarray(steps, dtype=f"{mark}i4").view(np.uint8).reshape(*steps.shape, 4)
        return (wide[..., 1:] if big else wide[..., :3]).tobytes()
    return steps.astype(f"{mark}i{bits // 8}").tobytes()


def fmt(sound: Sound, rate: int, bits: int, *, floating: bool = False, mask: int | None = None) -> bytes:
    """The body of a WAV `fmt ` chunk; WAVE_FORMAT_EXTENSIBLE when a channel mask is given."""
    channels, width = len(sound), bits // 8
    kind = 3 if floating else 1
    body = struct.pack("<HIIHH", channels, rate, rate * channels * width, channels * width, bits)
    if mask is None:
        return struct.pack("<H", kind) + body
    return struct.pack("<H", 0xFFFE) + body + struct.pack("<HHIH", 22, bits, mask, kind) + b"\0" + PCM_GUID


def wav(
    path: Path, sound: Sound, rate: int = RATE, bits: int = 16, *, floating: bool = False, mask: int | None = None,
    riff: bytes = b"RIFF", claimed_bytes: int | None = None, extra: bytes = b"",
) -> Path:  # fmt: skip
    """Write a WAV, RF64 or BW64 file. `claimed_bytes`: a data length that is not true; `extra`: chunks before data."""
    data = pcm(sound, bits, floating=floating)
    size = len(data) if claimed_bytes is None else claimed_bytes
    head = fmt(sound, rate, bits, floating=floating, mask=mask)
    chunks = b"WAVE"
    if riff != b"RIFF":
        chunks += b"ds64" + struct.pack("<IQQQI", 28, len(data) + 72, size, sound.shape[1], 0)
    chunks += b"fmt " + struct.pack("<I", len(head)) + head + extra
    chunks += b"data" + struct.pack("<I", size if riff == b"RIFF" else 0xFFFFFFFF) + data
    total = len(chunks) if riff == b"RIFF" else 0xFFFFFFFF
    path.write_bytes(riff + struct.pack("<I", min(total, 0xFFFFFFFF)) + chunks)
    return path


def w64(path: Path, sound: Sound, rate: int = RATE, bits: int = 16) -> Path:
    """Write a Sony Wave64 file."""
    data, head = pcm(sound, bits), fmt(sound, rate, bits)
    body = W64["wave"] + W64["fmt "] + struct.pack("<Q", 24 + len(head)) + head + b"\0" * (-len(head) % 8)
    body += W64["data"] + struct.pack("<Q", 24 + len(data)) + data
    path.write_bytes(W64["riff"] + struct.pack("<Q", 24 + len(body)) + body)
    return path


def aiff(path: Path, sound: Sound, rate: int = RATE, bits: int = 16, *, little: bool = False) -> Path:
    """Write an AIFF file, or with `little` an AIFC file with samples in little endian (sowt)."""
    data = pcm(sound, bits, big=not little)
    common = struct.pack(">hIh", len(sound), sound.shape[1], bits) + extended(rate)
    if little:
        common += b"sowt" + b"\0\0"
    chunks = b"COMM" + struct.pack(">I", len(common)) + common
    chunks += b"SSND" + struct.pack(">III", 8 + len(data), 0, 0) + data
    body = (b"AIFC" if little else b"AIFF") + chunks
    path.write_bytes(b"FORM" + struct.pack(">I", len(body)) + body)
    return path


def extended(value: int) -> bytes:
    """A positive integer as an IEEE 754 80 bit number."""
    exponent = value.bit_length() - 1
    return struct.pack(">HQ", 16383 + exponent, value << (63 - exponent))


def caf(path: Path, sound: Sound, rate: int = RATE, bits: int = 16) -> Path:
    """Write a Core Audio file with big endian samples."""
    data, channels, width = pcm(sound, bits, big=True), len(sound), bits // 8
    description = struct.pack(">d4sIIIII", float(rate), b"lpcm", 0, width * channels, 1, channels, bits)
    chunks = b"desc" + struct.pack(">Q", len(description)) + description
    chunks += b"data" + struct.pack(">QI", len(data) + 4, 0) + data
    path.write_bytes(b"caff" + struct.pack(">HH", 1, 0) + chunks)
    return path


def encoded(
    path: Path, sound: Sound, codec: str, muxer: str, rate: int = RATE, *, bit_rate: int | None = None,
    sample_format: str | None = None, layout: str | None = None, tags: dict[str, str] | None = None,
    cover: bytes | None = None, options: dict[str, str] | None = None, picture: bool = False,
) -> Path:  # fmt: skip
    """Write a compressed file by PyAV, with tags, a cover (JPEG bytes) or moving pictures on demand."""
    with av.open(str(path), "w", format=muxer, container_options=options or {}) as container:
        container.metadata.update(tags or {})
        stream: Any = container.add_stream(codec, rate=rate, options={"strict": "-2"} if codec == "vorbis" else {})
        stream.codec_context.layout = layout or {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}[len(sound)]
        stream.codec_context.format = sample_format or stream.codec_context.codec.audio_formats[0].name
        if bit_rate:
            stream.codec_context.bit_rate = bit_rate
        pictures = _pictures(container, sound.shape[1] / rate) if picture else None
        attached: Any = container.add_stream("mjpeg", rate=1) if cover else None
        if attached is not None:
            attached.width = attached.height = 16
            attached.pix_fmt = "yuvj420p"
            attached.disposition = av.stream.Disposition.attached_pic
            packet = av.Packet(cover)
            packet.stream, packet.pts, packet.dts = attached, 0, 0
            container.mux(packet)
        for packet in pictures or ():
            container.mux(packet)
        _feed(container, stream, sound, rate)
    return path


def _feed(container: Any, stream: Any, sound: Sound, rate: int) -> None:
    layout = stream.codec_context.layout.name
    resampler = av.AudioResampler(format=stream.codec_context.format.name, layout=layout, rate=rate)
    for start in range(0, sound.shape[1], 65536):
        block = np.ascontiguousarray(sound[:, start : start + 65536])
        frame = av.AudioFrame.from_ndarray(block, format="dblp", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        for ready in resampler.resample(frame):
            container.mux(stream.encode(ready))
    for ready in resampler.resample(None):
        container.mux(stream.encode(ready))
    container.mux(stream.encode(None))


def _pictures(container: Any, seconds: float) -> list[Any]:
    stream = container.add_stream("mpeg4", rate=10)
    stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
    packets = []
    for index in range(round(seconds * 10)):
        shade = np.full((64, 64, 3), index % 256, np.uint8)
        packets += stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24"))
    return [*packets, *stream.encode(None)]


def jpeg(text: bytes = b"") -> bytes:
    """A small real JPEG, with `text` as its comment."""
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (16, 16), (200, 30, 30)).save(out, "JPEG", comment=text)
    return out.getvalue()
