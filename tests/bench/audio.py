"""`make bench-audio`: what the pipeline costs, beside the same job by hand and beside the floor.

`python -m tests.bench.audio [--minutes 5] [--repeat 5] [--json FILE]`. Everything is measured in one run on files made
here; figures are medians, CPU is user and system seconds of all processes of a job, and what counts are the ratios.
By hand: ffprobe, ffmpeg ebur128, ffmpeg to AAC (and Opus), sha256sum, and audiowaveform where it is installed; what is
missing is named and left out of the sum. Floor: one decode and the same encoder with the same settings, nothing else.
"""

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from submissions.audio.report import Measurement, Refusal
from submissions.audio.runner import measure
from tests.bench.jobs import FLOOR, Cost, make, median, ours, peak_mb, python, timed, tools
from tests.submissions.audio.hostile import REFUSED, Bait

LENGTHS = (1.0, 5.0, 15.0, 60.0)
Row = tuple[str, float, float | None]


def main() -> int:
    """Run the comparison; print a table, write JSON on demand. The status is 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.audio", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0, help="length of the piece that is compared")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="musicprize-bench-") as scratch:
        folder = Path(scratch)
        rows = [
            *compare(folder, chosen.minutes, chosen.repeat),
            *grow(folder, chosen.repeat),
            *refuse(folder),
            *agree(folder / "5.wav" if chosen.minutes == 5 else make(folder / "agree.wav", 5.0), folder),
        ]
    machine = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}, Python "
        f"{platform.python_version()}",
        "load average before and after": f"{load_before:.1f}, {os.getloadavg()[0]:.1f}",
        "by hand": f"{version('ffmpeg')}; "
        + ("audiowaveform" if shutil.which("audiowaveform") else "audiowaveform is not installed and left out"),
    }
    table(rows, machine)
    if chosen.json:
        told = [dict(zip(("what", "value", "goal_at_most", "met"), (*row, met(row)), strict=True)) for row in rows]
        chosen.json.write_text(json.dumps({**machine, "repeat": chosen.repeat, "rows": told}, indent=2) + "\n")
    return 0 if all(met(row) is not False for row in rows) else 1


def compare(folder: Path, minutes: float, repeat: int) -> Iterable[Row]:
    """The default set against the same by hand and against the floor, on one piece."""
    song = make(folder / f"{minutes:g}.wav", minutes)
    jobs: dict[str, Callable[[], None]] = {
        "ours": lambda: ours(song, folder, "aac"),
        "ours with Opus": lambda: ours(song, folder, "aac", "opus"),
        "verdict": lambda: ours(song, folder),
        "floor": lambda: python(FLOOR, song, folder / "floor.m4a"),
        **tools(song, folder),
    }
    cost = median(repeat, jobs)
    hand = [cost[name] for name in ("probe", "loudness", "aac", "sha256", "waveform") if name in cost]
    same = [cost[name] for name in ("probe", "loudness", "aac fast", "sha256", "waveform") if name in cost]
    both = [*hand, cost["opus"]]
    mine = cost["ours"]
    yield "CPU s, measure + peaks + findings + AAC", mine.cpu, None
    yield "CPU s, the same by hand", total(hand).cpu, None
    yield "CPU s, floor (one decode + AAC)", cost["floor"].cpu, None
    yield "CPU against by hand", mine.cpu / total(hand).cpu, 0.8
    yield "CPU against by hand with our fast AAC coder", mine.cpu / total(same).cpu, None
    yield "CPU against the floor", mine.cpu / cost["floor"].cpu, 1.35
    yield "wall s, with Opus", cost["ours with Opus"].wall, None
    yield "wall s, by hand one after the other", total(both).wall, None
    yield "wall against by hand, with Opus", cost["ours with Opus"].wall / total(both).wall, 0.55
    yield "wall s until the verdict", cost["verdict"].wall, None
    yield "verdict against the duration, times 60", cost["verdict"].wall / minutes, 1.0


def grow(folder: Path, repeat: int) -> Iterable[Row]:
    """Cost and memory from one minute to an hour: CPU = start + rate · length, how far each step's rate is off."""
    songs = {minutes: make(folder / f"{minutes:g}.wav", minutes) for minutes in LENGTHS}
    cost = {}
    for minutes, song in songs.items():
        once = {"ours": lambda song=song: ours(song, folder, "aac")}  # type: ignore[misc]
        cost[minutes] = median(max(1, repeat) if minutes < 15 else 1, once)["ours"].cpu
        yield f"CPU s a minute, {minutes:g} min", cost[minutes] / minutes, None
    first, last = LENGTHS[0], LENGTHS[-1]
    rate = (cost[last] - cost[first]) / (last - first)
    line = {minutes: cost[first] + rate * (minutes - first) for minutes in LENGTHS}
    yield "largest distance from a straight line, share", max(abs(cost[m] / line[m] - 1) for m in LENGTHS), 0.1
    yield "rate of the hour against the rate of 5 min", (cost[60.0] / 60) / (cost[5.0] / 5), 1.1
    five, hour = (peak_mb(songs[minutes], folder) for minutes in (5.0, 60.0))
    yield "peak MB of a child, 5 min", five, 512
    yield "peak MB of a child, 60 min", hour, 512
    yield "memory of the hour against 5 min", hour / five, 1.2
    songs[60.0].unlink()


def refuse(folder: Path) -> Iterable[Row]:
    """Time to the refusal of every file of the hostile set."""
    bait, work, costs = Bait(make(folder / "secret.wav", 0.1), 9), folder / "work", {}
    work.mkdir()
    for name, (write, codes) in REFUSED.items():
        path = write(folder / "hostile", bait)
        answers: list[object] = []
        costs[name] = timed(lambda path=path, answers=answers: answers.append(measure(path, work)))  # type: ignore[misc]
        assert isinstance(answers[0], Refusal), name
        assert answers[0].code in codes, name
    yield f"wall s until a refusal, slowest of {len(costs)}", max(cost.wall for cost in costs.values()), 2.0
    yield "wall s until a refusal, median", statistics.median(cost.wall for cost in costs.values()), None


def agree(song: Path, folder: Path) -> Iterable[Row]:
    """Loudness and true peak beside FFmpeg's ebur128."""
    seen = measure(song, folder)
    assert isinstance(seen, Measurement)
    command = ["ffmpeg", "-nostdin", "-hide_banner", "-i", str(song), "-af", "ebur128=peak=true", "-f", "null", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    told = told[told.rindex("Summary:") :]
    for name, mark, mine in (
        ("integrated loudness, LU", "I", seen.integrated_lufs),
        ("loudness range, LU", "LRA", seen.loudness_range_lu),
        ("true peak, dB", "Peak", seen.true_peak_dbtp),
    ):
        match = re.search(rf"{mark}:\s+(-?[0-9.]+)", told)
        assert match is not None
        assert mine is not None
        yield f"distance from FFmpeg's ebur128: {name}", abs(mine - float(match[1])), 0.1


def total(costs: Iterable[Cost]) -> Cost:
    """One after the other."""
    parts = list(costs)
    return Cost(sum(part.cpu for part in parts), sum(part.wall for part in parts))


def met(row: Row) -> bool | None:
    """Whether the goal is met; None without one."""
    return None if row[2] is None else row[1] <= row[2]


def table(rows: Iterable[Row], machine: dict[str, Any]) -> None:
    """Print as a Markdown table, ready for docs/performance.md."""
    print("| what | measured | goal | |\n|---|---:|---:|---|")
    for row in rows:
        goal = "" if row[2] is None else f"≤ {row[2]:g}"
        print(f"| {row[0]} | {row[1]:.3g} | {goal} | {({True: 'met', False: 'missed', None: ''})[met(row)]} |")
    print()
    for name, value in machine.items():
        print(f"{name}: {value}")


def version(program: str) -> str:
    """The first line of what a program says of itself."""
    return subprocess.run([program, "-version"], capture_output=True, text=True, check=True).stdout.split(" Copy")[0]


if __name__ == "__main__":
    raise SystemExit(main())
