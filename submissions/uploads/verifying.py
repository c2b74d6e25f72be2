"""The check after the last part: one reading of the whole, its SHA-256 and each part's. Run by the task, repeatable.

Claimed by a lease that is prolonged while it reads, so that a killed worker's upload is taken up once it is over.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from musicprize.kernel import leases
from musicprize.kernel.rows import Waiting
from musicprize.objectstore import ObjectMissing, StoreAway, StoreFull, store
from musicprize.objectstore.base import MultipartMissing, StoredPart
from submissions.uploads import actions, check_actions, queries
from submissions.uploads.hashing import PartHasher
from submissions.uploads.models import Upload
from submissions.uploads.rules import Failure, State

Clock = Callable[[], datetime]


class ClaimLost(Exception):
    """Somebody else has taken the upload over: stop, and leave everything to them."""


def lease() -> timedelta:
    """How long a claimed upload is one's own; reading on begins it anew."""
    return timedelta(seconds=settings.CHECK_LEASE_SECONDS)


class Heartbeat:
    """Prolongs the lease while the work goes on; called often, writes four times a lease."""

    def __init__(self, upload: Upload, now: Clock) -> None:
        self.upload, self.now = upload, now
        self.last = now()

    def __call__(self) -> None:
        at = self.now()
        if at - self.last < lease() / 4:
            return
        if not leases.renew(self.upload, at=at, lease=lease()):
            raise ClaimLost
        self.last = at


def verify(*, upload_id: UUID, now: Clock) -> None:
    """Take one upload from `completing` or `verifying` to `ready` or `failed`; later when the store is away or full."""
    upload = leases.claim(Upload, upload_id, at=now(), lease=lease())
    if upload is None:
        return
    if upload.work_state == Waiting.PARKED:
        _fail(upload, Failure.GAVE_UP, now)
        return
    try:
        _check(upload, now)
    except ClaimLost:
        return
    except (StoreAway, StoreFull) as problem:
        check_actions.put_back(claimed=upload, error=str(problem), at=now())
    except (MultipartMissing, ObjectMissing):
        _fail(upload, Failure.LOST, now)


def _check(upload: Upload, now: Clock) -> None:
    tick = Heartbeat(upload, now)
    if upload.state == State.COMPLETING:
        check_actions.close_at_store(upload)
        check_actions.record_closed(upload_id=upload.pk, at=now())
    announced = [row for _number, row in sorted(queries.announced(upload).items())]
    parts = [StoredPart(row.number, row.size, row.sha256, row.sha256) for row in announced]
    store().assemble(upload.key, upload.multipart_id, parts, tick=tick)
    hasher, sha256 = _read(upload, tick)
    if hasher.size != upload.size:
        _fail(upload, Failure.SIZE, now)
    elif bad := hasher.bad_parts([row.sha256 for row in announced]):
        _fail(upload, Failure.INTEGRITY, now, bad)
    else:
        check_actions.record_ready(claimed=upload, sha256=sha256, at=now())


def _read(upload: Upload, tick: Heartbeat) -> tuple[PartHasher, str]:
    hasher = PartHasher(upload.part_size)
    with store().open_stream(upload.key) as pieces:
        for piece in pieces:
            hasher.feed(piece)
            tick()
    return hasher, hasher.finish()


def _fail(upload: Upload, failure: Failure, now: Clock, bad_parts: list[int] | None = None) -> None:
    check_actions.record_failed(claimed=upload, failure=failure, bad_parts=bad_parts or [], at=now())
    actions.clean_up(upload=Upload.objects.get(pk=upload.pk), at=now())
