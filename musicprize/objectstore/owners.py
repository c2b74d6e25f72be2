"""Which columns hold keys of stored objects. Rooms say so in AppConfig.ready; scans compare with what is stored.

A test fails on a column named `key` of key length that nobody registered.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class Owner:
    """A column of keys, or with `inside` one of JSON lists whose entries have a key of that name.

    `must`: rows whose objects have to be there. `may`: rows whose objects can be there.
    """

    model: str
    field: str
    must: Q
    may: Q
    inside: str = ""

    def required(self, *, using: str = "default") -> Iterator[str]:
        """`using`: the database to ask; a copy for example."""
        return self._keys(self.must, using)

    def allowed(self, *, using: str = "default") -> Iterator[str]:
        return self._keys(self.may, using)

    def _keys(self, which: Q, using: str) -> Iterator[str]:
        rows: QuerySet = apps.get_model(self.model)._default_manager.using(using).filter(which)
        for value in rows.values_list(self.field, flat=True).iterator():
            found = [entry[self.inside] for entry in value] if self.inside else [value]
            yield from (key for key in found if key)


_owners: dict[tuple[str, str], Owner] = {}


def register(model: str, field: str, *, must: Q | None = None, may: Q | None = None, inside: str = "") -> None:
    """`model`: "app.Model". Without conditions every row with a key owns an object."""
    _owners[model, field] = Owner(model, field, must or Q(), may or Q(), inside)


def owners() -> list[Owner]:
    return list(_owners.values())
