"""Write docs/privacy.md: what each table knows about people, and what becomes of it."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from musicprize.kernel.personal import Declaration

HEAD = """# What we know about people

Made from the declarations in each room's `models.py` by `manage.py privacy_document`; a test compares.

*Erasure*: what erasing a person does to a field: `blank` empties it, `pseudonym` puts a random stand-in, `object`
deletes the stored file, `keep` leaves it for the reason given.

*Kept*: `edition`: until as many months after the final as the edition says; then `manage.py retain`, which beat starts
every night, erases everybody who is in no edition that still keeps data, and empties rows of people without an account.
Organisers stay while they are organisers. `one year`: emptied that long after it was written. `forever`: public record.

`manage.py export` gives a person the rows about them, found by account or address, with their files.

| table | purpose | about whom | personal fields and their erasure | kept | reason for what stays |
|---|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Print what each table knows about people, as Markdown."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        rows = []
        for floor in ("musicprize", "submissions", "jury"):
            for model in apps.get_app_config(floor).get_models():
                rows.append(_row(model._meta.label, model.privacy))  # type: ignore[attr-defined]
        self.stdout.write(HEAD + "\n".join(sorted(rows)))


def _row(label: str, declared: Declaration) -> str:
    personal = ", ".join(f"{name} ({erase.value})" for name, erase in declared.personal.items()) or "none"
    subject = declared.subject.replace("__", ".") or "nobody"
    return f"| {label} | {declared.purpose} | {subject} | {personal} | {declared.retention} | {declared.keep_because} |"
