"""Load the demo edition and print a sign-in for each role."""

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from frontend.demo.loading import load
from musicprize import environment as env
from musicprize.kernel import clock


class Command(BaseCommand):
    help = "Load the demo: a past edition with its result, and one where everybody has something to do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object a line: role, email")
        parser.add_argument("--applications", type=int, default=None, help="only so many (else DEMO_APPLICATIONS, 54)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("this is not a demo: set DEMO=1 to fill a platform with invented people")
        wanted = options["applications"]
        limit = env.integer("DEMO_APPLICATIONS", 54) if wanted is None else wanted
        if limit < 1:
            raise CommandError("the demo needs at least one application")
        for one in load(now=clock.now(), say=self.stderr.write, limit=limit):
            self.stdout.write(json.dumps(asdict(one)) if options["json"] else f"{one.role}: {one.email}")
