"""`python -m submissions.audio FILE [--json] [--out DIR]`: the pipeline on one file, without database or server.

Exit status: 0 ready, 3 refused with reasons, 2 wrong usage, 1 this machine failed (disk full, child did not start).
The child works in a temporary folder, which goes whatever happens; DIR gets whole files only.
"""

import argparse
import hashlib
import json
import shutil
import signal
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from submissions.audio.gain import entry_gain_db
from submissions.audio.limits import Limits
from submissions.audio.report import Measurement, Refusal, Rendition
from submissions.audio.runner import CONTENT_TYPES, PipelineFault, film, measure, render

READY, FAULT, REFUSED = 0, 1, 3


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if not chosen.file.is_file():
        parser.error(f"no such file: {chosen.file}")
    films = chosen.allow_video or chosen.picture
    limits = Limits(min_s=chosen.min_seconds, max_s=chosen.max_seconds, allow_video=films)
    try:
        with tempfile.TemporaryDirectory(prefix="musicprize-audio-") as scratch:
            codecs = tuple(chosen.codec or ("aac",))
            result = _run(chosen.file, Path(scratch), chosen.out, limits, codecs, picture=chosen.picture)
    except PipelineFault as fault:
        print(f"{parser.prog}: {fault}", file=sys.stderr)
        return FAULT
    print(json.dumps(result, indent=2, default=str) if chosen.json else _readable(result))
    return READY if result["ready"] else REFUSED


def _stop(number: int, _: FrameType | None) -> NoReturn:
    """Leave by the front door, so that the child is ended and the folder removed."""
    sys.exit(128 + number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m submissions.audio", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print everything measured as JSON")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the renditions and peaks into DIR")
    parser.add_argument("--codec", action="append", choices=sorted(CONTENT_TYPES), help="rendition, default aac")
    parser.add_argument("--min-seconds", type=float, default=Limits().min_s)
    parser.add_argument("--max-seconds", type=float, default=Limits().max_s)
    parser.add_argument("--allow-video", action="store_true", help="take films: their sound is the work")
    parser.add_argument("--picture", action="store_true", help="take films and write their picture into DIR as well")
    return parser


def _run(
    path: Path, scratch: Path, out: Path | None, limits: Limits, codecs: tuple[str, ...], *, picture: bool
) -> dict[str, Any]:
    with path.open("rb") as file:
        result: dict[str, Any] = {"ready": False, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    measured = measure(path, scratch, limits=limits)
    if isinstance(measured, Refusal):
        return {**result, "refusal": asdict(measured)}
    gain = entry_gain_db([measured])
    result |= {"measurement": asdict(measured), "gain_db": gain}
    if measured.refused or out is None:
        named = [asdict(replace(one, path=Path(one.path.name))) for one in measured.peaks]
        return {**result, "ready": not measured.refused, "measurement": asdict(measured) | {"peaks": named}}
    made = render(path, scratch, gain_db=gain, decoded_s=measured.decoded_s, codecs=codecs, limits=limits)
    if not isinstance(made, Refusal) and picture:
        shown = film(path, scratch, gain_db=gain, decoded_s=measured.decoded_s, limits=limits)
        made = shown if isinstance(shown, Refusal) else (*made, shown)
    if isinstance(made, Refusal):
        return {**result, "refusal": asdict(made)}
    out.mkdir(parents=True, exist_ok=True)
    peaks = [replace(one, path=_keep(one.path, out)) for one in measured.peaks]
    result["measurement"] |= {"peaks": [asdict(one) for one in peaks]}
    renditions = [replace(one, path=_keep(one.path, out)) for one in made]
    return {**result, "ready": True, "renditions": [asdict(one) for one in renditions]}


def _keep(path: Path, out: Path) -> Path:
    return Path(shutil.move(path, out / path.name))


def _readable(result: dict[str, Any]) -> str:
    lines = ["ready" if result["ready"] else "refused", f"  sha256: {result['sha256']}"]
    if refusal := result.get("refusal"):
        lines.append(f"  {refusal['code']} {_figures(refusal['figures'])}".rstrip())
    if measured := result.get("measurement"):
        found = measured["findings"]
        lines += [f"  {name}: {measured[name]}" for name in Measurement.__slots__ if name not in ("peaks", "findings")]
        lines += [f"  {one['severity']}: {one['code']} {_where(one)}{_figures(one['figures'])}" for one in found]
        lines.append(f"  gain_db: {result['gain_db']}")
    names = Rendition.__slots__
    lines += ["  " + ", ".join(f"{name} {one[name]}" for name in names) for one in result.get("renditions", ())]
    return "\n".join(lines)


def _where(finding: dict[str, Any]) -> str:
    if finding["start_s"] is None:
        return ""
    return f"{finding['start_s']} s to {finding['end_s']} s "


def _figures(figures: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in figures.items())


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main())
