"""Make the S3 bucket ready: create it, allow our pages to send to it, let it tidy up. May be run again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musicprize.objectstore import StoreAway, setup


class Command(BaseCommand):
    help = "Create the S3 bucket with its CORS and lifecycle rules (STORAGE=s3). Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--origin", action="append", help="where browsers show our pages; default: BASE_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        origins = options["origin"] or setup.default_origins()
        try:
            outcome = setup.set_up(origins=origins)
        except setup.NotS3 as problem:
            self.stdout.write(f"{problem}.")
            return
        except StoreAway as problem:
            raise CommandError(f"The store does not answer as it should: {problem}") from problem
        for step, how in outcome.items():
            self.stdout.write(f"{step}: {how}")
