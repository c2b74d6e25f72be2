"""What the upload card shows before its script has asked the server."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from frontend.pages.findings import marked
from frontend.templatetags.prize import bytes_said, clock
from submissions.applications.rules import FILES
from submissions.uploads import queries as uploads
from submissions.uploads.queries import UploadDocument
from submissions.uploads.rules import Purpose
from submissions.works.uploading import accepted

OPEN_STATES: Final = {"open": "resume", "completing": "checking", "verifying": "checking"}


@dataclass(frozen=True)
class Card:
    """One upload card. `upload_id`: empty where nothing was ever sent. Sizes in bytes."""

    state: str = "empty"
    upload_id: str = ""
    file_name: str = ""
    file_size: int = 0
    percent: int = 0
    message: str = ""
    findings: tuple[dict[str, Any], ...] = ()
    facts: tuple[dict[str, str], ...] = ()


def audio_card(work_id: UUID) -> Card:
    """The newest file that was sent for a work, accepted or not."""
    found = uploads.latest(target_ids=[work_id], purpose=Purpose.AUDIO).get(work_id)
    return card(found) if found else Card()


def file_card(application_id: UUID, what: str) -> Card:
    """The newest portrait or rider that was sent."""
    found = uploads.latest(target_ids=[application_id], purpose=Purpose(what)).get(application_id)
    return card(found) if found else Card()


def card(document: UploadDocument) -> Card:
    """The state of a file in words."""
    recording = document.recording or {}
    state, message = _state(document, recording)
    return Card(
        state=state,
        upload_id=str(document.id),
        file_name=document.file_name,
        file_size=document.size,
        percent=recording.get("percent", 0),
        message=message,
        findings=tuple(marked(one) for one in recording.get("findings", ())),
        facts=tuple(recording.get("facts", ())),
    )


def _state(document: UploadDocument, recording: dict[str, Any]) -> tuple[str, str]:
    if document.failure:
        return "problem", str(document.failure.message)
    if document.state in OPEN_STATES:
        return OPEN_STATES[document.state], ""
    known = recording.get("state")
    if known == "refused":
        return "problem", str(recording["message"])
    if known == "ready" and document.purpose == Purpose.PORTRAIT:
        return "ready", _("The picture is ready.")
    if known == "ready" and recording.get("held_up"):
        return "ready", str(recording["message"])
    if known == "ready":
        length = clock(recording["duration_ms"])
        return "ready", _("The recording is sound. Length %(duration)s.") % {"duration": length}
    if known == "parked":
        return "checking", str(recording["message"])
    if known or document.purpose == Purpose.AUDIO:
        return "checking", _("Arrived. Listening through the recording…")
    if document.purpose == Purpose.PORTRAIT:
        return "checking", _("Arrived. Preparing the picture…")
    return "ready", _("The file has arrived whole.")


def audio_accept(formats: tuple[str, ...], *, films: bool) -> str:
    """What the file chooser offers: the edition's formats, or all that is audio; and films where it takes them."""
    return ",".join(accepted(formats, films=films))


def file_accept(what: str) -> str:
    return ",".join(FILES[what].accepts)


def audio_formats(formats: tuple[str, ...], *, max_bytes: int, min_seconds: int, max_seconds: int) -> str:
    """Formats, size and length in one sentence."""
    names = ", ".join(name.upper() for name in formats) or "WAV, FLAC, AIFF, MP3, M4A, OGG, Opus"
    sentence = _("%(formats)s; at most %(size)s, from %(least)s to %(most)s minutes. WAV or FLAC sounds best.")
    figures = {"formats": names, "size": bytes_said(max_bytes), "least": clock(min_seconds * 1000)}
    return sentence % {**figures, "most": clock(max_seconds * 1000)}
