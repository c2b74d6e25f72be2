"""`python -m tests.bench.verdict --data DATA`: how long an artist waits for the verdict, on a demo platform that runs.

For each file: seconds from the last byte that was sent until every byte was checked, until the verdict can be read, and
until the recording plays. Then the same short file while long ones wait in the queue. The demo's artist is signed in by
the mailed code; each file replaces the one before.
"""

import argparse
import hashlib
import statistics
import tempfile
import time
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from musicprize.supervisor import platform_state
from tests.rehearsal import uploading
from tests.rehearsal.client import Client, NotHeld

POLL_S = 0.1
PATIENCE_S = 600.0
LENGTHS_MIN = (0.5, 5.0, 15.0)


@dataclass(frozen=True)
class Wait:
    """Seconds from the last byte."""

    checked: float
    verdict: float
    plays: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.verdict", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="DATA folder of the running demo platform")
    parser.add_argument("--repeat", type=int, default=3)
    chosen = parser.parse_args()
    there = platform_state.read(chosen.data / "run")
    if there is None:
        parser.error(f"no platform runs on {chosen.data}")
    artist = next(one.email for one in there.sign_ins if one.role == "artist")
    client = Client(there.base_url, artist).sign_in()
    works = drafts(client)
    with tempfile.TemporaryDirectory(prefix="musicprize-bench-") as scratch:
        folder = Path(scratch)
        print("| file | bytes checked | verdict | plays |\n|---|---|---|---|")
        for minutes in LENGTHS_MIN:
            waits = [waited(client, works[0], sound(folder, minutes)) for _ in range(chosen.repeat)]
            say(f"{minutes:g} min WAV 16/44.1, nothing else to do", waits)
        text = folder / "song.wav"
        text.write_text("A love letter, not a song. " * 999)
        say("a text that is called song.wav", [waited(client, works[0], text) for _ in range(chosen.repeat)])
        waits = []
        for _ in range(chosen.repeat):
            for work in works[1:]:
                uploading.upload(client, sound(folder, LENGTHS_MIN[-1]), target=work)
            waits.append(waited(client, works[0], sound(folder, LENGTHS_MIN[0])))
            for work in works[1:]:
                uploading.listened(client, work)
        say(f"0.5 min while {len(works) - 1} of 15 min are listened to and rendered", waits)
    return 0


def drafts(client: Client) -> list[str]:
    """The works of an application that may still be changed."""
    for one in client.get("/api/v1/applications")["results"]:
        if one["state"] == "draft":
            found = client.get(f"/api/v1/applications/{one['id']}/works")["results"]
            return [work["id"] for work in found]
    raise NotHeld("the demo's artist has no application that may be changed")


def waited(client: Client, work: str, path: Path) -> Wait:
    """Send a file; `uploading.upload` returns once every byte was checked, so the last part's time is taken before."""
    sent = [0.0]
    real: Callable[..., Any] = client.upload_part

    def upload_part(*arguments: Any) -> Any:
        answer = real(*arguments)
        sent[0] = time.monotonic()
        return answer

    client.upload_part = upload_part  # type: ignore[method-assign]
    uploading.upload(client, path, target=work)
    client.upload_part = real  # type: ignore[method-assign]
    checked = time.monotonic()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    verdict = 0.0
    while time.monotonic() - sent[0] < PATIENCE_S:
        document = client.get(f"/api/v1/works/{work}")
        recording = document["recording"]
        if recording and document["audio"]["sha256"] == digest and recording["state"] in ("ready", "refused"):
            verdict = verdict or time.monotonic()
            if recording["state"] == "refused" or recording["playable"]:
                now = time.monotonic()
                return Wait(checked - sent[0], verdict - sent[0], now - sent[0])
        time.sleep(POLL_S)
    raise NotHeld(f"{path.name}: no verdict within {PATIENCE_S:.0f} s")


def sound(folder: Path, minutes: float) -> Path:
    """Stereo noise, another one each time, so that no two files are the same."""
    path = folder / f"{minutes:g}-{time.monotonic_ns()}.wav"
    second = np.random.default_rng(time.monotonic_ns()).integers(-4000, 4000, size=(44100, 2), dtype=np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44100)
        for _ in range(round(minutes * 60)):
            file.writeframesraw(second.tobytes())
    return path


def say(name: str, waits: list[Wait]) -> None:
    medians = [statistics.median(getattr(one, what) for one in waits) for what in ("checked", "verdict", "plays")]
    print(f"| {name} | " + " | ".join(f"{value:.1f} s" for value in medians) + " |", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
