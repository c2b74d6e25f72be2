"""How a table declares what it knows about people. The privacy room walks these declarations; a test fails on a field
that is in none of its lists.

Purposes and retention in words stand in docs/privacy.md, which is generated from here.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ERASED_HOST = "erased.invalid"
"""Where the stand-in for an erased address would lead: a name that can never be somebody's (RFC 2606)."""


def stand_in() -> str:
    """An address in place of an erased one, random, so that nothing tells whose it was."""
    return f"{secrets.token_hex(16)}@{ERASED_HOST}"


class Erase(StrEnum):
    """What erasing a person does to a field."""

    BLANK = "blank"  # emptied
    PSEUDONYM = "pseudonym"  # replaced by a random stand-in, where the table needs a unique value
    OBJECT = "object"  # the stored file is deleted and the reference emptied
    KEEP = "keep"  # stays, for the reason the declaration gives


@dataclass(frozen=True)
class Declaration:
    """`subject`: lookup path from the row to the user whom it is about ("" = nobody). `personal`: field → erasure.
    `plain`: fields that say nothing about a person. `retention`: which clock ends the row's personal part."""

    purpose: str
    subject: str = ""
    personal: Mapping[str, Erase] = field(default_factory=dict)
    plain: tuple[str, ...] = ()
    keep_because: str = ""
    retention: str = "edition"
    export: bool = True

    def fields(self) -> set[str]:
        return {*self.personal, *self.plain}


def about_nobody(purpose: str, *plain: str, retention: str = "forever") -> Declaration:
    """A table with no personal data."""
    return Declaration(purpose=purpose, plain=plain, retention=retention, export=False)
