"""References for artists and codes for entries: random, easy to read aloud, and telling nothing.

A reference (QP27-A7K4-9) is the artist's, from the first day; its last character is a check, so that a slip of the pen
on the telephone is noticed. An entry code (QP27-K7M4) is drawn at admission, unrelated to the reference. Letters and
digits take turns, so that no word comes out; 0 and O, 1, I and L, U and Q are left out.
"""

import secrets
from typing import Final

DIGITS: Final = "23456789"
LETTERS: Final = "ABCDEFGHJKMNPRSTVWXYZ"
ALPHABET: Final = DIGITS + LETTERS
"""29 characters: a prime, so that the check finds every single wrong character and every swap of two neighbours."""


def draw_code(year: int) -> str:
    """An entry code such as QP27-K7M4. 28,224 an edition's year; the caller draws again when it is taken."""
    return f"QP{year % 100:02d}-{_body()}"


def draw_reference(year: int) -> str:
    """An artist's reference such as QP27-A7K4-9."""
    body = _body()
    return f"QP{year % 100:02d}-{body}-{check_character(body)}"


def check_character(body: str) -> str:
    """Weighted sum of the places in ALPHABET, modulo 29 (weights 2, 3, 4, 5)."""
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(body, start=2))
    return ALPHABET[total % len(ALPHABET)]


def same_reference(typed: str, reference: str) -> bool:
    """Whether somebody typed this reference; case, blanks and the kind of dash do not count."""
    return _bare(typed) == _bare(reference)


def _bare(text: str) -> str:
    return "".join(character for character in text.upper() if character.isascii() and character.isalnum())


def _body() -> str:
    pattern = (LETTERS, DIGITS, LETTERS, DIGITS)
    return "".join(secrets.choice(characters) for characters in pattern)
