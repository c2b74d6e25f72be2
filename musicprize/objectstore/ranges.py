"""HTTP ranges (RFC 9110, 14): which bytes a Range header asks for. Pure Python."""

import re
from dataclasses import dataclass

ONE_RANGE = re.compile(r"bytes=\s*(\d*)\s*-\s*(\d*)\s*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Slice:
    """Bytes `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """A well-formed range that has no byte of the object: 416."""


def wanted(header: str, size: int) -> Slice | None:
    """The slice of `size` bytes that `header` asks for; None: answer with everything.

    None for no header, another unit, a malformed one, and for several ranges at once, which a server may ignore.
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if found is None or found[0].strip().endswith("=-") or not (found[1] or found[2]):
        return None
    if not found[1]:
        return _suffix(int(found[2]), size)
    first = int(found[1])
    if found[2] and int(found[2]) < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return Slice(first, min(int(found[2]), size - 1) if found[2] else size - 1)


def _suffix(length: int, size: int) -> Slice:
    if length == 0 or size == 0:
        raise Unsatisfiable
    return Slice(max(0, size - length), size - 1)
