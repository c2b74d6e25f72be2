"""Objects of the audio queue that nobody needs any more. First the object goes, then the row forgets it: what is
interrupted in between is done again.
"""

import logging
import shutil
import tempfile
import time
from pathlib import Path
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from musicprize.kernel.rows import Waiting
from musicprize.objectstore import StoreAway, store
from submissions.audio import actions
from submissions.audio.models import Recording, Rendition

log = logging.getLogger(__name__)

AT_ONCE = 200
FOLDER_AGE_S = 2 * 3600
"""A temporary folder older than the longest job: its worker was killed."""


def tidy() -> None:
    """All of it; for the sweep. A store that is away is left for the next one."""
    remove_folders()
    try:
        drop_superseded()
        drop_unwanted()
    except StoreAway as problem:
        log.warning("audio not tidied up, the store is away: %s", problem)


def drop(keys: list[str]) -> None:
    """Delete objects. May raise StoreAway."""
    for key in keys:
        store().delete(key)


def drop_leftovers(row: Recording | Rendition) -> None:
    """Delete what an earlier attempt at this row has stored and not recorded. May raise StoreAway."""
    keys = [zoom["key"] for zoom in row.peaks] if isinstance(row, Recording) else [row.key] if row.key else []
    if keys:
        drop(keys)
        actions.forget_objects(row=row)


def drop_superseded(*, recording_id: UUID | None = None) -> int:
    """Delete renditions at an earlier gain once the one at the gain of now is there. Returns how many."""
    renewed = Rendition.objects.filter(
        recording=OuterRef("recording"), codec=OuterRef("codec"), gain=OuterRef("recording__gain"),
        work_state=Waiting.DONE,
    )  # fmt: skip
    old = Rendition.objects.exclude(gain=F("recording__gain")).exclude(work_state=Waiting.RUNNING)
    old = old.filter(Exists(renewed))
    return _forget(old.filter(recording_id=recording_id) if recording_id else old)


def drop_unwanted() -> int:
    """Delete renditions and waveforms of files that were replaced, taken away or erased. Returns how many rows."""
    gone = Q(recording__upload__discarded_at__isnull=False, recording__upload__work__isnull=True)
    count = _forget(Rendition.objects.filter(gone).exclude(work_state=Waiting.RUNNING))
    unheard = Recording.objects.filter(upload__discarded_at__isnull=False, upload__work__isnull=True)
    for row in unheard.exclude(peaks=[]).exclude(work_state=Waiting.RUNNING)[:AT_ONCE]:
        drop_leftovers(row)
        count += 1
    return count


def remove_folders() -> int:
    """Remove temporary folders that killed workers left on this machine. Returns how many."""
    folders = Path(tempfile.gettempdir()).glob("musicprize-audio-*")
    old = [one for one in folders if one.is_dir() and time.time() - one.stat().st_mtime > FOLDER_AGE_S]
    for one in old:
        shutil.rmtree(one, ignore_errors=True)
    return len(old)


def _forget(rows: QuerySet[Rendition]) -> int:
    found = list(rows[:AT_ONCE])
    for row in found:
        drop([row.key] if row.key else [])
        actions.forget_rendition(rendition_id=row.pk)
    return len(found)
