"""Objects without rows and rows without objects.

Orphans are reported, not deleted by themselves: after restoring an older backup of the database every newer file would
look like one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from musicprize.objectstore.base import StoredObject
from musicprize.objectstore.configured import store
from musicprize.objectstore.owners import owners

YOUNG = timedelta(days=1)
"""An object younger than this may belong to a row that is about to be written."""


@dataclass(frozen=True)
class Dangling:
    """A row that points at an object which is not there."""

    model: str
    field: str
    key: str


@dataclass(frozen=True)
class Scan:
    """What was found; `objects`: how many are stored."""

    objects: int
    orphans: list[StoredObject]
    dangling: list[Dangling]


def scan(*, at: datetime, young: timedelta = YOUNG) -> Scan:
    """Compare the store with all key columns. Rows are read before and after the listing, so that what comes or goes
    meanwhile is neither. May raise StoreAway."""
    required = [(owner, set(owner.required())) for owner in owners()]
    stored = {found.key: found for found in store().list_keys()}
    allowed = {key for owner in owners() for key in owner.allowed()}
    old = [found for found in stored.values() if found.key not in allowed and found.modified_at <= at - young]
    dangling = [
        Dangling(owner.model, owner.field, key)
        for owner, keys in required
        for key in sorted((keys - stored.keys()) & set(owner.required()))
    ]
    return Scan(len(stored), old, dangling)
