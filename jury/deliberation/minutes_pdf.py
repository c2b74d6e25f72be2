"""The minutes as a tagged PDF (PDF/UA-1), typeset by Typst. Same document, same language: same bytes. Takes about
0.1 s; never inside a transaction."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jury.deliberation import minutes_words as words
from musicprize.kernel.texts import in_language, language_of

TEMPLATE: Final = Path(__file__).with_name("minutes.typ")
Cell = dict[str, Any]


class CannotTypeset(Exception):
    """Typst refused the minutes; a defect of ours."""


def typeset(
    document: Mapping[str, Any], *, language: str, names: Mapping[str, str], titles: Mapping[str, str],
    sha256: str = "", signed_at: datetime | None = None,
) -> bytes:  # fmt: skip
    """The PDF in `language`. `names`: account → name; `titles`: of the edition; without `sha256` it is a draft."""
    with translation.override(language):
        data = _data(document, language, names, titles, sha256, signed_at)
    stamp = signed_at or datetime.fromisoformat(document["round"]["closed_at"])
    try:
        made = typst.compile(
            str(TEMPLATE), format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"],
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, timestamp=int(stamp.timestamp()),
        )  # fmt: skip
    except typst.TypstError as problem:
        raise CannotTypeset(str(problem)) from problem
    return bytes(made)


def _data(
    document: Mapping[str, Any], language: str, names: Mapping[str, str], titles: Mapping[str, str], sha256: str,
    signed_at: datetime | None,
) -> dict[str, Any]:  # fmt: skip
    called = _Called(names)
    return {
        "language": language,
        "draft": "" if sha256 else _("Draft: not signed"),
        "title": _("Minutes of the jury"),
        "edition": in_language(titles, language) or document["edition"],
        "footer": sha256[:16] or _("Draft: not signed"),
        "intro": _("What the jury of the QuattroPole Music Prize saw, voted on and decided. Entries stand under their "
                   "codes, as the jury knew them."),
        "facts": _facts(document, language, sha256, signed_at),
        "sections": [
            _jury(document, called), _aside(document, called), *_reopened(document, called), _rule(document),
            _result(document), *_ties(document, called, language), _motions(document, called),
            *_decisions(document, language), _reserve(document), _proof(document, sha256),
        ],
        "signing": _("Signatures"),
        "signatures": [
            {"name": called(document["chair"]), "role": _("Chair of the jury")},
            {"name": called(document["secretary"]) if document["secretary"] else " ", "role": _("Secretary")},
        ],
    }  # fmt: skip


class _Called:
    """Names of accounts; somebody whose account was erased is said to be."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def __call__(self, person: str) -> str:
        return self.names.get(person) or _("(erased)")


def _cell(text: object, lang: str = "", *, hashed: bool = False) -> Cell:
    return {"text": str(text), **({"lang": lang} if lang else {}), **({"hash": True} if hashed else {})}


def _moment(text: str) -> str:
    at = timezone.localtime(datetime.fromisoformat(text))
    return date_format(at, "DATETIME_FORMAT")


def _section(
    title: str, said: Sequence[Cell | str] = (), *, columns: Sequence[str] = (), widths: Sequence[int] = (),
    rows: Sequence[Sequence[Cell | str]] = (),
) -> dict[str, Any]:  # fmt: skip
    return {
        "title": title,
        "said": [one if isinstance(one, dict) else _cell(one) for one in said],
        "columns": list(columns),
        "widths": list(widths),
        "rows": [[one if isinstance(one, dict) else _cell(one) for one in row] for row in rows],
    }


def _facts(
    document: Mapping[str, Any], language: str, sha256: str, signed_at: datetime | None
) -> list[dict[str, Any]]:  # fmt: skip
    held, number = document["round"], document["round"]["position"]
    title = in_language(held["titles"], language)
    facts: list[tuple[str, Cell]] = [
        (_("Round"), _cell(f"{number}. {title}".strip(), language_of(held["titles"], language))),
        (_("Round opened"), _cell(_moment(held["opened_at"]))),
        (_("Round closed"), _cell(_moment(held["closed_at"]))),
        (_("Entries"), _cell(held["entries"])),
        (
            _("Meeting"),
            _cell(", ".join(filter(None, [_moment(document["sitting"]["held_at"]), document["sitting"]["place"]]))),
        ),
    ]
    if signed_at is not None:
        facts.append((_("Signed"), _cell(date_format(timezone.localtime(signed_at), "DATETIME_FORMAT"))))
        facts.append((_("Version"), _cell(document["version"])))
    if document.get("supersedes"):
        facts.append((_("Takes the place of"), _cell(document["supersedes"], hashed=True)))
    return [{"label": label, "value": value} for label, value in facts]


def _jury(document: Mapping[str, Any], called: _Called) -> dict[str, Any]:
    """Whose marks count; minutes of formats 1 and 2 know only who had sealed."""
    rows = [
        [called(one["person"]), words.city(one["city"]),
         ", ".join(filter(None, [_("Juror") if one["city"] else "", _("Chair") if one["chairs"] else ""])),
         _("yes") if one.get("counted", one["sealed"]) else _("no"), _("yes") if one["present"] else _("no")]
        for one in document["jury"]
    ]  # fmt: skip
    columns = [_("Name"), _("City"), _("Role"), _("Ballot counted"), _("Present")]
    return _section(_("The jury"), columns=columns, widths=[4, 3, 3, 2, 2], rows=rows)


def _aside(document: Mapping[str, Any], called: _Called) -> dict[str, Any]:
    rows = [[one["entry"], called(one["person"]), words.WHY[one["why"]]] for one in document["aside"]]
    said = [] if rows else [_("Nobody stood aside from an entry.")]
    if document.get("aside_own_only"):
        said = [_("This draft names only those who stood aside of their own accord.")]
    if document["withdrawn"]:
        said.append(_("Withdrawn by their artists: %(codes)s.") % {"codes": ", ".join(document["withdrawn"])})
    return _section(
        _("Who stood aside"), said, columns=[_("Entry"), _("Juror"), _("Reason")], widths=[2, 4, 4], rows=rows
    )


def _reopened(document: Mapping[str, Any], called: _Called) -> list[dict[str, Any]]:
    rows = [
        [called(one["juror"]), _moment(one["at"]), called(one["by"]), one["reason"]] for one in document["reopened"]
    ]
    columns = [_("Juror"), _("When"), _("By"), _("Reason")]
    title = _("Ballots opened again")
    return [_section(title, columns=columns, widths=[3, 3, 3, 4], rows=rows)] if rows else []


def _rule(document: Mapping[str, Any]) -> dict[str, Any]:
    held = document["round"]
    count = ngettext("%(n)s entry goes on.", "%(n)s entries go on.", held["goes_on"]) % {"n": held["goes_on"]}
    sighted = _("The jurors did not know who plays.") if held["blind"] else _("The jurors knew who plays.")
    frozen = _("The rule was frozen before the first mark was given.")
    return _section(_("How it was counted"), [f"{words.RULES[document['method']]} {count} {sighted} {frozen}"])


def _result(document: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [one["place"] or "–", one["entry"], number_format(one["score"], decimal_pos=2) if one["score"] else "–",
         one["jurors"], words.decided(one)]
        for one in document["ranking"]
    ]  # fmt: skip
    more = document["round"]["entries"] - len(rows)
    said = [_("%(n)s more entries follow; the whole result has the hash below.") % {"n": more}] if more > 0 else []
    columns = [_("Rank"), _("Entry"), _("Score"), _("Jurors"), _("Decided by")]
    return _section(_("Result of the count"), said, columns=columns, widths=[2, 3, 3, 4, 7], rows=rows)


def _ties(document: Mapping[str, Any], called: _Called, language: str) -> list[dict[str, Any]]:
    """Ties that the chair broke; minutes of format 1 know of none."""
    said: list[Cell | str] = []
    for one in document.get("ties", []):
        values = {"codes": ", ".join(sorted(one["order"])), "who": called(one["by"]), "when": _moment(one["at"])}
        said.append(
            _("%(codes)s shared the place at the cut. By the frozen rules the chair decides: %(who)s, %(when)s.")
            % values
        )
        said.append(_("In this order: %(codes)s.") % {"codes": ", ".join(one["order"])})
        said += _reasons(one["reasons"], language)
    return [_section(_("The tie that the chair broke"), said)] if said else []


def _reasons(reasons: Mapping[str, str], language: str) -> list[Cell | str]:
    """Reasons in the reader's language; in all that there are where that one is missing."""
    return [
        {**_cell(text, code), "quote": True}
        for code, text in reasons.items()
        if text.strip() and (code == language or not reasons.get(language, "").strip())
    ]


def _motions(document: Mapping[str, Any], called: _Called) -> dict[str, Any]:
    said: list[Cell | str] = [] if document["motions"] else [_("Nothing was put to the vote.")]
    for one in document["motions"]:
        head = _("Motion %(n)s, proposed by %(who)s") % {"n": one["number"], "who": called(one["proposed_by"])}
        said.append(
            head
            + (f" ({one['entry']})" if one["entry"] else "")
            + (", " + _("secret vote") if one["secret"] else "")
            + ":"
        )
        said.append({**_cell(one["text"], one["language"]), "quote": True})
        said.append(words.outcome(one))
        if one["voices"]:
            said.append(
                "; ".join(f"{called(each['person'])}: {words.CHOICES[each['choice']]}" for each in one["voices"]) + "."
            )
    return _section(_("Motions and votes"), said)


def _decisions(document: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    found = []
    for one in document["decisions"]:
        prize = f": {in_language(one['prize'], language)}" if one["prize"] else ""
        said: list[Cell | str] = [", ".join(one["entries"])]
        said += _reasons(one["reasons"], language)
        said.append(_("Decided %(when)s.") % {"when": _moment(one["decided_at"])})
        said.append(_cell(one["sha256"], hashed=True))
        found.append(_section(f"{words.DECISIONS[one['kind']]}{prize}", said))
    return found or [_section(_("Decisions"), [_("Nothing has been decided on this round yet.")])]


def _reserve(document: Mapping[str, Any]) -> dict[str, Any]:
    said = [", ".join(document["reserve"])] if document["reserve"] else [_("There is no reserve.")]
    intro = _("By the frozen rule, these would move up in this order if somebody who goes on drops out:")
    return _section(_("Reserve list"), [intro, *said] if document["reserve"] else said)


def _proof(document: Mapping[str, Any], sha256: str) -> dict[str, Any]:
    hashes = document["hashes"]
    rows: list[list[Cell | str]] = [
        [_("Rules"), _cell(hashes["rules"], hashed=True)],
        [_("Marks"), _cell(hashes["inputs"], hashed=True)],
        [_("Result"), _cell(hashes["result"], hashed=True)],
        [_("Ledger, entry %(n)s") % {"n": document["ledger"]["seq"]}, _cell(document["ledger"]["hash"], hashed=True)],
    ]
    if sha256:
        rows.append([_("These minutes"), _cell(sha256, hashed=True)])
    said = [_("SHA-256 of what these minutes rest on. They prove that nothing was changed since, not that anybody "
              "listened well.")]  # fmt: skip
    return _section(_("What this rests on"), said, columns=[_("What"), "SHA-256"], widths=[1, 3], rows=rows)
