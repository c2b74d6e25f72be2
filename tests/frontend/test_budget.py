"""The byte budget per group of pages, read from what `npm run build` made (gzip, as a browser gets it)."""

import gzip
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "frontend" / "dist"
KIB = 1024
ALWAYS = ("theme.js", "site.js")
SIGNED_IN = "leaving.js"
PAGES = {
    "call": (5 * KIB, ("call.js",)),
    "results": (5 * KIB, ("player.js",)),
    "account": (15 * KIB, (SIGNED_IN, "forms.js")),
    "application": (15 * KIB, (SIGNED_IN, "application.js")),
    "work": (15 * KIB, (SIGNED_IN, "work.js")),
    "desk": (15 * KIB, (SIGNED_IN, "desk.js")),
    "stage": (10 * KIB, ("stage.js",)),
    "table": (15 * KIB, (SIGNED_IN, "table.js")),
    "live": (15 * KIB, ("live.js",)),
}
needs_build = pytest.mark.skipif(not (DIST / "meta.json").exists(), reason="run `npm run build` first")


def packed(name: str) -> int:
    return len(gzip.compress((DIST / name).read_bytes(), 9, mtime=0))


@needs_build
@pytest.mark.parametrize("page", PAGES)
def test_scripts_of_a_page_stay_in_budget(page: str) -> None:
    limit, own = PAGES[page]
    assert sum(packed(name) for name in (*ALWAYS, *own)) <= limit


@needs_build
def test_what_sends_a_file_is_small_and_comes_only_with_a_file() -> None:
    assert packed("upload.worker.js") <= 5 * KIB
    assert "upload.worker" not in (ROOT / "frontend" / "dist" / "work.js").read_text()


@needs_build
def test_every_bundle_has_a_budget() -> None:
    built = {
        Path(name).name for name in json.loads((DIST / "meta.json").read_text())["outputs"] if name.endswith(".js")
    }
    elsewhere = {name for name in built if name.startswith("jury") or name.endswith("worker.js")}
    assert built - elsewhere == {*ALWAYS, *(name for _limit, own in PAGES.values() for name in own)}


@needs_build
def test_style_sheet_stays_in_budget() -> None:
    assert packed("styles.css") <= 10 * KIB


def test_preloaded_fonts_stay_in_budget() -> None:
    fonts = ROOT / "frontend" / "fonts"
    assert sum((fonts / f"{name}-latin.woff2").stat().st_size for name in FAMILIES) <= 75 * KIB


def test_fonts_come_with_their_licence() -> None:
    for name in FAMILIES:
        assert "SIL Open Font License" in (ROOT / "frontend" / "fonts" / f"{name}-OFL.txt").read_text()


def test_lock_file_names_no_address() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "http" not in lock


FAMILIES = ("bricolage-grotesque", "atkinson-hyperlegible-next")
