"""What an artist has entered, as rows of a summary: for the check, and for parts that may not be written now."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.pages.applicant import words
from frontend.templatetags.prize import clock
from submissions.applications.queries import ApplicationPage
from submissions.applications.rules import FIELDS, FILES
from submissions.works.queries import WorkDocument
from submissions.works.rules import FIELDS as WORK_FIELDS

Row = dict[str, Any]


def answers(page: ApplicationPage, section: str, *, links: bool = True) -> list[Row]:
    """Label, value, and the address where it can be changed (which comes back to the check)."""
    missing = {problem.field for task in page.tasks if task.key == section for problem in task.problems}
    found = _values(page, section)
    writable = links and section in page.application.open_sections
    url = reverse("application_section", args=[page.application.id, section]) + "?from=check" if writable else ""
    return [
        {
            "label": words.FIELDS.get(name, label),
            "value": value,
            "url": url,
            "lang": lang,
            "missing": not value and name in missing,
        }
        for name, label, value, lang in found
        if value or name in missing or name in ALWAYS
    ]


ALWAYS = ("artist_name", "place_name", "city", "biography", "motivation", "project", "audio", "portrait")
"""Shown even when empty: a reader should see that nothing was entered."""

ORDER = list(words.FIELDS)

Value = tuple[str, str, str, str]
"""Field, label, value in words, language of the value where it is the artist's own."""


def _values(page: ApplicationPage, section: str) -> list[Value]:
    if section.startswith("work-"):
        number = section.removeprefix("work-")
        return [value for work in page.works if str(work.position) == number for value in _work(work)]
    if section == "consents":
        return [(c.purpose, c.title, _("Yes") if c.given else _("No"), "") for c in page.consents]
    mine = page.application
    own = [(name, "", _shown(page, name), "") for name, field in FIELDS.items() if field.section == section]
    own = [value for value in own if value[0] not in ("place_id", "place_listed")]
    own.sort(key=lambda value: ORDER.index(value[0]))
    if section == "about" and mine.fields["ensemble"]:
        people = "\n".join(f"{one.name} ({one.role})" if one.role else one.name for one in mine.members)
        own.append(("members", "", people, ""))
    files = {"portrait": mine.portrait, "rider": mine.rider_file}
    for what, kind in FILES.items():
        if kind.section == section and (file := files[what]):
            own.append((kind.column, "", file.file_name, ""))
    return own


def _shown(page: ApplicationPage, name: str) -> str:
    value = page.application.fields[name]
    if name == "city":
        city = page.edition.city(value) if value else None
        return city.name if city else ""
    if name == "place_name" and value and not page.application.fields["place_listed"]:
        return _("%(place)s (not in our list)") % {"place": value}
    if isinstance(value, bool):
        return _("Yes") if value else ""
    if name == "basis":
        return str(words.BASES.get(value, ""))
    if name == "language":
        return words.LANGUAGES.get(str(value), str(value))
    return "" if value is None else str(value)


def _work(work: WorkDocument) -> list[Value]:
    fields = work.fields
    own = fields["title_language"]
    shown = {
        "in_progress": _("Yes") if fields["in_progress"] else "",
        "title_language": words.LANGUAGES.get(own, own),
        "start_cue_ms": clock(fields["start_cue_ms"]) if fields["start_cue_ms"] else "",
        "year": str(fields["year"] or ""),
    }
    rows = [
        (name, "", shown.get(name, fields[name] or ""), own if name in ("title", "description") else "")
        for name in WORK_FIELDS
    ]
    return [*rows, ("audio", "", _recording(work), "")]


def _recording(work: WorkDocument) -> str:
    if work.audio is None:
        return ""
    recording = work.recording
    if recording is None or recording.state in ("queued", "running", "parked"):
        return _("%(file)s – arrived, not listened through yet") % {"file": work.audio.file_name}
    if recording.state == "refused":
        return _("%(file)s – cannot be used: %(why)s") % {"file": work.audio.file_name, "why": recording.message}
    figures = {"file": work.audio.file_name, "length": clock(recording.duration_ms)}
    return _("%(file)s – sound, %(length)s long") % figures
