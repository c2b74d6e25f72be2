"""One way to write a document down, so that its SHA-256 means something.

Canonical JSON: sorted keys, UTF-8, no white space, no floats (integers and strings only, so that no number has two
spellings). What is frozen by hash anywhere in the platform is frozen through here.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any
from uuid import UUID


def canonical(document: Any) -> bytes:
    """The one spelling of `document`. Raises TypeError on floats and on types with no agreed spelling."""
    return json.dumps(plain(document), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(document: Any) -> str:
    """SHA-256 of the canonical spelling, 64 hex digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def plain(value: Any) -> Any:
    """The document as JSON data: what its canonical spelling spells. TypeError as in `canonical`."""
    match value:
        case None | bool() | int() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return value.value
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case _:
            raise TypeError(f"no canonical spelling for {type(value).__name__}: {value!r}")
