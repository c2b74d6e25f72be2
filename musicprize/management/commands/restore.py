"""Put a backup back. Exit status 0: it is back and everything holds; 1 and a sentence: what is wrong."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from musicprize.backup import restoring
from musicprize.backup.problems import BackupProblem
from musicprize.backup.restoring import Restored, Wish
from musicprize.kernel import clock
from musicprize.objectstore import StoreAway, StoreFull

WORD = "replace"


class Command(BaseCommand):
    help = "Put a backup of FOLDER back (the newest, or --at NAME), and erase again whoever was erased since."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", type=Path)
        parser.add_argument("--at", metavar="NAME", default="", help="which backup, by its folder's name")
        parser.add_argument("--replace", action="store_true", help="even when the platform has data: they are lost")
        parser.add_argument("--yes", action="store_true", help="do not ask before replacing")
        parser.add_argument(
            "--erasures", metavar="FOLDER", type=Path, action="append", default=[],
            help="a copy of DATA/erasures of the platform that is lost; may be given several times",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        wish = Wish(options["folder"], options["at"], options["replace"], tuple(options["erasures"]))

        def confirm(told: str) -> bool:
            return options["yes"] or self._asked(told)

        try:
            done = restoring.restore(wish, at=clock.now(), confirm=confirm, say=self.stdout.write)
        except (BackupProblem, StoreAway, StoreFull) as problem:
            raise CommandError(str(problem), returncode=1) from problem
        self._tell(done)

    def _asked(self, told: str) -> bool:
        if not sys.stdin.isatty():
            raise BackupProblem(f"{told}\nNothing was touched. Nobody is here to be asked: say --yes as well.")
        self.stdout.write(told)
        return input(f'Type "{WORD}" to go on: ').strip() == WORD

    def _tell(self, done: Restored) -> None:
        self.stdout.write(
            f"{done.folder} of {done.manifest.made_at} is back: {sum(done.manifest.facts.counts.values())} rows, "
            f"{done.objects.sent} objects sent and {done.objects.there} there already; {done.migrations} migrations "
            f"applied; {done.erased} people erased again. Everybody signs in again, programs need new tokens."
        )
        for key in done.manifest.missing:
            self.stderr.write(f"{key}: was missing when the backup was taken")
        for name, problem in done.problems:
            self.stderr.write(f"{name}: {problem}")
        if done.problems:
            raise CommandError(f"{len(done.problems)} thing(s) do not hold", returncode=1)
