"""The house holds its shape by itself: sizes, doors, neighbours, circles."""

import ast
import re
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, imports, modules, room, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
FILES_IN_ORDER = ("api", "tasks", "actions", "queries", "access", "models", "rules")
PRIVATE = ("models", "api", "tasks")
"""What a neighbouring room may not import: tables, and the edges."""
SHARED = {"musicprize.accounts.models", "musicprize.kernel.api"}
"""User and Role are types that every room speaks of; the kernel is a box of tools, not a room."""


@pytest.mark.parametrize("suffix", [".py", ".ts", ".css", ".html"])
def test_no_source_file_is_longer_than_the_limit(suffix: str) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    tracked = listed.stdout.splitlines()
    long = {
        name: lines
        for name in tracked
        if name.endswith(suffix) and "/migrations/" not in name and (ROOT / name).exists()
        if (lines := (ROOT / name).read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_the_limit() -> None:
    long = [
        f"{name}.{node.name}: {node.end_lineno - node.lineno}"
        for name, path in modules().items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION
    ]
    assert long == []


def test_import_contracts_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_circle_between_files() -> None:
    """A file can be read after those that it imports: there is an order."""
    state: dict[str, int] = {}
    circles = []

    def visit(name: str, trail: tuple[str, ...]) -> None:
        state[name] = 1
        for other in set(imports(name)):
            if other == name or name.startswith(f"{other}."):
                continue
            if state.get(other) == 1:
                circles.append(" → ".join((*trail, name, other)))
            elif other not in state:
                visit(other, (*trail, name))
        state[name] = 2

    for name in modules():
        if name not in state:
            visit(name, ())
    assert circles == []


def test_neighbours_do_not_import_tables_or_edges() -> None:
    wrong = [
        f"{name} imports {other}"
        for name in modules()
        for other in imports(name, inside_functions=True)
        if other.rsplit(".", 1)[-1] in PRIVATE and room(name) != room(other) and other.count(".") == 2
        if other not in SHARED and not _is_index(name)
    ]
    assert wrong == []


def test_a_file_imports_only_to_its_right() -> None:
    wrong = []
    for name in modules():
        kind = name.rsplit(".", 1)[-1]
        if kind not in FILES_IN_ORDER or name.count(".") != 2:
            continue
        left = FILES_IN_ORDER[: FILES_IN_ORDER.index(kind)]
        wrong += [
            f"{name} imports {other}"
            for other in imports(name)
            if room(other) == room(name) and other.rsplit(".", 1)[-1] in left
        ]
    assert wrong == []


def test_transactions_and_writes_only_in_actions() -> None:
    """One door per write. The names of files that may: *actions*, and helpers whose docstring says so."""
    wrong = []
    for name, path in modules().items():
        file = name.rsplit(".", 1)[-1]
        if "actions" in file or name.startswith(("musicprize.kernel", "frontend.demo")) or "management" in name:
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r"transaction\.atomic|\.objects\.(create|bulk_create|get_or_create)\(", text):
            wrong.append(name)
    assert wrong == []


def _is_index(name: str) -> bool:
    """`musicprize.models`, `submissions.tasks`, `jury.urls`: they list, nothing else."""
    return name.count(".") == 1


def test_tally_and_audio_child_load_without_django() -> None:
    code = "import sys, jury.tally, submissions.audio.child; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
