"""Check the ledger's chain, and whether a head that somebody kept is still in it.

Exit status 0 and its head when sound, 1 and every problem when not.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from musicprize.ledger import queries


class Command(BaseCommand):
    help = "Check that no act in the ledger was changed, removed or moved."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", metavar="HASH", help="a head that a juror or witness was mailed: is it in there?")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            found = queries.verify()
        for problem in found:
            self.stderr.write(problem)
        kept = (options["head"] or "").strip().lower()
        if kept and queries.act_with_hash(kept) is None:
            found.append(f"no entry has the hash {kept}: its end was cut off, or the whole chain was made anew")
            self.stderr.write(found[-1])
        if found:
            raise CommandError(f"the ledger is broken in {len(found)} place(s)", returncode=1)
        head = queries.head()
        self.stdout.write(f"ledger sound: {head.seq} entries, head {head.hash}")
