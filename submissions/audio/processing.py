"""The work between two short transactions: fetch the file, run the child, store what it made.

No transaction is open while a child runs or the store is asked. The temporary folder goes whatever happens.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.kernel import clock, leases
from musicprize.kernel.rows import Waiting
from musicprize.objectstore import ObjectMissing, StoreAway, StoreFull, store
from submissions.audio import actions, claiming, rules, runner
from submissions.audio.models import Recording, Rendition
from submissions.audio.report import PeaksFile, Refusal
from submissions.audio.tidying import drop, drop_leftovers, drop_superseded

PROGRESS_EVERY_S = 1.0
STEREO_FINDINGS = {"dead_channel", "out_of_phase", "mono_in_stereo"}
"""Where the artist should see both channels."""


class TakenOver(Exception):
    """Another worker has the row: our lease ran out. Nothing may be recorded any more."""


def work_next(*, checks_only: bool = False) -> bool:
    """Do the most urgent work there is. False: nothing is due."""
    row = claiming.take_next(at=clock.now(), checks_only=checks_only)
    if row is not None:
        _work(row)
    return row is not None


def measure(recording_id: UUID) -> None:
    """Listen to one upload and record the verdict. Does nothing when the row is not due."""
    if row := leases.claim(Recording, recording_id, at=clock.now(), lease=claiming.lease()):
        _work(row)


def render(rendition_id: UUID) -> None:
    """Make one rendition. Does nothing when the row is not due."""
    if row := leases.claim(Rendition, rendition_id, at=clock.now(), lease=claiming.lease()):
        _work(row)


def work_off() -> None:
    """Do all that is due, here and now: for commands that run where no worker does."""
    while work_next():
        continue


def _work(row: Recording | Rendition) -> None:
    """A claimed row, and for a rendition what one decode makes with it. What fails without the file's fault is put
    back, with all of them."""
    rows: Sequence[Recording | Rendition] = [row]
    try:
        drop_leftovers(row)
        if row.work_state == Waiting.PARKED:
            return
        if isinstance(row, Recording):
            _measure(row, editions.by_id(row.work.application.edition_id))
            return
        rows = copies = [row, *claiming.take_companions(row, at=clock.now())]
        for companion in copies[1:]:
            drop_leftovers(companion)
        _render(copies)
    except TakenOver:
        return
    except (StoreAway, StoreFull, ObjectMissing, OSError, runner.PipelineFault) as fault:  # OSError: our own disk
        for one in rows:
            actions.put_back(row=one, error=repr(fault), at=clock.now())


def _measure(row: Recording, edition: EditionFacts) -> None:
    with tempfile.TemporaryDirectory(prefix="musicprize-audio-") as folder:
        source, workdir = _fetch(row, Path(folder))
        limits = runner.Limits(min_s=edition.min_seconds, max_s=edition.max_seconds, allow_video=edition.video_accepted)
        outcome = runner.measure(source, workdir, limits=limits, on_progress=_reporter([row]))
        if isinstance(outcome, Refusal):
            actions.record_refusal(row=row, refusal=outcome, at=clock.now())
            return
        split = any(one.code in STEREO_FINDINGS for one in outcome.findings)
        peaks = [(one, _zoom(one)) for one in outcome.peaks if one.channels == 1 or split]
        zooms = [zoom for _, zoom in peaks]
        if not actions.reserve(row=row, objects=zooms):
            return
        for one, zoom in peaks:
            store().put_file(one.path, zoom["key"], content_type="application/octet-stream")
        recorded = actions.record_measurement(row=row, measured=outcome, peaks=zooms, edition=edition, at=clock.now())
    if not recorded:
        drop([zoom["key"] for zoom in zooms])


def _render(rows: Sequence[Rendition]) -> None:
    """Make renditions of one recording at one gain with one decode. Each can be heard as soon as it is stored."""
    recording = rows[0].recording
    if rows[0].gain != recording.gain:
        for row in rows:
            actions.forget_rendition(rendition_id=row.pk)
        return
    with tempfile.TemporaryDirectory(prefix="musicprize-audio-") as folder:
        source, workdir = _fetch(recording, Path(folder))
        if rows[0].codec == rules.FILM:
            _render_film(rows[0], source, workdir)
        else:
            _render_sound(rows, source, workdir)
    drop_superseded(recording_id=recording.pk)


def _render_sound(rows: Sequence[Rendition], source: Path, workdir: Path) -> None:
    recording, excerpt = rows[0].recording, rows[0].codec == rules.EXCERPT
    length_ms = recording.duration_ms or 0
    outcome = runner.render(
        source,
        workdir,
        gain_db=rows[0].gain / 100,
        decoded_s=length_ms / 1000,
        codecs=(rules.STANDARD,) if excerpt else tuple(row.codec for row in rows),
        window=rules.excerpt_window(recording.work.start_cue_ms, length_ms) if excerpt else None,
        limits=_films(recording),
        on_progress=_reporter(rows),
    )
    if isinstance(outcome, Refusal):
        raise runner.PipelineFault(f"measured but not rendered: {outcome.code} {outcome.detail}")
    for row, made in zip(rows, outcome, strict=True):
        _keep(row, made)


def _render_film(row: Rendition, source: Path, workdir: Path) -> None:
    outcome = runner.film(
        source,
        workdir,
        gain_db=row.gain / 100,
        decoded_s=(row.recording.duration_ms or 0) / 1000,
        limits=_films(row.recording),
        on_progress=_reporter([row]),
    )
    if isinstance(outcome, Refusal):
        actions.record_no_film(row=row, refusal=outcome, at=clock.now())
    else:
        _keep(row, outcome)


def _films(recording: Recording) -> runner.Limits:
    """The bounds of a rendering: a film that was taken is one, whatever the edition says now."""
    return runner.Limits(allow_video=rules.has_film(recording.findings))


def _keep(row: Rendition, made: runner.Rendition) -> None:
    key = store().new_key()
    if not actions.reserve(row=row, objects=key):
        return
    store().put_file(made.path, key, content_type=made.content_type)
    row.key = key
    if not actions.record_rendition(row=row, made=made, at=clock.now()):
        drop([key])


def _fetch(recording: Recording, folder: Path) -> tuple[Path, Path]:
    """(the file, a folder for results): each alone in its own, under a name that we give."""
    source, workdir = folder / "in" / "sound", folder / "out"
    source.parent.mkdir()
    workdir.mkdir()
    store().download_to(recording.upload.key, source)
    return source, workdir


def _reporter(rows: Sequence[Recording | Rendition]) -> Callable[[float], None]:
    """Progress into the rows, at most once a second; each report prolongs the leases."""
    said = time.monotonic()

    def report(share: float) -> None:
        nonlocal said
        if time.monotonic() - said < PROGRESS_EVERY_S:
            return
        said = time.monotonic()
        percent = min(99, int(share * 100))
        if not all([actions.note_progress(row=row, percent=percent, at=clock.now()) for row in rows]):
            raise TakenOver

    return report


def _zoom(one: PeaksFile) -> dict[str, Any]:
    return {
        "key": store().new_key(), "samples_per_pixel": one.samples_per_pixel, "length": one.length,
        "channels": one.channels,
    }  # fmt: skip
