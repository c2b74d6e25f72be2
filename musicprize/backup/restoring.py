"""Putting a backup back. Everything that can be refused is refused before anything is touched.

The order: check every hash; objects, which only add; then the database, as a whole or not at all; then migrations, the
invariants, everybody signed out, and whoever was erased since the backup is erased again. Stopped half way it is
simply started again; the platform, too, erases again at its next start (musicprize.supervisor.preparation).
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader

from musicprize.accounts import actions as accounts
from musicprize.backup import databases, manifest, objects
from musicprize.backup.facts import facts, peoples_rows
from musicprize.backup.manifest import Facts, Manifest
from musicprize.backup.place import Place, damages
from musicprize.backup.problems import BackupProblem
from musicprize.backup.smallfiles import copy_tree
from musicprize.backup.taking import FILES
from musicprize.kernel import invariants
from musicprize.ledger import queries as ledger
from musicprize.privacy import actions as privacy
from musicprize.privacy import erasures
from musicprize.supervisor import platform_state
from musicprize.supervisor.problems import CannotRun

TOLD_DAMAGES = 20
TOLD_TABLES = 6


@dataclass(frozen=True)
class Wish:
    """What to restore, and how. `name`: of the backup, "" for the newest; `erasures`: further lists of the erased."""

    root: Path
    name: str = ""
    replace: bool = False
    erasures: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Restored:
    """What was done; `problems`: what does not hold now that it is back, by check."""

    folder: Path
    manifest: Manifest
    objects: objects.PutBack
    migrations: int
    erased: int
    problems: tuple[tuple[str, str], ...]


def restore(wish: Wish, *, at: datetime, confirm: Callable[[str], bool], say: Callable[[str], object]) -> Restored:
    """Replace the platform's data by the backup's. `confirm` is asked with what would be lost, if anything would.

    BackupProblem, StoreAway and StoreFull say why not; before the database is replaced nothing was lost.
    """
    place = Place(wish.root)
    folder = place.chosen(wish.name)
    with ExitStack() as held:
        held.enter_context(place.locked())
        held.enter_context(_alone())
        wanted = manifest.read(folder)
        _check(place, folder, wanted, say)
        present = _present()
        _check_may_replace(wish, present, wanted, confirm)
        _gather_erasures(place, wish, present)
        say("putting the objects back")
        put = objects.put_back(place, wanted.objects)
        say("putting the database back")
        databases.here().load(folder / wanted.source.file)
        _check_same(wanted)
        copy_tree(folder / FILES, Path(default_storage.path("")))
        return _brought_up(folder, wanted, put, at)


def check(root: Path, *, name: str = "") -> tuple[Path, list[str]]:
    """The backup that would be restored, and everything that is wrong with it. Touches nothing."""
    place = Place(root)
    folder = place.chosen(name)
    return folder, [*damages(place, folder, manifest.read(folder)), *erasures.damages(place.erasures)]


def _alone() -> ExitStack:
    """Hold the platform's folder: `make run` cannot be on it, nor start meanwhile."""
    held = ExitStack()
    try:
        held.enter_context(platform_state.take_lock(Path(settings.DATA) / "run"))
    except CannotRun as problem:
        raise BackupProblem(f"A platform runs on {settings.DATA}: stop it first.") from problem
    return held


def _check(place: Place, folder: Path, wanted: Manifest, say: Callable[[str], object]) -> None:
    """Everything that can be found out without touching anything."""
    databases.check_same_engine(wanted.source.engine)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    newer = sorted(set(wanted.facts.migrations) - known)
    if newer:
        raise BackupProblem(
            f"The backup was made by a newer version ({wanted.code.version}): "
            f"this one does not know {', '.join(newer)}."
        )
    say(f"checking {len(wanted.files)} files and {len(wanted.objects)} objects")
    found = [*damages(place, folder, wanted), *erasures.damages(place.erasures)]
    if found:
        more = f"\nand {len(found) - TOLD_DAMAGES} more" if len(found) > TOLD_DAMAGES else ""
        raise BackupProblem("The backup is damaged, nothing was touched:\n" + "\n".join(found[:TOLD_DAMAGES]) + more)
    databases.here().check_can_load(wanted.source)


def _present() -> Facts:
    try:
        databases.here().settle()
        return facts("default")
    except DatabaseError as problem:
        raise BackupProblem(
            "The present database cannot be read: move it away, or give an empty one, and restore again."
        ) from problem


def _check_may_replace(wish: Wish, present: Facts, wanted: Manifest, confirm: Callable[[str], bool]) -> None:
    rows = peoples_rows(present)
    if not rows:
        return
    largest = sorted(rows.items(), key=lambda row: (-row[1], row[0]))[:TOLD_TABLES]
    lost = f"{sum(rows.values())} rows, most of them in {', '.join(f'{table} ({n})' for table, n in largest)}"
    told = f"This platform is not empty. Restoring replaces it: {lost}.{_since(present, wanted)}"
    if not wish.replace:
        raise BackupProblem(f"{told}\nNothing was touched. To replace it, say --replace.")
    if not confirm(told):
        raise BackupProblem("Nothing was touched.")


def _since(present: Facts, wanted: Manifest) -> str:
    """How far the present ledger goes beyond the backup's."""
    if not present.ledger or not wanted.facts.ledger:
        return ""
    head, kept = present.ledger[0], wanted.facts.ledger[0]
    if kept.seq and ledger.act_with_hash(kept.hash) is None:
        return " Its ledger is not the continuation of the backup's: it is another platform, or went another way."
    return f" {head.seq - kept.seq} acts of its ledger are newer than the backup of {wanted.made_at}."


def _gather_erasures(place: Place, wish: Wish, present: Facts) -> None:
    """Write down who was erased, from everywhere that knows, while the present database still does."""
    if "musicprize_ledgerentry" in present.counts:
        privacy.note_erasures()
    try:
        for folder in (place.erasures, *wish.erasures):
            erasures.merge(folder, erasures.folder())
    except erasures.DamagedList as problem:
        raise BackupProblem(str(problem)) from problem


def _check_same(wanted: Manifest) -> None:
    found = facts("default")
    if found != wanted.facts:
        differing = sorted(
            table
            for table in {*found.counts, *wanted.facts.counts}
            if found.counts.get(table) != wanted.facts.counts.get(table)
        )
        what = ", ".join(differing) or "migrations or the ledger's head"
        raise BackupProblem(f"The database that was put back is not what the manifest says ({what}).")


def _brought_up(folder: Path, wanted: Manifest, put: objects.PutBack, at: datetime) -> Restored:
    """The database is back: make it fit for this code, and forget again what had to be forgotten."""
    call_command("migrate", interactive=False, verbosity=0)
    applied = len(set(facts("default").migrations) - set(wanted.facts.migrations))
    accounts.sign_everybody_out()
    erased = privacy.erase_again(at=at)
    return Restored(folder, wanted, put, applied, erased, tuple(invariants.problems()))
