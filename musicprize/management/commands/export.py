"""Write down everything kept about a person, for that person: data as JSON, their recordings and files, hashes."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from musicprize.kernel import clock
from musicprize.objectstore import StoreAway
from musicprize.privacy import exporting


class Command(BaseCommand):
    help = "Write everything kept about a person, by e-mail address, into a new or empty FOLDER."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("folder", metavar="FOLDER", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        email, folder = options["email"].strip().lower(), options["folder"]
        os.umask(0o077)
        try:
            if folder.exists() and any(folder.iterdir()):
                raise CommandError(f"{folder} is not empty.")
            done = exporting.export(email=email, into=folder, at=clock.now())
        except (StoreAway, OSError) as problem:
            told = f"The export is not whole, take it away and start again: {problem}"
            raise CommandError(told, returncode=1) from problem
        if done.empty:
            self.stdout.write(f"nothing is kept about {email}; {folder} says so")
        else:
            self.stdout.write(f"{folder}: {done.rows} rows and {len(done.files)} files")
        if done.problems:
            raise CommandError("Something is missing in it:\n" + "\n".join(done.problems), returncode=1)
