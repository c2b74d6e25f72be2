"""How the sign-in library talks to our outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language

from musicprize.kernel import clock
from musicprize.mail import actions as mail


class AccountAdapter(DefaultAccountAdapter):
    """Codes go through the outbox, in the reader's language; nobody signs up by a form of the library's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """`template_prefix` is the library's name of the mail; ours has the same last part."""
        mail.write(
            template=template_prefix.rsplit("/", 1)[-1],
            to=email.lower(),
            language=(get_language() or "de")[:2],
            at=clock.now(),
            context={key: value for key, value in context.items() if key == "code"},
            secret=True,
        )

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Errors only: the pages show no others, and "signed in as …" would wait in the session for nobody."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)

    def generate_login_code(self) -> str:
        """Six digits, easy to read aloud and to type on a phone: with 5 tries in 10 minutes, 1 in 200,000."""
        import secrets

        return f"{secrets.randbelow(10**6):06d}"
