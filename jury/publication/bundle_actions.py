"""Writing the verification bundle of a round, in the transaction that closes and counts it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from jury.assignments.draw import draw_seed
from jury.publication import bundle_files, bundle_readme
from jury.publication.models import Bundle
from musicprize.kernel.canonical import digest
from musicprize.ledger import queries as ledger


@dataclass(frozen=True)
class Draft:
    """A bundle that lacks only the act of counting. `facts`: what that act must say of it."""

    round_id: UUID
    full: bool
    numbers: Mapping[str, str]
    files: Mapping[str, bytes]
    acts: tuple[str, ...]
    facts: Mapping[str, Any]


def drafted(
    *, round_id: UUID, document: Mapping[str, Any], rows: Sequence[Sequence[Any]], lines: Sequence[Mapping[str, Any]]
) -> Draft:
    """The files of a round that was just closed. `document`: its frozen rules, `rows`: every mark, `lines`: the result.

    Raises RuntimeError where the ledger does not hold the opening and the close of the round.
    """
    acts = ledger.acts_about("round", round_id, verbs=("round.open", "round.close"))
    if [act.verb for act in acts] != ["round.open", "round.close"]:
        raise RuntimeError("a round is bundled after its close was recorded")
    seed = bundle_files.facts_of(acts[1].document)["seed"]
    numbers = bundle_files.numbers({row[0] for row in rows}, draw_seed(digest(document), seed))
    full = bundle_files.is_full(document)
    title = f"{document['round']['edition']}/{document['round']['position']}"
    readme = bundle_readme.readme(title=title, full=full)
    files = bundle_files.files(document=document, rows=rows, lines=lines, named=numbers, readme=readme)
    hashes = {name: sha256(text).hexdigest() for name, text in files.items()}
    facts = {"opened": acts[0].hash, "closed": acts[1].hash, "files": hashes}
    return Draft(round_id, full, numbers, files, tuple(act.document for act in acts), facts)


@transaction.atomic
def keep(*, draft: Draft, act: str, act_hash: str, at: datetime) -> Bundle:
    """Complete the bundle with the act of counting (its text in the ledger, and the hash), and keep it for good."""
    head = bundle_files.head((*draft.acts, act), act_hash)
    archive = bundle_files.archive({**draft.files, "head.txt": head})
    return Bundle.objects.create(
        round_id=draft.round_id, full=draft.full, numbers=dict(draft.numbers), archive=archive,
        sha256=sha256(archive).hexdigest(), head=act_hash, made_at=at,
    )  # fmt: skip
