"""Signing in through the real pages."""

import re

from django.test import Client

from musicprize.mail.models import Mail

ASK, ENTER = "/sign-in/", "/sign-in/code/"


def code_for(email: str) -> str:
    """The code in the newest mail to `email`."""
    mail = Mail.objects.filter(to=email, template="login_code").latest("written_at")
    found = re.search(r"\b\d{6}\b", mail.body)
    assert found, mail.body
    return found.group()


def wrong_code(right: str) -> str:
    """Six digits that are not `right`."""
    return f"{(int(right) + 1) % 10**6:06d}"


def sign_in(client: Client, email: str, **more: str) -> str:
    """Ask for a code, read it in the outbox, enter it; where that leads."""
    asked = client.post(ASK, {"email": email, **more})
    assert asked.status_code == 302, asked.content
    entered = client.post(ENTER, {"code": code_for(email), **more})
    assert entered.status_code == 302, entered.content
    return str(entered["Location"])
