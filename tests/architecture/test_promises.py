"""Promises that a change could break unseen: tasks, migrations, privacy declarations, generated documents."""

import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from musicprize.celery import app
from musicprize.editions.rules import FINDINGS
from musicprize.kernel.personal import Declaration
from submissions.audio.findings import Code
from tests.architecture.sources import FLOORS, ROOT

OWN = [model for floor in FLOORS if floor != "frontend" for model in apps.get_app_config(floor).get_models()]


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    missing = [entry["task"] for entry in app.conf.beat_schedule.values() if entry["task"] not in app.tasks]
    assert missing == []


def test_every_task_name_that_is_rung_exists() -> None:
    """`enqueue("…")` names a task by a string: each must be registered."""
    import re

    app.loader.import_default_modules()
    rung = {
        name
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*.py")
        for name in re.findall(r'enqueue\(\s*"([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert rung
    assert {name for name in rung if name not in app.tasks} == set()


@pytest.mark.django_db
def test_no_migration_is_pending() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_every_field_has_its_privacy_declaration(model: type) -> None:
    declared = model.privacy  # type: ignore[attr-defined]
    assert isinstance(declared, Declaration)
    assert declared.purpose
    fields = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}  # type: ignore[attr-defined]
    assert declared.fields() == fields


@pytest.mark.django_db
@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_every_table_can_be_found_by_its_subject(model: type) -> None:
    """The lookup path to the person whom a row is about must be one that the database knows."""
    from uuid import uuid4

    declared = model.privacy  # type: ignore[attr-defined]
    if declared.subject:
        assert list(model._default_manager.filter(**{declared.subject: uuid4()})) == []  # type: ignore[attr-defined]


def test_editions_know_every_finding() -> None:
    assert set(FINDINGS) == {code.value for code in Code}


def test_states_document_is_up_to_date(tmp_path: Path) -> None:
    """docs/states.md is made from the tables (manage.py states)."""
    made = tmp_path / "states.md"
    with made.open("w", encoding="utf-8") as file:
        call_command("states", stdout=file)
    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == made.read_text(encoding="utf-8")


def test_privacy_document_is_up_to_date(tmp_path: Path) -> None:
    """docs/privacy.md is made from the declarations (manage.py privacy_document)."""
    made = tmp_path / "privacy.md"
    with made.open("w", encoding="utf-8") as file:
        call_command("privacy_document", stdout=file)
    assert (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8") == made.read_text(encoding="utf-8")


def test_locks_name_no_address() -> None:
    files = [*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json", ROOT / ".npmrc"]
    assert len(files) >= 4
    with_address = [
        file.name for file in files if "http://" in file.read_text() or "https://registry" in file.read_text()
    ]
    assert with_address == []


def test_no_path_of_one_machine_is_committed() -> None:
    found = subprocess.run(
        ["git", "grep", "-nIF", "-e", f"{ROOT}/", "-e", f"{Path.home()}/", "--", "."],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert found.stdout == ""


def test_every_api_address_has_a_schema() -> None:
    """The OpenAPI document names every operation under /api/v1."""
    from drf_spectacular.generators import SchemaGenerator

    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    assert len(paths) == len(_patterns(get_resolver(), ""))


def _patterns(resolver: URLResolver, prefix: str) -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found |= _patterns(entry, route)
        elif isinstance(entry, URLPattern) and route.startswith("api/v1/"):
            found.add(route)
    return found


@pytest.mark.django_db
def test_foreign_keys_are_enforced() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys")
            assert cursor.fetchone() == (1,)
