"""Look for objects without rows and rows without objects. Exit status 1 when there are any."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musicprize.kernel import clock
from musicprize.objectstore import StoreAway, store
from musicprize.objectstore.scanning import scan


class Command(BaseCommand):
    help = "Compare the file store with the database: orphans (objects without rows), dangling rows (without objects)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete the orphans (not after restoring a backup)")
        parser.add_argument("--hours", type=int, default=24, help="younger objects are left alone (default: 24)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = scan(at=clock.now(), young=timedelta(hours=options["hours"]))
            for orphan in found.orphans:
                self.stdout.write(f"orphan {orphan.key} {orphan.size} bytes, {orphan.modified_at:%Y-%m-%d %H:%M}")
                if options["delete"]:
                    store().delete(orphan.key)
        except StoreAway as problem:
            raise CommandError(f"The store does not answer: {problem}") from problem
        for row in found.dangling:
            self.stdout.write(f"dangling {row.model}.{row.field} {row.key}")
        counts = f"{found.objects} objects, {len(found.orphans)} orphans, {len(found.dangling)} dangling rows"
        self.stdout.write(counts)
        if found.dangling or (found.orphans and not options["delete"]):
            raise CommandError("The store and the database disagree.")
