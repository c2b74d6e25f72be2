"""An invariant: counts still are what they were counted from, by the rules that were frozen."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from jury.decisions import rules
from jury.decisions.models import Decision, Tally
from jury.rounds import queries as rounds
from jury.scoresheets import queries as sheets
from musicprize.kernel.canonical import digest, plain
from musicprize.ledger import queries as ledger


def problems() -> Iterator[str]:
    """Every count is made again from its frozen inputs and its frozen rule, exactly, and held against the ledger."""
    for row in Tally.objects.order_by("computed_at").iterator():
        yield from (f"count of round {row.round_id}: {problem}" for problem in _of_count(row))
    for one in Decision.objects.order_by("decided_at").iterator():
        if digest(one.document) != one.sha256:
            yield f"decision {one.pk}: its document was changed"


def _of_count(row: Tally) -> Iterator[str]:
    frozen = rounds.frozen_rules(row.round_id)
    if digest(frozen.document) != frozen.sha256:
        yield "the frozen rules were changed"
    if digest(row.inputs) != row.inputs_sha256:
        yield "its inputs were changed"
    if digest(row.result) != row.result_sha256:
        yield "its result was changed"
    if sheets.inputs_sha256(row.round_id) != row.inputs_sha256:
        yield "the marks on the sheets are not those that were counted"
    if _official(plain(rules.count(frozen.document["rule"], row.inputs))) != _official(row.result):
        yield "counted again, the result is another"
    said = _facts("tally", row.pk, "round.count")
    mine = {"rules": frozen.sha256, "inputs": row.inputs_sha256, "result": row.result_sha256}
    if {name: said.get(name) for name in mine} != mine:
        yield "the ledger says something else of it"


def _official(result: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What the rule itself said: entry, place, exact score. How the rest is written down may change with a version."""
    return [(line["entry"], line["place"], line["score"]) for line in result["methods"][result["official"]]]


def _facts(kind: str, subject_id: UUID, verb: str) -> dict[str, Any]:
    acts = ledger.acts_about(kind, subject_id, verbs=(verb,))
    return dict(json.loads(acts[-1].document)["facts"]) if acts else {}
