"""The other side of test_killed.py, in a process of its own on a real database and broker."""

import hashlib
from pathlib import Path
from typing import Any


def prepare(file: str) -> None:
    """An edition, an application and a work whose verified file waits to be listened to; the bell is rung."""
    from tests.factories.applications import make_draft
    from tests.factories.editions import make_edition
    from tests.factories.recordings import make_recording
    from tests.factories.works import make_work

    make_recording(make_work(make_draft(make_edition())), Path(file))


def sweep() -> None:
    """What beat rings every minute."""
    from musicprize.kernel import clock
    from submissions.audio import actions, tidying

    tidying.tidy()
    actions.sweep(at=clock.now())


def pause_over() -> float:
    """Seconds for which the recording was to wait before its next try; it waits no longer."""
    from musicprize.kernel import clock
    from musicprize.kernel.rows import Waiting
    from submissions.audio.models import Recording

    now = clock.now()
    waiting = Recording.objects.filter(work_state=Waiting.DUE, due_at__gt=now)
    pauses = [(row.due_at - now).total_seconds() for row in waiting]
    waiting.update(due_at=now)
    return max(pauses, default=0.0)


def state() -> dict[str, Any]:
    """Rows, and what is stored."""
    from musicprize.objectstore import store
    from submissions.audio import queries
    from submissions.audio.models import Recording, Rendition
    from submissions.uploads.models import Upload

    recording = Recording.objects.get()
    document = queries.recording_document(recording.work_id)
    renditions = list(Rendition.objects.all())
    done = [one for one in renditions if one.work_state == "done"]
    known = {*Upload.objects.values_list("key", flat=True), *(zoom["key"] for zoom in recording.peaks)}
    known |= {one.key for one in renditions if one.key}
    stored = {one.key for one in store().list_keys()}
    return {
        "verdict": recording.verdict,
        "work": recording.work_state,
        "attempts": recording.attempts,
        "playable": document is not None and document.playable,
        "renditions": [one.work_state for one in renditions],
        "orphans": sorted(stored - known),
        "missing": sorted({one.key for one in done} - stored),
        "half": [one.key for one in done if _digest(one.key) != one.sha256],
        "parked": len(queries.parked_in(recording.work.application.edition_id)),
    }


def _digest(key: str) -> str:
    from musicprize.objectstore import store

    digest = hashlib.sha256()
    with store().open_stream(key) as pieces:
        for piece in pieces:
            digest.update(piece)
    return digest.hexdigest()
