"""What is known about uploads, as frozen documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from musicprize.accounts.access import User
from musicprize.kernel.errors import NotFound, Sentence
from musicprize.objectstore import store
from musicprize.objectstore.base import MultipartMissing, StoredPart
from submissions.uploads import access, purposes
from submissions.uploads.models import Upload, UploadPart
from submissions.uploads.rules import FAILURES, UNDER_WAY, Purpose, State


@dataclass(frozen=True)
class Part:
    """A part that arrived."""

    n: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Problem:
    """Why an upload failed: a stable code and a sentence for the artist."""

    code: str
    message: Sentence


@dataclass(frozen=True)
class UploadDocument:
    """The state document. `parts`: those that arrived, told for a single open upload only (it asks the store).

    `recording`: what the room that wanted the file says about it (purposes.Handler.describe).
    """

    id: UUID
    purpose: str
    target: UUID
    state: str
    file_name: str
    content_type: str
    size: int
    part_size: int
    part_count: int
    created_at: datetime
    expires_at: datetime
    parts: tuple[Part, ...]
    sha256: str
    failure: Problem | None
    bad_parts: tuple[int, ...]
    recording: dict[str, Any] | None


def document(*, upload_id: UUID, user: User) -> UploadDocument:
    """One upload of one's own, with the parts that arrived. NotFound for a stranger's. May raise StoreAway."""
    upload = access.found(user, upload_id)
    return _document(upload, received(upload), _described([upload]))


def under_way(*, user: User, target_id: UUID | None) -> "QuerySet[Upload]":
    """The person's uploads that are not ended, for a paginator; `documents` turns its page into documents."""
    rows = Upload.objects.filter(owner=user, state__in=UNDER_WAY)
    return rows.filter(target=target_id) if target_id else rows


def documents(rows: Sequence[Upload]) -> list[UploadDocument]:
    """Documents without parts, in a constant number of queries."""
    described = _described(rows)
    return [_document(row, (), described) for row in rows]


def latest(*, target_ids: Iterable[UUID], purpose: Purpose) -> dict[UUID, UploadDocument]:
    """For each target the newest upload that was not discarded or given up, without parts. For pages and documents of
    other rooms; the caller has checked that the reader may see them."""
    rows = Upload.objects.filter(target__in=list(target_ids), purpose=purpose, discarded_at__isnull=True)
    rows = rows.exclude(state__in=[State.ABORTED, State.EXPIRED]).order_by("created_at")
    newest = {row.target: row for row in rows}
    return {one.target: one for one in documents(list(newest.values()))}


def files(*, upload_ids: Iterable[UUID]) -> dict[UUID, purposes.ReadyUpload]:
    """Stored originals by upload, without those that are discarded or gone. The caller has checked that they may be
    used."""
    rows = Upload.objects.filter(pk__in=list(upload_ids), state=State.READY)
    rows = rows.filter(discarded_at__isnull=True, deleted_at__isnull=True)
    return {row.pk: ready(row) for row in rows}


def file_of(*, upload_id: UUID) -> purposes.ReadyUpload:
    """One stored original. NotFound when it is not ready or was discarded."""
    found = files(upload_ids=[upload_id]).get(upload_id)
    if found is None:
        raise NotFound()
    return found


def receiving(*, upload_id: UUID) -> bool:
    """Whether an upload takes parts now. NotFound when there is none."""
    state = Upload.objects.filter(pk=upload_id).values_list("state", flat=True).first()
    if state is None:
        raise NotFound()
    return state == State.OPEN


def received(upload: Upload) -> tuple[Part, ...]:
    """What the store lists, joined with our row per part. Asks the store, unless the upload is not open."""
    if upload.state != State.OPEN or not upload.multipart_id:
        return ()
    try:
        listed = store().list_parts(upload.key, upload.multipart_id)
    except MultipartMissing:
        return ()
    return tuple(Part(one.number, one.size, one.sha256) for one in joined(listed, announced(upload)))


def announced(upload: Upload) -> dict[int, UploadPart]:
    """Our row per part, by number."""
    return {row.number: row for row in UploadPart.objects.filter(upload=upload)}


def joined(listed: Iterable[StoredPart], rows: dict[int, UploadPart]) -> list[StoredPart]:
    """Listed parts that are the announced ones, with the announced digest.

    Left out: a part of another length, one that the store knows to have another digest, and, where it knows none, one
    whose digest was changed since (its ETag is still the stale one).
    """
    fitting = []
    for part in listed:
        row = rows.get(part.number)
        if row is None or part.size != row.size:
            continue
        if part.sha256 == row.sha256 or (not part.sha256 and part.etag != row.stale_etag):
            fitting.append(StoredPart(part.number, part.size, part.etag, row.sha256))
    return fitting


def ready(upload: Upload) -> purposes.ReadyUpload:
    return purposes.ReadyUpload(
        id=upload.pk, purpose=Purpose(upload.purpose), target_id=upload.target, application_id=upload.application_id,
        owner_id=upload.owner_id, key=upload.key, size=upload.size, sha256=upload.sha256, file_name=upload.file_name,
        content_type=upload.content_type, begun_at=upload.created_at, completed_at=upload.completed_at,
    )  # fmt: skip


def _described(rows: Sequence[Upload]) -> dict[UUID, dict[str, Any]]:
    """One question per purpose, however many uploads."""
    found: dict[UUID, dict[str, Any]] = {}
    for purpose in {row.purpose for row in rows if row.state == State.READY}:
        handler = purposes.handler_of(purpose)
        if handler is not None:
            ids = [row.pk for row in rows if row.purpose == purpose and row.state == State.READY]
            found.update(handler.describe(upload_ids=ids))
    return found


def _document(upload: Upload, parts: tuple[Part, ...], described: dict[UUID, dict[str, Any]]) -> UploadDocument:
    problem = Problem(upload.failure, FAILURES[upload.failure]) if upload.failure else None
    return UploadDocument(
        id=upload.pk, purpose=upload.purpose, target=upload.target, state=upload.state, file_name=upload.file_name,
        content_type=upload.content_type, size=upload.size, part_size=upload.part_size, part_count=upload.part_count,
        created_at=upload.created_at, expires_at=upload.expires_at, parts=parts, sha256=upload.sha256, failure=problem,
        bad_parts=tuple(upload.bad_parts), recording=described.get(upload.pk),
    )  # fmt: skip
