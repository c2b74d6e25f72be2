"""Whose time is over: everybody all of whose editions ended longer ago than each keeps data. Only reads.

Who is in an edition is what the tables declare (kernel.personal): a row with a person and an edition in it, such as an
application or a role. Organisers stay as long as they are organisers: the platform is theirs to run.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import models

from musicprize.accounts import queries as accounts
from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.kernel.personal import Declaration
from musicprize.privacy.rules import months_after


@dataclass(frozen=True)
class Lapsed:
    """Somebody who is to be erased. `since`: when the last of their editions stopped keeping data."""

    person: UUID
    email: str
    editions: tuple[str, ...]
    since: datetime


def ends_at(edition: EditionFacts) -> datetime:
    """From when on the edition keeps nothing about people."""
    return months_after(edition.final_at, edition.retention_months)


def over(at: datetime) -> dict[UUID, EditionFacts]:
    """Editions that keep nothing about people any more."""
    return {one.id: one for one in editions.editions(published_only=False) if ends_at(one) <= at}


def lapsed(at: datetime, *, person: UUID | None = None) -> list[Lapsed]:
    """Who is to be erased, by account, or nobody; `person`: only whether this one is."""
    past = over(at)
    theirs: dict[UUID, set[UUID]] = defaultdict(set)
    for who, edition in _belongings(person):
        theirs[who].add(edition)
    gone = {who: known for who, known in theirs.items() if known <= past.keys()}
    return [
        Lapsed(
            person=who, email=email, editions=tuple(sorted(past[one].slug for one in gone[who])),
            since=max(ends_at(past[one]) for one in gone[who]),
        )
        for who, email in accounts.may_go(gone)
    ]  # fmt: skip


def _belongings(person: UUID | None) -> Iterator[tuple[UUID, UUID]]:
    """(person, edition) of every row that names both."""
    for model in apps.get_models():
        declared = getattr(model, "privacy", None)
        if isinstance(declared, Declaration) and declared.subject and names_edition(model):
            rows = model._default_manager.filter(edition__isnull=False, **{f"{declared.subject}__isnull": False})
            rows = rows.filter(**{declared.subject: person}) if person else rows
            yield from rows.order_by().values_list(declared.subject, "edition_id").distinct()


def names_edition(model: type[models.Model]) -> bool:
    """Whether the table's rows belong to an edition each."""
    named = {field.name: field.related_model for field in model._meta.concrete_fields}
    return named.get("edition") is apps.get_model("musicprize.Edition")
