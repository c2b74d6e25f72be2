"""What one platform is started with, read once from the environment and the command line."""

import contextlib
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from musicprize import environment as env
from musicprize.supervisor.problems import CannotRun

ROOT = Path(__file__).resolve().parent.parent.parent
"""The checkout: where manage.py stands and every command is run."""


@dataclass(frozen=True)
class Configuration:
    """One platform: its folder, its address, and whether it is the demo."""

    data: Path
    port: int
    host: str
    base_url: str
    demo: bool
    demo_data: bool
    redis_url: str
    """Empty: a private Redis is started under `data`."""

    @property
    def run_dir(self) -> Path:
        return self.data / "run"

    @property
    def log_dir(self) -> Path:
        return self.data / "log"


def read(*, data: str | None = None, port: int | None = None, demo_data: bool | None = None) -> Configuration:
    """The configuration from the environment; an argument that is given wins over its variable.

    Raises CannotRun when a variable has a value that cannot be used.
    """
    try:
        folder = Path(data or env.text("DATA") or ROOT / "var").expanduser().resolve()
        number = env.integer("PORT", 8000) if port is None else port
        demo = env.flag("DEMO")
        wanted = env.flag("DEMO_DATA", default=demo) if demo_data is None else demo_data
    except env.EnvironmentProblem as problem:
        raise CannotRun(str(problem)) from problem
    if not 0 <= number <= 65535:
        raise CannotRun(f"PORT={number} is not a port: choose a number from 1 to 65535, or 0 for any free one.")
    return Configuration(
        data=folder,
        port=number,
        host=env.text("HOST", "127.0.0.1"),
        base_url=env.text("BASE_URL").rstrip("/"),
        demo=demo,
        demo_data=wanted,
        redis_url=env.text("REDIS_URL"),
    )


def child_environment(
    configuration: Configuration, *, port: int, redis_url: str, secret_key: str, parent: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The environment of every process of the platform: the parent's, with what this platform decided on top."""
    inherited = dict(os.environ if parent is None else parent)
    binaries = str(Path(sys.executable).parent)
    if redis_url:
        inherited["REDIS_URL"] = redis_url
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": inherited.get("DJANGO_SETTINGS_MODULE", "musicprize.settings"),
        "PATH": os.pathsep.join([binaries, inherited.get("PATH", os.defpath)]),
        "PYTHONUNBUFFERED": "1",
        # More threads make every small linear algebra call of the tally slower, and fight with the encoders.
        "OPENBLAS_NUM_THREADS": inherited.get("OPENBLAS_NUM_THREADS", "1"),
        "DATA": str(configuration.data),
        "PORT": str(port),
        "BASE_URL": configuration.base_url or f"http://localhost:{port}",
        "DEMO": "1" if configuration.demo else "0",
        "SECRET_KEY": secret_key,
    }


def secret_key(data: Path) -> str:
    """SECRET_KEY from the environment, else the one kept in `data`, made on the first start.

    The file is readable by its owner only and is created in one step, so that two starts at once agree.
    """
    given = env.text("SECRET_KEY")
    if given:
        return given
    path = data / "secret_key"
    data.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _create_once(path, secrets.token_urlsafe(50), draft=str(os.getpid()))
    return path.read_text(encoding="ascii").strip()


def _create_once(path: Path, content: str, *, draft: str) -> None:
    """Write a file that appears whole or not at all; when it is there already, leave it."""
    draft_path = path.with_name(f"{path.name}.{draft}")
    with open(os.open(draft_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(content)
    with contextlib.suppress(FileExistsError):  # another start was first: its key is the one that counts
        os.link(draft_path, path)
    draft_path.unlink()
