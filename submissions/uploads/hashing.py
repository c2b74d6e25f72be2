"""Hashing a whole file and each of its parts in one reading. Pure Python."""

import hashlib
from collections.abc import Sequence


class PartHasher:
    """Feed it the bytes in order; parts are `part_size` long, the last one may be shorter.

    The whole's digest is what `sha256sum` prints.
    """

    def __init__(self, part_size: int) -> None:
        self.part_size = part_size
        self.size = 0
        self.parts: list[str] = []
        self._whole = hashlib.sha256()
        self._part = hashlib.sha256()
        self._left = part_size

    def feed(self, data: bytes) -> None:
        self._whole.update(data)
        self.size += len(data)
        view = memoryview(data)
        while view:
            piece, view = view[: self._left], view[self._left :]
            self._part.update(piece)
            self._left -= len(piece)
            if not self._left:
                self._close_part()

    def finish(self) -> str:
        """The whole's SHA-256, 64 hex digits; after this `parts` is complete."""
        if self._left != self.part_size:
            self._close_part()
        return self._whole.hexdigest()

    def bad_parts(self, announced: Sequence[str]) -> list[int]:
        """Numbers (from 1) of the parts whose digest is not the announced one."""
        return [n for n, (is_, said) in enumerate(zip(self.parts, announced, strict=False), start=1) if is_ != said]

    def _close_part(self) -> None:
        self.parts.append(self._part.hexdigest())
        self._part = hashlib.sha256()
        self._left = self.part_size
