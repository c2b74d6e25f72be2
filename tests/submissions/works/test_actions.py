"""Works: autosave, and recordings that come and go."""

from datetime import timedelta
from typing import Any

import pytest

from musicprize.kernel import clock
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from submissions.applications.models import Application
from submissions.audio.models import Recording
from submissions.uploads import purposes
from submissions.uploads.models import Upload
from submissions.uploads.queries import ready
from submissions.uploads.rules import Purpose, check_type
from submissions.works import actions, queries
from submissions.works.models import Work
from submissions.works.uploading import AudioOfWork
from tests.factories.applications import make_complete, make_draft, make_submitted
from tests.factories.editions import make_edition
from tests.factories.people import make_user
from tests.factories.works import make_recording, make_upload, make_work

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def audio() -> purposes.Handler:
    handler = purposes.handler_of(Purpose.AUDIO)
    assert isinstance(handler, AudioOfWork)
    return handler


def arrives(work: Work, *, at: Any, begun_at: Any = None, checked_at: Any = None) -> Upload:
    upload = make_upload(work.application, target=work.pk, at=at, created_at=begun_at or at)
    audio().on_ready(upload=ready(upload), at=checked_at or at)
    return upload


def save(work: Work, **changes: Any) -> actions.SavedWork:
    versions = changes.pop("versions", {})
    return actions.save(
        work_id=work.pk, changes=changes, versions=versions, by=work.application.owner, at=work.application.created_at
    )


def test_save_keeps_versions_per_field_and_refuses_older_ones() -> None:
    work = make_work(make_draft(make_edition()), title="")
    assert save(work, title="A", year=None).versions == {"title": 1, "year": 1}
    with pytest.raises(Conflict) as refused:
        save(work, title="B", versions={"title": 0})
    assert refused.value.extra["current"] == {"title": "A"}
    assert save(work, start_cue_ms=None, isrc="lu-abc-26-00001").fields == {"start_cue_ms": 0, "isrc": "LUABC2600001"}
    with pytest.raises(Invalid):
        save(work, isrc="LUABC26000012")


def test_save_of_a_sent_application_is_refused() -> None:
    work = make_work(make_draft(make_edition(), state="submitted", submitted_at="2027-01-01T00:00:00Z"))
    with pytest.raises(Conflict, match="already_sent"):
        save(work, title="B")


def test_ready_upload_becomes_the_works_and_waits_to_be_measured() -> None:
    work = make_work(make_draft(make_edition()))
    upload = arrives(work, at=work.changed_at)
    assert Work.objects.get(pk=work.pk).audio_id == upload.pk
    assert Recording.objects.get(upload=upload).work_state == "due"
    recording = queries.work(work.pk, by=work.application.owner).recording
    assert recording
    assert recording.state == "queued"


def test_ready_upload_replaces_the_earlier_one_which_is_discarded() -> None:
    work = make_work(make_draft(make_edition()))
    first, second = arrives(work, at=work.changed_at), arrives(work, at=work.changed_at)
    assert Work.objects.get(pk=work.pk).audio_id == second.pk
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.discarded_at is not None, second.discarded_at) == (True, None)
    audio().on_ready(upload=ready(second), at=work.changed_at)
    second.refresh_from_db()
    assert second.discarded_at is None


@pytest.mark.parametrize(
    ("begun", "arrived", "taken"),
    [
        (-SECOND, -SECOND, True),
        (-SECOND, timedelta(minutes=30) - SECOND, True),
        (-SECOND, timedelta(minutes=30), False),
        (SECOND, 2 * SECOND, False),
    ],
)
@pytest.mark.parametrize("waited", [timedelta(0), timedelta(hours=5)])
def test_ready_upload_after_closing_is_taken_when_it_had_arrived_within_the_grace(
    begun: Any, arrived: Any, taken: bool, waited: Any
) -> None:
    """However long its check waited: a worker that is down decides nothing."""
    edition = make_edition(grace_minutes=30)
    work = make_work(make_draft(edition))
    at = edition.closes_at + arrived
    upload = arrives(work, at=at, begun_at=edition.closes_at + begun, checked_at=at + waited)
    upload.refresh_from_db()
    assert (Work.objects.get(pk=work.pk).audio_id == upload.pk, upload.discarded_at is None) == (taken, taken)


def test_ready_upload_of_a_part_that_was_asked_for_counts_when_it_had_arrived_in_time() -> None:
    until = clock.now() + timedelta(days=3)
    application = make_submitted(make_edition(), reopened_sections=["work-1"], reopened_until=until)
    first, second = application.works.get(position=1), application.works.get(position=2)
    late = arrives(first, at=until, checked_at=until + timedelta(hours=5))
    assert Work.objects.get(pk=first.pk).audio_id != late.pk
    for work, taken in ((first, True), (second, False)):
        upload = arrives(work, at=until - SECOND, checked_at=until + timedelta(hours=5))
        assert (Work.objects.get(pk=work.pk).audio_id == upload.pk) == taken
    Application.objects.filter(pk=application.pk).update(state="admitted", code="QP99-A")
    decided = arrives(first, at=until - SECOND, checked_at=until + timedelta(hours=5))
    assert Work.objects.get(pk=first.pk).audio_id != decided.pk


def test_ready_upload_of_a_sent_application_changes_nothing() -> None:
    application = make_complete(make_edition())
    work = application.works.get(position=1)
    sent = work.audio_id
    Application.objects.filter(pk=application.pk).update(state="submitted", submitted_at=application.created_at)
    arrives(work, at=application.created_at)
    assert Work.objects.get(pk=work.pk).audio_id == sent


def test_authorize_is_for_the_artist_while_the_section_is_open() -> None:
    edition = make_edition(formats=["wav", "flac"], max_file_bytes=1000)
    work = make_work(make_draft(edition))
    owner = work.application.owner
    target = audio().authorize(user=owner, target_id=work.pk, at=edition.opens_at, begun_at=None)
    assert (target.application_id, target.max_bytes, target.accepts) == (
        work.application_id,
        1000,
        (".wav", ".wave", ".bwf", ".rf64", ".w64", ".flac"),
    )
    with pytest.raises(NotFound):
        audio().authorize(user=make_user(), target_id=work.pk, at=edition.opens_at, begun_at=None)
    with pytest.raises(NotAllowed, match="window_closed"):
        audio().authorize(user=owner, target_id=work.pk, at=edition.closes_at, begun_at=None)
    audio().authorize(user=owner, target_id=work.pk, at=edition.closes_at, begun_at=edition.closes_at - SECOND)


@pytest.mark.parametrize(
    ("formats", "films", "name", "content_type", "taken"),
    [
        ([], False, "Long take.W64", "", True),
        ([], False, "take.aifc", "", True),
        ([], False, "take.rf64", "", True),
        ([], False, "take.bwf", "", True),
        ([], False, "take.mp4", "video/mp4", True),  # the decoder says whether it is a film
        ([], False, "take.pdf", "application/pdf", False),
        ([], True, "film.mkv", "", True),
        (["wav"], False, "take.w64", "", True),
        (["wav"], False, "take.bwf", "application/octet-stream", True),
        (["wav"], False, "take.aifc", "audio/x-aiff", False),
        (["aiff"], False, "take.aifc", "", True),
        (["wav"], False, "film.mov", "video/quicktime", False),
        (["wav"], True, "film.mov", "video/quicktime", True),
        (["wav"], True, "film.mkv", "", True),
        (["wav"], True, "film.webm", "", True),
        (["wav"], True, "film.mp4", "video/mp4", True),
        (["wav"], True, "take.flac", "audio/flac", False),
    ],
)
def test_authorize_takes_what_the_edition_can_read_by_ending_or_type(
    formats: list[str], films: bool, name: str, content_type: str, taken: bool
) -> None:
    edition = make_edition(formats=formats, video_accepted=films)
    work = make_work(make_draft(edition))
    target = audio().authorize(user=work.application.owner, target_id=work.pk, at=edition.opens_at, begun_at=None)
    if taken:
        check_type(name, content_type, target.accepts)
        return
    with pytest.raises(Invalid, match="unsupported_type"):
        check_type(name, content_type, target.accepts)


def test_remove_audio_discards_the_file_and_may_be_repeated() -> None:
    work = make_work(make_draft(make_edition()))
    upload = make_recording(work).upload
    for _ in range(2):
        actions.remove_audio(work_id=work.pk, by=work.application.owner, at=work.changed_at)
    upload.refresh_from_db()
    assert (Work.objects.get(pk=work.pk).audio, upload.discarded_at is not None) == (None, True)


def test_entry_works_of_a_blind_round_hold_nothing_that_was_typed() -> None:
    application = make_complete(make_edition(works_required=1))
    application.works.update(
        title="CANARY-T",
        description="CANARY-D",
        contributors="CANARY-C",
        video_url="https://CANARY.example/",
        isrc="CANARY",
    )
    blind = queries.entry_works([application.pk], blind=True)[application.pk]
    assert "CANARY" not in repr(blind)
    assert [(work.position, work.duration_ms) for work in blind] == [(1, 180_000)]
    assert "CANARY-T" in repr(queries.entry_works([application.pk], blind=False))
    assert "CANARY-C" not in repr(queries.entry_works([application.pk], blind=False))


def test_works_of_takes_a_constant_number_of_queries(django_assert_num_queries: Any) -> None:
    for number in (1, 3):
        application = make_complete(make_edition(works_required=number))
        with django_assert_num_queries(3):
            assert len(queries.works_of(application.pk)) == number
