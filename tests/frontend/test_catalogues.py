"""Every sentence exists in German, French and Luxembourgish; English is the language of the sources."""

import ast
import re
from functools import cache

import polib
import pytest
from django.utils.translation import templatize

from tests.architecture.sources import ROOT, modules, tree

LANGUAGES = ("de", "fr", "lb")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}
NAMED = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
IN_TEMPLATE = re.compile(r"""\b(?:n?gettext|n?pgettext|_)\(u?((?:'(?:[^'\\]|\\.)*')|(?:"(?:[^"\\]|\\.)*"))""")


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "frontend" / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_whole(language: str) -> None:
    entries = [entry for entry in catalogue(language) if not entry.obsolete]
    assert len(entries) > 1500
    assert [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    wrong = []
    for entry in catalogue(language):
        given = {*NAMED.findall(entry.msgid), *NAMED.findall(entry.msgid_plural or "")}
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            if text and not set(NAMED.findall(text)) <= given:
                wrong.append((entry.msgid, text))
        if not entry.msgid_plural and set(NAMED.findall(entry.msgstr)) != given:
            wrong.append((entry.msgid, entry.msgstr))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_sources_is_in_the_catalogue(language: str) -> None:
    known = {entry.msgid for entry in catalogue(language) if not entry.obsolete}
    said = python_sentences() | template_sentences()
    assert len(said) > 1500
    assert sorted(said - known) == []


@cache
def python_sentences() -> frozenset[str]:
    """The first plain string of each gettext call."""
    found = set()
    for path in modules().values():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args:
                first = node.args[1 if node.func.id in ("pgettext", "npgettext") else 0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return frozenset(found)


@cache
def template_sentences() -> frozenset[str]:
    """What the template tags translate, as the library itself reads them."""
    found = set()
    for path in sorted((ROOT / "frontend" / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            found |= {ast.literal_eval(literal) for literal in IN_TEMPLATE.findall(code)}
    return frozenset(found)
