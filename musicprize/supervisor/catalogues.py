"""Compiles the translation catalogues in Python, so that no machine needs gettext's programs."""

import os
from collections.abc import Iterable
from pathlib import Path

import polib

from musicprize.supervisor.configuration import ROOT


class CatalogueProblem(ValueError):
    """A catalogue cannot be compiled; the message names the file and the line."""


def sources(root: Path = ROOT) -> list[Path]:
    """The .po files of the project's own packages."""
    found: list[Path] = []
    for package in ("musicprize", "submissions", "jury", "frontend"):
        found += (root / package).glob("**/locale/*/LC_MESSAGES/*.po")
    return sorted(found)


def compile_changed(paths: Iterable[Path] | None = None) -> int:
    """Write each .mo that is missing or older than its .po, and say how many. Raises CatalogueProblem."""
    changed = [path for path in (sources() if paths is None else paths) if _is_stale(path)]
    for path in changed:
        compile_one(path)
    return len(changed)


def compile_one(path: Path) -> Path:
    """Compile one catalogue. Fuzzy and empty entries stay out, as msgfmt does. The file appears in one step."""
    try:
        content = polib.pofile(str(path)).to_binary()
    except (OSError, ValueError) as problem:
        raise CatalogueProblem(f"{path}: {problem}") from problem
    target = path.with_suffix(".mo")
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(target)
    return target


def _is_stale(path: Path) -> bool:
    target = path.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns < path.stat().st_mtime_ns
