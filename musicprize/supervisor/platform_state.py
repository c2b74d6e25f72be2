"""The small files under DATA/run by which one process knows of the platform that another one runs."""

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from musicprize.supervisor.problems import CannotRun

SIGN_INS = "sign-ins.json"
STATE = "platform.json"


@dataclass(frozen=True)
class SignIn:
    """An address of the demo edition with which somebody of that role signs in."""

    role: str
    email: str


@dataclass(frozen=True)
class Platform:
    """A running platform, as its run folder tells it."""

    base_url: str
    port: int
    data: Path
    pid: int
    redis_url: str
    sign_ins: tuple[SignIn, ...] = ()

    @property
    def mail_url(self) -> str:
        """Where the demo shows every mail, sign-in codes included."""
        return f"{self.base_url}/demo/mail"

    @property
    def log_dir(self) -> Path:
        return self.data / "log"


def take_lock(run_dir: Path) -> IO[str]:
    """Hold the folder for one platform at a time. Raises CannotRun when another one has it."""
    run_dir.mkdir(parents=True, exist_ok=True)
    file = (run_dir / "lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        file.close()
        raise CannotRun(
            f"A platform already runs on {run_dir.parent}: stop it, or start this one on another folder with DATA=…"
        ) from problem
    return file


def write(run_dir: Path, platform: Platform) -> None:
    """Tell that the platform answers. Only the owner can read it: the broker's password is in it."""
    content = {**asdict(platform), "data": str(platform.data)}
    draft = run_dir / f"{STATE}.{os.getpid()}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file)
    draft.replace(run_dir / STATE)


def read(run_dir: Path) -> Platform | None:
    """The platform that runs on this folder, or None."""
    try:
        content = json.loads((run_dir / STATE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    sign_ins = tuple(SignIn(**each) for each in content.pop("sign_ins"))
    return Platform(**{**content, "data": Path(content["data"]), "sign_ins": sign_ins})


def read_sign_ins(path: Path) -> tuple[SignIn, ...]:
    """What the demo command printed: one sign-in a role."""
    return tuple(SignIn(each["role"], each["email"]) for each in json.loads(path.read_text(encoding="utf-8")))


def forget(run_dir: Path) -> None:
    with suppress(FileNotFoundError):
        (run_dir / STATE).unlink()
