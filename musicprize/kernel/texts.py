"""Content that organisers write in four languages: JSON per field, {"de": …, "fr": …, "lb": …, "en": …}.

Fallback, stated: the reader's language, then German (the network's working language), then French, English,
Luxembourgish, then whatever there is.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("de", "fr", "lb", "en")
FALLBACK = ("de", "fr", "en", "lb")


def validate_texts(value: object) -> None:
    """Only the four languages, only strings."""
    fine = isinstance(value, dict) and all(k in LANGUAGES and isinstance(v, str) for k, v in value.items())
    if not fine:
        raise ValidationError(_("Expected one text for each language: de, fr, lb, en."), code="texts")


class TextsField(models.JSONField):
    """A text in up to four languages."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("validators", [validate_texts])
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


def in_language(texts: Mapping[str, str], language: str | None = None) -> str:
    """The text for a reader of `language` (default: the active one), by the stated fallback; "" when empty."""
    wanted = (language or get_language() or "de")[:2]
    for code in (wanted, *FALLBACK):
        if texts.get(code, "").strip():
            return texts[code]
    return ""


def language_of(texts: Mapping[str, str], language: str | None = None) -> str:
    """Which language `in_language` picks, for the `lang` attribute."""
    wanted = (language or get_language() or "de")[:2]
    return next((code for code in (wanted, *FALLBACK) if texts.get(code, "").strip()), wanted)
