"""What opening a round would freeze and who would hear what: worked out the same way for a proposal and for the act."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jury.assignments.allocator import Allocation, allocate
from jury.assignments.draw import draw_seed
from jury.assignments.order import orders
from jury.conflicts import queries as conflicts
from jury.panel import queries as panel
from jury.panel.pseudonyms import pseudonyms
from jury.rounds import choosing, counting, rules
from jury.rounds.freezing import rules_document
from jury.rounds.models import Criterion, Round
from jury.rounds.rules import Scale
from musicprize.editions import queries as editions
from musicprize.kernel.canonical import digest
from submissions.applications.screening_queries import AdmittedEntry


@dataclass(frozen=True)
class Plan:
    """Everything that opening writes. `names`: user → pseudonym; `orders`: pseudonym → codes as they are heard."""

    entries: tuple[AdmittedEntry, ...]
    jurors: tuple[panel.Juror, ...]
    document: dict[str, Any]
    sha256: str
    seed: str
    names: dict[UUID, str]
    allocation: Allocation
    orders: dict[str, tuple[str, ...]]
    bound: conflicts.Bound

    def assignment(self) -> dict[str, Any]:
        """The allocator's record: loads, entries heard by each city, which rules bent and where."""
        made = self.allocation
        return {
            "seed": self.seed, "loads": made.loads, "cities": made.cities, "bent": list(made.bent),
            "uncovered": list(made.uncovered), "short": list(made.short), "orders_sha256": digest(self.orders),
        }  # fmt: skip


def judges(row: Round) -> tuple[panel.Juror, ...]:
    """Who would have a ballot."""
    return panel.judging(row.edition_id, row.judges)


def plan(row: Round, codes: Sequence[str] | None, *, at: datetime) -> Plan:
    """Work everything out. Invalid `not_ready` with what is missing, or where the counting rule does not fit."""
    chosen, jurors = choosing.entries(row, codes), judges(row)
    criteria = list(row.criteria.order_by("position"))
    size = counting.hall(
        seats=[juror.city_id for juror in jurors], entries=[entry.city_id for entry in chosen],
        per_entry=row.per_entry, own_city=row.own_city,
    )  # fmt: skip
    scale = Scale(row.scale_low, row.scale_high, row.scale_step)
    rules.check_can_open(criteria=len(criteria), size=size, per_entry=row.per_entry, scale=scale)
    homes = Counter(entry.city_id for entry in chosen if entry.city_id is not None)
    rules.check_city_seats(advance=row.advance, city_least=row.city_least, homes=homes)
    document = _freeze(row, criteria, [entry.code for entry in chosen], size)
    sha256 = digest(document)
    seed = draw_seed(sha256, row.seed)
    names = pseudonyms([juror.user_id for juror in jurors], seed)
    bound = conflicts.bound(row.edition_id, blind=row.blind, at=at)
    made = _allocation(row, chosen, jurors, names, bound, seed, at)
    listed = orders(made.heard, [entry.code for entry in chosen], seed, everything=row.per_entry is None)
    return Plan(chosen, jurors, document, sha256, seed, names, made, listed, bound)


def _allocation(
    row: Round, chosen: Sequence[AdmittedEntry], jurors: Sequence[panel.Juror], names: dict[UUID, str],
    bound: conflicts.Bound, seed: str, at: datetime,
) -> Allocation:  # fmt: skip
    """Where everybody hears everything, entries that a juror stood aside from stay on the juror's list, set apart: the
    juror knows of them. Those that others named are not on it, so that the list tells nothing."""
    cities = {city.id: city.code for city in editions.cities()}
    code_of = {entry.application_id: entry.code for entry in chosen}
    apart = set(bound) if row.per_entry is not None else conflicts.named_by_others(row.edition_id, at=at)
    return allocate(
        jurors=[(names[juror.user_id], juror.city_code) for juror in jurors],
        entries=[(entry.code, cities.get(entry.city_id, "") if entry.city_id else "") for entry in chosen],
        barred={
            (names[juror_id], code_of[application_id])
            for juror_id, application_id in apart
            if juror_id in names and application_id in code_of
        },
        per_entry=row.per_entry, own_city=row.own_city, seed=seed,
    )  # fmt: skip


def _freeze(row: Round, criteria: Sequence[Criterion], codes: Sequence[str], size: counting.Hall) -> dict[str, Any]:
    rule = counting.counting_rule(
        method=row.method, given=row.method_parameters, criteria=[(c.key, c.weight) for c in criteria], size=size
    )
    counting.check_rule_fits(rule, size)
    return rules_document(
        round_facts={
            "edition": editions.by_id(row.edition_id).slug, "position": row.position, "kind": row.kind,
            "blind": row.blind, "live": row.live, "marking": row.marking, "advance": row.advance,
            "city_least": row.city_least, "city_most": row.city_most, "reserve": row.reserve, "judges": row.judges,
            "entries_from": row.entries_from.position if row.entries_from else None,
            "per_entry": row.per_entry, "own_city": row.own_city, "reassign": row.reassign,
            "missing": row.missing_rule, "marks_shown": row.marks_shown,
            "motion_votes": row.motion_votes, "publication": row.publication_level,
            "scale": {"low": row.scale_low, "high": row.scale_high, "step": row.scale_step},
        },
        criteria=[
            {"key": c.key, "weight": c.weight, "title": c.title, "description": c.description,
             "anchor_low": c.anchor_low, "anchor_high": c.anchor_high}
            for c in criteria
        ],
        rule=rule, entries=codes, jurors=size.jurors, seed=row.seed,
    )  # fmt: skip
