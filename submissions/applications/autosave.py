"""Saving one field at a time, from several devices, without losing a word. Pure Python.

Lenient: a field may be unfinished, but never of a wrong type, over-long, or carrying characters that hide text. Each
field has a version; whoever writes on an older one is told what stands there now.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Conflict, Invalid, Sentence

BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode property Bidi_Control: they can make a name read as another."""
_ADDRESS: Final = re.compile(r"h?|ht|htt|https?(?::(?:/(?:/\S*)?)?)?|[^:\s]*", re.IGNORECASE)
_TAG: Final = re.compile(r"[A-Za-z0-9-]*")

NOT_TEXT: Final = _("Send this field as text.")
NOT_WHOLE: Final = _("Enter a whole number.")
NOT_FLAG: Final = _("Answer this with yes or no.")
INVISIBLE: Final = _("This text contains invisible control characters. Type the passage again instead of pasting it.")
NOT_ADDRESS: Final = _("Enter a web address that begins with https://.")
NOT_CHOICE: Final = _("Choose one of the answers offered.")


class Kind(StrEnum):
    LINE = "line"
    TEXT = "text"
    ADDRESS = "address"
    TAG = "tag"
    CHOICE = "choice"
    WHOLE = "whole"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Field:
    """What may be saved in a field. `longest` in characters is the hard maximum; whole numbers may be null."""

    kind: Kind
    section: str = ""
    longest: int = 0
    lowest: int = 0
    highest: int = 0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """`values`: what really changes. `versions`: of every field, after the change."""

    values: dict[str, Any]
    versions: dict[str, int]


class Wrong(Exception):
    """One field's value cannot be saved."""

    def __init__(self, code: str, message: Sentence) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def checked(fields: Mapping[str, Field], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes in their stored form. Invalid names every field that cannot be saved, and why."""
    values: dict[str, Any] = {}
    wrong: dict[str, list[tuple[str, Sentence]]] = {}
    for name, raw in changes.items():
        try:
            if name not in fields:
                raise Wrong("unknown_field", _("There is no such field."))
            values[name] = parsed(fields[name], raw)
        except Wrong as problem:
            wrong[name] = [(problem.code, problem.message)]
    if wrong:
        raise Invalid(fields=wrong)
    return values


def parsed(field: Field, raw: Any) -> Any:
    """One value in its stored form; raises Wrong."""
    if field.kind is Kind.WHOLE:
        return _whole(field, raw)
    if field.kind is Kind.FLAG:
        if not isinstance(raw, bool):
            raise Wrong("not_a_flag", NOT_FLAG)
        return raw
    return _worded(field, text(raw, longest=field.longest, lines=field.kind is Kind.TEXT))


def text(raw: Any, *, longest: int, lines: bool = True) -> str:
    """A text that is inert wherever it is shown: composed (NFC), no NUL, no control, no bidi control characters.

    Without `lines` white space is folded to blanks. None counts as empty. Raises Wrong.
    """
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise Wrong("not_text", NOT_TEXT)
    plain = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        plain = re.sub(r"[\n\t\u2028\u2029]", " ", plain)
    if any(_hidden(character) for character in plain):
        raise Wrong("control_characters", INVISIBLE)
    if len(plain) > longest:
        too_long = _("This is too long: at most %(longest)s characters can be saved, and there are %(length)s.")
        raise Wrong("too_long", too_long % {"longest": longest, "length": len(plain)})
    return plain


def merge(
    changes: Mapping[str, Any], *, current: Mapping[str, Any], known: Mapping[str, int], given: Mapping[str, int]
) -> Merged:
    """Apply `changes` made on the versions `given` (none: a field never saved) to the `current` values.

    A value that stands there already counts as saved, so that a repeated request is no conflict. Conflict
    `changed_elsewhere` carries the present values and versions of the fields in dispute; then nothing is saved.
    """
    values = {name: value for name, value in changes.items() if value != current[name]}
    disputed = [name for name in values if given.get(name, 0) != known.get(name, 0)]
    if disputed:
        raise Conflict(
            "changed_elsewhere",
            _("This was changed on another device meanwhile. Compare both texts and choose one."),
            current={name: current[name] for name in disputed},
            versions={name: known.get(name, 0) for name in disputed},
        )
    return Merged(values, {**known, **{name: known.get(name, 0) + 1 for name in values}})


def versions_given(raw: Any) -> dict[str, int]:
    """The `versions` of a request; Invalid when it is not {field: whole number}."""
    if raw is None:
        return {}
    fine = isinstance(raw, dict) and all(isinstance(n, int) and not isinstance(n, bool) for n in raw.values())
    if not fine:
        raise Invalid(fields={"versions": [("not_versions", _("Send the version of each field as a whole number."))]})
    return {str(name): int(number) for name, number in raw.items()}


def _worded(field: Field, value: str) -> str:
    if field.kind is Kind.CHOICE and value and value not in field.choices:
        raise Wrong("unknown_choice", NOT_CHOICE)
    if field.kind is Kind.ADDRESS and not _ADDRESS.fullmatch(value.strip()):
        raise Wrong("not_an_address", NOT_ADDRESS)
    if field.kind is Kind.TAG and not _TAG.fullmatch(value):
        raise Wrong("not_a_tag", _("Use letters, digits and hyphens only."))
    return value.strip() if field.kind is Kind.ADDRESS else value


def _whole(field: Field, raw: Any) -> int | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Wrong("not_a_number", NOT_WHOLE)
    if not field.lowest <= raw <= field.highest:
        sentence = _("Enter a whole number from %(lowest)s to %(highest)s.")
        raise Wrong("out_of_range", sentence % {"lowest": field.lowest, "highest": field.highest})
    return raw


def _hidden(character: str) -> bool:
    return character in BIDI or (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t")
