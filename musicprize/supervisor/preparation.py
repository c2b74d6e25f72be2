"""What has to be true before the first request: catalogues, tables, static files, the demo edition, a bucket.

Runs in one Django process, since starting Django is most of the time that a second start takes.
"""

import hashlib
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from musicprize.kernel import clock
from musicprize.supervisor import catalogues
from musicprize.supervisor.platform_state import SIGN_INS
from musicprize.supervisor.problems import CannotRun

NEVER_SERVED = ["rest_framework", "redoc", "meta.json"]
"""Of the libraries and of our own build: no page asks for them, and compressing them was half of the time."""


def prepare(*, data: Path, demo_data: bool, say: Callable[[str], object]) -> None:
    """Bring `data` up to date with the code. Safe to repeat; what has not changed is not done again.

    Raises CannotRun with one sentence when the database does not answer, or a command refuses.
    """
    compiled = catalogues.compile_changed()
    if compiled:
        say(f"{compiled} translation catalogues compiled")
    django.setup()
    run_dir = data / "run"
    for folder in (run_dir, data / "log", data / "beat", data / "tmp"):
        folder.mkdir(parents=True, exist_ok=True)
    _migrate(say)
    _erase_again(say)
    _collect(run_dir / "static.sha256", say)
    try:
        _prepare_storage(say)
        if demo_data:
            _load_demo(run_dir / SIGN_INS, say)
    except CommandError as problem:  # a sentence for the person who asked, by the command's own account
        raise CannotRun(str(problem)) from problem


def _migrate(say: Callable[[str], object]) -> None:
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        where = connection.settings_dict["HOST"] or connection.settings_dict["NAME"]
        raise CannotRun(
            f"The database ({where}) does not answer: check DATABASE_URL and that the server runs."
        ) from problem
    output = io.StringIO()
    call_command("migrate", interactive=False, verbosity=1, no_color=True, stdout=output)
    applied = output.getvalue().count("... OK")
    say(f"{applied} migrations applied" if applied else "the database is up to date")


def _erase_again(say: Callable[[str], object]) -> None:
    """Whoever an older copy of the database has brought back, however it came here: `manage.py restore` that was
    stopped half way, or a snapshot of a disk."""
    from musicprize.privacy import actions, erasures  # tables, which need Django set up

    try:
        erased = actions.erase_again(at=clock.now())
    except erasures.DamagedList as problem:
        raise CannotRun(f"The list of erased people is damaged: {problem}. Take it from a backup.") from problem
    if erased:
        say(f"{erased} people erased again, whom an older database had brought back")


def _collect(stamp: Path, say: Callable[[str], object]) -> None:
    """Static files, hashed and compressed, when any source file changed since the last time."""
    digest = _static_digest()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    say("collecting and compressing the static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore=NEVER_SERVED)
    stamp.write_text(digest)


def _static_digest() -> str:
    found = hashlib.sha256(f"{django.__version__} {settings.STORAGES['staticfiles']}".encode())
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            status = os.stat(storage.path(path))
            found.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return found.hexdigest()


def _prepare_storage(say: Callable[[str], object]) -> None:
    """The bucket with its rules, where audio is kept in an object store."""
    if settings.STORAGE == "s3":
        say("setting the object store up")
        call_command("setup_storage", stdout=io.StringIO())


def _load_demo(target: Path, say: Callable[[str], object]) -> None:
    """The demo edition; its sign-ins go to a file for whoever prints the address."""
    say("loading the demo edition (the first time takes a while)")
    output = io.StringIO()
    call_command("demo", json=True, stdout=output)
    sign_ins = [json.loads(line) for line in output.getvalue().splitlines() if line.strip()]
    target.write_text(json.dumps(sign_ins), encoding="utf-8")
