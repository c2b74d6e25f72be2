"""Django's own small files (DATA/files): a tree that is copied as it is."""

from pathlib import Path

from musicprize.backup.holding import Held, write_whole
from musicprize.objectstore.files import pieces


def copy_tree(source: Path, target: Path) -> dict[str, Held]:
    """Copy every file; {path below the folder: what it is}. Nothing where there is no folder."""
    found = sorted(path for path in source.rglob("*") if path.is_file()) if source.is_dir() else []
    return {
        path.relative_to(source).as_posix(): write_whole(target / path.relative_to(source), pieces(path.open("rb")))
        for path in found
    }
