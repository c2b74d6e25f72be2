"""Write the verification bundle of a counted round: as a ZIP, the very bytes that are or will be public."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jury.publication import bundle_queries
from jury.rounds import queries as rounds
from musicprize.editions import queries as editions
from musicprize.kernel.errors import NotFound


class Command(BaseCommand):
    help = "Write the verification bundle of a counted round. ROUND: its id, or edition/number such as qp-2026/2."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", metavar="ROUND")
        parser.add_argument("--out", type=Path, metavar="FILE", help="default: its own name, in this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = bundle_queries.archive_of(_round_id(options["round"]))
        except NotFound as problem:
            raise CommandError(f"no counted round {options['round']!r} with a bundle") from problem
        path = options["out"] or Path(found.name)
        try:
            path.write_bytes(found.data)
        except OSError as problem:
            raise CommandError(f"{path}: {problem.strerror}") from problem
        self.stdout.write(f"{path}: {len(found.data)} bytes, SHA-256 {found.sha256}")


def _round_id(given: str) -> UUID:
    """NotFound for a text that names no round."""
    slug, slash, number = given.rpartition("/")
    if not slash:
        try:
            return UUID(given)
        except ValueError as problem:
            raise NotFound() from problem
    edition = editions.by_slug(slug)
    for facts in rounds.of_edition(edition.id):
        if str(facts.position) == number:
            return facts.id
    raise NotFound()
