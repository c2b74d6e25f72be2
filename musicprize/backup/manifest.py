"""The manifest of one backup: what it holds, and the SHA-256 of every byte of it. Canonical JSON that seals itself."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from musicprize.backup.holding import Held, write_whole
from musicprize.backup.problems import BackupProblem
from musicprize.kernel.canonical import canonical, digest

NAME = "manifest.json"
FORMAT = 1
"""Of what is written; a restore refuses what it does not know."""


@dataclass(frozen=True)
class HeldObject(Held):
    """A stored object, with the store's own date of it: size and date unchanged, it need not be read again."""

    modified_at: str


@dataclass(frozen=True)
class Head:
    """The end of a chain of the ledger."""

    chain: str
    seq: int
    hash: str


@dataclass(frozen=True)
class Facts:
    """What is in a database: migrations as app.name, rows by table, the ledger's heads."""

    migrations: tuple[str, ...]
    counts: Mapping[str, int]
    ledger: tuple[Head, ...]


@dataclass(frozen=True)
class Code:
    """What wrote the backup: the version, and one SHA-256 over all its Python sources."""

    version: str
    sources: str


@dataclass(frozen=True)
class Source:
    """The database that was copied. `server`, `program`: major versions of PostgreSQL and its pg_dump, 0 for SQLite."""

    engine: str
    file: str
    server: int = 0
    program: int = 0


@dataclass(frozen=True)
class Manifest:
    """`files`: by path below the backup's folder; `objects`: by key; `missing`: keys that rows need and the store had
    lost already when the backup was taken."""

    made_at: str
    code: Code
    source: Source
    facts: Facts
    files: Mapping[str, Held]
    objects: Mapping[str, HeldObject]
    missing: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self)}


def write(folder: Path, manifest: Manifest) -> None:
    """Last of all: from here the backup is whole."""
    document = manifest.document()
    write_whole(folder / NAME, [canonical({**document, "sha256": digest(document)})])


def read(folder: Path) -> Manifest:
    """BackupProblem when it is damaged, or of a format that this code does not know."""
    path = folder / NAME
    name = f"{folder.name}/{NAME}"
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise BackupProblem(f"{name}: cannot be read ({problem.strerror})") from problem
    try:
        document = json.loads(raw)
        seal = document.pop("sha256")
        sound = seal == digest(document) and raw == canonical({**document, "sha256": seal})
    except (ValueError, AttributeError, KeyError, TypeError):
        sound = False
    if not sound:
        raise BackupProblem(f"{name}: its content was changed (it does not match its own SHA-256)")
    if document.pop("format") != FORMAT:
        raise BackupProblem(f"{name}: a format that this version does not know; restore it with a newer one")
    return _parsed(document)


def _parsed(document: dict[str, Any]) -> Manifest:
    facts = document["facts"]
    return Manifest(
        made_at=document["made_at"],
        code=Code(**document["code"]),
        source=Source(**document["source"]),
        facts=Facts(tuple(facts["migrations"]), facts["counts"], tuple(Head(**one) for one in facts["ledger"])),
        files={path: Held(**one) for path, one in document["files"].items()},
        objects={key: HeldObject(**one) for key, one in document["objects"].items()},
        missing=tuple(document["missing"]),
    )
