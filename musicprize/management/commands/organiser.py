"""Make the first organiser of an installation; every other one is invited in the browser."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from musicprize.accounts.actions import bootstrap_organiser
from musicprize.kernel import clock


class Command(BaseCommand):
    help = "Make somebody organiser of all editions, by e-mail address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--language", default="de", choices=["de", "fr", "lb", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        user = bootstrap_organiser(
            email=options["email"], name=options["name"], language=options["language"], at=clock.now()
        )
        self.stdout.write(f"{user.email} is organiser of all editions; sign in with the code that is sent by mail")
