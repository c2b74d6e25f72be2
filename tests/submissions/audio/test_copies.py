"""Copies beside the standard one, the picture of a film, and what was parked: planned, made, offered, tried again."""

from datetime import timedelta
from pathlib import Path

import pytest

from musicprize.kernel import clock
from musicprize.kernel.errors import Conflict, NotFound
from musicprize.kernel.rows import Waiting
from musicprize.objectstore import store
from submissions.applications.models import Application
from submissions.audio import actions, processing, queries, rules, runner
from submissions.audio.models import Recording, Rendition
from submissions.audio.report import Refusal
from submissions.works.models import Work
from tests.factories.applications import make_draft
from tests.factories.editions import make_edition
from tests.factories.people import make_organiser, make_user
from tests.factories.recordings import make_recording
from tests.factories.works import make_recording as make_measured
from tests.factories.works import make_work
from tests.submissions.audio.synth import encoded, noise, stereo, tone, wav

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Work:
    return make_work(make_draft(make_edition()))


def edition_offers(work: Work, **fields: bool) -> None:
    edition = work.application.edition
    for name, value in fields.items():
        setattr(edition, name, value)
    edition.save()


def made(work: Work) -> set[str]:
    return set(Rendition.objects.filter(recording__work=work, work_state=Waiting.DONE).values_list("codec", flat=True))


def test_work_off_makes_every_copy_that_the_edition_offers(work: Work, tmp_path: Path) -> None:
    edition_offers(work, compact_copies=True, lossless_copies=True)
    make_recording(work, wav(tmp_path / "a.wav", stereo(noise(40))))
    processing.work_off()
    assert made(work) == {"aac", "opus", "flac"}
    found = {copy: queries.playable(work.pk, copy=copy) for copy in ("", "aac", "opus", "flac", "mp3")}
    assert {copy: one.codec for copy, one in found.items() if one} == {
        "": "aac", "aac": "aac", "opus": "opus", "flac": "flac", "mp3": "aac",
    }  # fmt: skip
    standard, lossless = found["aac"], found["flac"]
    assert standard is not None
    assert lossless is not None
    assert standard.copies == lossless.copies == ("aac", "opus", "flac")
    assert (lossless.content_type, lossless.gain_db) == ("audio/flac", standard.gain_db)
    head = store().head(lossless.key)
    assert head is not None


def test_extra_copies_come_from_one_decode_after_the_standard_one(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition_offers(work, compact_copies=True, lossless_copies=True)
    asked: list[tuple[str, ...]] = []
    real = runner.render

    def render(*args: object, codecs: tuple[str, ...], **rest: object) -> object:
        asked.append(codecs)
        return real(*args, codecs=codecs, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(runner, "render", render)
    make_recording(work, wav(tmp_path / "a.wav", stereo(noise(40))))
    processing.work_off()
    assert [sorted(codecs) for codecs in asked] == [["aac"], ["flac", "opus"]]


def test_copies_that_are_no_longer_offered_are_not_given(work: Work, tmp_path: Path) -> None:
    edition_offers(work, lossless_copies=True)
    make_recording(work, wav(tmp_path / "a.wav", stereo(noise(40))))
    processing.work_off()
    edition_offers(work, lossless_copies=False)
    found = queries.playable(work.pk, copy="flac")
    assert found is not None
    assert (found.codec, found.copies) == ("aac", ("aac",))


def test_sweep_plans_copies_that_are_offered_since_the_file_came(work: Work, tmp_path: Path) -> None:
    make_recording(work, wav(tmp_path / "a.wav", stereo(noise(40))))
    processing.work_off()
    assert made(work) == {"aac"}
    edition_offers(work, lossless_copies=True)
    actions.sweep(at=clock.now())
    processing.work_off()
    assert made(work) == {"aac", "flac"}
    actions.sweep(at=clock.now())
    assert Rendition.objects.count() == 2


def test_undo_is_said_with_the_copy_and_stops_where_it_would_clip(work: Work) -> None:
    recording = make_measured(work, heard_true_peak=150)
    Recording.objects.filter(pk=recording.pk).update(gain=-450)
    Rendition.objects.update(gain=-450)
    found = queries.playable(work.pk)
    assert found is not None
    assert (found.gain_db, found.undo_db) == (-4.5, 2.0)


def test_film_gets_its_picture_where_the_edition_takes_films(work: Work, tmp_path: Path) -> None:
    edition_offers(work, video_accepted=True)
    path = encoded(tmp_path / "a.mp4", stereo(tone(40)), "aac", "mp4", picture=True)
    recording = make_recording(work, path)
    processing.work_off()
    recording.refresh_from_db()
    assert recording.verdict == "ready"
    assert made(work) == {"aac", "film"}
    film = queries.film(work.pk)
    assert film is not None
    assert film.content_type.startswith("video/mp4")
    assert queries.playable(work.pk, copy="film") != film, "the picture is never what plays"
    edition_offers(work, video_accepted=False)
    assert queries.film(work.pk) is None


def test_film_is_refused_where_the_edition_takes_none(work: Work, tmp_path: Path) -> None:
    recording = make_recording(work, encoded(tmp_path / "a.mp4", stereo(tone(40)), "aac", "mp4", picture=True))
    processing.work_off()
    recording.refresh_from_db()
    assert (recording.verdict, recording.code) == ("refused", "video_not_allowed")


def test_film_whose_picture_cannot_be_shown_still_plays(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition_offers(work, video_accepted=True)
    monkeypatch.setattr(runner, "film", lambda *args, **rest: Refusal("picture_too_large", detail="9000 lines"))
    make_recording(work, encoded(tmp_path / "a.mp4", stereo(tone(40)), "aac", "mp4", picture=True))
    processing.work_off()
    assert queries.film(work.pk) is None
    assert queries.playable(work.pk) is not None
    assert Rendition.objects.get(codec=rules.FILM).last_error == "picture_too_large 9000 lines"
    assert queries.parked_in(work.application.edition_id) == []


def test_rush_before_closing_puts_renewed_and_extra_copies_off(work: Work, tmp_path: Path) -> None:
    edition = work.application.edition
    edition.closes_at = clock.now() + timedelta(hours=1)
    edition.lossless_copies = True
    edition.save()
    make_recording(work, wav(tmp_path / "a.wav", stereo(noise(40))))
    processing.work_off()
    assert made(work) == {"aac"}
    late = Rendition.objects.get(codec="flac")
    assert (late.work_state, late.due_at) == (Waiting.DUE, edition.closes_at + timedelta(minutes=edition.grace_minutes))


@pytest.fixture
def parked(work: Work) -> Recording:
    """A file that three attempts have not checked."""
    recording = make_measured(work, verdict="")
    Recording.objects.filter(pk=recording.pk).update(
        work_state=Waiting.PARKED, attempts=3, last_error="StoreAway('refused')"
    )
    recording.refresh_from_db()
    return recording


def test_parked_in_lists_checks_and_copies_of_the_edition(work: Work, parked: Recording) -> None:
    other = make_work(work.application, 2)
    Rendition.objects.filter(recording=make_measured(other)).update(work_state=Waiting.PARKED, attempts=3)
    found = queries.parked_in(work.application.edition_id)
    assert sorted((one.position, one.what, one.codec) for one in found) == [(1, "check", ""), (2, "copy", "aac")]
    assert found[0].reference == work.application.reference
    assert queries.parked_in(make_edition().pk) == []


def test_document_of_a_parked_copy_says_so_and_that_the_recording_counts(work: Work) -> None:
    recording = make_measured(work)
    recording.renditions.update(work_state=Waiting.PARKED, key="")
    document = queries.recording_document(work.pk)
    assert document is not None
    assert (document.state, document.playable, document.held_up) == ("ready", False, True)
    assert document.message == str(queries.COPY_PARKED)


def test_try_again_gives_new_attempts_to_all_that_is_parked(work: Work, parked: Recording) -> None:
    organiser = make_organiser(work.application.edition)
    at = clock.now()
    assert actions.try_again(work_id=work.pk, by=organiser, at=at) == 1
    parked.refresh_from_db()
    assert (parked.work_state, parked.attempts, parked.due_at) == (Waiting.DUE, 0, at)
    with pytest.raises(Conflict) as refusal:
        actions.try_again(work_id=work.pk, by=organiser, at=at)
    assert refusal.value.code == "nothing_parked"


def test_try_again_is_for_organisers_of_the_edition(work: Work, parked: Recording) -> None:
    for person in (make_user(), work.application.owner, make_organiser(make_edition())):
        with pytest.raises(NotFound):
            actions.try_again(work_id=work.pk, by=person, at=clock.now())
    parked.refresh_from_db()
    assert parked.work_state == Waiting.PARKED


def test_counts_leave_out_files_that_were_taken_away(work: Work, parked: Recording) -> None:
    edition_id = Application.objects.get().edition_id
    assert queries.counts_in(edition_id)["parked"] == 1
    parked.upload.discarded_at = clock.now()
    parked.upload.save()
    assert queries.counts_in(edition_id)["parked"] == 0
