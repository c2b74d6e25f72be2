"""Emptying what the tables declare about a person (kernel.personal). Called by this room's actions."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from musicprize.kernel.personal import ERASED_HOST, Declaration, Erase, stand_in
from musicprize.privacy.lapsing import names_edition


def blank(person: UUID) -> dict[str, int]:
    """Empty every field that says `blank`, put stand-ins where one says `pseudonym`; {table: rows}.

    `object` is for the rooms that hold files (leaving), `keep` stays for the reason that is declared.
    """
    done = {}
    for model in apps.get_models():
        declared = getattr(model, "privacy", None)
        if isinstance(declared, Declaration) and declared.subject:
            count = _blank_rows(model, declared, model._default_manager.filter(**{declared.subject: person}))
            if count:
                done[model._meta.label] = count
    return done


def beside(editions: Collection[UUID]) -> dict[str, int]:
    """{table: rows} that name people without an account, such as the invited, in these editions."""
    counted = {model._meta.label: rows.count() for model, _declared, rows in _beside(editions)}
    return {label: count for label, count in counted.items() if count}


def blank_beside(editions: Collection[UUID]) -> dict[str, int]:
    """Empty these rows as `blank` does those of an account; {table: rows}."""
    return {model._meta.label: _blank_rows(model, declared, rows) for model, declared, rows in _beside(editions)}


def _beside(editions: Collection[UUID]) -> Iterator[tuple[type[models.Model], Declaration, QuerySet[Any]]]:
    for model in apps.get_models():
        declared = getattr(model, "privacy", None)
        if not isinstance(declared, Declaration) or declared.subject or declared.retention != "edition":
            continue
        addresses = _fields(declared, Erase.PSEUDONYM)
        if addresses and names_edition(model):
            rows = model._default_manager.filter(edition__in=list(editions))
            # A stand-in says that it was done before.
            yield model, declared, rows.exclude(**{f"{addresses[0]}__endswith": f"@{ERASED_HOST}"})


def empty(field: Any) -> Any:
    """What an emptied field holds: null where it may, else nothing of its kind. TypeError where there is none."""
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, models.CharField | models.TextField):
        return ""
    raise TypeError(f"{field} cannot be emptied: declare it nullable, or plain")


def _blank_rows(model: type[models.Model], declared: Declaration, rows: QuerySet[Any]) -> int:
    blanks = {name: empty(model._meta.get_field(name)) for name in _fields(declared, Erase.BLANK)}
    pseudonyms = _fields(declared, Erase.PSEUDONYM)
    if not blanks and not pseudonyms:
        return 0
    keys = list(rows.values_list("pk", flat=True))
    for key in keys:
        stand_ins = {name: stand_in() for name in pseudonyms}
        model._default_manager.filter(pk=key).update(**blanks, **stand_ins)
    return len(keys)


def _fields(declared: Declaration, erase: Erase) -> list[str]:
    return [name for name, how in declared.personal.items() if how is erase]
