"""Write docs/states.md: every state machine of the platform, from its table."""

import importlib
from typing import Any

from django.core.management.base import BaseCommand

from musicprize.kernel.states import Machine

ROOMS = (
    "submissions.uploads",
    "submissions.applications",
    "jury.rounds",
    "jury.scoresheets",
    "jury.deliberation",
    "jury.publication",
)
HEAD = """# States

Made from the tables in each room's `rules.py` by `manage.py states`; a test compares. Whatever is not in a table is
refused with the code `wrong_state`. Who may say a verb stands in the room's `access.py`.
"""


class Command(BaseCommand):
    help = "Print every state machine, as Markdown with diagrams."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        parts = [HEAD]
        for room in ROOMS:
            module = importlib.import_module(f"{room}.rules")
            machines = [value for value in vars(module).values() if isinstance(value, Machine)]
            parts += [_section(room, machine) for machine in machines]
        self.stdout.write("\n".join(parts).rstrip())


def _section(room: str, machine: Machine[Any, Any]) -> str:
    arrows = [f"    {before.value} --> {after.value}: {verb.value}" for (before, verb), after in machine.table.items()]
    rows = [f"| {before.value} | {verb.value} | {after.value} |" for (before, verb), after in machine.table.items()]
    return "\n".join(
        [
            f"## {machine.name} (`{room}`)", "",
            "```mermaid", "stateDiagram-v2", f"    [*] --> {machine.initial.value}", *arrows, "```", "",
            "| state | verb | becomes |", "|---|---|---|", *rows, "",
        ]
    )  # fmt: skip
