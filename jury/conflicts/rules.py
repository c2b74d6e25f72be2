"""Rules of conflicts of interest. Pure Python."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Conflict, Invalid, Sentence


class Reason(StrEnum):
    """Why a juror stands aside from an entry."""

    CONFLICT = "conflict"
    RECOGNISED = "recognised"


class Tie(StrEnum):
    """What ties a juror to an artist. The closed ones of the music world, and one for the rest."""

    TEACHER = "teacher"
    PUPIL = "pupil"
    ENSEMBLE = "ensemble"
    LABEL = "label"
    BOOKING = "booking"
    FAMILY = "family"
    EMPLOYER = "employer"
    LAUREATE = "laureate"
    OTHER = "other"


class Source(StrEnum):
    """Who named a tie between a juror and an entry."""

    JUROR = "juror"
    ARTIST = "artist"
    COORDINATOR = "coordinator"
    ORGANISER = "organiser"


class Whom(StrEnum):
    """What a line of a juror's register names."""

    PERSON = "person"
    ENSEMBLE = "ensemble"
    LABEL = "label"
    INSTITUTION = "institution"


FIRST_YEAR = 1900
"""No tie began earlier."""


class Hint(StrEnum):
    """What the platform noticed by itself. Shown to organisers only, and binding only once one of them says so."""

    NAME = "name"
    REGISTER = "register"
    MENTIONED = "mentioned"
    MAIL_DOMAIN = "mail_domain"


def binds(reason: str, *, blind: bool) -> bool:
    """Whether a declaration keeps its juror out of a round.

    A tie holds in every round. "I recognise this" spoils a blind round only: where names are shown to everybody,
    knowing who plays is no reason to stand aside.
    """
    return reason == Reason.CONFLICT or blind


def check_years(from_year: int | None, to_year: int | None) -> None:
    """Invalid where a period begins before anybody now living, or runs backwards. Either end may be open."""
    fields: dict[str, list[tuple[str, Sentence]]] = {}
    if from_year is not None and from_year < FIRST_YEAR:
        fields["from_year"] = [("too_early", _("Give a year after 1900."))]
    if from_year is not None and to_year is not None and to_year < from_year:
        fields["to_year"] = [("before_beginning", _("The end cannot be before the beginning."))]
    if fields:
        raise Invalid(fields=fields)


def check_answer(*, ties: bool, written: bool) -> None:
    """Invalid where a juror says to have ties and has written none down, or the other way round."""
    if ties and not written:
        raise Invalid(fields={"ties": [("none_written", _("Write down your ties first, or say that you have none."))]})
    if not ties and written:
        sentence = _("You have written down ties. Take them out if they are none, or confirm them.")
        raise Invalid(fields={"ties": [("some_written", sentence)]})


def check_answered(answered: bool) -> None:
    """Conflict `declaration_missing` before the juror has said something about ties: nothing is played or marked
    until then."""
    if not answered:
        sentence = _("Before you listen or mark, please say whether you are tied to anybody who might apply.")
        raise Conflict("declaration_missing", sentence)


def check_reason(reason: str) -> None:
    """Invalid for an empty reason: it is part of the record."""
    if not reason.strip():
        raise Invalid(fields={"reason": [("required", _("Say why; it is part of the record."))]})
