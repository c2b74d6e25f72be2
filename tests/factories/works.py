"""Works and their recordings for tests."""

import hashlib
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from musicprize.kernel import clock
from musicprize.kernel.rows import Waiting
from submissions.applications.models import Application
from submissions.audio.models import Recording, Rendition
from submissions.uploads.models import Upload
from submissions.uploads.rules import Purpose, State
from submissions.works.models import Work

_numbers = count(1)


def make_work(application: Application, position: int = 1, **fields: Any) -> Work:
    """A work that lacks only its recording."""
    given: dict[str, Any] = {
        "title": f"Piece {position}",
        "year": application.edition.closes_at.year - 1,
        "description": "Two synthesisers and a field recording of rain on a tin roof.",
        "changed_at": application.changed_at,
        **fields,
    }
    return Work.objects.create(application=application, position=position, **given)


def make_upload(
    application: Application, *, purpose: Purpose = Purpose.AUDIO, target: Any = None, at: datetime | None = None,
    **fields: Any,
) -> Upload:  # fmt: skip
    """A verified file of the application; its bytes are in no store."""
    at = at or clock.now()
    digest = hashlib.sha256(f"file {next(_numbers)}".encode()).hexdigest()
    given: dict[str, Any] = {
        "state": State.READY, "file_name": "take one.flac", "content_type": "audio/flac", "size": 1_234_567,
        "fingerprint": digest, "sha256": digest, "part_size": 8 * 1024**2, "part_count": 1,
        "key": f"a/{digest[:2]}/{digest[:32]}", "created_at": at, "completed_at": at,
        "verified_at": at, "expires_at": at + timedelta(days=7), "due_at": at, "work_state": Waiting.DONE, **fields,
    }  # fmt: skip
    return Upload.objects.create(
        owner=application.owner, application=application, purpose=purpose,
        target=target or application.pk, **given,
    )  # fmt: skip


def make_recording(work: Work, *, verdict: str = "ready", **fields: Any) -> Recording:
    """A verified and measured recording attached to the work: three minutes, with a rendition when it is ready."""
    at = clock.now()
    work.audio = make_upload(work.application, target=work.pk, at=at)
    work.save(update_fields=["audio"])
    given: dict[str, Any] = {
        "percent": 100, "duration_ms": 180_000, "loudness": -1800, "true_peak": -150, "gain": 200, "measured_at": at,
        "due_at": at, "work_state": Waiting.DONE, **fields,
    }  # fmt: skip
    if verdict == "refused":
        given.setdefault("code", "not_audio")
    recording = Recording.objects.create(upload=work.audio, work=work, verdict=verdict, **given)
    if verdict == "ready":
        Rendition.objects.create(
            recording=recording, codec="aac", gain=200, key=f"{work.audio.key}0", content_type="audio/mp4",
            size=4_000_000, sha256="0" * 64, duration_ms=180_000, percent=100, rendered_at=at, due_at=at,
            work_state=Waiting.DONE,
        )  # fmt: skip
    return recording
