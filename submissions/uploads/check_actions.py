"""Writes of the check after the last part: what the task in `verifying` found, each in a short transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from musicprize.kernel import leases
from musicprize.kernel.locks import locked
from musicprize.kernel.queue import enqueue
from musicprize.kernel.rows import Waiting
from musicprize.mail import actions as mail
from musicprize.objectstore import store
from musicprize.objectstore.base import MultipartMissing
from submissions.uploads import access, queries
from submissions.uploads.models import Upload
from submissions.uploads.rules import FAILURES, MACHINE, Failure, State, Verb


def lock_application(application_id: UUID) -> None:
    """First in the lock order, and what makes counting a quota serial. The table belongs to another room, so the
    foreign key leads there."""
    applications: Any = Upload._meta.get_field("application").related_model
    locked(applications._default_manager.filter(pk=application_id))


def close_at_store(upload: Upload) -> None:
    """Tell the store that these parts are the whole. A lost answer is decided by asking for the object.

    MultipartMissing when there is neither the multipart upload nor the object.
    """
    here = store()
    try:
        listed = here.list_parts(upload.key, upload.multipart_id)
        here.complete(upload.key, upload.multipart_id, queries.joined(listed, queries.announced(upload)))
    except MultipartMissing:
        if here.head(upload.key) is None:
            raise


@transaction.atomic
def record_closed(*, upload_id: UUID, at: datetime) -> None:
    """The store has the whole: completing → verifying, and ring for the check. Silent when somebody was faster."""
    upload = locked(Upload.objects.filter(pk=upload_id))
    if upload.state != State.COMPLETING:
        return
    upload.state = MACHINE.next(upload.state, Verb.ASSEMBLED)
    fields = ["state"]
    if upload.work_state == Waiting.DUE:
        upload.due_at = at
        fields.append("due_at")
        enqueue("submissions.uploads.verify", upload_id=str(upload_id))
    upload.save(update_fields=fields)


@transaction.atomic
def record_ready(*, claimed: Upload, sha256: str, at: datetime) -> bool:
    """The check passed: the file is ready and its room takes it. False when the claim was lost meanwhile."""
    handler = access.handler(claimed.purpose)
    lock_application(claimed.application_id)
    handler.hold(target_id=claimed.target)
    if not leases.still_ours(claimed):
        return False
    upload = Upload.objects.get(pk=claimed.pk)
    upload.state = MACHINE.next(upload.state, Verb.VERIFIED)
    upload.sha256, upload.verified_at = sha256, at
    leases.mark_done(upload)
    upload.save(update_fields=leases.finished(["state", "sha256", "verified_at"]))
    if upload.discarded_at is None:
        handler.on_ready(upload=queries.ready(upload), at=at)
    return True


@transaction.atomic
def record_failed(*, claimed: Upload, failure: Failure, at: datetime, bad_parts: Sequence[int] = ()) -> None:
    """The check failed; what arrived is of no use, and is deleted after this. The artist is told by mail too."""
    upload = locked(Upload.objects.select_related("owner").filter(pk=claimed.pk))
    if upload.attempts != claimed.attempts or upload.state not in (State.COMPLETING, State.VERIFYING):
        return
    upload.state = MACHINE.next(upload.state, Verb.FAIL)
    upload.failure, upload.bad_parts = failure, list(bad_parts)
    leases.mark_done(upload)
    upload.save(update_fields=leases.finished(["state", "failure", "bad_parts"]))
    mail.write(
        template="file_unusable", to=upload.owner.email, language=upload.owner.language, at=at, user_id=upload.owner_id,
        campaign=f"upload:{upload.pk}:failed",
        context={"file_name": upload.file_name, "reason": FAILURES[failure],
                 "path": f"/application/{upload.application_id}/"},
    )  # fmt: skip


@transaction.atomic
def put_back(*, claimed: Upload, error: str, at: datetime) -> None:
    """The store was away or full, which is no fault of the file: again in a minute, without counting the attempt."""
    if leases.still_ours(claimed):
        claimed.attempts -= 1
        claimed.work_state, claimed.lease_until, claimed.last_error = Waiting.DUE, None, error[:2000]
        claimed.due_at = at + timedelta(minutes=1)
        claimed.save(update_fields=["attempts", "work_state", "lease_until", "last_error", "due_at"])
