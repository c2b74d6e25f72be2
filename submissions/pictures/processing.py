"""The work between short transactions: fetch the file, have it cleaned, store the copy, delete the original.

No transaction is open while the child runs or the store is asked.
"""

import logging
import tempfile
from datetime import datetime
from pathlib import Path
from uuid import UUID

from musicprize.kernel import clock, leases
from musicprize.kernel.queue import enqueue
from musicprize.kernel.rows import Waiting
from musicprize.objectstore import ObjectMissing, StoreAway, StoreFull, store
from submissions.pictures import actions, queries, rules
from submissions.pictures.cleaning import CleaningFault, Refusal, clean
from submissions.pictures.models import Picture
from submissions.uploads import actions as uploads

log = logging.getLogger(__name__)


def make(picture_id: UUID) -> None:
    """Make one clean copy. Does nothing when the row is not due."""
    row = leases.claim(Picture, picture_id, at=clock.now(), lease=rules.LEASE)
    if row is None or row.work_state == Waiting.PARKED:
        return
    try:
        _make(row)
    except (StoreAway, StoreFull, ObjectMissing, OSError, CleaningFault) as fault:  # OSError: our own disk
        actions.put_back(row=row, error=repr(fault), at=clock.now())


def _make(row: Picture) -> None:
    with tempfile.TemporaryDirectory(prefix="musicprize-picture-") as folder:
        source, workdir = Path(folder) / "in" / "picture", Path(folder) / "out"
        source.parent.mkdir()
        workdir.mkdir()
        store().download_to(row.upload.key, source)
        outcome = clean(source, workdir)
        if isinstance(outcome, Refusal):
            log.info("picture %s refused: %s %s", row.pk, outcome.code, outcome.detail)
            actions.record_refusal(row=row, refusal=outcome, at=clock.now())
            return
        key = store().new_key()
        store().put_file(outcome.path, key, content_type=rules.CONTENT_TYPE)
    if not actions.record_copy(row=row, made=outcome, key=key, at=clock.now()):
        store().delete(key)


def tidy(picture_id: UUID, *, at: datetime) -> None:
    """Delete what nobody may have any more: the original once it was judged, the copy once it is not wanted.

    What the store cannot delete now, the sweep asks for again.
    """
    row = Picture.objects.filter(pk=picture_id).first()
    if row is None:
        return
    try:
        if row.verdict != rules.Verdict.QUEUED:
            uploads.drop_original(upload_id=row.upload_id, at=at)
        if row.discarded_at and row.key:
            store().delete(row.key)
            actions.forget_copy(picture_id=row.pk)
    except StoreAway as problem:
        log.warning("picture %s: not tidied yet: %s", row.pk, problem)


def sweep(*, at: datetime) -> None:
    """Ring again for everything that waits."""
    for picture_id in queries.due(at):
        enqueue(actions.MAKE, picture_id=str(picture_id))
    for picture_id in queries.leftovers():
        enqueue(actions.TIDY, picture_id=str(picture_id))
