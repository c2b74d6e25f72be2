"""Everything kept about a person, as files that they can read and check:

    FOLDER/export.json    all rows about them as the tables declare it (kernel.personal), and why each is kept
    FOLDER/files/         their recordings, documents and pictures as stored, and PDFs that were mailed to them
    FOLDER/SHA256SUMS     of all of these; written last, so that an export without it is not whole

Rows are found by the account and, also for people without one, by the address: members of ensembles, the invited,
mails. A reference to somebody else's account is left out.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from musicprize.accounts import queries as accounts
from musicprize.accounts.models import User
from musicprize.kernel.personal import Declaration, Erase
from musicprize.objectstore import ObjectMissing, owners, store
from musicprize.privacy import telling

Model = type[models.Model]
NAMED = ("musicprize.Edition", "musicprize.City", "musicprize.ConsentText")
"""What a row points at here is given by its name, which says more than a random id."""


@dataclass
class Export:
    """What was written. `problems`: a sentence for each file that should be there and is not, or is another."""

    rows: int = 0
    files: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not self.rows


def export(*, email: str, into: Path, at: datetime) -> Export:
    """Write it all into an empty folder. StoreAway and OSError leave it without SHA256SUMS."""
    user = User.objects.filter(email=email).first()
    person = user.pk if user else None
    (into / "files").mkdir(parents=True)
    done = Export()
    tables = {}
    for model, declared in _declared():
        if declared.export:
            rows = [_row(model, declared, row, person, into, done) for row in _rows(model, declared, person, email)]
            done.rows += len(rows)
            if rows:
                facts = {"purpose": declared.purpose, "kept": declared.retention, "stays": declared.keep_because}
                tables[model._meta.label] = {**facts, "rows": rows}
    document = {
        "made_at": at, "about": {"email": email, "account": person}, "tables": tables,
        "ways_in": accounts.ways_in(user) if user else {}, "told": telling.told(person) if person else {},
        "not_given": {model._meta.label: declared.purpose for model, declared in _declared() if _held_back(declared)},
        "files": done.files, "problems": done.problems,
    }  # fmt: skip
    _finish(into, document, done)
    return done


def _declared() -> Iterator[tuple[Model, Declaration]]:
    """Every table with its declaration, by name."""
    for model in sorted(apps.get_models(), key=lambda one: one._meta.label):
        declared = getattr(model, "privacy", None)
        if isinstance(declared, Declaration):
            yield model, declared


def _held_back(declared: Declaration) -> bool:
    return bool(declared.subject) and not declared.export


def _rows(model: Model, declared: Declaration, person: UUID | None, email: str) -> Iterator[models.Model]:
    which = Q()
    if declared.subject and person:
        which |= Q(**{declared.subject: person})
    for name in declared.personal:
        if isinstance(model._meta.get_field(name), models.EmailField):
            which |= Q(**{f"{name}__iexact": email})
    return model._default_manager.filter(which).order_by("pk").iterator() if which else iter(())


def _row(
    model: Model, declared: Declaration, row: models.Model, person: UUID | None, into: Path, done: Export
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        value = getattr(row, column.attname)
        if declared.personal.get(column.name) is Erase.OBJECT:
            found[column.name] = _stored(row, column.name, into, done)
        elif isinstance(column, models.BinaryField):
            name = _place(row, str(getattr(row, f"{column.name}_name", "")))
            found[column.name] = _write(row, name, iter([bytes(value)]), into, done)["path"] if value else None
        elif value and column.related_model and column.related_model._meta.label in NAMED:
            found[column.name] = str(getattr(row, column.name))
        elif column.related_model is not User or value == person:
            found[column.name] = value
    return found


def _stored(row: models.Model, column: str, into: Path, done: Export) -> str | None:
    """Write the object that the row owns; its path in the export, or None where none is kept."""
    key, label = getattr(row, column), row._meta.label
    owner = next((one for one in owners.owners() if (one.model, one.field) == (label, column)), None)
    mine = type(row)._default_manager.filter(pk=row.pk)
    if not key or owner is None or not mine.filter(owner.may).exists():
        return None
    try:
        with store().open_stream(key) as pieces:
            written = _write(row, _place(row, str(getattr(row, "file_name", ""))), pieces, into, done)
    except ObjectMissing:
        if mine.filter(owner.must).exists():
            done.problems.append(f"{label} {row.pk}: its file is not in the store")
        return None
    promised = getattr(row, "sha256", "")
    if promised and promised != written["sha256"]:
        done.problems.append(f"{written['path']}: not the bytes that were sent")
    return str(written["path"])


def _place(row: models.Model, name: str) -> str:
    """A path that no file name of anybody can lead astray; the name itself is in the row."""
    suffix = Path(name).suffix.lower()
    told = suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) < 8 else ""
    return f"files/{row._meta.model_name}-{row.pk}{told}"


def _write(row: models.Model, place: str, pieces: Iterator[bytes], into: Path, done: Export) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with (into / place).open("xb") as target:
        for piece in pieces:
            target.write(piece)
            digest.update(piece)
            size += len(piece)
    entry = {"path": place, "of": f"{row._meta.label} {row.pk}", "bytes": size, "sha256": digest.hexdigest()}
    done.files.append(entry)
    return entry


def _finish(into: Path, document: dict[str, Any], done: Export) -> None:
    text = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"
    (into / "export.json").write_text(text, encoding="utf-8")
    sums = [("export.json", hashlib.sha256(text.encode()).hexdigest())]
    sums += [(one["path"], one["sha256"]) for one in done.files]
    (into / "SHA256SUMS").write_text("".join(f"{digest}  {path}\n" for path, digest in sums), encoding="utf-8")
