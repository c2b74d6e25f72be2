"""The audio queue with the real child: an upload becomes a verdict and level-matched renditions, whatever happens."""

import errno
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import translation

from musicprize.kernel import clock
from musicprize.kernel.rows import Waiting
from musicprize.mail.models import Mail
from musicprize.objectstore import StoreAway, StoreFull, store
from submissions.applications.models import Application
from submissions.audio import actions, processing, queries, rules
from submissions.audio.models import Recording, Rendition
from submissions.uploads import actions as uploads
from submissions.works import actions as works
from submissions.works.models import Work
from tests.factories.editions import make_edition
from tests.factories.people import make_user
from tests.factories.recordings import make_ready_upload, make_recording
from tests.submissions.audio.conftest import decoded
from tests.submissions.audio.synth import after, noise, silence, stereo, tone, wav

pytestmark = pytest.mark.django_db


@dataclass
class Entry:
    """An application with two works."""

    application: Application
    works: list[Work]


@pytest.fixture
def entry() -> Entry:
    at = clock.now()
    application = Application.objects.create(
        edition=make_edition(), owner=make_user(), reference="QP99-TEST-1", language="en", created_at=at, changed_at=at
    )
    works = [
        Work.objects.create(application=application, position=n, title=f"Piece {n}", changed_at=at) for n in (1, 2)
    ]
    return Entry(application, works)


def _run(recording: Recording) -> Recording:
    processing.measure(recording.pk)
    for row in Rendition.objects.filter(work_state=Waiting.DUE):
        processing.render(row.pk)
    recording.refresh_from_db()
    return recording


def test_measure_sound_file_becomes_playable(entry: Entry, tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav", stereo(tone(6, dbfs=-20), noise(6, dbfs=-30)))
    recording = _run(make_recording(entry.works[0], path))
    assert (recording.verdict, recording.work_state, recording.percent) == ("ready", Waiting.DONE, 100)
    assert recording.duration_ms == 6000
    made = queries.playable(entry.works[0].pk)
    assert made is not None
    assert made.content_type == "audio/mp4"
    head = store().head(made.key)
    assert head is not None
    assert head.size > 10_000
    document = queries.recording_document(entry.works[0].pk)
    assert document is not None
    assert (document.state, document.playable) == ("ready", True)
    assert queries.peaks_key(entry.works[0].pk) is not None


def test_measure_text_file_is_refused_with_a_sentence(entry: Entry, tmp_path: Path) -> None:
    recording = _run(make_recording(entry.works[0], _no_sound(tmp_path)))
    assert (recording.verdict, recording.code) == ("refused", "not_audio")
    document = queries.recording_document(entry.works[0].pk)
    assert document is not None
    assert document.message.endswith(".")
    assert queries.playable(entry.works[0].pk) is None
    letter = Mail.objects.get(template="file_unusable")
    assert letter.to == recording.upload.owner.email
    with translation.override(letter.language):
        assert queries.message(recording) in letter.body


def test_measure_edition_rule_turns_a_warning_into_a_refusal(entry: Entry, tmp_path: Path) -> None:
    entry.application.edition.finding_rules = {"dead_channel": "refusal"}
    entry.application.edition.save()
    path = wav(tmp_path / "a.wav", stereo(tone(6), silence(6)))
    recording = _run(make_recording(entry.works[0], path))
    assert (recording.verdict, recording.code) == ("refused", "dead_channel")
    assert Mail.objects.filter(template="file_unusable").count() == 1


def test_measure_louder_second_work_changes_the_gain_of_both(entry: Entry, tmp_path: Path) -> None:
    _run(make_recording(entry.works[0], wav(tmp_path / "soft.wav", stereo(noise(6, dbfs=-30)))))
    alone = queries.playable(entry.works[0].pk)
    _run(make_recording(entry.works[1], wav(tmp_path / "loud.wav", stereo(noise(6, seed=2, dbfs=-12)))))
    first, second = queries.playable(entry.works[0].pk), queries.playable(entry.works[1].pk)
    assert alone is not None
    assert first is not None
    assert second is not None
    assert alone.gain_db == 6.0
    assert first.gain_db == second.gain_db < 0
    assert store().head(alone.key) is None, "the object of the replaced rendition is gone"


def test_measure_same_sound_in_two_works_is_found(entry: Entry, tmp_path: Path) -> None:
    sound = stereo(noise(6))
    _run(make_recording(entry.works[0], wav(tmp_path / "a.wav", sound)))
    second = _run(make_recording(entry.works[1], wav(tmp_path / "b.wav", sound, bits=24)))
    assert "same_sound" not in [one["code"] for one in second.findings], "24 bit samples are other samples"
    third = make_ready_upload(entry.works[1], wav(tmp_path / "c.wav", sound))
    entry.works[1].audio = third
    entry.works[1].save()
    again = _run(actions.queue_measurement(work_id=entry.works[1].pk, upload_id=third.pk, at=clock.now()))
    assert "same_sound" in [one["code"] for one in again.findings]


def _replace(work: Work, path: Path) -> Recording:
    """What `works.attach_audio` does with a new file."""
    earlier, later = work.audio, make_ready_upload(work, path)
    work.audio = later
    work.save()
    assert earlier is not None
    uploads.discard(upload_id=earlier.pk, at=clock.now())
    return _run(actions.queue_measurement(work_id=work.pk, upload_id=later.pk, at=clock.now()))


def _codes(recording: Recording) -> list[str]:
    recording.refresh_from_db()
    return [one["code"] for one in recording.findings]


def test_measure_same_sound_as_a_file_that_was_replaced_is_no_finding(entry: Entry, tmp_path: Path) -> None:
    """The files of two works were exchanged by mistake, and are put right one after the other."""
    first, second = wav(tmp_path / "a.wav", stereo(noise(6))), wav(tmp_path / "b.wav", stereo(noise(6, seed=2)))
    _run(make_recording(entry.works[0], second))
    _replace(entry.works[0], first)
    assert "same_sound" not in _codes(_run(make_recording(entry.works[1], second)))


@pytest.mark.parametrize("same", [0, 1])
def test_measure_same_sound_is_found_in_either_of_two_works_of_one_title(
    entry: Entry, tmp_path: Path, same: int
) -> None:
    first, second = wav(tmp_path / "a.wav", stereo(noise(6))), wav(tmp_path / "b.wav", stereo(noise(6, seed=2)))
    for work, path in zip(entry.works, (first, second), strict=True):
        work.title = "Untitled"
        work.save()
        _run(make_recording(work, path))
    third = Work.objects.create(
        application=entry.application, position=3, title="Third", changed_at=entry.application.changed_at
    )
    assert "same_sound" in _codes(_run(make_recording(third, (first, second)[same])))


@pytest.mark.parametrize("way", ["replaced", "replaced by no sound", "removed"])
def test_same_sound_goes_with_the_other_file_and_so_does_a_refusal_for_it(
    entry: Entry, tmp_path: Path, way: str
) -> None:
    entry.application.edition.finding_rules = {"same_sound": "refusal"}
    entry.application.edition.save()
    sound = wav(tmp_path / "a.wav", stereo(noise(6)))
    _run(make_recording(entry.works[0], sound))
    second = _run(make_recording(entry.works[1], sound))
    assert (second.verdict, second.code) == ("refused", "same_sound")
    if way == "removed":
        works.remove_audio(work_id=entry.works[0].pk, by=entry.application.owner, at=clock.now())
    elif way == "replaced":
        _replace(entry.works[0], wav(tmp_path / "b.wav", stereo(noise(6, seed=2))))
    else:
        _replace(entry.works[0], _no_sound(tmp_path))
    assert "same_sound" not in _codes(_run(second))
    assert (second.verdict, second.code) == ("ready", "")
    assert queries.playable(entry.works[1].pk) is not None


def _no_sound(folder: Path) -> Path:
    path = folder / "song.wav"
    path.write_text("This is a love letter, not a song. " * 50)
    return path


def test_measure_loudest_work_replaced_by_no_sound_changes_the_gain_of_the_others(entry: Entry, tmp_path: Path) -> None:
    _run(make_recording(entry.works[0], wav(tmp_path / "loud.wav", stereo(noise(6, dbfs=-12)))))
    soft = _run(make_recording(entry.works[1], wav(tmp_path / "soft.wav", stereo(noise(6, seed=2, dbfs=-30)))))
    assert soft.gain is not None
    assert soft.gain < 0
    _replace(entry.works[0], _no_sound(tmp_path))
    soft.refresh_from_db()
    assert soft.gain == 600
    alone = queries.playable(entry.works[1].pk)
    assert alone is not None
    assert alone.gain_db == 6.0


def test_measure_store_away_tries_again_and_parks_after_three(
    entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = make_recording(entry.works[0], wav(tmp_path / "a.wav", stereo(tone(2))))

    def away(*_args: object) -> None:
        raise StoreAway("refused")

    monkeypatch.setattr(type(store()), "download_to", away)
    for _attempt in range(3):
        Recording.objects.filter(pk=recording.pk).update(due_at=clock.now())
        processing.measure(recording.pk)
    recording.refresh_from_db()
    assert (recording.attempts, recording.work_state, recording.verdict) == (3, Waiting.PARKED, "")
    document = queries.recording_document(entry.works[0].pk)
    assert document is not None
    assert document.state == "parked"
    assert document.message


@pytest.mark.parametrize(
    ("step", "problem"),
    [("put_file", StoreFull()), ("download_to", OSError(errno.ENOSPC, "No space left on device"))],
    ids=["store", "temporary folder"],
)
def test_measure_without_room_puts_back_and_goes_on_later(
    entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, problem: Exception
) -> None:
    recording = make_recording(entry.works[0], wav(tmp_path / "a.wav", stereo(tone(2))))

    def full(*_args: object, **_named: object) -> None:
        raise problem

    with monkeypatch.context() as patch:
        patch.setattr(type(store()), step, full)
        processing.measure(recording.pk)
    recording.refresh_from_db()
    assert (recording.attempts, recording.work_state, recording.verdict) == (1, Waiting.DUE, "")
    assert recording.last_error == repr(problem)
    Recording.objects.filter(pk=recording.pk).update(due_at=clock.now())
    assert _run(recording).verdict == "ready"


def test_sweep_takes_up_what_a_killed_worker_left(
    entry: Entry, tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    recording = make_recording(entry.works[0], wav(tmp_path / "a.wav", stereo(tone(2))))
    Recording.objects.filter(pk=recording.pk).update(
        work_state=Waiting.RUNNING, attempts=1, lease_until=clock.now() - timedelta(seconds=1)
    )
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert actions.sweep(at=clock.now()) == 1
    recording.refresh_from_db()
    assert recording.verdict == "ready"


def test_measure_row_taken_over_records_nothing(entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = make_recording(entry.works[0], wav(tmp_path / "a.wav", stereo(tone(2))))
    kind = type(store())
    real = kind.put_file
    stored: list[str] = []

    def steal(self: Any, path: Path, key: str, *, content_type: str) -> None:
        Recording.objects.filter(pk=recording.pk).update(attempts=2)
        stored.append(key)
        real(self, path, key, content_type=content_type)

    monkeypatch.setattr(kind, "put_file", steal)
    processing.measure(recording.pk)
    recording.refresh_from_db()
    assert recording.verdict == ""
    assert stored
    assert [store().head(key) for key in stored] == [None] * len(stored), "nothing is left in the store"


def test_documents_of_one_and_two_works_cost_the_same_queries(
    entry: Entry, tmp_path: Path, django_assert_num_queries: object
) -> None:
    _run(make_recording(entry.works[0], wav(tmp_path / "a.wav", stereo(tone(2)))))
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(queries.recordings_of(entry.application.pk)) == 1
    _run(make_recording(entry.works[1], wav(tmp_path / "b.wav", stereo(tone(2, hz=500)))))
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(queries.recordings_of(entry.application.pk)) == 2


def test_render_excerpt_begins_at_the_cue_and_is_no_longer_than_allowed(
    entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "EXCERPT_S", 3.0)
    entry.works[0].start_cue_ms = 4000
    entry.works[0].save()
    path = wav(tmp_path / "a.wav", after(stereo(tone(4, hz=300)), stereo(tone(6, hz=3000))))
    _run(make_recording(entry.works[0], path))
    assert queries.excerpts([entry.works[0].pk]) == {}
    actions.queue_excerpts(work_ids=[entry.works[0].pk], at=clock.now())
    actions.queue_excerpts(work_ids=[entry.works[0].pk], at=clock.now())
    (row,) = Rendition.objects.filter(codec=rules.EXCERPT)
    processing.render(row.pk)
    row.refresh_from_db()
    assert row.last_error == ""
    made = queries.excerpts([entry.works[0].pk])[entry.works[0].pk]
    assert made.duration_ms == 3000
    store().download_to(made.key, tmp_path / "excerpt.m4a")
    sound, rate = decoded(tmp_path / "excerpt.m4a")
    middle = sound[0, rate : 2 * rate]
    loudest = abs(np.fft.rfft(middle)).argmax() * rate / len(middle)
    assert loudest == pytest.approx(3000, abs=5), "what is heard lies after the cue"
    whole = queries.playable(entry.works[0].pk)
    assert whole is not None
    assert whole.duration_ms == 10_000, "the jury's rendition is still there"
