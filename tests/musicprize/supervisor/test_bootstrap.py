"""Set-up: each step once, again when its inputs change or its result is gone, and one sentence when it cannot."""

import subprocess
import sys
from pathlib import Path

import pytest

from musicprize.supervisor import bootstrap
from musicprize.supervisor.configuration import ROOT


@pytest.fixture
def clone(tmp_path, monkeypatch) -> Path:
    """A folder that looks enough like a checkout for single steps."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "STAMPS", tmp_path / ".venv" / "stamps")
    monkeypatch.setattr(bootstrap, "REQUIREMENTS", tmp_path / "requirements")
    return tmp_path


@pytest.fixture
def commands(monkeypatch) -> list[list[str]]:
    ran: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "_run", lambda command, **_options: ran.append(command))
    return ran


def step(clone: Path, done: list[int], **options) -> None:
    bootstrap._step("frontend", "building", [clone / "a.ts", clone / "b.ts"], lambda: done.append(1), **options)


def test_step_is_done_once_for_the_same_content_whatever_the_dates(clone):
    done: list[int] = []
    (clone / "a.ts").write_text("a")
    step(clone, done)
    (clone / "a.ts").unlink()
    (clone / "a.ts").write_text("a")
    step(clone, done)

    assert done == [1]


@pytest.mark.parametrize("change", ["content", "new file", "result gone", "other Python"])
def test_step_is_done_again_when(clone, change):
    done: list[int] = []
    result = clone / "dist"
    result.mkdir()
    (clone / "a.ts").write_text("a")
    step(clone, done, result=result, extra="3.11")
    if change == "content":
        (clone / "a.ts").write_text("b")
    elif change == "new file":
        (clone / "b.ts").write_text("")
    elif change == "result gone":
        result.rmdir()
    step(clone, done, result=result, extra="3.12" if change == "other Python" else "3.11")

    assert done == [1, 1]


def test_step_that_fails_leaves_no_stamp(clone):
    def fail() -> None:
        raise bootstrap.SetupProblem("the network is away")

    done: list[int] = []
    with pytest.raises(bootstrap.SetupProblem):
        bootstrap._step("frontend", "building", [clone / "a.ts", clone / "b.ts"], fail)
    step(clone, done)

    assert done == [1]


def test_install_asks_for_hashes_and_takes_base_along(clone, commands):
    (clone / "requirements").mkdir()
    for name in ("base", "dev"):
        (clone / "requirements" / f"{name}.txt").write_text("")

    bootstrap._install("dev")

    [command] = commands
    assert "--require-hashes" in command
    assert [Path(part).name for part in command if part.endswith(".txt")] == ["base.txt", "dev.txt"]


def test_install_without_a_lock_says_how_to_make_one(clone, commands):
    with pytest.raises(bootstrap.SetupProblem, match=r"no lock file requirements/dev\.txt: run make lock"):
        bootstrap._install("dev")
    assert commands == []


def test_frontend_without_its_lock_is_not_built(clone, commands):
    npm = clone / ".venv" / "bin" / "npm"
    npm.parent.mkdir(parents=True)
    npm.touch()

    with pytest.raises(bootstrap.SetupProblem, match=r"package-lock\.json is missing"):
        bootstrap._install_frontend()
    assert commands == []


def test_a_command_that_fails_is_named(clone):
    with pytest.raises(bootstrap.SetupProblem, match=r"-c raise SystemExit\(3\) failed"):
        bootstrap._run([sys.executable, "-c", "raise SystemExit(3)"])


def test_main_with_an_old_python_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))

    assert bootstrap.main([]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_it_needs_nothing_but_the_standard_library():
    code = (
        "import runpy, sys; "
        f"runpy.run_path({str(ROOT / 'musicprize/supervisor/bootstrap.py')!r}); "
        "foreign = {name.split('.')[0] for name in sys.modules} - set(sys.stdlib_module_names) - {'__main__'}; "
        "sys.exit(', '.join(sorted(foreign)) if foreign else 0)"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
