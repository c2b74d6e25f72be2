"""Having the figures around a ranking computed: asked for when a round is counted, done by a task, kept for good."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from jury.assignments import queries as assignments
from jury.decisions import queries as decisions
from jury.deliberation.given import Given
from jury.deliberation.models import Analysis
from jury.rounds import queries as rounds
from jury.scoresheets import queries as sheets
from musicprize.editions import queries as editions
from musicprize.kernel import leases
from musicprize.kernel.queue import enqueue
from musicprize.kernel.rows import Waiting
from submissions.applications import screening_queries as applications

LEASE = timedelta(minutes=40)
"""Below the tasks' time limit (settings.CELERY_TASK_TIME_LIMIT)."""


@transaction.atomic
def ask(*, round_id: UUID, at: datetime) -> Analysis:
    """Have the figures of a counted round computed after the commit. Called by the count, in its transaction."""
    row, _made = Analysis.objects.get_or_create(round_id=round_id, defaults={"due_at": at})
    enqueue("jury.deliberation.figures", analysis_id=str(row.pk))
    return row


def compute(*, analysis_id: UUID, at: datetime) -> None:
    """Compute one row's figures if they are due and nobody else does it; outside of any transaction."""
    from jury.deliberation.analysis import figures  # here, so that only who computes waits for its statistics

    row = leases.claim(Analysis, analysis_id, at=at, lease=LEASE)
    if row is None or row.work_state == Waiting.PARKED:
        return
    found, entries = figures(_given(row.round_id))
    _record(row, found, entries, at)


@transaction.atomic
def _record(row: Analysis, found: dict[str, object], entries: dict[str, list[float | None]], at: datetime) -> None:
    if not leases.still_ours(row):
        return
    row.figures, row.entries, row.computed_at = found, entries, at
    leases.mark_done(row)
    row.save(update_fields=leases.finished(["figures", "entries", "computed_at"]))


def sweep(*, at: datetime) -> int:
    """Ring again for figures that are due; returns how many."""
    waiting = leases.due(Analysis, at=at)
    for pk in waiting:
        enqueue("jury.deliberation.figures", analysis_id=str(pk))
    return len(waiting)


def _given(round_id: UUID) -> Given:
    facts, count = rounds.by_id(round_id), decisions.tally_of(round_id)
    codes = {entry.application_id: entry.code for entry in rounds.entries(round_id)}
    cities = {city.id: city.code for city in editions.cities()}
    owners = applications.owners(list(codes))
    names = sheets.pseudonyms(round_id)
    return Given(
        rule=rounds.frozen_rules(round_id).document["rule"],
        rows=count.inputs,
        homes={codes[key]: cities[owner.city_id] for key, owner in owners.items() if owner.city_id},
        order={(code, names[juror]): place for (juror, code), place in assignments.places(round_id).items()},
        top=facts.advance,
        scale=(facts.scale.low, facts.scale.high),
    )
