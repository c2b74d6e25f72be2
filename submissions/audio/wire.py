"""The lines of JSON between parent and child. The child has read a stranger's file: what it says is checked here.

A path from the child is only ever a file name in the folder that the parent gave it.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from submissions.audio.report import Finding, Measurement, PeaksFile, Refusal, Severity

MAX_LINE = 1 << 20


class BadAnswer(Exception):
    """The child answered something that is not ours."""


def measurement_to_wire(measured: Measurement) -> dict[str, Any]:
    """A measurement as JSON-ready values, paths as file names."""
    plain = asdict(measured)
    for file in plain["peaks"]:
        file["path"] = file["path"].name
    return plain


def measurement_from_wire(plain: Mapping[str, Any], folder: Path) -> Measurement:
    """The measurement a child reported. Raises BadAnswer."""
    try:
        values = dict(plain)
        values["peaks"] = tuple(
            PeaksFile(**{**file, "path": file_in(folder, file["path"])}) for file in values["peaks"]
        )
        values["findings"] = tuple(
            Finding(**{**finding, "severity": Severity(finding["severity"])}) for finding in values["findings"]
        )
        return Measurement(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswer(repr(error)) from error


def refusal_from_wire(plain: Mapping[str, Any]) -> Refusal:
    """The refusal a child reported. Raises BadAnswer."""
    try:
        return Refusal(str(plain["code"]), dict(plain["figures"]), str(plain["detail"])[:2000])
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswer(repr(error)) from error


def file_in(folder: Path, name: str) -> Path:
    """A regular file, named by the child, directly in the folder. Raises BadAnswer."""
    path = folder / name
    if Path(name).name != name or path.is_symlink() or not path.is_file():
        raise BadAnswer(f"no such file: {name!r}")
    return path
