"""Rules of an application: its states, its sections and fields, when each may be written. Pure Python."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Conflict, Sentence
from musicprize.kernel.states import Machine
from submissions.applications.autosave import Field, Kind


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    SUBMIT = "submit"
    CONFIRM = "confirm"
    TAKE_BACK = "take_back"
    WITHDRAW = "withdraw"
    ADMIT = "admit"
    REFUSE = "refuse"
    ASK = "ask"


MACHINE = Machine(
    name="application",
    initial=State.DRAFT,
    table={
        (State.DRAFT, Verb.SUBMIT): State.SUBMITTED,
        (State.DRAFT, Verb.WITHDRAW): State.WITHDRAWN,
        (State.SUBMITTED, Verb.CONFIRM): State.SUBMITTED,
        (State.SUBMITTED, Verb.TAKE_BACK): State.DRAFT,
        (State.SUBMITTED, Verb.WITHDRAW): State.WITHDRAWN,
        (State.SUBMITTED, Verb.ASK): State.SUBMITTED,
        (State.SUBMITTED, Verb.ADMIT): State.ADMITTED,
        (State.SUBMITTED, Verb.REFUSE): State.REFUSED,
        (State.ADMITTED, Verb.WITHDRAW): State.WITHDRAWN,
    },
)
"""An application that a coordinator asked about stays submitted: named sections are reopened until a date, and the
artist confirms them by sending again."""

WHO_MAY = {
    Verb.SUBMIT: "artist",
    Verb.CONFIRM: "artist",
    Verb.TAKE_BACK: "artist",
    Verb.WITHDRAW: "artist",
    Verb.ASK: "coordinator",
    Verb.ADMIT: "coordinator",
    Verb.REFUSE: "coordinator",
}
"""An organiser may do what a coordinator may, in every city."""

SECTIONS = ("about", "eligibility", "texts", "rider", "portrait")
LANGUAGES = ("de", "fr", "lb", "en")
BASES = ("born", "lives", "works", "studies")
MOST_MEMBERS = 40
HARD_MAXIMUM = 20_000
"""Characters of a long text that are kept at most; the edition's own limits are checked before sending."""

FIELDS: dict[str, Field] = {
    "language": Field(Kind.CHOICE, "about", 2, choices=LANGUAGES),
    "artist_name": Field(Kind.LINE, "about", 120),
    "ensemble": Field(Kind.FLAG, "about"),
    "contact_name": Field(Kind.LINE, "about", 120),
    "phone": Field(Kind.LINE, "about", 40),
    "website": Field(Kind.ADDRESS, "about", 300),
    "city": Field(Kind.LINE, "eligibility", 8),
    "basis": Field(Kind.CHOICE, "eligibility", 8, choices=BASES),
    "place_id": Field(Kind.WHOLE, "eligibility", highest=2**31 - 1),
    "place_name": Field(Kind.LINE, "eligibility", 120),
    "place_listed": Field(Kind.FLAG, "eligibility"),
    "region_link": Field(Kind.TEXT, "eligibility", 2000),
    "biography": Field(Kind.TEXT, "texts", HARD_MAXIMUM),
    "motivation": Field(Kind.TEXT, "texts", HARD_MAXIMUM),
    "project": Field(Kind.TEXT, "texts", HARD_MAXIMUM),
    "rider_inputs": Field(Kind.TEXT, "rider", 2000),
    "rider_power": Field(Kind.LINE, "rider", 300),
    "rider_projection": Field(Kind.LINE, "rider", 300),
    "rider_setup_minutes": Field(Kind.WHOLE, "rider", highest=1440),
    "rider_people": Field(Kind.WHOLE, "rider", highest=500),
    "rider_notes": Field(Kind.TEXT, "rider", 2000),
    "portrait_credit": Field(Kind.LINE, "portrait", 200),
    "portrait_alt": Field(Kind.LINE, "portrait", 300),
}


@dataclass(frozen=True, slots=True)
class FileKind:
    """A file of the application itself: the column it hangs on, its section, what it may be."""

    column: str
    section: str
    max_bytes: int
    accepts: tuple[str, ...]


PORTRAIT = "portrait"
FILES = {
    PORTRAIT: FileKind("portrait", "portrait", 20_000_000, (".jpg", ".jpeg", ".png", ".webp")),
    "rider": FileKind("rider_file", "rider", 20_000_000, (".pdf", "application/pdf")),
}

REFUSAL_REASONS: dict[str, Sentence] = {
    "outside_region": _("The link to the region that the rules of the prize ask for could not be recognised."),
    "works_too_old": _("At least one of the works is older than the rules of the prize allow."),
    "not_complete": _("The application was not complete."),
    "no_answer": _("We asked for something and did not receive it in time."),
    "duplicate": _("The same entry was sent in more than one application."),
    "outside_scope": _("The works do not fit what the prize is for."),
    "other": _("The reason is given in the message below."),
}


def work_section(position: int) -> str:
    return f"work-{position}"


def sections(works: int) -> tuple[str, ...]:
    """Keys of all sections in the order of the form, for an edition that asks for `works` works."""
    return (*SECTIONS, *(work_section(number) for number in range(1, works + 1)), "consents")


def open_sections(
    *, state: str, works: int, accepts: bool, reopened: Collection[str], until: datetime | None, at: datetime
) -> tuple[str, ...]:
    """Sections that the artist may write at `at`. `accepts`: the edition takes applications at this instant."""
    if state == State.DRAFT:
        return sections(works) if accepts else ()
    if state == State.SUBMITTED and until is not None and at < until:
        return tuple(key for key in sections(works) if key in reopened)
    return ()


def check_open(section: str, opened: Collection[str], *, state: str) -> None:
    """Conflict with the reason why `section` may not be written: sent, decided, closed, or not reopened."""
    if section in opened:
        return
    if opened:
        raise Conflict("section_not_open", _("Only the parts that we asked about can be changed now."))
    if state == State.DRAFT:
        raise Conflict("closed", CLOSED)
    if state == State.SUBMITTED:
        raise Conflict("already_sent", ALREADY_SENT)
    raise Conflict("already_decided", _("This application can no longer be changed."))


ALREADY_SENT = _("This application has been sent. Take it back first if you want to change it.")
CLOSED = _("Applications are not accepted at this time. The dates are printed in the call.")


def sending_closes(*, closes_at: datetime, grace_ends: datetime, upload_under_way: bool) -> datetime:
    """The exclusive instant until which a click on "send" counts.

    It is the closing date; only an artist whose upload had begun before it and ended after it has the printed grace.
    """
    return grace_ends if upload_under_way else closes_at
