"""What is done again and again: ring for checks that wait, end what is too old, delete what nobody wants."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from musicprize.kernel import leases
from musicprize.kernel.queue import enqueue
from musicprize.objectstore import StoreAway, store
from musicprize.objectstore.local import LocalStore
from musicprize.objectstore.scanning import scan
from submissions.uploads import actions, rules
from submissions.uploads.models import Upload
from submissions.uploads.rules import State

log = logging.getLogger(__name__)

AT_ONCE = 500
STRAY_AGE = timedelta(days=1)
"""A multipart upload or scratch file without a row is left alone for a day: its row may be about to be written."""


@dataclass(frozen=True)
class Swept:
    """How many of each."""

    expired: int
    cleaned: int
    strays: int


def ring(*, at: datetime) -> int:
    """Ring again for every check whose time has come; returns how many."""
    waiting = leases.due(Upload, at=at)
    for pk in waiting:
        enqueue("submissions.uploads.verify", upload_id=str(pk))
    return len(waiting)


def expire(*, at: datetime) -> Swept:
    """End open uploads after seven days, delete what is over, abort multipart uploads that no row knows."""
    late = Upload.objects.filter(state=State.OPEN, expires_at__lte=at).values_list("pk", flat=True)[:AT_ONCE]
    expired = sum(actions.expire(upload_id=pk, at=at) for pk in list(late))
    over = Upload.objects.filter(Q(state__in=rules.DEAD) | Q(discarded_at__isnull=False), deleted_at__isnull=True)
    cleaned = 0
    for upload in over[:AT_ONCE]:
        if not actions.clean_up(upload=upload, at=at):
            break
        cleaned += 1
    swept = Swept(expired, cleaned, _abort_strays(before=at - STRAY_AGE))
    _report(at)
    return swept


def clean_up_one(*, upload_id: UUID, at: datetime) -> None:
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is not None:
        actions.clean_up(upload=upload, at=at)


def _abort_strays(*, before: datetime) -> int:
    here = store()
    try:
        old = [one for one in here.list_multiparts() if one.begun_at < before]
        known = set(
            Upload.objects.filter(multipart_id__in=[one.multipart_id for one in old], state__in=rules.UNDER_WAY)
            .values_list("multipart_id", flat=True)
        )  # fmt: skip
        strays = [one for one in old if one.multipart_id not in known]
        for stray in strays:
            here.abort(stray.key, stray.multipart_id)
        leftovers = here.sweep_leftovers(before=before) if isinstance(here, LocalStore) else 0
    except StoreAway as problem:
        log.warning("stray uploads not swept, the store is away: %s", problem)
        return 0
    return len(strays) + leftovers


def _report(at: datetime) -> None:
    """Objects without rows and rows without objects are for a person to look at."""
    try:
        found = scan(at=at)
    except StoreAway as problem:
        log.warning("store not scanned, it is away: %s", problem)
        return
    if found.orphans or found.dangling:
        log.error(
            "%s objects without rows, %s rows without objects: run manage.py scan_storage",
            len(found.orphans), len(found.dangling),
        )  # fmt: skip
