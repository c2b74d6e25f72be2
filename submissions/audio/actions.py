"""Writes of the audio queue: what waits, what was found, what was rendered. The work itself is in processing.py."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from musicprize.accounts.access import User
from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.kernel import leases
from musicprize.kernel.errors import Conflict, NotFound
from musicprize.kernel.rows import Waiting
from musicprize.mail import actions as mail
from submissions.audio import access, claiming, findings, queries, rules
from submissions.audio.models import Recording, Rendition
from submissions.audio.report import Finding, Measurement, Refusal, Severity
from submissions.audio.report import Rendition as Rendered
from submissions.audio.rules import hundredths

NOTHING_PARKED = _("Nothing of this recording waits for another try.")


@transaction.atomic
def queue_measurement(*, work_id: UUID, upload_id: UUID, at: datetime) -> Recording:
    """A verified file waits to be listened to. Queueing the same upload twice changes nothing."""
    row, made = Recording.objects.get_or_create(upload_id=upload_id, defaults={"work_id": work_id, "due_at": at})
    if made:
        row.urgency = rules.urgency_of_check(row.upload.size)
        row.save(update_fields=["urgency"])
        claiming.ring(row)
    return row


@transaction.atomic
def reserve(*, row: Recording | Rendition, objects: list[dict[str, Any]] | str) -> bool:
    """Write down where objects are about to be stored: peaks of a recording, the key of a rendition. So a worker that
    is killed in between leaves nothing that nobody knows of. False: the claim was lost meanwhile; store nothing."""
    if not leases.still_ours(row):
        return False
    name = "peaks" if isinstance(row, Recording) else "key"
    type(row)._default_manager.filter(pk=row.pk).update(**{name: objects})
    return True


@transaction.atomic
def note_progress(*, row: Recording | Rendition, percent: int, at: datetime) -> bool:
    """How far it is, and a longer lease. False: somebody else has taken the row over; stop."""
    if not leases.renew(row, at=at, lease=claiming.lease()):
        return False
    type(row)._default_manager.filter(pk=row.pk).update(percent=percent)
    return True


@transaction.atomic
def record_measurement(
    *, row: Recording, measured: Measurement, peaks: list[dict[str, Any]], edition: EditionFacts, at: datetime
) -> bool:
    """What the measuring pass found; the edition's rules decide what refuses. False: the claim was lost meanwhile."""
    siblings = _lock_entry(row)
    if not leases.still_ours(row):
        return False
    found = _judged(row, measured, siblings, edition)
    refusing = next((one for one in found if one.severity is Severity.REFUSAL), None)
    row.verdict = Recording.Verdict.REFUSED if refusing else Recording.Verdict.READY
    row.code = refusing.code if refusing else ""
    row.container, row.codec = measured.container[:30], measured.codec[:30]
    row.sample_rate, row.channels, row.bit_depth = measured.sample_rate, measured.channels, measured.bit_depth
    row.bit_rate, row.duration_ms = measured.bit_rate, round(measured.decoded_s * 1000)
    row.loudness, row.loudness_range = hundredths(measured.integrated_lufs), hundredths(measured.loudness_range_lu)
    row.true_peak = hundredths(measured.true_peak_dbtp)
    row.heard_loudness = hundredths(measured.heard_lufs)
    row.heard_true_peak = hundredths(measured.heard_true_peak_dbtp)
    row.sound_sha256, row.peaks = measured.samples_sha256, peaks
    row.findings = [_as_json(one) for one in found]
    row.percent, row.measured_at = 100, at
    leases.mark_done(row)
    row.save()
    if refusing:
        _tell(row, at)
    _compare_again(row.work.application_id)
    _plan_renditions(row.work.application_id, at)
    return True


@transaction.atomic
def record_refusal(*, row: Recording, refusal: Refusal, at: datetime) -> bool:
    """The file is not sound that can be used; the artist is told by mail too. False: the claim was lost meanwhile."""
    _lock_entry(row)
    if not leases.still_ours(row):
        return False
    row.verdict, row.code, row.figures = Recording.Verdict.REFUSED, refusal.code, dict(refusal.figures)
    row.percent, row.measured_at = 100, at
    leases.mark_done(row)
    row.last_error = refusal.detail[:2000]
    row.save()
    _tell(row, at)
    _compare_again(row.work.application_id)
    _plan_renditions(row.work.application_id, at)
    return True


@transaction.atomic
def record_rendition(*, row: Rendition, made: Rendered, at: datetime) -> bool:
    """A rendition is there, under the key that was reserved for it. False: the claim was lost, or the entry has got
    another gain meanwhile; the object is of no use."""
    if not leases.still_ours(row):
        return False
    if row.gain != Recording.objects.values_list("gain", flat=True).get(pk=row.recording_id):
        Rendition.objects.filter(pk=row.pk).delete()
        return False
    row.content_type, row.size, row.sha256 = made.content_type, made.size_bytes, made.sha256
    row.duration_ms, row.percent, row.rendered_at = round(made.duration_s * 1000), 100, at
    leases.mark_done(row)
    row.save()
    return True


@transaction.atomic
def forget_rendition(*, rendition_id: UUID) -> None:
    """Its object is deleted and it is of no use any more."""
    Rendition.objects.filter(pk=rendition_id).delete()


@transaction.atomic
def forget_objects(*, row: Recording | Rendition) -> None:
    """What was stored for a row is deleted, the row stays."""
    lost: dict[str, Any] = {"peaks": []} if isinstance(row, Recording) else {"key": ""}
    type(row)._default_manager.filter(pk=row.pk).update(**lost)


@transaction.atomic
def record_no_film(*, row: Rendition, refusal: Refusal, at: datetime) -> None:
    """The picture of a film cannot be shown. Its sound, which is the work, can be heard all the same."""
    if leases.still_ours(row):
        row.percent, row.rendered_at = 100, at
        leases.mark_done(row)
        row.last_error = f"{refusal.code} {refusal.detail}"[:2000]
        row.save()


@transaction.atomic
def put_back(*, row: Recording | Rendition, error: str, at: datetime) -> None:
    """The work failed through no fault of the file: later again, parked after three tries."""
    if leases.still_ours(row):
        leases.put_back(row, at=at, error=error)


@transaction.atomic
def replan(*, application_id: UUID, at: datetime) -> None:
    """The works of an entry have changed (one was taken away): its gain may be another now, and what sounded the same
    may stand alone."""
    _lock_recordings(application_id)
    _compare_again(application_id)
    _plan_renditions(application_id, at)


@transaction.atomic
def try_again(*, work_id: UUID, by: User, at: datetime) -> int:
    """An organiser has mended what stood in the way: what is parked of a work's file gets new attempts.

    Returns how many rows. NotFound for others; Conflict `nothing_parked` when nothing waits for this.
    """
    row = Recording.objects.filter(work_id=work_id, upload__work__isnull=False).select_related("work__application")
    recording = row.first()
    if recording is None:
        raise NotFound()
    access.check_can_mend(by, edition_id=recording.work.application.edition_id)
    mine: tuple[Recording | Rendition, ...] = (recording, *recording.renditions.all())
    parked = [one for one in mine if leases.give_another_go(one, at=at)]
    if not parked:
        raise Conflict("nothing_parked", NOTHING_PARKED)
    for one in parked:
        claiming.ring(one)
    return len(parked)


@transaction.atomic
def queue_excerpts(*, work_ids: Iterable[UUID], at: datetime) -> None:
    """These works will be published: each needs its excerpt, at the gain of its entry. Twice changes nothing."""
    for recording in _sound(work_id__in=list(work_ids)).select_related("work__application"):
        if recording.gain is not None:
            edition = editions.by_id(recording.work.application.edition_id)
            _queue_copy(recording, rules.EXCERPT, recording.gain, at=at, renewed=False, edition=edition)


def sweep(*, at: datetime) -> int:
    """Ring again for everything due, and plan the copies that an edition offers since its files were measured."""
    plan_missing(at=at)
    waiting = claiming.waiting(at=at, most=200)
    for row in waiting:
        claiming.ring(row)
    return len(waiting)


def plan_missing(*, at: datetime) -> None:
    """An organiser may offer compact or lossless copies after files have arrived: their entries get them now. So do
    entries that were measured before their gain was kept."""
    lacking = _sound(gain__isnull=True)
    for edition in editions.editions(published_only=False):
        for codec in rules.copies(compact=edition.compact_copies, lossless=edition.lossless_copies)[1:]:
            without = Exists(Rendition.objects.filter(recording=OuterRef("pk"), codec=codec))
            lacking |= _sound(work__application__edition_id=edition.id).exclude(without)
    for application_id in sorted(set(lacking.values_list("work__application_id", flat=True)), key=str):
        replan(application_id=application_id, at=at)


def _lock_entry(row: Recording) -> list[Recording]:
    return _lock_recordings(row.work.application_id)


def _lock_recordings(application_id: UUID) -> list[Recording]:
    """All recordings of an entry, always in the same order: two works that end together see each other."""
    rows = Recording.objects.filter(work__application_id=application_id).order_by("pk").select_for_update(of=("self",))
    return list(rows.select_related("work"))


def _sound(**which: Any) -> QuerySet[Recording]:
    return Recording.objects.filter(upload__work__isnull=False, verdict=Recording.Verdict.READY, **which)


def _plan_renditions(application_id: UUID, at: datetime) -> None:
    """Every sound work of the entry needs its renditions at the entry's one gain; rows that exist are left alone."""
    sound = list(_sound(work__application_id=application_id).select_related("work__application"))
    if not sound:
        return
    edition = editions.by_id(sound[0].work.application.edition_id)
    gain = rules.entry_gain([rules.Level(one.pk, one.heard_loudness, one.heard_true_peak) for one in sound])
    wanted = rules.copies(compact=edition.compact_copies, lossless=edition.lossless_copies)
    Recording.objects.filter(pk__in=[one.pk for one in sound]).update(gain=gain)
    obsolete = Rendition.objects.filter(recording__in=sound, work_state__in=(Waiting.DUE, Waiting.PARKED))
    obsolete.filter(key="").exclude(gain=gain).delete()
    heard = set(
        Rendition.objects.filter(recording__in=sound, codec=rules.STANDARD, work_state=Waiting.DONE)
        .values_list("recording_id", flat=True)
    )  # fmt: skip
    for recording in sound:
        film = (rules.FILM,) if edition.video_accepted and rules.has_film(recording.findings) else ()
        for codec in (*wanted, *film):
            _queue_copy(recording, codec, gain, at=at, renewed=recording.pk in heard, edition=edition)


def _queue_copy(
    recording: Recording, codec: str, gain: int, *, at: datetime, renewed: bool, edition: EditionFacts
) -> None:
    urgency = rules.urgency_of_copy(codec, recording.duration_ms or 0, renewed=renewed)
    due_at = rules.due_at(urgency, at=at, closes_at=edition.closes_at, grace=edition.grace)
    row, made = Rendition.objects.get_or_create(
        recording=recording, codec=codec, gain=gain, defaults={"due_at": due_at, "urgency": urgency}
    )
    if made:
        claiming.ring(row)


def _judged(
    row: Recording, measured: Measurement, siblings: Sequence[Recording], edition: EditionFacts
) -> tuple[Finding, ...]:
    same = findings.same_sound(measured.samples_sha256, _others(row, siblings))
    found = (*measured.findings, same) if same else measured.findings
    return findings.apply_rules(found, {code: Severity(name) for code, name in edition.finding_rules.items()})


def _others(row: Recording, siblings: Sequence[Recording]) -> list[tuple[str, str]]:
    """(label, digest of the sound) of every other work, as it is now: a file that was replaced is nobody's any more."""
    present = [one for one in siblings if one.upload_id == one.work.audio_id and one.work_id != row.work_id]
    return [(one.work.title or str(one.work.position), one.sound_sha256) for one in present if one.sound_sha256]


def _compare_again(application_id: UUID) -> None:
    """Where another work sounded the same and none does any more, the finding goes, and a refusal that rested on it.
    For after a change of the entry's works was written; the entry is locked."""
    siblings = _lock_recordings(application_id)
    for row in siblings:
        kept = [one for one in row.findings if one["code"] != findings.Code.SAME_SOUND]
        if len(kept) == len(row.findings) or findings.same_sound(row.sound_sha256, _others(row, siblings)):
            continue
        row.findings = kept
        if row.code == findings.Code.SAME_SOUND:
            refusing = next((one["code"] for one in kept if one["severity"] == Severity.REFUSAL), "")
            row.code, row.verdict = refusing, Recording.Verdict.REFUSED if refusing else Recording.Verdict.READY
        row.save(update_fields=["findings", "code", "verdict"])


def _as_json(one: Finding) -> dict[str, Any]:
    return {**asdict(one), "severity": one.severity.value, "figures": dict(one.figures)}


def _tell(row: Recording, at: datetime) -> None:
    """To whoever sent the file, in that person's language: the page may be closed by now."""
    upload = row.upload
    owner = upload.owner
    with translation.override(owner.language):
        reason = queries.message(row)
    mail.write(
        template="file_unusable", to=owner.email, language=owner.language, at=at, user_id=owner.pk,
        campaign=f"recording:{row.pk}:refused",
        context={"file_name": upload.file_name, "reason": reason, "path": f"/application/{upload.application_id}/"},
    )  # fmt: skip
