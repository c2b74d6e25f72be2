"""The chain: h₀ = SHA-256("jury-ledger-v1"), h_t = SHA-256(0x00 ‖ canonical JSON that holds seq and prev). Pure Python.

The leading zero byte keeps an entry's hash apart from a hash of the same text elsewhere (as in RFC 6962).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

GENESIS = hashlib.sha256(b"jury-ledger-v1").hexdigest()


@dataclass(frozen=True)
class Line:
    """What a verifier needs of an entry."""

    seq: int
    document: str
    previous: str
    hash: str


def entry_hash(document: str) -> str:
    """64 hex digits."""
    return hashlib.sha256(b"\x00" + document.encode()).hexdigest()


def problems(lines: Iterable[Line]) -> list[str]:
    """Everything that is wrong with a chain, each naming its entry, in the reader's language; none for a sound one."""
    found: list[str] = []
    previous, expected = GENESIS, 1
    for line in lines:
        if line.seq > expected:
            gap = str(expected) if line.seq == expected + 1 else f"{expected}–{line.seq - 1}"
            found.append(_("entry %(entry)s: missing, entry %(next)s follows") % {"entry": gap, "next": line.seq})
        elif line.seq < expected:
            found.append(_("entry %(entry)s: out of order") % {"entry": line.seq})
        if line.previous != previous:
            found.append(_("entry %(entry)s: does not follow the entry before it") % {"entry": line.seq})
        if entry_hash(line.document) != line.hash:
            found.append(_("entry %(entry)s: its text was changed") % {"entry": line.seq})
        found += _inside(line)
        previous, expected = line.hash, line.seq + 1
    return found


def _inside(line: Line) -> list[str]:
    try:
        document = json.loads(line.document)
    except ValueError:
        return [_("entry %(entry)s: its text is not JSON") % {"entry": line.seq}]
    if not isinstance(document, dict):
        return [_("entry %(entry)s: its text is not an act") % {"entry": line.seq}]
    if document.get("seq") != line.seq:
        sentence = _("entry %(entry)s: it was moved here, its text says that it is entry %(other)s")
        return [sentence % {"entry": line.seq, "other": document.get("seq")}]
    if document.get("prev") != line.previous:
        return [_("entry %(entry)s: its columns and its text disagree") % {"entry": line.seq}]
    return []
