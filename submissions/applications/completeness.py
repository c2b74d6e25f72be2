"""What is still missing or wrong, section by section, each as a sentence that says what to do. Pure Python.

Strict where autosave is lenient: an application can be sent once no section has a problem. `notes` are told but do not
hold anything back: who may enter is computed, and decided by a person.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Sentence
from submissions.applications.rules import FIELDS, SECTIONS, sections, work_section
from submissions.pictures.rules import REFUSALS as PICTURE_REFUSALS

ADDRESS: Final = re.compile(r"https?://[^\s/?#]+\.[^\s]+", re.IGNORECASE)
ISRC: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}")
LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Status(StrEnum):
    TODO = "todo"
    PROGRESS = "progress"
    PROBLEM = "problem"
    DONE = "done"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Problem:
    """`missing`: something is not there yet; else what is there is wrong."""

    field: str
    code: str
    message: Sentence
    missing: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """A section of the form. `required` False: it may be left empty."""

    key: str
    title: Sentence
    status: Status
    problems: tuple[Problem, ...]
    notes: tuple[Sentence, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class WorkContent:
    """A work as far as it is filled. `recording`: state of its measurement ("" without a file)."""

    position: int
    fields: Mapping[str, Any]
    has_audio: bool
    recording: str = ""
    recording_message: str = ""
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentContent:
    purpose: str
    title: str
    required: bool
    given: bool


@dataclass(frozen=True, slots=True)
class Content:
    """All that an application holds at one moment. `limits`: least and most characters per text."""

    fields: Mapping[str, Any]
    member_names: tuple[str, ...]
    has_portrait: bool
    works: tuple[WorkContent, ...]
    consents: tuple[ConsentContent, ...]
    limits: Mapping[str, tuple[int, int]]
    works_required: int
    notes: Mapping[str, tuple[Sentence, ...]]
    portrait_refused: str = ""


TITLES: dict[str, Sentence] = {
    "about": _("About you"),
    "eligibility": _("Eligibility"),
    "texts": _("Biography, motivation, project"),
    "rider": _("Technical rider"),
    "portrait": _("Portrait"),
    "consents": _("Rights and consent"),
}
OPTIONAL: Final = ("portrait",)
PREFILLED: Final = ("language", "contact_name", "place_listed")


def tasks(content: Content) -> list[Task]:
    """Every section with its status and problems, in the order of the form."""
    return [_task(key, content) for key in sections(content.works_required)]


def ready(found: list[Task]) -> bool:
    """Whether nothing stands in the way of sending."""
    return not any(task.problems for task in found)


def title_of(key: str) -> Sentence:
    """A section's heading."""
    if key in TITLES:
        return TITLES[key]
    return _("Work %(number)s") % {"number": key.removeprefix("work-")}


def _task(key: str, content: Content) -> Task:
    if key in CHECKS:
        problems, touched = tuple(CHECKS[key](content)), _touched(key, content)
    else:
        work = next((w for w in content.works if work_section(w.position) == key), None)
        problems = tuple(_work(work, content)) if work else ()
        touched = work is not None and (work.has_audio or any(work.fields.values()))
    status = _status(problems, touched)
    return Task(key, title_of(key), status, problems, tuple(content.notes.get(key, ())), key not in OPTIONAL)


def _status(problems: tuple[Problem, ...], touched: bool) -> Status:
    if any(not problem.missing for problem in problems):
        return Status.PROBLEM
    if not touched:
        return Status.TODO
    return Status.PROGRESS if problems else Status.DONE


def _touched(key: str, content: Content) -> bool:
    if key == "consents":
        return any(c.given for c in content.consents) or not content.consents
    extra = {"about": bool(content.member_names), "portrait": content.has_portrait}
    own = (name for name, field in FIELDS.items() if field.section == key and name not in PREFILLED)
    return extra.get(key, False) or any(content.fields[name] not in ("", None, False) for name in own)


def _filled(content: Mapping[str, Any], name: str) -> bool:
    value = content[name]
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _missing(fields: Mapping[str, Any], wanted: Mapping[str, Sentence]) -> Iterator[Problem]:
    for name, sentence in wanted.items():
        if not _filled(fields, name):
            yield Problem(name, "missing", sentence)


def _about(content: Content) -> Iterator[Problem]:
    yield from _missing(
        content.fields,
        {
            "artist_name": _("Enter the name under which you perform."),
            "contact_name": _("Enter the name of the person whom we can write to or call."),
        },
    )
    yield from _address(content.fields, "website")
    if content.fields["ensemble"] and not content.member_names:
        yield Problem("members", "missing", _("Enter the members of the ensemble."))
    if any(not name.strip() for name in content.member_names):
        yield Problem("members", "name_missing", _("Enter a name for every member of the ensemble."))


def _address(fields: Mapping[str, Any], name: str) -> Iterator[Problem]:
    if fields[name] and not ADDRESS.fullmatch(fields[name]):
        message = _("Enter the whole web address, beginning with https://, or leave the field empty.")
        yield Problem(name, "not_an_address", message, missing=False)


def _eligibility(content: Content) -> Iterator[Problem]:
    fields = content.fields
    yield from _missing(fields, {"basis": _("Choose what links you to the region.")})
    if not _filled(fields, "place_name"):
        yield Problem("place_name", "missing", _("Enter the place in the region that you are linked to."))
    elif fields["place_listed"] and fields["place_id"] is None:
        message = _("Choose your place from the list, or tell us that it is not listed.")
        yield Problem("place_name", "not_chosen", message)
    elif not fields["place_listed"] and not _filled(fields, "region_link"):
        message = _("Your place is not in our list: describe in a few words where it is and what links you to it.")
        yield Problem("region_link", "missing", message)


def _texts(content: Content) -> Iterator[Problem]:
    asked = {
        "biography": _("Write a short biography that explains your link to the region."),
        "motivation": _("Write why you are applying."),
        "project": _("Describe your project."),
    }
    yield from _missing(content.fields, asked)
    for name in asked:
        length = len(content.fields[name].strip())
        least, most = content.limits.get(name, (1, FIELDS[name].longest))
        figures = {"least": least, "most": most, "length": length}
        if 0 < length < least:
            message = _("Write a little more: at least %(least)s characters are asked for, and there are %(length)s.")
            yield Problem(name, "too_short", message % figures)
        if length > most:
            message = _("Shorten this text: at most %(most)s characters are allowed, and there are %(length)s.")
            yield Problem(name, "too_long", message % figures, missing=False)


def _rider(content: Content) -> Iterator[Problem]:
    yield from _missing(
        content.fields,
        {
            "rider_inputs": _("List the audio inputs that you need on stage, or write that you need none."),
            "rider_setup_minutes": _("Enter how many minutes you need to set up."),
            "rider_people": _("Enter how many people will be on stage."),
        },
    )


def _portrait(content: Content) -> Iterator[Problem]:
    if not content.has_portrait:
        return
    if content.portrait_refused:
        yield Problem("portrait", content.portrait_refused, PICTURE_REFUSALS[content.portrait_refused], missing=False)
    yield from _missing(
        content.fields,
        {
            "portrait_credit": _("Enter who took the picture."),
            "portrait_alt": _("Describe in one sentence what the picture shows, for readers who cannot see it."),
        },
    )


def _work(work: WorkContent, content: Content) -> Iterator[Problem]:
    fields = work.fields
    yield from _missing(fields, {"title": _("Enter the title of the work.")})
    if fields["year"] is None and not fields["in_progress"]:
        yield Problem("year", "missing", _("Enter the year of composition, or mark the work as in progress."))
    description = _("Enter the lyrics or describe in a few sentences what can be heard: not everybody can hear it.")
    yield from _missing(fields, {"description": description})
    yield from _address(fields, "video_url")
    if fields["isrc"] and not ISRC.fullmatch(fields["isrc"]):
        message = _("An ISRC looks like LU-ABC-26-00001. Correct it or leave the field empty.")
        yield Problem("isrc", "not_an_isrc", message, missing=False)
    if fields["title_language"] and not LANGUAGE_TAG.fullmatch(fields["title_language"]):
        message = _("Choose the language of the title, or leave the field empty.")
        yield Problem("title_language", "not_a_language", message, missing=False)
    yield from _audio(work)


def _audio(work: WorkContent) -> Iterator[Problem]:
    if not work.has_audio:
        yield Problem("audio", "missing", _("Upload the recording of this work."))
    elif work.recording == "refused":
        message = work.recording_message or _("This recording cannot be used. Upload another file.")
        yield Problem("audio", "refused", message, missing=False)
    elif work.duration_ms is not None and (work.fields["start_cue_ms"] or 0) >= work.duration_ms:
        message = _("The recording ends before the place where the jury should begin. Choose an earlier one.")
        yield Problem("start_cue_ms", "after_the_end", message, missing=False)


def _consents(content: Content) -> Iterator[Problem]:
    for consent in content.consents:
        if consent.required and not consent.given:
            message = _("To take part you must agree to this: %(title)s")
            yield Problem(consent.purpose, "missing", message % {"title": consent.title})


CHECKS: dict[str, Callable[[Content], Iterator[Problem]]] = {
    "about": _about,
    "eligibility": _eligibility,
    "texts": _texts,
    "rider": _rider,
    "portrait": _portrait,
    "consents": _consents,
}
if set(CHECKS) != {*SECTIONS, "consents"}:
    raise RuntimeError("every section has its checks")
