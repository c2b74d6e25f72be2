"""A stored audio file attached to a work, waiting to be listened to."""

import hashlib
import secrets
from pathlib import Path

from musicprize.kernel import clock
from musicprize.objectstore import store
from submissions.audio import actions
from submissions.audio.models import Recording
from submissions.uploads.models import Upload
from submissions.works.models import Work


def make_recording(work: Work, path: Path) -> Recording:
    """Store `path` as the work's verified audio and queue its measurement."""
    upload = make_ready_upload(work, path)
    work.audio = upload
    work.save(update_fields=["audio"])
    return actions.queue_measurement(work_id=work.pk, upload_id=upload.pk, at=clock.now())


def make_ready_upload(work: Work, path: Path) -> Upload:
    """The row and the object of a finished upload."""
    key = store().new_key()
    store().put_file(path, key, content_type="application/octet-stream")
    at = clock.now()
    return Upload.objects.create(
        owner=work.application.owner, purpose="audio", target=work.pk, application=work.application, state="ready",
        file_name=path.name, size=path.stat().st_size, fingerprint=secrets.token_hex(32), part_size=8 * 1024**2,
        part_count=1, key=key, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), created_at=at, completed_at=at,
        verified_at=at, expires_at=at, due_at=at, work_state="done",
    )  # fmt: skip
