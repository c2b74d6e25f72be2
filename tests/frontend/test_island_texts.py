"""What scripts say exists, in every bundle that says it, and nothing is translated in vain."""

import re
from pathlib import Path

import pytest

from frontend.island_texts import BUNDLES, texts_for

ISLANDS = Path(__file__).resolve().parents[2] / "frontend" / "islands"
GROUPS = "http|error|save|upload|player|level|place|count|countdown|jury|moment|keys|list|verify|stage|live|fresh"
KEY = re.compile(rf'"((?:{GROUPS})\.[a-z_.]+)"')
COUNTED = re.compile(r'counted\("([a-z_.]+)"')
BUNDLE_FILES = sorted(path.stem for path in (ISLANDS / "bundles").glob("*.ts"))


def sources(path: Path, seen: set[Path]) -> set[Path]:
    """The file and all that it imports."""
    if path not in seen:
        seen.add(path)
        for name in re.findall(r'(?:from|import) "(\.[^"]+)"', path.read_text()):
            sources((path.parent / name).resolve(), seen)
    return seen


def uncommented(code: str) -> str:
    return re.sub(r"/\*.*?\*/", "", code, flags=re.S)


def said(bundle: str) -> set[str]:
    """All text keys that the scripts of a bundle may look up."""
    code = "\n".join(uncommented(path.read_text()) for path in sources(ISLANDS / "bundles" / f"{bundle}.ts", set()))
    counted = set(COUNTED.findall(code))
    keys = set(KEY.findall(code)) - counted | {f"{key}.{form}" for key in counted for form in ("one", "other")}
    if "`save.${state}`" in code:
        keys |= {f"save.{state}" for state in ("idle", "saving", "saved", "offline", "failed", "conflict")}
    return keys


@pytest.mark.parametrize("bundle", BUNDLE_FILES)
def test_bundle_says_only_what_its_page_carries(bundle: str) -> None:
    assert said(bundle) - set(texts_for(bundle)) == set()


@pytest.mark.parametrize("bundle", [name for name in BUNDLES if name in BUNDLE_FILES])
def test_page_carries_nothing_that_its_bundle_never_says(bundle: str) -> None:
    assert set(texts_for(bundle)) - said(bundle) == set()


def test_every_text_of_a_bundle_belongs_to_a_file() -> None:
    assert set(BUNDLES) <= set(BUNDLE_FILES)


def test_percent_signs_are_doubled_for_gettext() -> None:
    for bundle in BUNDLES:
        for key, sentence in texts_for(bundle).items():
            assert "%" not in re.sub(r"%%|%\(\w+\)s", "", sentence), key


def test_texts_of_a_page_are_added() -> None:
    assert texts_for("player", {"jury.keys": "Keys"})["jury.keys"] == "Keys"
