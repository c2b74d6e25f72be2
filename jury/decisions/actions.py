"""Counting a closed round and writing down what the jury decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jury.decisions import access, letters, queries, rules
from jury.decisions.models import Decision, DecisionEntry, Standing, Tally
from jury.decisions.rules import Kind
from jury.deliberation import cutting
from jury.deliberation import figures_actions as figures
from jury.publication import bundle_actions as bundles
from jury.rounds import queries as rounds
from jury.rounds.queries import Entry, RoundFacts
from jury.rounds.rules import State
from jury.scoresheets import queries as sheets
from jury.tally.cut import Cut
from jury.tally.types import CutTie
from musicprize.accounts.models import User
from musicprize.editions import queries as editions
from musicprize.editions.queries import PrizeFact
from musicprize.kernel.canonical import digest, plain
from musicprize.kernel.errors import Conflict, Invalid, NotFound
from musicprize.ledger import actions as ledger


@transaction.atomic
def count(*, round_id: UUID, by: User, at: datetime) -> Tally:
    """Count a round by its frozen rule, in the transaction that closes it. Once: a tally is never computed again."""
    facts, frozen = rounds.by_id(round_id), rounds.frozen_rules(round_id)
    rows = [mark.plain() for mark in sheets.frozen_marks(round_id)]
    result = plain(rules.count(frozen.document["rule"], rows))
    tally = Tally.objects.create(
        round_id=round_id, inputs=rows, inputs_sha256=digest(rows), result=result, result_sha256=digest(result),
        methods=rules.methods(result), computed_at=at,
    )  # fmt: skip
    Standing.objects.bulk_create(
        [
            Standing(tally=tally, position=position, code=line["entry"], place=line["place"], line=line)
            for position, line in enumerate(rules.standings(result, rows), start=1)
        ],
        batch_size=500,
    )
    lines = result["methods"][result["official"]]
    bundle = bundles.drafted(round_id=round_id, document=frozen.document, rows=rows, lines=lines)
    act = ledger.record(
        verb="round.count", subject=tally, by=by.pk, at=at, edition_id=facts.edition_id,
        facts={"rules": frozen.sha256, "inputs": tally.inputs_sha256, "result": tally.result_sha256, **bundle.facts},
    )  # fmt: skip
    figures.ask(round_id=round_id, at=at)
    bundles.keep(draft=bundle, act=act.document, act_hash=act.hash, at=at)
    return tally


@transaction.atomic
def decide(
    *, edition_id: UUID, kind: Kind, round_id: UUID, codes: Sequence[str], prize_id: UUID | None,
    reasons: dict[str, str], by: User, at: datetime,
) -> Decision:  # fmt: skip
    """Write down finalists or whom a prize goes to, resting on a counted round. An earlier one is superseded.

    Conflict `round_not_counted` before the round is closed; `tie_open` and `tie_broken` where the frozen rules leave a
    tie to the chair, and the chair has not decided yet, or has decided otherwise; Invalid for entries or a prize that
    do not fit.
    """
    access.check_can_decide(by, edition_id)
    facts = rounds.by_id(round_id)
    if facts.edition_id != edition_id:
        raise NotFound()
    if facts.state != State.CLOSED:
        raise Conflict("round_not_counted", _("The round is still open. Close it first, then decide."))
    entries = {entry.code: entry for entry in rounds.entries(round_id) if entry.withdrawn_at is None}
    rules.check_entries(kind, codes, set(entries))
    broken = _settled(facts, kind, codes)
    prize = _prize(edition_id, kind, prize_id)
    return _write(
        Wanted(facts, kind, [entries[code] for code in codes], prize.id if prize else None, reasons), broken,
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def replace_finalist(*, edition_id: UUID, code: str, reasons: dict[str, str], by: User, at: datetime) -> Decision:
    """Put the next of the reserve in the place of a finalist whose artist withdrew; the decision is superseded.

    The order is that of the frozen rule (deliberation.cutting); where it lets all who share a place go on, all of them
    move up. Invalid `reasons` without a reason; Conflict `not_a_finalist`, `not_withdrawn`, `reserve_empty`, and
    `tie_open` where several share the next place and the rule leaves it to people. The jury is told by mail, and once
    the finalists are public the artists who move up, too; before that their letter comes with the publication.
    """
    access.check_can_decide(by, edition_id)
    rules.check_reasons(reasons)
    old = _finalists_in_force(edition_id)
    facts = rounds.by_id(old.round_id) if old.round_id else None
    if facts is None:
        raise NotFound()
    entries = {entry.code: entry for entry in rounds.entries(facts.id)}
    codes = [one.code for one in old.entries.all()]
    rules.check_can_replace(code, codes, withdrawn=code in entries and entries[code].withdrawn_at is not None)
    _settled_cut(facts)
    following = cutting.next_of_reserve(facts, codes)
    rules.check_moves_up(following)
    moving = following.entries
    chosen = [entries[one] for each in codes for one in (moving if each == code else (each,))]
    told = {"out": code, "in": moving[0], **({"also": moving[1:]} if moving[1:] else {})}
    row = _write(Wanted(facts, Kind.FINALISTS, chosen, None, reasons), {"replaced": told}, by=by, at=at)
    ledger.record(
        verb="decision.replace", subject=row, by=by.pk, at=at, edition_id=edition_id,
        facts={**told, "document": row.sha256},
    )  # fmt: skip
    letters.tell_of_replacement(row, facts, out=code, entries=[entries[one] for one in moving], at=at)
    return row


@dataclass(frozen=True)
class Wanted:
    """A decision to be written: on which round it rests, whom it names in order, and why."""

    round: RoundFacts
    kind: Kind
    entries: Sequence[Entry]
    prize_id: UUID | None
    reasons: dict[str, str]


def _write(wanted: Wanted, more: dict[str, Any], *, by: User, at: datetime) -> Decision:
    tally = queries.tally_head(wanted.round.id)
    edition_id, codes = wanted.round.edition_id, [entry.code for entry in wanted.entries]
    document = {
        "kind": wanted.kind, "round": wanted.round.id, "prize": wanted.prize_id, "entries": codes,
        "rules_sha256": wanted.round.rules_sha256, "inputs_sha256": tally.inputs_sha256,
        "result_sha256": tally.result_sha256, "reasons_sha256": digest(wanted.reasons), **more,
    }  # fmt: skip
    row = _supersede(
        Decision(
            edition_id=edition_id, round_id=wanted.round.id, kind=wanted.kind, prize_id=wanted.prize_id,
            reasons=wanted.reasons, document=plain(document), sha256=digest(document), decided_by=by, decided_at=at,
        )
    )  # fmt: skip
    DecisionEntry.objects.bulk_create(
        DecisionEntry(decision=row, application_id=entry.application_id, code=entry.code, position=position)
        for position, entry in enumerate(wanted.entries, start=1)
    )
    ledger.record(
        verb=f"decision.{wanted.kind}", subject=row, by=by.pk, at=at, edition_id=edition_id,
        facts={"document": row.sha256},
    )  # fmt: skip
    return row


def _settled_cut(facts: RoundFacts) -> Cut:
    """Who goes on. Where the rules leave a tie to the chair, nothing that rests on it is decided before."""
    cut = cutting.suggested_cut(facts.id)
    if cutting.tie_rule(facts) is CutTie.CHAIR:
        rules.check_no_tie_waits(cut.contested)
    return cut


def _settled(facts: RoundFacts, kind: Kind, codes: Sequence[str]) -> dict[str, Any]:
    """What a decision's document says about ties that the chair broke, which it must keep to; a special prize has
    nothing to do with the ranking."""
    if kind is Kind.SPECIAL or cutting.tie_rule(facts) is not CutTie.CHAIR:
        return {}
    cut, broken = _settled_cut(facts), cutting.broken_ties(facts)
    rules.check_keeps_to_the_chair(codes, cut.broken, cut.advancing)
    told = [{"order": one.order, "by": one.by_id, "reasons_sha256": digest(one.reasons)} for one in broken]
    return {"tie_breaks": told} if told else {}


def _finalists_in_force(edition_id: UUID) -> Decision:
    row = (
        Decision.objects.select_for_update(of=("self",))
        .filter(edition_id=edition_id, kind=Kind.FINALISTS, superseded_at__isnull=True)
        .first()
    )
    if row is None:
        raise Conflict("no_finalists", _("No finalists have been decided yet."))
    return row


def _supersede(new: Decision) -> Decision:
    """Save `new`; the one in force, if any, gives way to it in the same transaction: never two, never none."""
    old = (
        Decision.objects.select_for_update()
        .filter(edition_id=new.edition_id, kind=new.kind, prize=new.prize_id, superseded_at__isnull=True)
        .first()
    )
    if old is not None:
        old.superseded_at = new.decided_at
        old.save(update_fields=["superseded_at"])
        new.supersedes = old
    new.save(force_insert=True)
    return new


def _prize(edition_id: UUID, kind: Kind, prize_id: UUID | None) -> PrizeFact | None:
    """The prize that a winner or special decision is about: the one named, or the only one of its kind."""
    if kind is Kind.FINALISTS:
        return None
    wanted = {Kind.WINNER: "main", Kind.SPECIAL: "special"}[kind]
    fitting = [prize for prize in editions.prizes(edition_id) if prize.kind == wanted]
    chosen = [prize for prize in fitting if prize_id in (None, prize.id)]
    if len(chosen) != 1:
        raise Invalid(fields={"prize": [("unknown_prize", _("Say which prize of this edition is meant."))]})
    return chosen[0]
