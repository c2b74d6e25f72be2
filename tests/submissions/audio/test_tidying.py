"""Objects that nobody needs any more go, also when whoever should have deleted them was killed."""

import os
import time
from pathlib import Path

import pytest

from musicprize.kernel import clock
from musicprize.kernel.rows import Waiting
from musicprize.objectstore import StoreAway, store
from submissions.audio import processing, tidying
from submissions.audio.models import Recording, Rendition
from tests.factories.applications import make_draft
from tests.factories.editions import make_edition
from tests.factories.sound import make_sound
from tests.factories.works import make_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def recording() -> Recording:
    """A ready recording with peaks and a rendition, both stored."""
    work = make_work(make_draft(make_edition()))
    make_sound(work)
    return Recording.objects.get(work=work)


def stored(tmp_path: Path) -> str:
    """The key of an object that is there."""
    path = tmp_path / "object"
    path.write_bytes(b"sound")
    key = store().new_key()
    store().put_file(path, key, content_type="audio/mp4")
    return key


def rendition(recording: Recording, *, key: str, gain: int, state: str = Waiting.DONE, codec: str = "aac") -> Rendition:
    at = clock.now()
    return Rendition.objects.create(
        recording=recording, codec=codec, gain=gain, key=key, work_state=state, due_at=at, rendered_at=at
    )


def test_drop_superseded_deletes_the_earlier_level_once_the_new_one_is_there(
    recording: Recording, tmp_path: Path
) -> None:
    old = recording.renditions.get()
    Recording.objects.update(gain=-300)
    assert tidying.drop_superseded() == 0, "what plays stays until there is another"
    rendition(recording, key=stored(tmp_path), gain=-300, state=Waiting.DUE)
    assert tidying.drop_superseded() == 0
    Rendition.objects.filter(gain=-300).update(work_state=Waiting.DONE)
    assert tidying.drop_superseded(recording_id=recording.pk) == 1
    assert store().head(old.key) is None
    assert [one.gain for one in Rendition.objects.all()] == [-300]


def test_drop_superseded_leaves_what_is_being_worked_on_and_other_codecs(recording: Recording, tmp_path: Path) -> None:
    rendition(recording, key=stored(tmp_path), gain=100, state=Waiting.RUNNING)
    rendition(recording, key=stored(tmp_path), gain=100, codec="opus")
    assert tidying.drop_superseded() == 0


def test_drop_unwanted_deletes_copies_and_waveforms_of_a_file_that_was_replaced(recording: Recording) -> None:
    keys = [recording.renditions.get().key, recording.peaks[0]["key"]]
    assert tidying.drop_unwanted() == 0
    recording.work.audio = None
    recording.work.save()
    assert tidying.drop_unwanted() == 0, "not discarded yet"
    recording.upload.discarded_at = clock.now()
    recording.upload.save()
    assert tidying.drop_unwanted() == 2
    assert [store().head(key) for key in keys] == [None, None]
    recording.refresh_from_db()
    assert (recording.peaks, recording.renditions.count()) == ([], 0)


def test_next_attempt_deletes_what_a_killed_one_has_stored(recording: Recording, tmp_path: Path) -> None:
    left = stored(tmp_path)
    row = rendition(recording, key=left, gain=0, state=Waiting.RUNNING, codec="flac")
    Rendition.objects.filter(pk=row.pk).update(lease_until=clock.now(), attempts=1)
    processing.render(row.pk)
    assert store().head(left) is None


def test_parked_row_keeps_nothing_in_the_store(recording: Recording, tmp_path: Path) -> None:
    left = stored(tmp_path)
    row = rendition(recording, key=left, gain=0, state=Waiting.RUNNING, codec="flac")
    Rendition.objects.filter(pk=row.pk).update(lease_until=clock.now(), attempts=3)
    processing.render(row.pk)
    row.refresh_from_db()
    assert (row.work_state, row.key, store().head(left)) == (Waiting.PARKED, "", None)


def test_render_at_a_level_that_is_no_longer_wanted_forgets_the_row(recording: Recording) -> None:
    row = rendition(recording, key="", gain=500, state=Waiting.DUE)
    processing.render(row.pk)
    assert not Rendition.objects.filter(pk=row.pk).exists()


def test_tidy_leaves_all_for_later_when_the_store_is_away(
    recording: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendition(recording, key=stored(tmp_path), gain=-300)
    Recording.objects.update(gain=-300)

    def away(*_args: object) -> None:
        raise StoreAway("refused")

    monkeypatch.setattr(type(store()), "delete", away)
    tidying.tidy()
    assert Rendition.objects.count() == 2


def test_remove_folders_takes_only_old_ones_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying.tempfile, "gettempdir", lambda: str(tmp_path))
    for name in ("musicprize-audio-old", "musicprize-audio-new", "others"):
        (tmp_path / name).mkdir()
    long_ago = time.time() - tidying.FOLDER_AGE_S - 60
    for name in ("musicprize-audio-old", "others"):
        os.utime(tmp_path / name, (long_ago, long_ago))
    assert tidying.remove_folders() == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["musicprize-audio-new", "others"]
