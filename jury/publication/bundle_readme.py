"""README.txt of a verification bundle: what it is, what it proves and what not, in four languages. Pure text."""

from textwrap import fill

from django.utils import translation
from django.utils.translation import gettext as _

LANGUAGES = ("de", "fr", "lb", "en")
WIDTH = 100


def readme(*, title: str, full: bool) -> str:
    """`title`: what the round is called everywhere, such as qp-2026/2. `full`: whether every mark is in scores.csv."""
    parts = []
    for language in LANGUAGES:
        with translation.override(language):
            heading = _("Verification of round %(title)s") % {"title": title}
            paragraphs = (fill(text, WIDTH) for text in _paragraphs(full))
            parts.append("\n\n".join((heading, "=" * len(heading), *paragraphs)))
    return "\n\n\n".join(parts) + "\n"


def _paragraphs(full: bool) -> tuple[str, ...]:
    return (
        _(
            "With these files anybody can check that the published ranking follows from the marks that the jurors"
            " sealed."
        ),
        _(
            "Put all files into one folder and run: python3 verify.py HEAD. Python 3.9 or newer is enough; the "
            "script reads only these files and sends nothing anywhere. It is short, so that it can be read."
        ),
        _(
            "HEAD is the line of 64 characters that every juror, and a witness in each city, was mailed when the "
            "round was closed. Ask one of them for it and compare: only then do you know that the whole bundle "
            "was not made up afterwards. Without HEAD the script checks that the files agree with each other."
        ),
        _(
            "Entries stand here as E001, E002 …, jurors as J01, J02 …; both are drawn by lot. The results page "
            "says which numbers the published entries have."
        ),
        _full() if full else _sums(),
        _(
            "It proves that nothing was changed after it was entered and that the arithmetic is right. It does "
            "not prove that a juror listened well or judged wisely."
        ),
        _(
            "What the jury decided afterwards, also where a place was shared at the cut, stands in its minutes"
            " and not in these files."
        ),
    )


def _full() -> str:
    return _(
        "The script checks that the rules are those that were frozen before the first mark; that no file was "
        "changed since the close; and, counting again exactly from every single mark, that scores and places "
        "are those of result.csv."
    )


def _sums() -> str:
    return _(
        "The single marks of this round are not published; scores.csv holds sums by city. Where one juror "
        "alone of a city marked an entry, cities are put together or the sum is left out, so that no single "
        "mark can be read off. The script checks that the rules are those that were frozen before the first "
        "mark; that no file was changed since the close; that places follow from the exact scores; and that "
        "the mean of every entry whose sums are published follows from them, as does its score where the rule"
        " is the mean. It cannot count other scores again: that takes every mark."
    )
