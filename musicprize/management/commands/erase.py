"""Erase a person at their request: everything that the tables declare, their files, their ways in. Cannot be undone."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from musicprize.accounts.models import User
from musicprize.kernel import clock
from musicprize.privacy import actions


class Command(BaseCommand):
    help = "Erase what is known about a person, by e-mail address. docs/privacy.md says what stays, and why."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        user = User.objects.filter(email=email).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        if not options["yes"]:
            self._ask(email)
        actions.erase(user_id=user.pk, at=clock.now())
        self.stdout.write(f"erased; what stays is under the account {user.pk}, which says nothing about anybody")

    def _ask(self, email: str) -> None:
        if not sys.stdin.isatty():
            raise CommandError("Nobody is here to be asked: say --yes as well.")
        self.stdout.write("Entries still being judged are withdrawn; files, texts and the account are gone for good.")
        if input("Type the address again to go on: ").strip().lower() != email:
            raise CommandError("Nothing was erased.")
