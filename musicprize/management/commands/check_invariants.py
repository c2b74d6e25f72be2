"""Check what must hold in the whole database: exit status 0 when it does, 1 with every problem when not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from musicprize.kernel import invariants


class Command(BaseCommand):
    help = "Check what must hold across all rooms: ledger, sealed ballots, counts, bundles, publications, keys."

    def add_arguments(self, parser: CommandParser) -> None:
        known = ", ".join(invariants.names())
        parser.add_argument("only", nargs="*", metavar="NAME", help=f"only these checks: {known}")

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = sorted(set(options["only"]) - set(invariants.names()))
        if unknown:
            raise CommandError(f"no check named {', '.join(unknown)}; there are {', '.join(invariants.names())}")
        with translation.override("en"):
            found = list(invariants.problems(only=options["only"]))
        for name, problem in found:
            self.stderr.write(f"{name}: {problem}")
        if found:
            raise CommandError(f"{len(found)} thing(s) do not hold", returncode=1)
        self.stdout.write(f"all holds: {', '.join(options['only'] or invariants.names())}")
