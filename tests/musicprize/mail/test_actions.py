"""The outbox: written once, sent once, tried again, never with a header that somebody smuggled in."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from musicprize.kernel import clock
from musicprize.kernel.rows import Waiting
from musicprize.mail import actions
from musicprize.mail.models import Mail

pytestmark = pytest.mark.django_db


def _write(**given: object) -> Mail | None:
    wanted = {"template": "login_code", "to": "a@example.org", "language": "en", "at": clock.now(), **given}
    return actions.write(context={"code": "123456"}, **wanted)  # type: ignore[arg-type]


def test_write_renders_subject_and_body(django_capture_on_commit_callbacks: object) -> None:
    mail = _write()
    assert mail is not None
    assert mail.subject
    assert "123456" in mail.body


def test_write_same_campaign_twice_writes_once() -> None:
    assert _write(campaign="letters") is not None
    assert _write(campaign="letters") is None
    assert Mail.objects.count() == 1


def test_send_twice_sends_once() -> None:
    mail = _write()
    assert mail is not None
    actions.send(mail_id=mail.pk, at=clock.now())
    actions.send(mail_id=mail.pk, at=clock.now())
    assert len(django_mail.outbox) == 1
    mail.refresh_from_db()
    assert mail.work_state == Waiting.DONE


def test_send_secret_outside_the_demo_blanks_the_body(settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    mail = _write(secret=True)
    assert mail is not None
    actions.send(mail_id=mail.pk, at=clock.now())
    mail.refresh_from_db()
    assert mail.body == ""
    assert "123456" in django_mail.outbox[0].body


def test_send_failing_server_tries_again_and_parks_after_three(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: object) -> int:
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    mail = _write()
    assert mail is not None
    at = clock.now()
    for _attempt in range(3):
        actions.send(mail_id=mail.pk, at=at)
        at += timedelta(hours=1)
    mail.refresh_from_db()
    assert (mail.attempts, mail.work_state) == (3, Waiting.PARKED)
    assert "no server" in mail.last_error


def test_sweep_rings_for_abandoned_mails(django_capture_on_commit_callbacks: object) -> None:
    mail = _write()
    assert mail is not None
    Mail.objects.filter(pk=mail.pk).update(
        work_state=Waiting.RUNNING, lease_until=clock.now() - timedelta(minutes=1), attempts=1
    )
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert actions.sweep(at=clock.now()) == 1
    assert len(django_mail.outbox) == 1


def test_render_line_break_in_a_subject_value_is_folded() -> None:
    subject, _body = actions.render(
        template="invitation",
        language="en",
        context={"name": "A\nBcc: x@example.org", "role": "juror", "path": "/", "expires_at": clock.now()},
    )
    assert "\n" not in subject
