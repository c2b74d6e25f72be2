"""Take a backup of database, objects and small files, or check one. Exit status 0: whole; 1 and a sentence: not."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from musicprize.backup import restoring, taking
from musicprize.backup.problems import BackupProblem
from musicprize.kernel import clock
from musicprize.objectstore import StoreAway

KEEP = 14


class Command(BaseCommand):
    help = "Take a backup of the whole platform into FOLDER; what is there unchanged is not copied again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", type=Path)
        parser.add_argument("--keep", type=int, default=KEEP, help=f"newest backups that are kept (default: {KEEP})")
        parser.add_argument("--check", action="store_true", help="only read the newest backup and check every hash")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] < 1:
            raise CommandError("--keep: at least 1")
        os.umask(0o077)
        try:
            if options["check"]:
                return self._check(options["folder"])
            done = taking.take(options["folder"], at=clock.now(), keep=options["keep"], say=self.stdout.write)
        except (BackupProblem, StoreAway) as problem:
            raise CommandError(f"No backup was taken: {problem}", returncode=1) from problem
        except OSError as problem:
            told = f"No backup was taken: {problem.strerror} ({problem.filename})"
            raise CommandError(told, returncode=1) from problem
        self.stdout.write(
            f"{done.folder}: whole; {len(done.manifest.objects)} objects, {done.read} of them read from the store "
            f"({done.bytes_read / 1024**2:.1f} MiB); {done.removed} older backups removed"
        )
        if done.warnings:
            told = "\n".join(done.warnings)
            raise CommandError(f"The backup is whole, but something needs your attention:\n{told}", returncode=1)

    def _check(self, root: Path) -> None:
        folder, found = restoring.check(root)
        if found:
            raise CommandError(f"{folder} is damaged:\n" + "\n".join(found), returncode=1)
        self.stdout.write(f"{folder}: every byte is as it was written")
