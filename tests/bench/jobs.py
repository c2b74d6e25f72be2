"""The jobs that `tests.bench.audio` compares, and how they are timed: each in child processes of its own."""

import resource
import shutil
import statistics
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from submissions.audio.report import Measurement, Refusal
from submissions.audio.runner import measure, render
from tests.submissions.audio.synth import pcm, pink

ROOT = Path(__file__).parents[2]
RATE = 44100
FLOOR = """
import sys, av
from submissions.audio.encoders import AAC_OPTIONS
with av.open(sys.argv[1], options={"max_size": "262144"}) as source, av.open(sys.argv[2], "w", format="mp4") as out:
    stream = out.add_stream("aac", rate=source.streams.audio[0].rate, options=AAC_OPTIONS)
    stream.codec_context.layout, stream.codec_context.bit_rate = "stereo", 256_000
    for frame in source.decode(source.streams.audio[0]):
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of all processes, and seconds on the wall."""

    cpu: float
    wall: float


def make(path: Path, minutes: float) -> Path:
    """A 16 bit stereo WAV of wide pink noise, written a minute at a time; not again if it is there."""
    if path.exists():
        return path
    minute = pcm(pink(60.0, rate=RATE, channels=2, dbfs=-18), 16)
    size = int(minutes * len(minute)) // 4 * 4
    head = struct.pack("<IHHIIHH", 16, 1, 2, RATE, RATE * 4, 4, 16)
    with path.open("wb") as file:
        file.write(b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + head + b"data" + struct.pack("<I", size))
        while size > 0:
            size -= file.write(minute[:size])
    return path


def median(repeat: int, jobs: dict[str, Callable[[], None]]) -> dict[str, Cost]:
    """Median costs. The jobs take turns, so that a busy moment of the machine does not fall on one of them alone."""
    costs: dict[str, list[Cost]] = {name: [] for name in jobs}
    for _ in range(repeat):
        for name, job in jobs.items():
            costs[name].append(timed(job))
    return {
        name: Cost(statistics.median(one.cpu for one in all_of), statistics.median(one.wall for one in all_of))
        for name, all_of in costs.items()
    }


def timed(job: Callable[[], None]) -> Cost:
    """What one run of a job costs, in this process and in children."""
    before, started = spent(), time.monotonic()
    job()
    return Cost(spent() - before, time.monotonic() - started)


def spent() -> float:
    """CPU seconds of this process and of all children so far."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
    return sum(used.ru_utime + used.ru_stime for used in both)


def ours(song: Path, folder: Path, *codecs: str) -> None:
    """The pipeline as a worker calls it, which lives long; its two children are fresh ones."""
    seen = measure(song, folder)
    assert isinstance(seen, Measurement), seen
    if codecs:
        made = render(song, folder, gain_db=-1.0, decoded_s=seen.decoded_s, codecs=codecs)
        assert not isinstance(made, Refusal), made


def python(code: str, *arguments: object) -> None:
    """Run a program of our own in a fresh interpreter."""
    subprocess.run([sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, check=True)


def tools(song: Path, folder: Path) -> dict[str, Callable[[], None]]:
    """The standard programs, one a job: what an engineer would type."""
    ffmpeg = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(song)]
    to_aac = [*ffmpeg, "-af", "volume=-1dB", "-c:a", "aac", "-b:a", "256k"]
    commands = {
        "probe": ["ffprobe", "-v", "error", "-show_format", "-show_streams", str(song)],
        "loudness": [*ffmpeg, "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"],
        "aac": [*to_aac, str(folder / "hand.m4a")],
        "aac fast": [*to_aac, "-aac_coder", "fast", str(folder / "hand.m4a")],
        "opus": [*ffmpeg, "-af", "volume=-1dB", "-c:a", "libopus", "-b:a", "160k", str(folder / "hand.opus")],
        "sha256": ["sha256sum", str(song)],
    }
    if shutil.which("audiowaveform"):
        commands["waveform"] = ["audiowaveform", "-q", "-i", str(song), "-o", str(folder / "hand.dat"), "-z", "512",
                                "-b", "8"]  # fmt: skip
    return {name: lambda command=command: _run(command) for name, command in commands.items()}  # type: ignore[misc]


def peak_mb(song: Path, folder: Path) -> float:
    """Peak memory of the child, asked in a fresh small process: a child starts with the peak of its parent."""
    ask = (
        "import resource, sys; from pathlib import Path; from submissions.audio.runner import measure, render;"
        "song, folder = Path(sys.argv[1]), Path(sys.argv[2]); seen = measure(song, folder);"
        "render(song, folder, gain_db=-1, decoded_s=seen.decoded_s);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    command = [sys.executable, "-c", ask, str(song), str(folder)]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
