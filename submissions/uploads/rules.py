"""Rules of an upload: its states, its parts, what each purpose may hold. Pure Python."""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Conflict, Gone, Invalid, Sentence
from musicprize.kernel.states import Machine

MEGABYTE = 1_000_000
MIB = 1024**2
GIB = 1024**3
SMALLEST_PART = 8 * MIB
MOST_PARTS = 1000
SIGN_AT_MOST = 20
LIFE = timedelta(days=7)
"""How long an upload may stay open."""


class Purpose(StrEnum):
    """What a file is for."""

    AUDIO = "audio"
    PORTRAIT = "portrait"
    RIDER = "rider"


class State(StrEnum):
    OPEN = "open"
    COMPLETING = "completing"
    VERIFYING = "verifying"
    READY = "ready"
    FAILED = "failed"
    ABORTED = "aborted"
    EXPIRED = "expired"


class Verb(StrEnum):
    COMPLETE = "complete"
    ASSEMBLED = "assembled"
    VERIFIED = "verified"
    FAIL = "fail"
    ABORT = "abort"
    EXPIRE = "expire"


MACHINE = Machine(
    name="upload",
    initial=State.OPEN,
    table={
        (State.OPEN, Verb.COMPLETE): State.COMPLETING,
        (State.OPEN, Verb.ABORT): State.ABORTED,
        (State.OPEN, Verb.EXPIRE): State.EXPIRED,
        (State.COMPLETING, Verb.ASSEMBLED): State.VERIFYING,
        (State.COMPLETING, Verb.FAIL): State.FAILED,
        (State.VERIFYING, Verb.VERIFIED): State.READY,
        (State.VERIFYING, Verb.FAIL): State.FAILED,
    },
)


def part_layout(size: int) -> tuple[int, int]:
    """(part size in bytes, number of parts) for a file of `size` bytes: 8 MiB, doubled until at most 1,000 parts."""
    part = SMALLEST_PART
    while -(-size // part) > MOST_PARTS:
        part *= 2
    return part, -(-size // part)


def part_length(size: int, part_size: int, number: int) -> int:
    """Bytes of part `number` (from 1): all are `part_size` but the last."""
    return min(part_size, size - (number - 1) * part_size)


UNDER_WAY = (State.OPEN, State.COMPLETING, State.VERIFYING)
DEAD = (State.FAILED, State.ABORTED, State.EXPIRED)
COUNTED = (*UNDER_WAY, State.READY)
"""States whose size counts on the quota."""


class Failure(StrEnum):
    """Why an upload failed after all its parts had been sent."""

    INTEGRITY = "integrity_failed"
    SIZE = "wrong_size"
    LOST = "parts_lost"
    GAVE_UP = "check_gave_up"


FAILURES: dict[str, Sentence] = {
    Failure.INTEGRITY: _("The file arrived damaged. Please choose it again; it is then sent again from the start."),
    Failure.SIZE: _("The file that arrived is not as long as yours. Please choose it again to send it once more."),
    Failure.LOST: _("Parts of the file were lost on the server. Please choose it again to send it once more."),
    Failure.GAVE_UP: _("The file could not be checked. Please choose it again; if it fails twice, write to us."),
}


ALREADY_COMPLETE = _("This file has arrived already. To take it away, remove it where it is used.")


def check_size(size: int, *, max_bytes: int) -> None:
    """Invalid `invalid_size` (400) for nothing, `too_large` (413) above the limit."""
    if size < 1:
        sentence = _("The file is empty.")
        raise Invalid("invalid_size", sentence, fields={"size": [("invalid_size", sentence)]})
    if size > max_bytes:
        limit = _("The file is too large: at most %(megabytes)s MB are possible.")
        raise Invalid("too_large", limit % {"megabytes": max_bytes // MEGABYTE}, http_status=413, max_bytes=max_bytes)


def check_type(file_name: str, content_type: str, accepts: Sequence[str]) -> None:
    """Invalid `unsupported_type` (415) unless name or type fits one of `accepts` (as in a file input)."""
    if not accepts or any(_fits(file_name.lower(), content_type.lower(), wish.lower()) for wish in accepts):
        return
    sentence = _("Files of this kind are not accepted here. Accepted are: %(kinds)s.") % {"kinds": ", ".join(accepts)}
    raise Invalid("unsupported_type", sentence, http_status=415, accepts=list(accepts))


def _fits(file_name: str, content_type: str, wish: str) -> bool:
    if wish.startswith("."):
        return file_name.endswith(wish)
    if wish.endswith("/*"):
        return content_type.startswith(wish[:-1])
    return content_type.partition(";")[0].strip() == wish


def check_quota(used: int, size: int, quota: int) -> None:
    """Conflict `quota_exceeded`."""
    if used + size > quota:
        too_much = _("All files of an application together may have %(quota)s MB; this one would be too much.")
        raise Conflict("quota_exceeded", too_much % {"quota": quota // MEGABYTE}, used=used, quota=quota)


def check_open(state: str, *, expired: bool) -> None:
    """Gone `expired` when its time is over, Conflict `not_open` when it takes no parts any more."""
    if state == State.EXPIRED or (state == State.OPEN and expired):
        raise Gone("expired", _("This upload was not finished in time. Please choose the file again."))
    if state != State.OPEN:
        raise Conflict("not_open", _("This upload takes no more parts. Reload the page."), state=str(state))


def check_part(number: int, part_count: int) -> None:
    """Invalid `bad_part_number` unless 1 ≤ number ≤ part_count."""
    if not 1 <= number <= part_count:
        sentence = _("There is no part %(number)s: this file has parts 1 to %(count)s.")
        raise Invalid("bad_part_number", sentence % {"number": number, "count": part_count})


def check_whole(announced: dict[int, str], received: Iterable[int], part_count: int, composite_given: str) -> None:
    """Conflict `parts_missing` {missing} or `composite_mismatch`. `announced`: number → SHA-256 of the part."""
    there = set(received)
    missing = [n for n in range(1, part_count + 1) if n not in there or n not in announced]
    if missing:
        raise Conflict("parts_missing", _("Parts of the file are still missing. Send them first."), missing=missing)
    if composite([announced[n] for n in range(1, part_count + 1)]) != composite_given.lower():
        sentence = _("What was sent is not the file that you have now. Please choose the file again.")
        raise Conflict("composite_mismatch", sentence)


def composite(digests: Iterable[str]) -> str:
    """SHA-256 of the concatenated binary SHA-256 digests of parts 1 to n, as 64 hex digits."""
    return hashlib.sha256(b"".join(bytes.fromhex(one) for one in digests)).hexdigest()


def clean_name(name: str) -> str:
    """A file name without folders, control, bidi and other invisible characters, at most 255 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(c for c in last if not unicodedata.category(c).startswith("C"))
    return visible.strip()[-255:]
