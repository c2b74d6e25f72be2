"""Erasing a person: nothing of them is left but what is declared to stay, and everybody else is untouched."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from knox.models import get_token_model

from musicprize.accounts.actions import create_token
from musicprize.accounts.models import User
from musicprize.kernel import clock, invariants
from musicprize.kernel.errors import NotFound
from musicprize.kernel.personal import Declaration, Erase
from musicprize.kernel.rows import Waiting
from musicprize.ledger import queries as ledger
from musicprize.mail import actions as mail
from musicprize.mail.models import Mail
from musicprize.privacy import actions, blanking, erasures
from submissions.applications.models import Application, Member, Receipt
from submissions.applications.rules import State
from submissions.uploads.models import Upload
from tests.factories.applications import make_admitted, make_submitted
from tests.factories.editions import make_edition
from tests.factories.jury import make_sealed_jury
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
MARK = "Zephyrine"


@pytest.fixture(autouse=True)
def _data(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def artist() -> User:
    """Somebody who has left their name in everything that can hold it."""
    person = make_user(f"{MARK.lower()}@example.org", name=MARK)
    application = make_submitted(make_edition(), person)
    fill(application)
    application.works.update(
        **{name: MARK for name in ("title", "contributors", "description")}, isrc=MARK[:12], video_url=f"https://{MARK}"
    )
    Member.objects.create(application=application, position=1, name=MARK, role=MARK, email=f"b.{person.email}")
    Receipt.objects.create(
        application=application, number="R-1", document={"artist": MARK}, sha256="0" * 64, issued_at=clock.now(),
        due_at=clock.now(),
    )  # fmt: skip
    Upload.objects.filter(application=application).update(file_name=f"{MARK}.flac")
    for number, (to, user_id) in enumerate([(person.email, person.pk), (person.email, None), ("x@example.org", None)]):
        Mail.objects.create(
            to=to, user_id=user_id, language="en", template="t", subject=MARK if number < 2 else "s", body="b",
            campaign=f"c{number}", written_at=clock.now(), due_at=clock.now() + timedelta(days=1),
        )  # fmt: skip
    create_token(by=person)
    return person


def fill(application: Application) -> None:
    for name, how in Application.privacy.personal.items():
        field = Application._meta.get_field(name)
        if how is Erase.BLANK and not field.null:
            setattr(application, name, MARK[: field.max_length])
    application.save()


def everything() -> dict[str, str]:
    """Each table's content as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = repr(sorted(repr(row) for row in cursor.fetchall()))
    return found


def test_erase_leaves_no_word_of_the_person_in_any_table(artist: User) -> None:
    assert [table for table, text in everything().items() if MARK.lower() in text.lower()] != []
    assert actions.erase(user_id=artist.pk, at=clock.now())
    assert [table for table, text in everything().items() if MARK.lower() in text.lower()] == []
    assert list(invariants.problems()) == []


def test_erase_ends_every_way_in(artist: User, client: Any) -> None:
    client.force_login(artist)
    assert Session.objects.count() == 1
    actions.erase(user_id=artist.pk, at=clock.now())
    assert not Session.objects.exists()
    assert not get_token_model().objects.exists()
    assert not User.objects.get(pk=artist.pk).is_active


def test_erase_keeps_somebody_elses_session_and_mail(artist: User, client: Any) -> None:
    client.force_login(make_user())
    actions.erase(user_id=artist.pk, at=clock.now())
    assert Session.objects.count() == 1
    assert Mail.objects.filter(to="x@example.org", subject="s", work_state=Waiting.DUE).exists()


def test_erase_touches_nobody_else(artist: User) -> None:
    other = make_submitted(make_edition(), make_user("other@example.org", name="Other"))
    actions.erase(user_id=artist.pk, at=clock.now())
    other.refresh_from_db()
    assert (other.artist_name, other.state, other.works.exclude(audio=None).count()) == ("Nebula Trio", "submitted", 3)
    assert User.objects.get(email="other@example.org").name == "Other"


def test_erase_discards_every_file(artist: User) -> None:
    actions.erase(user_id=artist.pk, at=clock.now())
    application = Application.objects.get(owner=artist)
    assert not application.works.exclude(audio=None).exists()
    assert application.uploads.filter(discarded_at=None).count() == 0
    assert application.uploads.count() == 3


def test_erase_does_not_send_what_waits_in_the_outbox(artist: User) -> None:
    actions.erase(user_id=artist.pk, at=clock.now())
    assert set(Mail.objects.exclude(to="x@example.org").values_list("work_state", "body")) == {(Waiting.DONE, "")}


def test_erase_is_an_act_by_random_id_and_on_the_list(artist: User, django_capture_on_commit_callbacks: Any) -> None:
    at = clock.now()
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase(user_id=artist.pk, at=at)
    [act] = ledger.acts_of(actions.ERASED)
    assert act.subject == f"user:{artist.pk}"
    assert erasures.listed(erasures.folder()) == [erasures.Erasure(artist.pk, at)]


def test_erase_twice_is_once(artist: User) -> None:
    assert actions.erase(user_id=artist.pk, at=clock.now())
    before = everything()
    assert not actions.erase(user_id=artist.pk, at=clock.now())
    assert everything() == before


def test_erase_nobody_finds_nothing() -> None:
    with pytest.raises(NotFound):
        actions.erase(user_id=make_edition().pk, at=clock.now())


def test_erase_withdraws_what_is_still_judged_and_keeps_an_outcome() -> None:
    person, at = make_user(), clock.now()
    now, past = make_edition(), make_edition()
    running, over = make_admitted(now, person), make_admitted(past, person)
    for name in ("closes_at", "screening_until", "finalists_at", "final_at"):
        setattr(past, name, getattr(past, name) - timedelta(days=4000))
    past.opens_at -= timedelta(days=4000)
    past.save()
    actions.erase(user_id=person.pk, at=at)
    running.refresh_from_db()
    over.refresh_from_db()
    assert (running.state, over.state) == (State.WITHDRAWN, State.ADMITTED)


def test_erase_a_juror_keeps_the_vote_under_the_empty_account() -> None:
    jury = make_sealed_jury(jurors=2, entries=2)
    juror = jury.jurors[0]
    sheet = jury.sheet(juror, 0)
    type(sheet).objects.filter(pk=sheet.pk).update(note=MARK)
    marks = sheet.marks.count()
    actions.erase(user_id=juror.pk, at=clock.now())
    sheet.refresh_from_db()
    assert (sheet.note, sheet.marks.count(), marks > 0) == ("", marks, True)
    assert list(invariants.problems()) == []


def test_every_field_that_is_to_be_blanked_can_be() -> None:
    declared = [(model, model.privacy) for model in apps.get_models() if hasattr(model, "privacy")]
    fields = [
        model._meta.get_field(name)
        for model, declaration in declared
        if isinstance(declaration, Declaration)
        for name, how in declaration.personal.items()
        if how is Erase.BLANK
    ]
    assert len(fields) > 30
    for field in fields:
        assert not blanking.empty(field)


def test_mail_that_is_being_sent_while_its_reader_is_erased_stays_empty(artist: User, monkeypatch: Any) -> None:
    row = Mail.objects.filter(user=artist).get()
    Mail.objects.filter(pk=row.pk).update(due_at=clock.now())

    class Message:
        def send(self) -> None:
            actions.erase(user_id=artist.pk, at=clock.now())

    monkeypatch.setattr(mail, "_message", lambda _mail: Message())
    mail.send(mail_id=row.pk, at=clock.now())
    row.refresh_from_db()
    assert (row.body, row.subject) == ("", "")


def test_list_is_merged_and_names_what_is_damaged(tmp_path: Path) -> None:
    one, two = (erasures.Erasure(make_user().pk, clock.now()) for _ in range(2))
    erasures.note(one, tmp_path / "a")
    erasures.note(two, tmp_path / "b")
    erasures.merge(tmp_path / "a", tmp_path / "b")
    assert {found.person for found in erasures.listed(tmp_path / "b")} == {one.person, two.person}
    (tmp_path / "b" / f"{one.person}.json").rename(tmp_path / "b" / f"{make_user().pk}.json")
    assert len(list(erasures.damages(tmp_path / "b"))) == 1
    with pytest.raises(erasures.DamagedList):
        erasures.listed(tmp_path / "b")


def test_command_asks_a_person_and_knows_only_accounts(artist: User) -> None:
    with pytest.raises(CommandError, match="no account"):
        call_command("erase", "nobody@example.org")
    with pytest.raises(CommandError, match="Nobody is here to be asked"):
        call_command("erase", artist.email)
    call_command("erase", f" {artist.email.upper()} ", yes=True)
    assert not User.objects.filter(email=artist.email).exists()
