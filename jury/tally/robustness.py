"""What other methods, and the jury without each of its members, would have said. Never the result itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jury.tally.ballots import Sheets, collect
from jury.tally.cut import cut
from jury.tally.errors import Problem, TallyError
from jury.tally.ranking import rank_sheets
from jury.tally.types import NO_QUORUM, CountingRule, CutTie, Juror, Method, Result, Shortfall, Vote


@dataclass(frozen=True, slots=True)
class MethodLine:
    """The top T by one method; stays: how many of the official T are in it. problem: why it cannot be applied."""

    method: Method
    official: bool
    top: tuple[str, ...]
    stays: int
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Winner (several when shared) and top T without one juror; problem: why nothing follows without them."""

    juror: str
    winners: tuple[str, ...]
    top: tuple[str, ...]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """winner_stays: the official winner is the same whichever juror is left out."""

    winners: tuple[str, ...]
    winner_stays: bool
    lines: tuple[LeftOut, ...]


def sheet(rule: CountingRule, votes: Sequence[Vote], jurors: Sequence[Juror], top: int) -> tuple[MethodLine, ...]:
    """The top T under every method, the official one first; places shared at the cut are all counted in."""
    sheets = collect(rule, votes, jurors, ())
    official = _top(rank_sheets(rule, sheets), top)
    lines = [MethodLine(rule.method, True, official, len(official), (), ())]
    for method in Method:
        if method is rule.method or (rule.params.marks_are_ranks and method is not Method.BORDA):
            continue
        try:
            chosen = _top(_complete(rank_sheets(replace(rule, method=method), sheets)), top)
        except TallyError as error:
            lines.append(MethodLine(method, False, (), 0, (), (), error.code))
            continue
        stays = sum(entry in chosen for entry in official)
        entering = tuple(entry for entry in chosen if entry not in official)
        leaving = tuple(entry for entry in official if entry not in chosen)
        lines.append(MethodLine(method, False, chosen, stays, entering, leaving))
    return tuple(lines)


def leave_one_out(rule: CountingRule, votes: Sequence[Vote], jurors: Sequence[Juror], top: int) -> LeaveOneOut:
    """Rank again without each juror in turn, among the entries that the whole jury ranked.

    The quorum is not asked again, but the rest of the jury must still be connected. One ranking per juror: about a
    second each for 60,000 ballots.
    """
    sheets = collect(rule, votes, jurors, ())
    whole = rank_sheets(rule, sheets)
    ranked = {standing.entry for standing in whole.standings if not standing.provisional}
    winners = _winners(whole)
    rest_rule = replace(rule, quorum=replace(NO_QUORUM, connected=True))
    lines = []
    for juror in sheets.jurors:
        rest = _without(sheets, juror.id, ranked)
        try:
            result = _complete(rank_sheets(rest_rule, rest))
        except TallyError as error:
            lines.append(LeftOut(juror.id, (), (), error.code))
            continue
        lines.append(LeftOut(juror.id, _winners(result), _top(result, top)))
    return LeaveOneOut(winners, all(line.winners == winners for line in lines), tuple(lines))


def _without(sheets: Sheets, juror: str, entries: set[str]) -> Sheets:
    marks = {pair: given for pair, given in sheets.marks.items() if pair[1] != juror and pair[0] in entries}
    kept = tuple(other for other in sheets.jurors if other.id != juror)
    return Sheets(tuple(entry for entry in sheets.entries if entry in entries), kept, marks, ())


def _complete(result: Result) -> Result:
    """The result itself, unless the method or the connection failed for an entry that has enough ballots."""
    for standing in result.standings:
        if Shortfall.TOO_FEW_FOR_METHOD in standing.shortfalls:
            raise TallyError(Problem.TOO_FEW_FOR_METHOD, f"too few ballots for {result.method} of {standing.entry!r}")
    return result


def _top(result: Result, top: int) -> tuple[str, ...]:
    return cut(result, top, CutTie.ALL_ADVANCE).advancing


def _winners(result: Result) -> tuple[str, ...]:
    return tuple(standing.entry for standing in result.standings if standing.place == 1)
