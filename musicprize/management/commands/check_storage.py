"""Try what the configured store enforces, and say it. Exit status 1 when something that must hold does not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musicprize.objectstore import ObjectStore, StoreAway, StoreFull, probing, probing_local, store
from musicprize.objectstore.local import LocalStore
from musicprize.objectstore.probing import Finding
from musicprize.objectstore.s3 import S3Store


def _findings(here: ObjectStore) -> list[Finding]:
    if isinstance(here, LocalStore):
        return probing_local.probe(here)
    return probing.probe(here) if isinstance(here, S3Store) else []


class Command(BaseCommand):
    help = (
        "Write a corrupt part, a wrong size, an expired and an anonymous request to the store; print what it refuses."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        here = store()
        try:
            here.check()
            findings = _findings(here)
        except (StoreAway, StoreFull) as problem:
            raise CommandError(f"The store cannot be used: {problem}") from problem
        for finding in findings:
            mark = "yes" if finding.held else "NO" if finding.must else "no (found by the check after completion)"
            self.stdout.write(f"{finding.name}: {mark} [{finding.seen}]")
        if any(finding.must and not finding.held for finding in findings):
            raise CommandError("This store must not be used: something that has to hold does not.")
