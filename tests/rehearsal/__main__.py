"""`python -m tests.rehearsal --audio FOLDER [--entries 54] [--jurors 8] [--seed 1] [--base http://…]`.

Exit status 0 when everything held, 1 when something did not, 2 for a wrong call. The last line is JSON.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from musicprize.supervisor import running_platform
from tests.rehearsal.client import NotHeld
from tests.rehearsal.run import Rehearsal, last_line

OWN_ORGANISER = "organiser@rehearsal.invalid"
FEWEST_ENTRIES, FEWEST_JURORS = 4, 2
MUST_HOLD = ("ranking_matches", "ledger_ok", "tie", "replaced", "minutes", "bundles_ok")
DEMO_ORGANISER = "viviane.heuertz.lamberty@demo.invalid"


def main() -> int:
    """Run, tell, and say by the exit status whether all held."""
    parser = _arguments()
    given = parser.parse_args()
    if given.entries < FEWEST_ENTRIES or given.jurors < FEWEST_JURORS:
        parser.error(f"at least {FEWEST_ENTRIES} entries and {FEWEST_JURORS} jurors: a final, a tie, and a reserve")
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"[{time.monotonic() - began:6.1f} s] {line}", flush=True)

    try:
        with _platform(given.base, say) as (base, organiser):
            figures = Rehearsal(
                base=base, organiser_email=given.organiser or organiser, audio=given.audio, entries=given.entries,
                jurors=given.jurors, seed=given.seed, say=say,
            ).run()  # fmt: skip
    except NotHeld as problem:
        print(f"did not hold: {problem}", file=sys.stderr)
        return 1
    print(last_line(figures), flush=True)
    return 0 if all(figures[each] for each in MUST_HOLD) else 1


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.rehearsal", description="Rehearse a whole edition over HTTP."
    )
    parser.add_argument("--audio", type=Path, required=True, help="folder of real music")
    parser.add_argument("--entries", type=int, default=54)
    parser.add_argument("--jurors", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--base", default="", help="address of a running demo platform; without: one of its own")
    parser.add_argument("--organiser", default="", help="address of an organiser of that platform")
    return parser


@contextmanager
def _platform(base: str, say: Callable[[str], None]) -> Iterator[tuple[str, str]]:
    """(address, organiser): the running one, or one of our own in a temporary folder that is taken down again; on the
    database, broker and store that the environment names, as python -m tests.services does, else on its own."""
    if base:
        yield base.rstrip("/"), DEMO_ORGANISER
        return
    with tempfile.TemporaryDirectory(prefix="musicprize-rehearsal-") as folder:
        data = Path(folder)
        with running_platform(data=data, demo=True, demo_data=False, share_services=True) as platform:
            began = {path: path.stat().st_size for path in platform.log_dir.glob("*.log")}
            _manage(data, "organiser", OWN_ORGANISER, "--name", "Office")
            yield platform.base_url, OWN_ORGANISER
            say(_manage(data, "check_invariants"))
            _check_logs(platform.log_dir, began)
            _check_way_of_audio(platform.log_dir / "access.log", say)


def _manage(data: Path, *command: str) -> str:
    """What a management command says on our own platform's data. NotHeld with its complaint."""
    environment = {**os.environ, "DATA": str(data), "SECRET_KEY": "not used by this command"}
    done = subprocess.run(
        [sys.executable, "manage.py", *command], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotHeld(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-1000:]}")
    return done.stdout.strip()


def _check_way_of_audio(log: Path, say: Callable[[str], None]) -> None:
    """With an object store no part of a file and no sound passes through our own web server. All requests count."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    parts = sum('"PUT /api/v1/uploads/' in line for line in lines)
    plays = sum('"GET /media/' in line for line in lines)
    say(f"{len(lines)} requests to the web server, among them {parts} parts of files and {plays} of sound")
    if os.environ.get("STORAGE") == "s3" and parts + plays:
        raise NotHeld(f"{parts + plays} requests carried audio through the web server, though there is an object store")


def _check_logs(folder: Path, began: Mapping[Path, int]) -> None:
    """No error and no stack trace in any log of the platform. Up to where it was ready (`began`: log → bytes) /healthz
    may have said that it is not."""
    for path in sorted(folder.glob("*.log")):
        whole, at = path.read_bytes(), began.get(path, 0)
        before, after = (part.decode(errors="replace").splitlines() for part in (whole[:at], whole[at:]))
        lines = [line for line in before if not line.endswith("Service Unavailable: /healthz")] + after
        bad = [line for line in lines if " ERROR " in line or line.startswith("Traceback")]
        if bad:
            raise NotHeld(f"{path.name} holds {len(bad)} errors, the first: {bad[0][:300]}")


if __name__ == "__main__":
    sys.exit(main())
