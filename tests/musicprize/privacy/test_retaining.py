"""The end of what is kept: whoever is in no edition that still keeps data is erased, and nobody else."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from musicprize.accounts.models import Invitation, Role, User
from musicprize.editions.api import EditionWrite
from musicprize.editions.models import Edition
from musicprize.kernel import clock, invariants
from musicprize.kernel.personal import ERASED_HOST, Declaration, Erase
from musicprize.ledger import queries as ledger
from musicprize.mail.models import Mail
from musicprize.privacy import actions, lapsing, tasks
from musicprize.privacy.rules import months_after
from submissions.applications.models import Application
from tests.factories.applications import make_draft, make_submitted
from tests.factories.editions import make_edition
from tests.factories.people import make_coordinator, make_juror, make_member, make_organiser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _data(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def past() -> Edition:
    """Its final was 25 months ago, and it keeps data for 24."""
    at = months_after(clock.now(), -25) - timedelta(days=100)
    return make_edition(at)


def erased(person: User) -> bool:
    person.refresh_from_db()
    return person.email.endswith(f"@{ERASED_HOST}")


def told(**options: Any) -> str:
    out = StringIO()
    call_command("retain", stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [((2026, 3, 15), 24, (2028, 3, 15)), ((2026, 1, 31), 1, (2026, 2, 28)), ((2027, 12, 31), 2, (2028, 2, 29)),
     ((2026, 11, 30), 1, (2026, 12, 30)), ((2026, 12, 1), 12, (2027, 12, 1)), ((2026, 3, 31), -25, (2024, 2, 29))],
)  # fmt: skip
def test_months_after_is_the_same_day_or_the_last(day: Any, months: int, expected: Any) -> None:
    assert months_after(datetime(*day, 20, tzinfo=UTC), months) == datetime(*expected, 20, tzinfo=UTC)


def test_retain_erases_artists_jurors_and_coordinators_of_an_edition_that_keeps_nothing(past: Edition) -> None:
    artist = make_user()
    application = make_submitted(past, artist)
    people = [artist, make_juror(past), make_coordinator(past)]
    done = actions.retain(at=clock.now())
    assert (done.people, done.failed, done.more) == (3, (), False)
    assert all(erased(person) for person in people)
    application.refresh_from_db()
    assert (application.state, application.biography, application.uploads.filter(discarded_at=None).count()) == (
        "submitted", "", 0,
    )  # fmt: skip
    assert list(invariants.problems()) == []


def test_retain_says_in_the_ledger_that_the_platform_did_it_and_why(past: Edition) -> None:
    person = make_juror(past)
    actions.retain(at=clock.now())
    [act] = ledger.acts_of(actions.ERASED)
    document = json.loads(act.document)
    assert (act.subject, document["by"], document["facts"]) == (f"user:{person.pk}", None, {"because": "retention"})
    assert ledger.verify() == []


def test_retain_waits_for_the_last_instant(past: Edition) -> None:
    artist = make_submitted(past).owner
    end = months_after(past.final_at, past.retention_months)
    assert actions.retain(at=end - timedelta(seconds=1)).people == 0
    assert not erased(artist)
    assert actions.retain(at=end).people == 1
    assert erased(artist)


@pytest.mark.parametrize("role", [None, Role.JUROR, Role.COORDINATOR, Role.CHAIR])
def test_retain_keeps_whoever_is_in_a_newer_edition(past: Edition, role: Role | None) -> None:
    artist, now = make_user(), make_edition()
    make_submitted(past, artist)
    if role:
        make_member(role, now, user=artist)
    else:
        make_draft(now, artist)
    assert lapsing.lapsed(clock.now()) == []
    assert actions.retain(at=clock.now()).people == 0
    assert not erased(artist)


def test_retain_keeps_organisers_until_they_are_none(past: Edition) -> None:
    one, everywhere = make_organiser(past), make_organiser()
    make_juror(past).grants.update(user=everywhere)
    assert actions.retain(at=clock.now()).people == 0
    one.grants.update(revoked_at=clock.now())
    assert [found.person for found in lapsing.lapsed(clock.now())] == [one.pk]


def test_retain_keeps_accounts_of_no_edition(past: Edition) -> None:
    person = make_user()
    actions.retain(at=clock.now())
    assert not erased(person)


def test_each_edition_keeps_for_as_long_as_it_says(past: Edition) -> None:
    longer = make_edition(past.opens_at + timedelta(days=7), retention_months=36)
    short, long = make_submitted(past).owner, make_submitted(longer).owner
    actions.retain(at=clock.now())
    assert (erased(short), erased(long)) == (True, False)


def test_retain_twice_is_once(past: Edition) -> None:
    make_submitted(past)
    assert actions.retain(at=clock.now()).people == 1
    assert actions.retain(at=clock.now()).people == 0


def test_somebody_who_came_back_meanwhile_stays(past: Edition, monkeypatch: Any) -> None:
    artist = make_submitted(past).owner
    listed = lapsing.lapsed(clock.now())
    make_draft(make_edition(), artist)
    every = lapsing.lapsed
    monkeypatch.setattr(lapsing, "lapsed", lambda at, person=None: every(at, person=person) if person else listed)
    assert actions.retain(at=clock.now()).people == 0
    assert not erased(artist)


def test_one_who_cannot_be_erased_holds_up_nobody(past: Edition, monkeypatch: Any) -> None:
    first, second = sorted((make_juror(past), make_juror(past)), key=lambda one: one.pk)
    whole = actions.erase

    def erase(**options: Any) -> bool:
        if options["user_id"] == first.pk:
            raise RuntimeError("no")
        return whole(**options)

    monkeypatch.setattr(actions, "erase", erase)
    done = actions.retain(at=clock.now())
    assert (done.people, done.failed, done.more) == (1, (first.pk,), False)
    assert (erased(first), erased(second)) == (False, True)
    with pytest.raises(CommandError, match=str(first.pk)):
        told()


def test_task_takes_some_at_a_time_and_rings_for_the_rest(past: Edition, monkeypatch: Any) -> None:
    for _each in range(3):
        make_juror(past)
    monkeypatch.setattr(actions.retain, "__kwdefaults__", {"most": 2})
    rung: list[str] = []
    monkeypatch.setattr(tasks, "enqueue", rung.append)
    tasks.retain()
    assert (len(lapsing.lapsed(clock.now())), rung) == (1, ["musicprize.privacy.retain"])
    tasks.retain()
    assert (lapsing.lapsed(clock.now()), len(rung)) == ([], 1)


def test_invited_people_without_an_account_are_forgotten_with_the_edition(past: Edition) -> None:
    at, now = clock.now(), make_edition()
    for edition in (past, now):
        Invitation.objects.create(
            email=f"ida{edition.slug}@example.org", name="Ida", language="en", role=Role.JUROR, edition=edition,
            city=edition.cities.first(), invited_at=at, expires_at=at,
        )  # fmt: skip
    assert "empty 1 rows of musicprize.Invitation" in told(dry_run=True)
    assert actions.retain(at=at).rows == 1
    gone, kept = Invitation.objects.get(edition=past), Invitation.objects.get(edition=now)
    assert (gone.name, gone.email.endswith(f"@{ERASED_HOST}")) == ("", True)
    assert (kept.name, kept.email) == ("Ida", f"ida{now.slug}@example.org")
    assert actions.retain(at=at).rows == 0


def test_mails_are_emptied_after_a_year() -> None:
    at, person = clock.now(), make_user()
    for age in (364, 366):
        Mail.objects.create(
            to=person.email, user=person, language="en", template="t", subject="s", body=f"{age} days",
            attachment=b"%PDF", attachment_name="a.pdf", written_at=at - timedelta(days=age), due_at=at,
        )  # fmt: skip
    assert "empty 1 mails" in told(dry_run=True)
    assert actions.retain(at=at).mails == 1
    young, old = Mail.objects.order_by("-written_at")
    assert (young.body, young.user) == ("364 days", person)
    assert (old.body, old.subject, old.user, old.attachment, old.work_state) == ("", "", None, None, "done")
    assert actions.retain(at=at).mails == 0


def test_dry_run_lists_whom_and_why_and_changes_nothing(past: Edition) -> None:
    artist = make_submitted(past).owner
    since = months_after(past.final_at, 24).date()
    assert f"erase {artist.email} ({artist.pk}): {past.slug}, since {since}" in told(dry_run=True)
    assert not erased(artist)
    assert Application.objects.get(owner=artist).biography
    assert "1 people erased" in told()
    assert erased(artist)
    assert "erase " not in told(dry_run=True)


def test_every_declared_clock_is_one_that_somebody_reads() -> None:
    """A table that names another period than these would keep for ever what it promises to forget."""
    declared = {
        model: model.privacy for model in apps.get_models() if isinstance(getattr(model, "privacy", None), Declaration)
    }
    assert {one.retention for one in declared.values()} == {"edition", "one year", "forever"}
    assert [model for model, one in declared.items() if one.retention == "one year"] == [Mail]
    for model, one in declared.items():
        personal = set(one.personal.values()) - {Erase.KEEP}
        if one.retention == "edition" and personal and not one.subject:
            assert Erase.PSEUDONYM in personal, model
            assert lapsing.names_edition(model), model


def test_an_edition_keeps_data_for_a_month_at_least() -> None:
    """With none, the night of the final would erase whoever plays in it."""
    form = EditionWrite(data={"retention_months": 0, "version": 1}, partial=True)
    assert not form.is_valid()
    assert set(form.errors) == {"retention_months"}
