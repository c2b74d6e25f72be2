"""How many applications an edition has, by state, city and day. Numbers only: drafts are the artists' own."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from submissions.applications.models import Application
from submissions.applications.rules import State


@dataclass(frozen=True)
class CityCount:
    """`code` None: no city chosen (yet). `sent`: submitted, admitted or refused."""

    code: str | None
    sent: int
    drafts: int


@dataclass(frozen=True)
class DayCount:
    """Applications begun and sent on a day in Europe/Luxembourg. Sent: by their last sending."""

    day: date
    begun: int
    sent: int


@dataclass(frozen=True)
class Overview:
    """`asked`: sent ones whose artist has time left to answer a question; they are not among `waiting`."""

    drafts: int
    waiting: int
    asked: int
    admitted: int
    refused: int
    withdrawn: int
    by_city: tuple[CityCount, ...]
    by_day: tuple[DayCount, ...]

    @property
    def sent(self) -> int:
        return self.waiting + self.asked + self.admitted + self.refused


KINDS: dict[str, str] = {State.DRAFT: "drafts", State.WITHDRAWN: "withdrawn"}


def overview(edition_id: UUID, *, at: datetime) -> Overview:
    """In three queries, however many applications there are."""
    rows = Application.objects.filter(edition_id=edition_id)
    asking = Count("pk", filter=Q(state=State.SUBMITTED, reopened_until__gt=at))
    groups = list(rows.values("state", "city__code").annotate(number=Count("pk"), asking=asking).order_by())
    states: Counter[str] = Counter()
    cities: dict[str | None, Counter[str]] = {}
    for group in groups:
        states[group["state"]] += group["number"]
        kind = KINDS.get(group["state"], "sent")
        cities.setdefault(group["city__code"], Counter())[kind] += group["number"]
    asked = sum(group["asking"] for group in groups)
    return Overview(
        drafts=states[State.DRAFT],
        waiting=states[State.SUBMITTED] - asked,
        asked=asked,
        admitted=states[State.ADMITTED],
        refused=states[State.REFUSED],
        withdrawn=states[State.WITHDRAWN],
        by_city=tuple(CityCount(code, found["sent"], found["drafts"]) for code, found in cities.items()),
        by_day=_days(edition_id),
    )


def _days(edition_id: UUID) -> tuple[DayCount, ...]:
    begun, sent = _per_day(edition_id, "created_at"), _per_day(edition_id, "submitted_at")
    return tuple(DayCount(day, begun.get(day, 0), sent.get(day, 0)) for day in sorted({*begun, *sent}))


def _per_day(edition_id: UUID, column: str) -> dict[date, int]:
    rows = Application.objects.filter(edition_id=edition_id, **{f"{column}__isnull": False})
    counted = rows.annotate(day=TruncDate(column, tzinfo=timezone.get_default_timezone())).values("day")
    return {row["day"]: row["number"] for row in counted.annotate(number=Count("pk")).order_by()}
