"""Catalogues compiled in Python are what gettext reads."""

import gettext
import os

import pytest

from musicprize.supervisor import catalogues

SOURCE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "The jury"
msgstr "Den Jury"

msgctxt "music"
msgid "work"
msgstr "Wierk"

msgid "%(count)s entry"
msgid_plural "%(count)s entries"
msgstr[0] "%(count)s Entrée"
msgstr[1] "%(count)s Entréeën"

#, fuzzy
msgid "Guessed"
msgstr "Geroden"

msgid "Open"
msgstr ""
"""


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "lb" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_compile_one_gives_what_gettext_reads(catalogue):
    with catalogues.compile_one(catalogue).open("rb") as file:
        found = gettext.GNUTranslations(file)

    assert found.gettext("The jury") == "Den Jury"
    assert found.pgettext("music", "work") == "Wierk"
    assert found.ngettext("%(count)s entry", "%(count)s entries", 1) == "%(count)s Entrée"
    assert found.ngettext("%(count)s entry", "%(count)s entries", 2) == "%(count)s Entréeën"


def test_compile_one_leaves_fuzzy_and_empty_entries_out(catalogue):
    with catalogues.compile_one(catalogue).open("rb") as file:
        found = gettext.GNUTranslations(file)

    assert found.gettext("Guessed") == "Guessed"
    assert found.gettext("Open") == "Open"


def test_compile_changed_compiles_what_is_missing_or_older_and_nothing_else(catalogue):
    assert catalogues.compile_changed([catalogue]) == 1
    assert catalogues.compile_changed([catalogue]) == 0

    later = catalogue.with_suffix(".mo").stat().st_mtime + 1
    os.utime(catalogue, (later, later))
    assert catalogues.compile_changed([catalogue]) == 1


def test_compile_one_with_a_broken_catalogue_names_file_and_line(catalogue):
    catalogue.write_text('mgsid "The jury"\nmsgstr "Den Jury"\n', encoding="utf-8")

    with pytest.raises(catalogues.CatalogueProblem, match=r"django\.po"):
        catalogues.compile_one(catalogue)
