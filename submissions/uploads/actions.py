"""Writes to uploads. Transactions here are short and touch no store; store calls stand between them.

create → (sign → PUT to the store or to us)… → complete → the task in `verifying` → ready, and the file belongs to its
target. Every call may be repeated.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse

from musicprize.accounts.access import User
from musicprize.kernel.errors import Conflict, Invalid
from musicprize.kernel.locks import locked
from musicprize.kernel.queue import enqueue
from musicprize.kernel.rows import Waiting
from musicprize.objectstore import StoreAway, StoreFull, store
from musicprize.objectstore.base import MultipartMissing, PartTicket, SignedPart, StoredPart
from submissions.uploads import access, check_actions, purposes, queries, rules
from submissions.uploads.models import Upload, UploadPart
from submissions.uploads.rules import MACHINE, State, Verb

log = logging.getLogger(__name__)

REQUEST_MAY_TAKE = timedelta(seconds=60)
"""A request that closes a multipart upload and dies leaves the rest to the sweep after this."""


@dataclass(frozen=True)
class Wish:
    """A file that somebody wants to send. `fingerprint`: the client's own means to tell the file again, 64 hex."""

    purpose: str
    target_id: UUID
    file_name: str
    size: int
    content_type: str
    fingerprint: str


@dataclass(frozen=True)
class WantedPart:
    """A part to be sent: number from 1, SHA-256 as 64 hex digits; MD5 in base64 where the store checks that."""

    n: int
    sha256: str
    md5: str = ""


# --- Begin ---------------------------------------------------------------------------------------------------


def create(*, wish: Wish, by: User, at: datetime) -> tuple[queries.UploadDocument, bool]:
    """Begin an upload, or find the open one of the same file again: (document, whether it is new).

    Refuses `invalid_size`, `too_large` (413), `unsupported_type` (415), `quota_exceeded`, `window_closed`,
    `storage_full` (507, for a new one), `unknown_purpose`, StoreAway.
    """
    upload, new = _open(wish, _no_room(wish.size), by, at)
    if upload.multipart_id and not _known(upload):
        upload = _begin(upload, instead_of=upload.multipart_id)
    elif not upload.multipart_id:
        upload = _begin(upload, instead_of="")
    return queries.document(upload_id=upload.pk, user=by), new


def _no_room(size: int) -> StoreFull | None:
    """What the store says to a new file of this size; asked before the transaction, which touches no store."""
    try:
        store().check_room(size)
    except StoreFull as full:
        return full
    return None


@transaction.atomic
def _open(wish: Wish, full: StoreFull | None, by: User, at: datetime) -> tuple[Upload, bool]:
    """`full`: raised for a new upload. Of one that is resumed most may be there; each part asks for its own room."""
    handler = access.handler(wish.purpose)
    same = Upload.objects.filter(
        owner=by, purpose=wish.purpose, target=wish.target_id, fingerprint=wish.fingerprint, size=wish.size,
        state=State.OPEN,
    )  # fmt: skip
    found = same.first()
    begun_at = found.created_at if found and found.expires_at > at else None
    target = handler.authorize(user=by, target_id=wish.target_id, at=at, begun_at=begun_at)
    rules.check_size(wish.size, max_bytes=target.max_bytes)
    rules.check_type(wish.file_name, wish.content_type, target.accepts)
    check_actions.lock_application(target.application_id)
    for old in same.select_for_update():
        if old.expires_at > at:
            return old, False
        old.state = MACHINE.next(old.state, Verb.EXPIRE)
        old.save(update_fields=["state"])
    counted = Upload.objects.filter(application_id=target.application_id, state__in=rules.COUNTED)
    used = counted.filter(discarded_at__isnull=True).aggregate(sum=models.Sum("size"))["sum"] or 0
    rules.check_quota(used, wish.size, target.quota_bytes)
    if full:
        raise full
    return _insert(wish, target, by, at), True


def _insert(wish: Wish, target: purposes.Target, by: User, at: datetime) -> Upload:
    part_size, part_count = rules.part_layout(wish.size)
    return Upload.objects.create(
        owner=by, purpose=wish.purpose, target=wish.target_id, application_id=target.application_id,
        file_name=rules.clean_name(wish.file_name), content_type=wish.content_type, size=wish.size,
        fingerprint=wish.fingerprint, part_size=part_size, part_count=part_count, key=store().new_key(),
        created_at=at, expires_at=at + rules.LIFE, due_at=at, work_state=Waiting.DONE,
    )  # fmt: skip


def _known(upload: Upload) -> bool:
    try:
        store().list_parts(upload.key, upload.multipart_id)
    except MultipartMissing:
        return False
    return True


def _begin(upload: Upload, *, instead_of: str) -> Upload:
    """Begin the multipart upload at the store. Of two that do this at once, the second drops its own again."""
    here = store()
    begun = here.begin_multipart(upload.key)
    mine = Upload.objects.filter(pk=upload.pk, state=State.OPEN, multipart_id=instead_of).update(multipart_id=begun)
    if not mine:
        here.abort(upload.key, begun)
    upload.refresh_from_db()
    return upload


# --- Parts ---------------------------------------------------------------------------------------------------


def sign_parts(*, upload_id: UUID, parts: Sequence[WantedPart], by: User, at: datetime) -> list[SignedPart]:
    """Announce parts and their digests; an address for each to send it to.

    Refuses `bad_part_number`, `not_open`, `expired` (410), `window_closed`. Asks the store only when it was away while
    the upload was created, or when a digest changes.
    """
    upload, changed = _announce(upload_id, parts, None, by, at)
    if not upload.multipart_id:
        upload = _begin(upload, instead_of="")
    if changed:
        listed = {one.number: one.etag for one in _listed(upload)}
        upload, _changed = _announce(upload_id, parts, listed, by, at)
    here = store()
    return [here.sign_part(_ticket(upload, part), receive_at=_receive_at(upload, part.n)) for part in parts]


@transaction.atomic
def _announce(
    upload_id: UUID, parts: Sequence[WantedPart], etags: dict[int, str] | None, by: User, at: datetime
) -> tuple[Upload, bool]:
    """Write the digests down. When a digest that was announced before changes, the bytes that the store may hold under
    this number are not these: then nothing is written without `etags`, and (upload, True) asks for them."""
    upload = locked(access.own(by, upload_id))
    rules.check_open(upload.state, expired=upload.expires_at <= at)
    _authorize(upload, by, at)
    for part in parts:
        rules.check_part(part.n, upload.part_count)
    before = {row.number: row for row in UploadPart.objects.filter(upload=upload, number__in=[p.n for p in parts])}
    changed = {part.n for part in parts if part.n in before and before[part.n].sha256 != part.sha256}
    if changed and etags is None:
        return upload, True
    rows = {part.n: _row(upload, part, before.get(part.n), (etags or {}).get(part.n, "")) for part in parts}
    UploadPart.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["upload", "number"],
        update_fields=["size", "sha256", "stale_etag", "stale_sha256"],
    )  # fmt: skip
    return upload, False


def _row(upload: Upload, part: WantedPart, before: UploadPart | None, etag: str) -> UploadPart:
    """`etag`: what the store lists under this number, asked when the digest changes."""
    row = UploadPart(upload=upload, number=part.n, sha256=part.sha256)
    row.size = rules.part_length(upload.size, upload.part_size, part.n)
    if before is None:
        return row
    if part.sha256 == before.sha256 or (etag and etag == before.stale_etag):
        row.stale_etag, row.stale_sha256 = before.stale_etag, before.stale_sha256
    elif etag:
        row.stale_etag, row.stale_sha256 = etag, before.sha256
    if row.stale_sha256 == row.sha256:  # announced, changed, changed back: what the store holds is right again
        row.stale_etag = row.stale_sha256 = ""
    return row


def _authorize(upload: Upload, by: User, at: datetime) -> None:
    handler = access.handler(upload.purpose)
    handler.authorize(user=by, target_id=upload.target, at=at, begun_at=upload.created_at)


def _ticket(upload: Upload, part: WantedPart) -> PartTicket:
    return PartTicket(
        upload_id=str(upload.pk), key=upload.key, multipart_id=upload.multipart_id, number=part.n,
        size=rules.part_length(upload.size, upload.part_size, part.n), sha256=part.sha256, md5=part.md5,
    )  # fmt: skip


def _receive_at(upload: Upload, number: int) -> str:
    return reverse("api-uploads-receive", args=[upload.pk, number])


def _listed(upload: Upload) -> list[StoredPart]:
    try:
        return store().list_parts(upload.key, upload.multipart_id)
    except MultipartMissing:
        return []


# --- End -----------------------------------------------------------------------------------------------------


def complete(*, upload_id: UUID, composite: str, by: User, at: datetime) -> queries.UploadDocument:
    """All parts are sent: close the upload and have it checked. Repeating it does no harm.

    `composite`: SHA-256 over the parts' binary digests. Refuses `parts_missing` {missing}, `composite_mismatch`,
    `window_closed`, `expired` (410), `integrity_failed` (422) once the check has failed, StoreAway.
    """
    upload = access.found(by, upload_id)
    if upload.state == State.OPEN:
        upload = _close(upload_id, composite, _listed(upload), by, at)
    if upload.state == State.COMPLETING:
        _close_now(upload, at)
    _check_not_dead(Upload.objects.get(pk=upload_id), at)
    return queries.document(upload_id=upload_id, user=by)


def _close_now(upload: Upload, at: datetime) -> None:
    try:
        check_actions.close_at_store(upload)
    except MultipartMissing:  # the task, which looks again, says so in the state document
        log.warning("upload %s: the store does not know its parts any more", upload.pk)
        return
    check_actions.record_closed(upload_id=upload.pk, at=at)


@transaction.atomic
def _close(upload_id: UUID, composite: str, listed: Sequence[StoredPart], by: User, at: datetime) -> Upload:
    upload = locked(access.own(by, upload_id))
    if upload.state != State.OPEN:
        return upload
    rules.check_open(upload.state, expired=upload.expires_at <= at)
    _authorize(upload, by, at)
    rows = queries.announced(upload)
    there = [part.number for part in queries.joined(listed, rows)]
    rules.check_whole({n: row.sha256 for n, row in rows.items()}, there, upload.part_count, composite)
    upload.state = MACHINE.next(upload.state, Verb.COMPLETE)
    upload.completed_at = at
    upload.work_state, upload.due_at, upload.attempts = Waiting.DUE, at + REQUEST_MAY_TAKE, 0
    upload.save(update_fields=["state", "completed_at", "work_state", "due_at", "attempts"])
    return upload


def _check_not_dead(upload: Upload, at: datetime) -> None:
    if upload.state == State.FAILED:
        message = rules.FAILURES[upload.failure]
        raise Invalid(upload.failure, message, http_status=422, bad_parts=upload.bad_parts)
    if upload.state in rules.DEAD:
        rules.check_open(upload.state, expired=upload.expires_at <= at)


# --- Giving up -----------------------------------------------------------------------------------------------


def abort(*, upload_id: UUID, by: User, at: datetime) -> None:
    """Give an unfinished upload up. Silent when it is over already; Conflict `already_complete` once all was sent."""
    upload = _abort(upload_id, by)
    clean_up(upload=upload, at=at)


@transaction.atomic
def _abort(upload_id: UUID, by: User) -> Upload:
    upload = locked(access.own(by, upload_id))
    if upload.state == State.OPEN:
        upload.state = MACHINE.next(upload.state, Verb.ABORT)
        upload.save(update_fields=["state"])
    if upload.state not in rules.DEAD:
        raise Conflict("already_complete", rules.ALREADY_COMPLETE, state=upload.state)
    return upload


@transaction.atomic
def discard(*, upload_id: UUID, at: datetime) -> None:
    """A file is no longer wanted (replaced, taken away, erased). For other rooms, inside their transaction; they have
    checked that it may be done. The bytes are deleted after the commit, and by the sweep if that fails.

    One still under way ends: an open one is aborted, one being checked is not given to its room. NotFound: no such one.
    """
    upload = locked(Upload.objects.filter(pk=upload_id))
    if upload.discarded_at:
        return
    upload.discarded_at = at
    if upload.state == State.OPEN:
        upload.state = MACHINE.next(upload.state, Verb.ABORT)
    upload.save(update_fields=["state", "discarded_at"])
    enqueue("submissions.uploads.clean_up", upload_id=str(upload_id))


@transaction.atomic
def discard_all(*, application_id: UUID, at: datetime) -> None:
    """Every file of an application that is still wanted; as `discard`."""
    kept = Upload.objects.filter(application_id=application_id, discarded_at__isnull=True).order_by("pk")
    for upload_id in list(kept.values_list("pk", flat=True)):
        discard(upload_id=upload_id, at=at)


@transaction.atomic
def expire(*, upload_id: UUID, at: datetime) -> bool:
    """An open upload's time is over. False when it is not (or somebody else was faster)."""
    upload = locked(Upload.objects.filter(pk=upload_id))
    if upload.state != State.OPEN or upload.expires_at > at:
        return False
    upload.state = MACHINE.next(upload.state, Verb.EXPIRE)
    upload.save(update_fields=["state"])
    return True


def drop_original(*, upload_id: UUID, at: datetime) -> None:
    """Another room has made what it needs of the file and keeps that instead. The row with its SHA-256 stays.

    Nothing happens when the bytes are gone already. May raise StoreAway: the caller asks again.
    """
    upload = Upload.objects.filter(pk=upload_id, state=State.READY, deleted_at__isnull=True).first()
    if upload is not None:
        store().delete(upload.key)
        Upload.objects.filter(pk=upload_id).update(deleted_at=at)


def clean_up(*, upload: Upload, at: datetime) -> bool:
    """Delete what the store still has of an upload that is over. False: the store is away, the sweep tries again."""
    if upload.deleted_at or not (upload.discarded_at or upload.state in rules.DEAD):
        return True
    here = store()
    try:
        if upload.multipart_id:
            here.abort(upload.key, upload.multipart_id)
        here.delete(upload.key)
    except StoreAway as problem:
        log.warning("upload %s: not cleaned up yet: %s", upload.pk, problem)
        return False
    Upload.objects.filter(pk=upload.pk).update(deleted_at=at)
    return True
