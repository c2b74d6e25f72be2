"""What a juror is given to play: the copy that was asked for, and a picture only where the round is not blind."""

import json
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from jury.scoresheets import actions
from musicprize.editions.models import Edition
from musicprize.kernel import clock
from musicprize.objectstore import store
from submissions.audio.models import Recording, Rendition
from tests.factories.jury import code_of, make_jury
from tests.factories.sound import make_sound
from tests.factories.uploads import fetch

pytestmark = pytest.mark.django_db
TYPES = {"opus": "audio/ogg; codecs=opus", "flac": "audio/flac", "film": "video/mp4"}


def add_copy(jury: Any, codec: str, folder: Path, *, gain: int = 0) -> bytes:
    """A stored rendition beside the standard one of the first work."""
    recording = Recording.objects.get(work__application=jury.entries[0])
    content = f"the {codec}".encode()
    path = folder / codec
    path.write_bytes(content)
    key, at = store().new_key(), clock.now()
    store().put_file(path, key, content_type=TYPES[codec])
    Rendition.objects.create(
        recording=recording, codec=codec, gain=gain, key=key, content_type=TYPES[codec], size=len(content),
        duration_ms=60_000, work_state="done", due_at=at, rendered_at=at,
    )  # fmt: skip
    return content


def get(jury: Any, path: str) -> Any:
    client = APIClient()
    client.force_authenticate(jury.jurors[0])
    return client.get(f"/api/v1/sheets/{jury.sheet(jury.jurors[0], 0).pk}/works/1/{path}")


def fetched(answer: Any) -> tuple[bytes, Any]:
    _status, content, headers = fetch(answer.json()["url"].removeprefix("http://testserver"))
    return content, headers


def test_play_gives_the_copy_that_the_juror_asks_for(tmp_path: Path) -> None:
    jury = make_jury()
    sound = make_sound(jury.entries[0].works.get(), gain=-350)
    lossless = add_copy(jury, "flac", tmp_path, gain=-350)
    Edition.objects.update(lossless_copies=True)
    standard = get(jury, "play")
    assert (standard.json()["codec"], standard.json()["copies"]) == ("aac", ["aac", "flac"])
    assert fetched(standard)[0] == sound.content
    answer = get(jury, "play?copy=flac")
    assert (answer.json()["codec"], answer.json()["gain_db"], answer.json()["undo_db"]) == ("flac", -3.5, 3.5)
    content, headers = fetched(answer)
    assert content == lossless
    assert f"{code_of(jury, 0)}-1.flac" in headers["Content-Disposition"]


@pytest.mark.parametrize("copy", ["opus", "flac", "film", "../x", ""])
def test_play_gives_the_standard_copy_where_the_other_is_not_offered(copy: str, tmp_path: Path) -> None:
    jury = make_jury()
    make_sound(jury.entries[0].works.get())
    for codec in TYPES:
        add_copy(jury, codec, tmp_path)
    answer = get(jury, f"play?copy={copy}")
    assert (answer.status_code, answer.json()["codec"], answer.json()["copies"]) == (200, "aac", ["aac"])


def test_film_of_a_blind_round_is_not_there_whatever_there_is(tmp_path: Path) -> None:
    jury = make_jury(blind=True)
    make_sound(jury.entries[0].works.get())
    Edition.objects.update(video_accepted=True)
    without = [get(jury, path) for path in ("film", "play")]
    add_copy(jury, "film", tmp_path)
    with_film = [get(jury, path) for path in ("film", "play")]
    assert [one.status_code for one in with_film] == [404, 200]
    assert without[0].content == with_film[0].content
    assert {**without[1].json(), "url": ""} == {**with_film[1].json(), "url": ""}
    ballot = APIClient()
    ballot.force_authenticate(jury.jurors[0])
    assert "film" not in json.dumps(ballot.get(f"/api/v1/rounds/{jury.round.pk}/ballot").json())


def test_film_of_a_round_of_two_marks_is_not_there_before_the_first_is_kept(tmp_path: Path) -> None:
    jury = make_jury(blind=False, marking="second")
    make_sound(jury.entries[0].works.get())
    Edition.objects.update(video_accepted=True)
    add_copy(jury, "film", tmp_path)
    assert get(jury, "film").status_code == 404
    sheet, by = jury.sheet(jury.jurors[0], 0), jury.jurors[0]
    marks = {"music": 700, "innovation": 700}
    saved = actions.mark(sheet_id=sheet.pk, marks=marks, note=None, version=sheet.version, by=by, at=jury.at)
    actions.show(sheet_id=sheet.pk, version=saved.version, by=by, at=jury.at)
    assert get(jury, "film").status_code == 200


def test_film_of_a_round_that_is_not_blind_is_shown(tmp_path: Path) -> None:
    jury = make_jury(blind=False)
    make_sound(jury.entries[0].works.get())
    Edition.objects.update(video_accepted=True)
    assert get(jury, "film").status_code == 404
    picture = add_copy(jury, "film", tmp_path)
    answer = get(jury, "film")
    assert answer.json()["content_type"] == "video/mp4"
    content, headers = fetched(answer)
    assert content == picture
    assert f"{code_of(jury, 0)}-1.mp4" in headers["Content-Disposition"]
    ballot = APIClient()
    ballot.force_authenticate(jury.jurors[0])
    sheets = ballot.get(f"/api/v1/rounds/{jury.round.pk}/ballot").json()["sheets"]
    shown = {sheet["entry"]["code"]: [work.get("film") for work in sheet["works"]] for sheet in sheets}
    assert shown[code_of(jury, 0)] == [True]
    Edition.objects.update(video_accepted=False)
    assert get(jury, "film").status_code == 404
