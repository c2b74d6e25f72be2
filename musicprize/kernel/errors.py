"""Refusals: what an action may answer instead of doing. No HTTP here; kernel.api and kernel.middleware map them.

Two kinds, kept apart: the person may not (`NotAllowed`, or `NotFound` where existence is a secret), and the state
or the facts forbid it (`Conflict`, `Invalid`). Callers branch on `code`, never on the text.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class Refusal(Exception):
    """An action said no. `code` is stable, `message` a sentence in the reader's language, `extra` goes in the body."""

    def __init__(self, code: str, message: Sentence, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.extra = extra


class NotAllowed(Refusal):
    """The person may know that it exists, but may not do this."""

    def __init__(
        self,
        code: str = "not_allowed",
        message: Sentence = _("You are not allowed to do this."),
        **extra: Any,
    ) -> None:
        super().__init__(code, message, **extra)


class NotFound(Refusal):
    """It does not exist, or this person must not learn that it does."""

    def __init__(self, code: str = "not_found", message: Sentence = _("There is nothing here."), **extra: Any) -> None:
        super().__init__(code, message, **extra)


class Conflict(Refusal):
    """The state of things does not allow it now."""


class Gone(Refusal):
    """It was there, and its time is over."""


class Invalid(Refusal):
    """The facts given are wrong. `fields` maps a field name to (code, sentence) pairs."""

    def __init__(
        self,
        code: str = "invalid",
        message: Sentence = _("Please check what you entered."),
        *,
        fields: Mapping[str, Sequence[tuple[str, Sentence]]] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(code, message, **extra)
        self.fields = {name: list(problems) for name, problems in (fields or {}).items()}


class Unavailable(Refusal):
    """Something that we depend on does not answer; trying again later may work."""
