"""The pipeline as its callers see it: three functions, each a short-lived child process with bounds.

    measure(path, workdir, limits=Limits(...), on_progress=f) -> Measurement | Refusal
    render(path, workdir, gain_db=g, decoded_s=s, codecs=("aac",), limits=..., on_progress=f)
        -> tuple[Rendition, ...] | Refusal
    film(path, workdir, gain_db=g, decoded_s=s, limits=..., on_progress=f) -> Rendition | Refusal

`path` is the upload, the only foreign file the child may read; `workdir` an existing folder of its own (a
`TemporaryDirectory` of the caller's, who takes the results out and removes it), the only one it may write.
`on_progress` gets a share between 0 and 1 some hundred times; what it raises ends the child and goes up.

A `Refusal` is the file's fault: not sound, over a bound, crashed or hung a decoder. `PipelineFault` is raised for what
is ours: the child did not start, the disk is full. Gains come from `gain.entry_gain_db`, severities by an edition's
rules from `findings.apply_rules`, sentences from `sentences`. Importing this does not import Django, FFmpeg or numpy.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from submissions.audio.limits import Limits
from submissions.audio.process import PipelineFault, converse
from submissions.audio.report import Measurement, Refusal, Rendition
from submissions.audio.wire import BadAnswer, file_in, measurement_from_wire, refusal_from_wire

__all__ = [
    "CONTENT_TYPES",
    "Limits",
    "Measurement",
    "PipelineFault",
    "Refusal",
    "Rendition",
    "film",
    "locks",
    "measure",
    "render",
]

CONTENT_TYPES: Mapping[str, str] = {
    "aac": "audio/mp4",
    "opus": "audio/ogg; codecs=opus",
    "flac": "audio/flac",
}
FILM = 'video/mp4; codecs="vp09.00.31.08, mp4a.40.2"'
Result = TypeVar("Result")
RENDER_BASE_S, RENDER_SHARE = 20, 0.25
FILM_BASE_S, FILM_SHARE = 60, 4.0


def measure(
    path: Path, workdir: Path, *, limits: Limits = Limits(), on_progress: Callable[[float], None] | None = None
) -> Measurement | Refusal:
    """Pass 1: decode once; length, loudness, findings; peaks files in `workdir`. Raises PipelineFault."""
    request = _request("measure", path, workdir, limits, cpu_s=limits.cpu_s)
    answer = converse(request, workdir, wall_s=limits.wall_s, on_progress=on_progress or _ignore)
    if isinstance(answer, Refusal):
        return answer
    return _understood(answer, lambda: measurement_from_wire(answer["measurement"], workdir))


def render(
    path: Path,
    workdir: Path,
    *,
    gain_db: Decimal | float,
    decoded_s: float,
    codecs: tuple[str, ...] = ("aac",),
    window: tuple[float, float] | None = None,
    limits: Limits = Limits(),
    on_progress: Callable[[float], None] | None = None,
) -> tuple[Rendition, ...] | Refusal:
    """Pass 2: decode once, apply the static gain, encode every codec of `codecs` (aac, opus, flac) into `workdir`.

    `decoded_s`: the length that the measure pass found, in seconds; the child may work in proportion to it.
    `window`: (start, length) in seconds, for an excerpt that lies inside the piece.

    Raises ValueError for an unknown codec, PipelineFault for what is not the file's fault.
    """
    if not codecs or set(codecs) - set(CONTENT_TYPES):
        raise ValueError(f"codecs must be some of {sorted(CONTENT_TYPES)}: {codecs}")
    allowed_s = RENDER_BASE_S + RENDER_SHARE * decoded_s * len(codecs)
    request = _request("render", path, workdir, limits, cpu_s=max(limits.cpu_s, int(allowed_s)))
    request |= {"gain_db": float(gain_db), "codecs": list(codecs), "window": window}
    wall_s = max(limits.wall_s, 3 * allowed_s)
    answer = converse(request, workdir, wall_s=wall_s, on_progress=on_progress or _ignore)
    if isinstance(answer, Refusal):
        return answer
    return _understood(answer, lambda: _renditions(answer["renditions"], workdir, float(gain_db)))


def film(
    path: Path,
    workdir: Path,
    *,
    gain_db: Decimal | float,
    decoded_s: float,
    limits: Limits = Limits(),
    on_progress: Callable[[float], None] | None = None,
) -> Rendition | Refusal:
    """For rounds that are not blind: the film's picture, made smaller, with its levelled sound, as `film.mp4`.

    `decoded_s`: the length of the sound that the measure pass found, in seconds; the film ends with it, and the child
    may work in proportion to it. A Refusal (no picture, too large, not decodable) says nothing about the sound.
    Raises PipelineFault.
    """
    allowed_s = FILM_BASE_S + FILM_SHARE * decoded_s
    request = _request("film", path, workdir, limits, cpu_s=max(limits.cpu_s, int(allowed_s)))
    request |= {"gain_db": float(gain_db), "decoded_s": decoded_s}
    answer = converse(request, workdir, wall_s=max(limits.wall_s, 3 * allowed_s), on_progress=on_progress or _ignore)
    if isinstance(answer, Refusal):
        return answer
    made = _understood(answer, lambda: _renditions(answer["renditions"], workdir, float(gain_db)))
    return made if isinstance(made, Refusal) else made[0]


def locks(workdir: Path) -> dict[str, bool]:
    """Which locks a child gets from this machine's kernel: no_new_privs, landlock, seccomp. Raises PipelineFault."""
    answer = converse(_request("locks", workdir, workdir, Limits(), cpu_s=10), workdir, wall_s=30, on_progress=_ignore)
    if isinstance(answer, Refusal):
        raise PipelineFault(f"the audio child cannot lock itself in: {answer.code} {answer.detail}")
    return {str(name): bool(holds) for name, holds in answer["locks"].items()}


def _request(job: str, path: Path, workdir: Path, limits: Limits, *, cpu_s: int) -> dict[str, Any]:
    return {
        "job": job,
        "path": str(path.resolve(strict=True)),
        "folder": str(workdir.resolve(strict=True)),
        "limits": asdict(limits),
        "cpu_s": cpu_s,
        "parent_pid": os.getpid(),
    }


def _understood(answer: Mapping[str, Any], read: Callable[[], Result]) -> Result | Refusal:
    try:
        if "refusal" in answer:
            return refusal_from_wire(answer["refusal"])
        return read()
    except (BadAnswer, KeyError, TypeError) as error:
        return Refusal("crashed", detail=f"unreadable answer: {error!r}")


def _renditions(made: list[Mapping[str, Any]], workdir: Path, gain_db: float) -> tuple[Rendition, ...]:
    return tuple(_rendition(one, workdir, gain_db) for one in made)


def _rendition(one: Mapping[str, Any], workdir: Path, gain_db: float) -> Rendition:
    path = file_in(workdir, one["file_name"])
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Rendition(
        codec=str(one["codec"]),
        path=path,
        content_type=FILM if one["codec"] == "film" else CONTENT_TYPES[one["codec"]],
        size_bytes=path.stat().st_size,
        sha256=digest,
        duration_s=float(one["duration_s"]),
        sample_rate=int(one["sample_rate"]),
        channels=int(one["channels"]),
        gain_db=round(gain_db, 2),
        downmixed=bool(one["downmixed"]),
        width=int(one.get("width", 0)),
        height=int(one.get("height", 0)),
    )


def _ignore(_: float) -> None:
    """Progress that nobody asked for."""
