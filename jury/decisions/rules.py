"""Rules of counting and deciding. Pure Python."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from jury import tally
from jury.tally import canonical
from jury.tally.errors import Problem
from jury.tally.moving import Next
from musicprize.kernel.errors import Conflict, Invalid


class Kind(StrEnum):
    FINALISTS = "finalists"
    WINNER = "winner"
    SPECIAL = "special"


BESIDE = (tally.Method.ADJUSTED, tally.Method.MEAN, tally.Method.ROBUST, tally.Method.BORDA)
"""Always computed; the one that the frozen rule names is official, the others only show how firm it is."""

OPEN_SEAT = _("%(codes)s share the next place, and by the frozen rule it is for the jury to say who of them moves up. "
              "Let the jury decide, then decide the finalists anew.")  # fmt: skip

TIED_SHOWN = 12
"""Of the entries with the same score so many are named beside one of them; in small rounds that is all of them."""


def count(rule_data: dict[str, Any], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """The result document of a round: {official, methods: {method: [line…]}, severities: {method: {juror: b}}}; exact
    numbers as "n/d" strings.

    `rows`: [entry, juror, city, criterion, hundredths or None, reason]. A method that cannot be applied to these
    marks says why instead: {"problem": code}; where that is the official one, no line has a place. Severities stand
    once a method and not with every ballot: with a hundred jurors each is a fraction of hundreds of digits.
    """
    rule = canonical.from_dict(rule_data)
    votes = [tally.Vote(entry, juror, criterion, mark, reason) for entry, juror, _city, criterion, mark, reason in rows]
    jurors = [tally.Juror(juror, city) for juror, city in sorted({(row[1], row[2]) for row in rows})]
    entries = sorted({row[0] for row in rows})
    results = tally.rank_by_each(rule, votes, jurors, entries=entries, beside=BESIDE)
    return {
        "official": rule.method.value,
        "methods": {name.value: _lines(found) for name, found in results.items()},
        "severities": {
            name.value: {one.juror: one.value for one in found.severities}
            for name, found in results.items()
            if not isinstance(found, Problem) and found.severities
        },
    }


def _lines(found: tally.Result | Problem) -> Any:
    return {"problem": found.value} if isinstance(found, Problem) else [_line(one) for one in found.standings]


def _line(standing: tally.Standing) -> dict[str, Any]:
    explained = standing.explanation
    return {
        "entry": standing.entry,
        "place": standing.place,
        "score": standing.score,
        "decided_by": standing.decided_by.value,
        "criterion": standing.criterion,
        "tied_with": list(standing.tied_with),
        "shortfalls": [shortfall.value for shortfall in standing.shortfalls],
        "raw_mean": explained.raw_mean,
        "leniency": explained.leniency,
        "jurors": explained.n_jurors,
        "cities": explained.n_cities,
    }


def methods(result: Mapping[str, Any]) -> dict[str, str]:
    """{method: "" or the code of the problem why it could not be applied} of a plain result document."""
    return {name: "" if isinstance(found, list) else found["problem"] for name, found in result["methods"].items()}


def standings(result: Mapping[str, Any], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """The official ranking line by line, each with all that a reader of this one entry needs, so that nobody has to
    read the whole count for a page of it. `result`: the plain document of `count`; `rows`: what it was made of.

    Added to the line: `others` {method: [place, score n/d]}, `sheets` [[juror, city, {criterion: hundredths}, reason]].
    """
    found = result["methods"]
    beside = {
        name: {line["entry"]: [line["place"], line["score"]] for line in lines}
        for name, lines in found.items()
        if name != result["official"] and isinstance(lines, list)
    }
    sheets = _sheets(rows)
    return [
        {
            **{name: value for name, value in line.items() if name != "ballots"},
            "tied_with": line["tied_with"][:TIED_SHOWN],
            "ties": len(line["tied_with"]),
            "others": {name: lines[line["entry"]] for name, lines in beside.items()},
            "sheets": sheets.get(line["entry"], []),
        }
        for line in found[result["official"]]
    ]


def _sheets(rows: Sequence[Sequence[Any]]) -> dict[str, list[list[Any]]]:
    cells: dict[tuple[str, str], list[Any]] = {}
    for entry, juror, city, criterion, hundredths, reason in rows:
        cell = cells.setdefault((entry, juror), [juror, city, {}, reason])
        if hundredths is not None:
            cell[2][criterion] = hundredths
    found: dict[str, list[list[Any]]] = {}
    for (entry, _juror), cell in sorted(cells.items()):
        found.setdefault(entry, []).append(cell)
    return found


def check_entries(kind: Kind, codes: Sequence[str], known: set[str]) -> None:
    """Invalid when none is named, one twice, an unknown one, or several for one prize."""
    problems = []
    if not codes:
        problems.append(("none", _("Name at least one entry.")))
    if len(set(codes)) != len(codes):
        problems.append(("twice", _("An entry is named twice.")))
    if set(codes) - known:
        problems.append(("unknown_entry", _("One of these entries is not in the round.")))
    if kind is not Kind.FINALISTS and len(codes) > 1:
        problems.append(("too_many", _("A prize goes to one entry.")))
    if problems:
        raise Invalid(fields={"entries": problems})


def check_reasons(reasons: Mapping[str, str]) -> None:
    """Invalid `reasons` where no language has a reason."""
    if not any(text.strip() for text in reasons.values()):
        raise Invalid(fields={"reasons": [("reasons_needed", _("Say why, in at least one language."))]})


def check_can_replace(code: str, codes: Sequence[str], *, withdrawn: bool) -> None:
    """Conflict `not_a_finalist` or `not_withdrawn`: only an entry that its artist took back leaves its place free."""
    if code not in codes:
        raise Conflict("not_a_finalist", _("This entry is not among the finalists."))
    if not withdrawn:
        raise Conflict("not_withdrawn", _("The artist has not withdrawn this entry, so its place is not free."))


def check_moves_up(following: Next) -> None:
    """Conflict `reserve_empty` where nobody is left, `tie_open` where several share the next place and the frozen rule
    leaves it to people who of them moves up."""
    if following.shared:
        sentence = OPEN_SEAT % {"codes": ", ".join(following.shared)}
        raise Conflict("tie_open", sentence, entries=list(following.shared))
    if not following.entries:
        raise Conflict("reserve_empty", _("The reserve list is empty. Decide the finalists anew."))


def check_no_tie_waits(codes: Sequence[str]) -> None:
    """Conflict `tie_open` while entries share the deciding place and the chair has not put them in order."""
    if codes:
        sentence = _("%(codes)s share the deciding place. By the frozen rules the chair breaks the tie first, with a "
                     "reason, at the jury’s table.")  # fmt: skip
        raise Conflict("tie_open", sentence % {"codes": ", ".join(codes)}, entries=list(codes))


def check_keeps_to_the_chair(codes: Sequence[str], broken: Sequence[str], advancing: Sequence[str]) -> None:
    """Conflict `tie_broken` for a decision that takes an entry which the chair put behind another one that it leaves
    out. `broken`: entries whose tie the chair broke; `advancing`: who goes on by the rule and that act."""
    behind = [code for code in broken if code in codes and code not in advancing]
    ahead = [code for code in broken if code in advancing and code not in codes]
    if behind and ahead:
        sentence = _("By the frozen rules the chair broke this tie: %(ahead)s goes on before %(behind)s.")
        raise Conflict("tie_broken", sentence % {"ahead": ", ".join(ahead), "behind": ", ".join(behind)})
