"""Setting a round up, opening and closing it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jury.assignments import actions as assignments
from jury.decisions import actions as decisions
from jury.live import actions as live
from jury.panel import actions as panel_actions
from jury.panel import queries as panel
from jury.rounds import access, counting, opening, rules
from jury.rounds.locking import round_for_sealing
from jury.rounds.models import Criterion, Round, RoundEntry
from jury.rounds.rules import MACHINE, Missing, MissingRule, Scale, Verb
from jury.scoresheets import actions as scoresheets
from jury.scoresheets import queries as sheets
from musicprize.accounts.models import User
from musicprize.kernel.canonical import digest
from musicprize.kernel.errors import Conflict, Invalid, NotFound
from musicprize.kernel.locks import locked
from musicprize.kernel.texts import in_language
from musicprize.ledger import actions as ledger
from musicprize.ledger import queries as ledger_queries
from musicprize.mail import actions as mail

SETTINGS = (
    *("kind", "title", "blind", "scale_low", "scale_high", "scale_step", "method", "method_parameters", "advance"),
    *("city_least", "city_most", "reserve", "judges", "entries_from_id", "per_entry", "own_city", "reassign"),
    *("missing_rule", "marks_shown", "publication_level", "planned_close_at", "marking", "live"),
    "motion_votes",
)
"""Fields of a draft that an organiser sets."""


@transaction.atomic
def create(*, edition_id: UUID, values: Mapping[str, Any], by: User, at: datetime) -> Round:
    """A new draft, last in the edition's order. `values`: some of SETTINGS. Invalid where they cannot be."""
    access.check_can_manage(by, edition_id)
    last = Round.objects.filter(edition_id=edition_id).aggregate(last=Max("position"))["last"] or 0
    row = Round(edition_id=edition_id, position=last + 1, seed=secrets.token_hex(32), **values)
    _check(row)
    row.save(force_insert=True)
    return row


@transaction.atomic
def copy(*, round_id: UUID, by: User, at: datetime) -> Round:
    """A new draft with the settings and criteria of a round, last in the edition's order; no planned end."""
    row = Round.objects.filter(pk=round_id).first()
    if row is None:
        raise NotFound()
    access.check_can_manage(by, row.edition_id)
    kept = [name for name in SETTINGS if name != "planned_close_at"]
    made = create(edition_id=row.edition_id, values={name: getattr(row, name) for name in kept}, by=by, at=at)
    names = ("key", "title", "description", "anchor_low", "anchor_high", "weight")
    listed = [{name: getattr(one, name) for name in names} for one in row.criteria.order_by("position")]
    return set_criteria(round_id=made.pk, criteria=listed, by=by, at=at)


@transaction.atomic
def update(*, round_id: UUID, values: Mapping[str, Any], version: int, by: User, at: datetime) -> Round:
    """Change a draft. Conflict `round_frozen` once open, `changed_elsewhere` when `version` is not the present one.

    After opening, `planned_close_at` alone may still be moved: it decides nothing.
    """
    row = locked(Round.objects.filter(pk=round_id))
    access.check_can_manage(by, row.edition_id)
    if set(values) - {"planned_close_at"}:
        rules.check_can_change(row.state)
    _check_version(row, version)
    for field, value in values.items():
        setattr(row, field, value)
    _check(row)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    return row


@transaction.atomic
def delete(*, round_id: UUID, by: User, at: datetime) -> None:
    """Delete a draft. Conflict `round_frozen` once it was opened."""
    row = locked(Round.objects.filter(pk=round_id))
    access.check_can_manage(by, row.edition_id)
    rules.check_can_change(row.state)
    row.delete()


@transaction.atomic
def set_criteria(*, round_id: UUID, criteria: Sequence[Mapping[str, Any]], by: User, at: datetime) -> Round:
    """Replace all criteria of a draft by this list, in its order. Invalid when two have one key."""
    row = locked(Round.objects.filter(pk=round_id))
    access.check_can_manage(by, row.edition_id)
    rules.check_can_change(row.state)
    keys = [str(criterion["key"]) for criterion in criteria]
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    if doubled:
        problem = _("Each criterion needs a short name of its own; used twice: %(keys)s.") % {
            "keys": ", ".join(doubled)
        }
        raise Invalid(fields={"key": [("key_doubled", problem)]})
    row.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(round=row, position=position, **criterion) for position, criterion in enumerate(criteria, start=1)
    )
    row.version += 1
    row.save(update_fields=["version"])
    return row


@transaction.atomic
def open_round(*, round_id: UUID, codes: Sequence[str] | None, by: User, at: datetime) -> Round:
    """Freeze and hash criteria, counting rule and entries; hand every juror a ballot and an order of their own.

    `codes`: the entries to judge (default: see choosing.entries). Who hears what is what the proposal said (opening.py)
    as long as nothing has changed since. Invalid `not_ready` with what is missing.
    """
    row = locked(Round.objects.filter(pk=round_id))
    access.check_can_manage(by, row.edition_id)
    state = MACHINE.next(row.state, Verb.OPEN)
    row.seed = row.seed or secrets.token_hex(32)
    made = opening.plan(row, codes, at=at)
    row.rules_document, row.rules_sha256, row.assignment_document = made.document, made.sha256, made.assignment()
    entries = RoundEntry.objects.bulk_create(
        [
            RoundEntry(round=row, application_id=entry.application_id, code=entry.code, city_id=entry.city_id)
            for entry in made.entries
        ],
        batch_size=1000,
    )
    row.state, row.opened_at, row.opened_by = state, at, by
    row.version += 1
    row.save(
        update_fields=["state", "opened_at", "opened_by", "seed", "rules_document", "rules_sha256",
                       "assignment_document", "version"]
    )  # fmt: skip
    _hand_out(row, entries, made)
    ledger.record(
        verb="round.open", subject=row, by=by.pk, at=at, edition_id=row.edition_id,
        facts={"rules": row.rules_sha256, "seed": row.rules_document["seed_sha256"], "orders": digest(made.orders),
               "entries": len(entries), "ballots": len(made.jurors), "bent": list(made.allocation.bent),
               "rule": row.rules_document["rule"], "code": row.rules_document["code"]["sha256"]},
    )  # fmt: skip
    _tell(row, "opened", made.jurors, at, {"close_at": row.planned_close_at})
    return row


@transaction.atomic
def close(*, round_id: UUID, missing: Missing, by: User, at: datetime) -> Round:
    """End a round and count it. Only sealed ballots count, as its frozen rules say.

    Organisers and the chair. While ballots are not sealed: `missing` REFUSE raises Conflict `ballots_missing` with
    their number, ACCEPT closes without them.
    """
    row = round_for_sealing(round_id)
    access.check_can_watch(by, row.edition_id)
    state = MACHINE.next(row.state, Verb.CLOSE)
    unsealed = sheets.unsealed(round_id)
    rules.check_can_close(unsealed=unsealed, missing=missing, rule=MissingRule(row.missing_rule))
    row.state, row.closed_at, row.closed_by = state, at, by
    row.version += 1
    row.save(update_fields=["state", "closed_at", "closed_by", "version"])
    ledger.record(
        verb="round.close", subject=row, by=by.pk, at=at, edition_id=row.edition_id,
        facts={"rules": row.rules_sha256, "inputs": sheets.inputs_sha256(round_id), "seed": row.seed,
               "ballots": sheets.sealed_digests(round_id), "not_sealed": unsealed, "missing": missing},
    )  # fmt: skip
    tally = decisions.count(round_id=round_id, by=by, at=at)
    hashes = {
        "inputs_sha256": tally.inputs_sha256, "result_sha256": tally.result_sha256,
        "ledger_head": ledger_queries.head().hash,
    }  # fmt: skip
    _tell(row, "closed", opening.judges(row), at, hashes)
    panel_actions.tell_witnesses(
        edition_id=row.edition_id, round_id=row.pk, titles=row.title, at=at,
        hashes={**hashes, "rules_sha256": row.rules_sha256},
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_entry(*, application_id: UUID, by: User, at: datetime) -> None:
    """The artist withdrew: the entry is played no more and left out of every count still to come.

    Called by the application's own withdrawal (submissions.applications.withdrawn). Closed rounds keep their count;
    the entry is marked there too, so that nothing more is decided about it.
    """
    entries = RoundEntry.objects.filter(application_id=application_id, withdrawn_at__isnull=True).order_by("round_id")
    rounds = [(entry, round_for_sealing(entry.round_id)) for entry in entries]  # all, before the ledger's head
    for entry, row in rounds:
        entry.withdrawn_at = at
        entry.save(update_fields=["withdrawn_at"])
        ledger.record(
            verb="entry.withdraw", subject=entry, by=by.pk, at=at, edition_id=row.edition_id,
            facts={"entry": entry.code, "round": row.pk},
        )  # fmt: skip


def _scale(row: Round) -> Scale:
    return Scale(row.scale_low, row.scale_high, row.scale_step)


def _check(row: Round) -> None:
    """What can be said of a draft's settings before anything else is known."""
    fields = {**_scale(row).problems(), **rules.marking_problems(row.marking, blind=row.blind),
              **rules.live_problems(live=row.live, kind=row.kind, marking=row.marking)}  # fmt: skip
    if row.method not in counting.METHODS:
        fields["method"] = [("method_unknown", _("There is no such counting rule."))]
    if fields:
        raise Invalid(fields=fields)
    counting.parameters(row.method, row.method_parameters)
    rules.check_settings(
        kind=row.kind, judges=row.judges, city_least=row.city_least, city_most=row.city_most,
        entries_from_earlier=_from_earlier(row),
    )  # fmt: skip


def _from_earlier(row: Round) -> bool | None:
    """Whether the round whose entries are judged comes before this one in the same edition; None: there is none."""
    if row.entries_from_id is None:
        return None
    earlier = Round.objects.filter(pk=row.entries_from_id, edition_id=row.edition_id, position__lt=row.position)
    return earlier.exists()


def _check_version(row: Round, version: int) -> None:
    if row.version != version:
        sentence = _("Somebody else has changed this round meanwhile. Reload it and change it again.")
        raise Conflict("changed_elsewhere", sentence, version=row.version)


def _hand_out(row: Round, entries: Sequence[RoundEntry], made: opening.Plan) -> None:
    """Ballots with their sheets, in the orders of the plan."""
    by_code = {entry.code: entry.pk for entry in entries}
    heard = {user_id: [by_code[code] for code in made.orders[name]] for user_id, name in made.names.items()}
    assignments.assign(round_id=row.pk, orders=heard)
    if row.live:
        live.line_up(round_id=row.pk, entry_ids=[entry.pk for entry in entries])
    scoresheets.issue(
        round_id=row.pk,
        seats=[scoresheets.Seat(juror.user_id, juror.city_id, made.names[juror.user_id]) for juror in made.jurors],
        entries={entry.pk: entry.application_id for entry in entries}, heard=heard, bound=made.bound,
    )  # fmt: skip


def _tell(row: Round, what: str, jurors: Sequence[panel.Juror], at: datetime, more: Mapping[str, Any]) -> None:
    """Mail every juror once that the round was opened or closed, with the hashes of which they are the witnesses."""
    for juror in jurors:
        mail.write(
            template=f"round_{what}", to=juror.email, language=juror.language, at=at, user_id=juror.user_id,
            campaign=f"round:{row.pk}:{what}",
            context={"name": juror.name, "title": in_language(row.title, juror.language),
                     "rules_sha256": row.rules_sha256, **more},
        )  # fmt: skip
