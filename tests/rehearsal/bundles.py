"""The verification bundles, as anybody gets them: fetched without an account, checked by their own script."""

import io
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tests.rehearsal.client import Client, NotHeld, letters

PATIENCE_S = 60.0


def holds(base: str, slug: str, position: int, *, witnesses: Iterable[str]) -> bool:
    """Whether the bundle of a round holds against the head that every witness was mailed, and no longer once a byte of
    its data is another. The script runs in a fresh interpreter that sees nothing of this repository."""
    packed = Client(base).download(f"/api/v1/results/{slug}/rounds/{position}/bundle")
    with tempfile.TemporaryDirectory(prefix="rehearsal-bundle-") as name:
        folder = Path(name)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(folder)
        head = (folder / "head.txt").read_text(encoding="utf-8").splitlines()[0]
        for email in witnesses:
            _wait_for_head(base, email, head)
        return _verifies(folder, head) and not any(_verifies_changed(folder, head, each) for each in DATA)


DATA = ("scores.csv", "result.csv", "rules.json")


def _verifies(folder: Path, head: str) -> bool:
    command = [sys.executable, "-I", str(folder / "verify.py"), head]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False).returncode == 0


def _verifies_changed(folder: Path, head: str, name: str) -> bool:
    """With the last digit of a file another one; the file is put back."""
    path = folder / name
    whole = path.read_bytes()
    at = max(whole.rfind(digit) for digit in (b"1", b"2", b"3", b"4", b"5"))
    path.write_bytes(whole[:at] + bytes([whole[at] + 1]) + whole[at + 1 :])
    held = _verifies(folder, head)
    path.write_bytes(whole)
    return held


def _wait_for_head(base: str, email: str, head: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not any(head in letter.body for letter in letters(base, to=email)):
        if time.monotonic() > deadline:
            raise NotHeld(f"{email} was not mailed the head of the ledger on which a bundle rests")
        time.sleep(0.5)
