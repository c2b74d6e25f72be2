"""Reading works: as the artist sees them, as the desk sees them, and as a jury may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from musicprize.accounts.access import Person
from submissions.audio import queries as audio
from submissions.audio.queries import RecordingDocument
from submissions.works import access
from submissions.works.models import Work
from submissions.works.rules import FIELDS


@dataclass(frozen=True)
class AudioFile:
    """The original that was sent. `sha256` is what `sha256sum` prints for the artist's own file."""

    upload_id: UUID
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class WorkDocument:
    """A work with everything that its artist typed, its file, and what became of the file."""

    id: UUID
    application_id: UUID
    position: int
    fields: dict[str, Any]
    versions: dict[str, int]
    saved_at: datetime
    audio: AudioFile | None
    recording: RecordingDocument | None


@dataclass(frozen=True)
class EntryWork:
    """A work as a jury gets it. In a blind round only numbers: titles and descriptions may name people."""

    id: UUID
    position: int
    start_cue_ms: int
    duration_ms: int | None
    title: str | None = None
    title_language: str | None = None
    year: int | None = None
    description: str | None = None
    video_url: str | None = None


@dataclass(frozen=True)
class FileTwin:
    """A file whose bytes also stand in another application. `application_id` is the other one's."""

    position: int
    application_id: UUID


def works_of(application_id: UUID) -> list[WorkDocument]:
    """The works of an application in order. Who may see it is the caller's question."""
    recordings = audio.recordings_of(application_id)
    return [_document(row, recordings.get(row.pk)) for row in access.rows().filter(application_id=application_id)]


def work(work_id: UUID, *, by: Person) -> WorkDocument:
    """One work, for its artist and the desk; NotFound for others."""
    row = access.audible(work_id, by=by)
    return _document(row, audio.recording_document(row.pk))


def entry_works(application_ids: Iterable[UUID], *, blind: bool) -> dict[UUID, tuple[EntryWork, ...]]:
    """{application: its works in order} for a jury, without anything that says who plays when `blind`; three queries,
    whatever the number of entries."""
    found: dict[UUID, tuple[EntryWork, ...]] = {application_id: () for application_id in application_ids}
    rows = list(Work.objects.filter(application_id__in=list(found)).order_by("position"))
    recordings = audio.recordings_of_uploads(row.audio_id for row in rows if row.audio_id)
    for row in rows:
        recording = recordings.get(row.audio_id) if row.audio_id else None
        shown: dict[str, Any] = {} if blind else _shown(row)
        duration = recording.duration_ms if recording else None
        found[row.application_id] += (EntryWork(row.pk, row.position, row.start_cue_ms, duration, **shown),)
    return found


def contributors(application_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The credits of all works of several applications, one text a work, in one query."""
    found: dict[UUID, list[str]] = {}
    rows = Work.objects.filter(application_id__in=list(application_ids)).exclude(contributors="")
    for application_id, text in rows.order_by("position").values_list("application_id", "contributors"):
        found.setdefault(application_id, []).append(text)
    return found


def years(application_ids: Iterable[UUID]) -> dict[UUID, list[tuple[int, int | None, bool]]]:
    """(number, year, in progress) of the works of several applications, in one query."""
    found: dict[UUID, list[tuple[int, int | None, bool]]] = {}
    rows = Work.objects.filter(application_id__in=list(application_ids)).order_by("position")
    for application_id, position, year, in_progress in rows.values_list(
        "application_id", "position", "year", "in_progress"
    ):
        found.setdefault(application_id, []).append((position, year, in_progress))
    return found


def twins(application_id: UUID, *, edition_id: UUID) -> list[FileTwin]:
    """Files of this application that also stand in another one of the edition: same bytes (SHA-256)."""
    own = dict(
        Work.objects.filter(application_id=application_id, audio__isnull=False).values_list("audio__sha256", "position")
    )
    others = Work.objects.filter(audio__sha256__in=list(own), application__edition_id=edition_id)
    others = others.exclude(application_id=application_id).order_by("application_id")
    found = [FileTwin(own[sha256], other) for sha256, other in others.values_list("audio__sha256", "application_id")]
    return sorted(set(found), key=lambda twin: (twin.position, str(twin.application_id)))


def _shown(row: Work) -> dict[str, Any]:
    return {
        "title": row.title,
        "title_language": row.title_language,
        "year": row.year,
        "description": row.description,
        "video_url": row.video_url,
    }


def _document(row: Work, recording: RecordingDocument | None) -> WorkDocument:
    file = row.audio and AudioFile(row.audio.pk, row.audio.file_name, row.audio.size, row.audio.sha256)
    return WorkDocument(
        id=row.pk,
        application_id=row.application_id,
        position=row.position,
        fields={name: getattr(row, name) for name in FIELDS},
        versions=row.versions,
        saved_at=row.changed_at,
        audio=file or None,
        recording=recording,
    )
