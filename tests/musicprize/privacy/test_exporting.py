"""What is handed to a person: everything of them, nothing of anybody else, every byte hashed."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from jury.conflicts.models import Dismissal
from musicprize.accounts.actions import create_token
from musicprize.accounts.models import Invitation, User
from musicprize.kernel import clock
from musicprize.mail.models import Mail
from musicprize.objectstore import store
from submissions.applications.models import Application, Member
from submissions.uploads.models import Upload
from tests.factories.applications import make_submitted
from tests.factories.editions import make_consents, make_edition
from tests.factories.jury import make_closed_jury, make_sealed_jury
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
OTHER = "Quillon"


@pytest.fixture(autouse=True)
def _data(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"
    settings.STORAGE = "local"


@pytest.fixture
def artist(tmp_path: Path) -> User:
    """Somebody with an application whose three recordings are stored, beside somebody else with the same."""
    edition = make_edition()
    make_consents(edition)
    person = make_user("zephyrine@example.org", name="Zephyrine")
    application = make_submitted(edition, person)
    for upload in application.uploads.all():
        keep(upload, tmp_path, f"sound of {upload.pk}".encode())
    Member.objects.create(application=application, position=1, name="Ida", role="viola", email="ida@example.org")
    Mail.objects.create(
        to=person.email, user_id=None, language="en", template="t", subject="Received", body="b",
        attachment=b"%PDF-1.7", attachment_name="receipt.pdf", written_at=clock.now(), due_at=clock.now(),
    )  # fmt: skip
    other = make_submitted(edition, make_user(f"{OTHER.lower()}@example.org", name=OTHER), artist_name=OTHER)
    Upload.objects.filter(application=other).update(file_name=f"{OTHER}.flac")
    return person


def keep(upload: Upload, folder: Path, data: bytes) -> None:
    (folder / "sound").write_bytes(data)
    store().put_file(folder / "sound", upload.key, content_type="audio/flac")
    Upload.objects.filter(pk=upload.pk).update(sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def export(email: str, into: Path) -> dict[str, Any]:
    call_command("export", email, str(into))
    return json.loads((into / "export.json").read_text())


def rows(document: dict[str, Any], label: str) -> list[dict[str, Any]]:
    return document["tables"].get(label, {"rows": []})["rows"]


def test_export_holds_every_row_and_every_file_of_the_person(artist: User, tmp_path: Path) -> None:
    token = create_token(by=artist)
    told = export(" Zephyrine@Example.org", tmp_path / "out")
    application = Application.objects.get(owner=artist)
    assert told["about"] == {"email": artist.email, "account": str(artist.pk)}
    assert [row["biography"] for row in rows(told, "submissions.Application")] == [application.biography]
    assert len(rows(told, "submissions.Work")) == 3
    [agreed] = rows(told, "musicprize.Consent")
    assert (agreed["user"], agreed["text"]) == (str(artist.pk), "rules v1")
    assert rows(told, "submissions.Application")[0]["edition"] == application.edition.slug
    assert [row["name"] for row in rows(told, "musicprize.User")] == ["Zephyrine"]
    assert told["ways_in"]["tokens"][0]["begins_with"] == token.key
    assert token.token not in (tmp_path / "out" / "export.json").read_text()
    for row in rows(told, "submissions.Upload"):
        assert (tmp_path / "out" / row["key"]).read_bytes() == f"sound of {row['id']}".encode()
        assert row["key"].endswith(".flac")
    [letter] = rows(told, "musicprize.Mail")
    assert (tmp_path / "out" / letter["attachment"]).read_bytes() == b"%PDF-1.7"
    assert told["tables"]["submissions.Application"]["stays"]


def test_export_holds_nothing_of_anybody_else(artist: User, tmp_path: Path) -> None:
    export(artist.email, tmp_path / "out")
    other = User.objects.get(name=OTHER)
    whole = "".join(path.read_text() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert OTHER.lower() not in whole.lower()
    assert str(other.pk) not in whole


def test_export_leaves_out_who_else_acted(artist: User, tmp_path: Path) -> None:
    coordinator = make_user()
    application = Application.objects.get(owner=artist)
    application.screenings.create(verdict="ask", message="Which year?", decided_by=coordinator, decided_at=clock.now())
    [row] = rows(export(artist.email, tmp_path / "out"), "submissions.Screening")
    assert row["message"] == "Which year?"
    assert "decided_by" not in row


def test_sums_are_those_of_every_file_that_was_written(artist: User, tmp_path: Path) -> None:
    into = tmp_path / "out"
    export(artist.email, into)
    sums = dict(reversed(line.split("  ")) for line in (into / "SHA256SUMS").read_text().splitlines())
    written = {str(path.relative_to(into)) for path in into.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert set(sums) == written
    assert len(written) == 5
    for name, digest in sums.items():
        assert hashlib.sha256((into / name).read_bytes()).hexdigest() == digest


def test_a_file_that_is_gone_or_changed_is_named(artist: User, tmp_path: Path) -> None:
    gone, changed, _sound = Upload.objects.filter(owner=artist).order_by("pk")
    store().delete(gone.key)
    Upload.objects.filter(pk=changed.pk).update(sha256="0" * 64)
    with pytest.raises(CommandError, match=f"{gone.pk}: its file is not in the store") as told:
        call_command("export", artist.email, str(tmp_path / "out"))
    assert f"{changed.pk}.flac: not the bytes that were sent" in str(told.value)
    assert len(json.loads((tmp_path / "out" / "export.json").read_text())["problems"]) == 2


def test_a_file_that_was_deleted_is_not_missed(artist: User, tmp_path: Path) -> None:
    for upload in Upload.objects.filter(owner=artist):
        store().delete(upload.key)
    Upload.objects.filter(owner=artist).update(discarded_at=clock.now(), deleted_at=clock.now())
    told = export(artist.email, tmp_path / "out")
    assert [row["key"] for row in rows(told, "submissions.Upload")] == [None] * 3


def test_a_file_name_leads_nowhere(artist: User, tmp_path: Path) -> None:
    for name in ("../../evil.sh/x", "a.b/../c", "x.toolongasuffix", "y.ä"):
        Upload.objects.filter(owner=artist).update(file_name=name)
        into = tmp_path / hashlib.sha256(name.encode()).hexdigest()
        told = export(artist.email, into)
        assert {Path(one["path"]).parent for one in told["files"]} == {Path("files")}


def test_somebody_without_an_account_gets_what_others_typed_in(artist: User, tmp_path: Path) -> None:
    Invitation.objects.create(
        email="ida@example.org", name="Ida", language="en", role="organiser", invited_at=clock.now(),
        expires_at=clock.now(),
    )  # fmt: skip
    told = export("ida@example.org", tmp_path / "out")
    assert set(told["tables"]) == {"submissions.Member", "musicprize.Invitation"}
    assert told["about"]["account"] is None
    assert "zephyrine" not in json.dumps(told).lower()


def test_nobody_gets_an_export_that_says_so(tmp_path: Path) -> None:
    assert export("nobody@example.org", tmp_path / "out")["tables"] == {}


def test_an_artist_gets_the_notes_of_a_closed_round_without_their_jurors(tmp_path: Path) -> None:
    for make, expected in ((make_sealed_jury, []), (make_closed_jury, ["Bold.", "Too long."])):
        jury = make(jurors=2, entries=2)
        for juror, note in zip(jury.jurors, ("Too long.", "Bold."), strict=True):
            sheet = jury.sheet(juror, 0)
            type(sheet).objects.filter(pk=sheet.pk).update(note=note)
        told = export(jury.entries[0].owner.email, tmp_path / make.__name__)
        notes = told["told"].get("notes_of_jurors", [])
        assert [one["note"] for one in notes] == expected
        assert all(set(one) == {"reference", "round", "note"} for one in notes)
        assert not any(str(juror.pk) in json.dumps(told) for juror in jury.jurors)
        assert export(jury.entries[1].owner.email, tmp_path / f"{make.__name__}-b")["told"] == {}


def test_a_juror_gets_their_own_notes_but_not_what_others_said_of_ties(tmp_path: Path) -> None:
    jury = make_closed_jury(jurors=2, entries=2)
    juror = jury.jurors[0]
    sheet = jury.sheet(juror, 0)
    type(sheet).objects.filter(pk=sheet.pk).update(note="Mine.")
    Dismissal.objects.create(
        juror=juror, application=jury.entries[0], hint="name", reason="Only a namesake.", dismissed_by=jury.organiser,
        dismissed_at=clock.now(),
    )  # fmt: skip
    told = export(juror.email, tmp_path / "out")
    assert "Mine." in [row["note"] for row in rows(told, "jury.ScoreSheet")]
    assert "namesake" not in json.dumps(told)
    assert "jury.Dismissal" in told["not_given"]


def test_command_writes_into_an_empty_folder_only(artist: User, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(artist.email, tmp_path / "out")
    assert (tmp_path / "out" / "export.json").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="not empty"):
        call_command("export", artist.email, str(tmp_path / "out"))
