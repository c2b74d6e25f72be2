"""Reading what is known about recordings. Sentences are made in the reader's language while reading."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from musicprize.kernel.rows import Waiting
from submissions.audio import rules
from submissions.audio.facts import Fact, facts_of
from submissions.audio.models import Recording, Rendition
from submissions.audio.sentences import explain_finding, explain_refusal

PARKED = _("We could not check this file, through no fault of yours. The organisers see it here and take care of it.")
COPY_PARKED = _(
    "The recording is sound and counts. The copy for listening could not be made yet, through no fault of yours;"
    " the organisers see it here and take care of it."
)
PEAKS_WIDTH = 1600
"""Pixels that a player asks for at most; the zoom served is the coarsest that has them."""


@dataclass(frozen=True)
class FindingDocument:
    """One finding in words. Positions in milliseconds from the start; None: the whole file."""

    code: str
    severity: str
    at_ms: int | None
    until_ms: int | None
    message: str


@dataclass(frozen=True)
class RecordingDocument:
    """What an artist may know about a file. `state`: queued, running, ready, refused or parked. `percent` of the
    measuring pass. Levels in LUFS and dBTP, `gain_db` what the jury hears it changed by (the same for the whole entry).
    `facts` in words. `drawable`: there is a waveform. `playable`: a rendition for the browser exists; `film`: and a
    picture, for rounds that are not blind. `held_up`: making the rendition has failed, so that nothing comes until
    somebody has seen to it."""

    state: str
    percent: int
    code: str
    message: str
    duration_ms: int | None
    container: str
    codec: str
    sample_rate: int | None
    channels: int | None
    bit_depth: int | None
    loudness: float | None
    loudness_range: float | None
    true_peak: float | None
    gain_db: float | None
    facts: tuple[Fact, ...]
    findings: tuple[FindingDocument, ...]
    drawable: bool
    playable: bool
    film: bool
    held_up: bool

    def as_json(self) -> dict[str, Any]:
        listed = {name: [asdict(one) for one in getattr(self, name)] for name in ("facts", "findings")}
        return {**asdict(self), **listed}


@dataclass(frozen=True)
class Playable:
    """A file for listening. `gain_db`: what was applied to all works of the entry; `undo_db`: what brings this one
    back to the level that was delivered, never over full scale. `copies`: the codecs it exists in."""

    key: str
    content_type: str
    gain_db: float
    duration_ms: int
    codec: str = rules.STANDARD
    undo_db: float = 0.0
    copies: tuple[str, ...] = (rules.STANDARD,)


@dataclass(frozen=True)
class Parked:
    """Work that three attempts have not done, for organisers. `what`: check, or copy for a rendition."""

    work_id: UUID
    reference: str
    position: int
    what: str
    codec: str
    error: str
    since: datetime


def recording_document(work_id: UUID) -> RecordingDocument | None:
    """Of the file that is attached to a work; None where there is none."""
    row = _current().filter(work_id=work_id).first()
    return _document(row) if row else None


def recordings_of(application_id: UUID) -> dict[UUID, RecordingDocument]:
    """{work: document} for all works of an application, in two queries."""
    return {row.work_id: _document(row) for row in _current().filter(work__application_id=application_id)}


def recordings_of_uploads(upload_ids: Iterable[UUID]) -> Mapping[UUID, RecordingDocument]:
    """{upload: document}, in two queries."""
    rows = _with_renditions(Recording.objects.filter(upload_id__in=list(upload_ids)))
    return {row.upload_id: _document(row) for row in rows}


def playable(work_id: UUID, *, copy: str = rules.STANDARD) -> Playable | None:
    """The level-matched rendition of a work; None while there is none. `copy`: the codec that is wished for, where
    there is one; else the standard."""
    return playables([work_id], copy=copy).get(work_id)


def playables(work_ids: Iterable[UUID], *, copy: str = rules.STANDARD) -> dict[UUID, Playable]:
    """{work: what to play} for those that can be played, in two queries."""
    return {work_id: sound for work_id, (sound, _film) in sounds_and_films(work_ids, copy=copy).items()}


def sounds_and_films(
    work_ids: Iterable[UUID], *, copy: str = rules.STANDARD
) -> dict[UUID, tuple[Playable, Playable | None]]:
    """{work: (what to play, its picture if there is one)}, in two queries. A picture says who plays: not for rounds
    that are blind."""
    found = {}
    for row in _current().filter(work_id__in=list(work_ids)).select_related("work__application__edition"):
        made = {codec: one for codec in _offered(row) if (one := _rendered(row, codec))}
        chosen = made.get(copy) or made.get(rules.STANDARD)
        if chosen and rules.STANDARD in made:
            film = _rendered(row, rules.FILM) if row.work.application.edition.video_accepted else None
            found[row.work_id] = _playable(row, chosen, tuple(made)), _playable(row, film, ()) if film else None
    return found


def excerpts(work_ids: Iterable[UUID]) -> dict[UUID, Playable]:
    """{work: its public excerpt} for those that have one, in two queries. Whether it may be heard: see consents."""
    rows = _current().filter(work_id__in=list(work_ids))
    found = {row.work_id: (row, _rendered(row, rules.EXCERPT)) for row in rows}
    return {work_id: _playable(row, made, ()) for work_id, (row, made) in found.items() if made}


def film(work_id: UUID) -> Playable | None:
    """The picture of a work with its levelled sound; None where there is none or the edition takes no films. For the
    desk, and for rounds that are not blind."""
    return sounds_and_films([work_id]).get(work_id, (None, None))[1]


def _offered(row: Recording) -> tuple[str, ...]:
    edition = row.work.application.edition
    return rules.copies(compact=edition.compact_copies, lossless=edition.lossless_copies)


def _playable(row: Recording, made: Rendition, copies: tuple[str, ...]) -> Playable:
    return Playable(
        made.key, made.content_type, made.gain / 100, made.duration_ms or 0, made.codec,
        rules.undoing(made.gain, row.heard_true_peak, made.codec) / 100, copies,
    )  # fmt: skip


def peaks_key(work_id: UUID, width: int = PEAKS_WIDTH, *, split: bool = False) -> str | None:
    """Key of the waveform at the coarsest zoom that has `width` pixels; None while there is none. `split`: with the
    channels apart, where a finding is about them."""
    row = _current().filter(work_id=work_id).first()
    if row is None or not _drawable(row):
        return None
    apart = [zoom for zoom in row.peaks if zoom.get("channels", 1) > 1] if split else []
    merged = [zoom for zoom in row.peaks if zoom.get("channels", 1) == 1]
    zooms = sorted(apart or merged, key=lambda zoom: -zoom["samples_per_pixel"])
    return str(next((zoom["key"] for zoom in zooms if zoom["length"] >= width), zooms[-1]["key"]))


def parked_in(edition_id: UUID) -> list[Parked]:
    """What waits for an organiser's help, oldest first; two queries."""
    of = {"work_state": Waiting.PARKED}
    checks = Recording.objects.filter(work__application__edition_id=edition_id, upload__work__isnull=False, **of)
    copies = Rendition.objects.filter(
        recording__work__application__edition_id=edition_id, recording__upload__work__isnull=False, **of
    )
    found = [_parked(row, row.work, "check", "") for row in checks.select_related("work__application")]
    named = copies.select_related("recording__work__application")
    found += [_parked(row, row.recording.work, "copy", row.codec) for row in named]
    return sorted(found, key=lambda one: one.since)


def _parked(row: Recording | Rendition, work: Any, what: str, codec: str) -> Parked:
    application = work.application
    return Parked(work.pk, application.reference, work.position, what, codec, row.last_error, row.due_at)


def counts_in(edition_id: UUID) -> dict[str, int]:
    """{running, ready, refused, parked: how many} of the newest file of each work of an edition; one query."""
    rows = Recording.objects.filter(work__application__edition_id=edition_id, upload__discarded_at__isnull=True)
    rows = rows.order_by("work_id", "-upload__created_at")
    newest: dict[UUID, str] = {}
    for row in rows.only("work_id", "verdict", "work_state"):
        newest.setdefault(row.work_id, _state(row).replace("queued", "running"))
    found = Counter(newest.values())
    return {state: found[state] for state in ("running", "ready", "refused", "parked")}


def _current() -> QuerySet[Recording]:
    """Recordings of files that are attached to their work now."""
    return _with_renditions(Recording.objects.filter(upload__work__isnull=False))


def _with_renditions(rows: QuerySet[Recording]) -> QuerySet[Recording]:
    newest = Rendition.objects.order_by("-rendered_at")
    return rows.prefetch_related(Prefetch("renditions", queryset=newest, to_attr="all_renditions"))


def _rendered(row: Recording, codec: str = rules.STANDARD) -> Rendition | None:
    """At the entry's gain of now; until that is made, the newest that there is."""
    all_renditions: list[Rendition] = row.all_renditions  # type: ignore[attr-defined]
    made = [one for one in all_renditions if one.codec == codec and one.work_state == Waiting.DONE and one.key]
    return next((one for one in made if one.gain == row.gain), made[0] if made else None)


def _held_up(row: Recording) -> bool:
    all_renditions: list[Rendition] = row.all_renditions  # type: ignore[attr-defined]
    return any(one.codec == rules.STANDARD and one.work_state == Waiting.PARKED for one in all_renditions)


def _drawable(row: Recording) -> bool:
    return bool(row.verdict and row.peaks)


def _document(row: Recording) -> RecordingDocument:
    return RecordingDocument(
        state=_state(row),
        percent=row.percent,
        code=row.code,
        message=message(row),
        duration_ms=row.duration_ms,
        container=row.container,
        codec=row.codec,
        sample_rate=row.sample_rate,
        channels=row.channels,
        bit_depth=row.bit_depth,
        loudness=None if row.loudness is None else row.loudness / 100,
        loudness_range=None if row.loudness_range is None else row.loudness_range / 100,
        true_peak=None if row.true_peak is None else row.true_peak / 100,
        gain_db=None if row.gain is None else row.gain / 100,
        facts=facts_of(row) if row.verdict else (),
        findings=tuple(_finding(one) for one in row.findings),
        drawable=_drawable(row),
        playable=_rendered(row) is not None,
        film=_rendered(row, rules.FILM) is not None,
        held_up=_rendered(row) is None and _held_up(row),
    )


def _state(row: Recording) -> str:
    if row.verdict:
        return str(row.verdict)
    return {Waiting.RUNNING: "running", Waiting.PARKED: "parked"}.get(Waiting(row.work_state), "queued")


def message(row: Recording) -> str:
    """What the artist is told of a recording that cannot be used or waits for somebody, in the active language."""
    if row.work_state == Waiting.PARKED:
        return str(PARKED)
    if row.verdict == Recording.Verdict.READY and _rendered(row) is None and _held_up(row):
        return str(COPY_PARKED)
    if row.verdict != Recording.Verdict.REFUSED:
        return ""
    finding = next((one for one in row.findings if one["code"] == row.code), None)
    return _finding(finding).message if finding else explain_refusal(row.code, row.figures)


def _finding(one: dict[str, Any]) -> FindingDocument:
    start, end = one["start_s"], one["end_s"]
    return FindingDocument(
        code=one["code"],
        severity=one["severity"],
        at_ms=None if start is None else round(start * 1000),
        until_ms=None if end is None else round(end * 1000),
        message=explain_finding(one["code"], one["figures"], start_s=start, end_s=end),
    )
