"""The chain: h₀ = SHA-256("jury-ledger-v1"), h_t = SHA-256(0x00 ‖ canonical JSON that holds seq and prev). Pure Python.

The leading zero byte keeps an entry's hash apart from a hash of the same text elsewhere (as in RFC 6962).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

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
    """Everything that is wrong with a chain, each naming its entry; an empty list for a sound one."""
    found: list[str] = []
    previous, expected = GENESIS, 1
    for line in lines:
        if line.seq > expected:
            gap = str(expected) if line.seq == expected + 1 else f"{expected} to {line.seq - 1}"
            found.append(f"entry {gap}: missing, entry {line.seq} follows")
        elif line.seq < expected:
            found.append(f"entry {line.seq}: out of order")
        if line.previous != previous:
            found.append(f"entry {line.seq}: does not follow the entry before it")
        if entry_hash(line.document) != line.hash:
            found.append(f"entry {line.seq}: its text was changed")
        found += _inside(line)
        previous, expected = line.hash, line.seq + 1
    return found


def _inside(line: Line) -> list[str]:
    try:
        document = json.loads(line.document)
    except ValueError:
        return [f"entry {line.seq}: its text is not JSON"]
    if not isinstance(document, dict):
        return [f"entry {line.seq}: its text is not an act"]
    if document.get("seq") != line.seq:
        return [f"entry {line.seq}: it was moved here, its text says that it is entry {document.get('seq')}"]
    if document.get("prev") != line.previous:
        return [f"entry {line.seq}: its columns and its text disagree"]
    return []
