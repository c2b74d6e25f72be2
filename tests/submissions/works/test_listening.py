"""From the artist's own file to what the artist and the desk hear, over HTTP."""

import hashlib
import io
import math
import struct
import wave
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.factories import uploads
from tests.factories.applications import make_complete, make_draft
from tests.factories.editions import make_edition
from tests.factories.people import make_coordinator, make_juror
from tests.factories.pictures import make_jpeg
from tests.factories.works import make_work

pytestmark = pytest.mark.django_db
Commits = Callable[..., AbstractContextManager[Any]]


def client_of(user: Any) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def tone(seconds: float = 2.0, rate: int = 44_100) -> bytes:
    """A quiet 440 Hz stereo sine as WAV."""
    target = io.BytesIO()
    with wave.open(target, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(rate)
        values = (int(6000 * math.sin(2 * math.pi * 440 * n / rate)) for n in range(int(seconds * rate)))
        out.writeframes(b"".join(struct.pack("<hh", value, value // 2) for value in values))
    return target.getvalue()


def send(client: APIClient, target: Any, data: bytes, *, purpose: str, name: str, commits: Commits) -> dict[str, Any]:
    """One file by the part protocol, as a client sends it; the state document after it was checked."""
    digest = hashlib.sha256(data)
    wish = {
        "purpose": purpose, "target": str(target), "file_name": name, "size": len(data), "content_type": "",
        "fingerprint": digest.hexdigest(),
    }  # fmt: skip
    begun = client.post("/api/v1/uploads", wish)
    assert begun.status_code == 201, begun.data
    path = f"/api/v1/uploads/{begun.data['id']}"
    signed = client.post(f"{path}/parts/sign", {"parts": [{"n": 1, "sha256": digest.hexdigest()}]}).data["parts"][0]
    status, body = uploads.send(signed, data)
    assert status == 200, body
    with commits(execute=True):
        done = client.post(f"{path}/complete", {"composite": hashlib.sha256(digest.digest()).hexdigest()})
    assert done.status_code in (200, 202), done.data
    return dict(client.get(path).data)


def test_recording_sent_is_measured_and_heard_by_artist_and_desk_only(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    edition = make_edition()
    application = make_complete(edition)
    work, artist = application.works.get(position=2), client_of(application.owner)
    data = tone()
    state = send(artist, work.pk, data, purpose="audio", name="mix.wav", commits=django_capture_on_commit_callbacks)
    assert (state["state"], state["sha256"]) == ("ready", hashlib.sha256(data).hexdigest())
    document = artist.get(f"/api/v1/works/{work.pk}").data
    assert document["audio"]["file_name"] == "mix.wav"
    assert (document["recording"]["state"], document["recording"]["playable"]) == ("ready", True), document["recording"]
    assert abs(document["recording"]["duration_ms"] - 2000) <= 1
    desk = client_of(make_coordinator(edition, application.city))
    assert desk.get(f"/api/v1/works/{work.pk}/play").status_code == 404, "a draft is the artist's own"
    application.state, application.submitted_at = "submitted", application.created_at
    application.save()
    for listener in (artist, desk):
        play = listener.get(f"/api/v1/works/{work.pk}/play").data
        status, heard, _headers = uploads.fetch(play["url"], range="bytes=4-7")
        assert (status, heard) == (206, b"ftyp")
        peaks = listener.get(f"/api/v1/works/{work.pk}/peaks")
        assert struct.unpack("<i", peaks.content[:4]) == (2,), "audiowaveform, version 2"
    for stranger in (
        client_of(make_juror(edition)),
        client_of(make_coordinator(edition, edition.cities.get(code="met"))),
    ):
        assert stranger.get(f"/api/v1/works/{work.pk}/play").status_code == 404
        assert stranger.get(f"/api/v1/works/{work.pk}/peaks").status_code == 404


def test_play_before_there_is_a_copy_says_so() -> None:
    work = make_work(make_draft(make_edition()))
    answer = client_of(work.application.owner).get(f"/api/v1/works/{work.pk}/play")
    assert (answer.status_code, answer.data["code"]) == (409, "not_playable")


def test_portrait_and_rider_are_attached_shown_to_the_desk_and_taken_away(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    edition = make_edition()
    application = make_complete(edition)
    artist, path = client_of(application.owner), f"/api/v1/applications/{application.pk}"
    picture, rider = make_jpeg((1200, 800)), b"%PDF-1.7 " + b"x" * 100
    commits = django_capture_on_commit_callbacks
    send(artist, application.pk, picture, purpose="portrait", name="me.jpg", commits=commits)
    send(artist, application.pk, rider, purpose="rider", name="<script>.pdf", commits=commits)
    document = artist.get(path).data
    assert document["portrait"]["sha256"] == hashlib.sha256(picture).hexdigest()
    link = artist.get(f"{path}/files/rider").data
    assert link["content_type"] == "application/pdf"
    _status, got, headers = uploads.fetch(link["url"])
    assert got == rider
    assert "script" not in headers["Content-Disposition"]
    problems = {task["key"]: task["problems"] for task in artist.get(f"{path}/tasks").data["tasks"]}
    assert {problem["field"] for problem in problems["portrait"]} == {"portrait_credit", "portrait_alt"}
    desk = client_of(make_coordinator(edition, application.city))
    assert desk.get(f"{path}/files/portrait").status_code == 404
    with commits(execute=True):
        assert artist.delete(f"{path}/files/portrait").status_code == 204
    assert artist.get(path).data["portrait"] is None
    assert artist.get(f"{path}/files/portrait").status_code == 404


def test_portrait_of_another_kind_is_refused() -> None:
    application = make_draft(make_edition())
    wish = {"purpose": "portrait", "target": str(application.pk), "file_name": "me.svg", "size": 10,
            "content_type": "image/svg+xml", "fingerprint": "0" * 64}  # fmt: skip
    answer = client_of(application.owner).post("/api/v1/uploads", wish)
    assert answer.status_code == 415
