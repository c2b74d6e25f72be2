"""Erase whom no edition keeps any more, and empty what has lasted its time. beat does it every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from musicprize.kernel import clock
from musicprize.mail import queries as mail
from musicprize.privacy import actions, blanking, lapsing


class Command(BaseCommand):
    help = "Erase people whose editions are over for longer than each keeps data; empty old mails. Cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        if options["dry_run"]:
            for one in lapsing.lapsed(at):
                since = one.since.date().isoformat()
                self.stdout.write(f"erase {one.email} ({one.person}): {', '.join(one.editions)}, since {since}")
            for label, count in blanking.beside(lapsing.over(at)).items():
                self.stdout.write(f"empty {count} rows of {label}")
            self.stdout.write(f"empty {mail.expired(at)} mails")
            return
        done = actions.retain(at=at, most=None)
        self.stdout.write(f"{done.people} people erased, {done.rows} rows and {done.mails} mails emptied")
        if done.failed:
            told = ", ".join(str(person) for person in done.failed)
            raise CommandError(f"These accounts could not be erased, the log says why: {told}", returncode=1)
