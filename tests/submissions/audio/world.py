"""`python -m tests.submissions.audio.world COMMAND`: the other side of test_killed.py, on a real database and broker.

prepare FILE: an edition, an application and a work whose verified file waits to be listened to; the bell is rung.
sweep: what beat rings every minute. state: JSON of rows and of what is stored.
"""

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import django


def main(command: str, *arguments: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musicprize.settings")
    django.setup()
    print(json.dumps({"prepare": prepare, "sweep": sweep, "state": state}[command](*arguments)))


def prepare(file: str) -> dict[str, Any]:
    from django.core.management import call_command

    from tests.factories.applications import make_draft
    from tests.factories.editions import make_edition
    from tests.factories.recordings import make_recording
    from tests.factories.works import make_work

    call_command("migrate", verbosity=0)
    recording = make_recording(make_work(make_draft(make_edition())), Path(file))
    return {"recording": str(recording.pk)}


def sweep() -> dict[str, Any]:
    from musicprize.kernel import clock
    from submissions.audio import actions, tidying

    tidying.tidy()
    return {"rung": actions.sweep(at=clock.now())}


def state() -> dict[str, Any]:
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


if __name__ == "__main__":
    main(*sys.argv[1:])
