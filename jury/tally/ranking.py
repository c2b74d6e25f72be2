"""`rank`: votes in, ranking out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial

from jury.tally import adjusted, explain, methods, quorum, ties
from jury.tally.ballots import Ballots, Sheets, collect, composites, single_criterion
from jury.tally.errors import Problem, TallyError
from jury.tally.types import (
    CountingRule,
    DecidedBy,
    Explanation,
    Juror,
    Method,
    Result,
    Severity,
    Shortfall,
    Standing,
    Vote,
)

Explained = Callable[[int], Explanation]
UNFIT = frozenset({Problem.JUROR_NOT_STANDARDISABLE, Problem.NOT_UNIQUE})
"""Problems that come from the marks, not from the rule or from who calls."""


def rank(
    rule: CountingRule,
    votes: Iterable[Vote],
    jurors: Sequence[Juror],
    *,
    entries: Iterable[str] = (),
) -> Result:
    """Rank all entries by the rule, exactly.

    entries: those that must appear even when nobody voted on them (they come out provisional). The result depends on
    neither the order of votes nor that of jurors. Raises TallyError on input that does not fit the rule.
    """
    return rank_sheets(rule, collect(rule, votes, jurors, entries))


def rank_by_each(
    rule: CountingRule,
    votes: Iterable[Vote],
    jurors: Sequence[Juror],
    *,
    entries: Iterable[str] = (),
    beside: Iterable[Method] = (),
) -> dict[Method, Result | Problem]:
    """The result by a frozen rule, and by the same rule with each method in `beside`; explanations without ballots.

    The votes cannot make the count of the rule itself fail: where they do not allow its method (`zscore` and a juror
    with the same mark everywhere, `robust` without a unique solution), no entry has a score or a place and each says
    RULE_NOT_APPLICABLE. A method beside it says by its problem why it cannot be applied.
    """
    sheets = collect(rule, votes, jurors, entries)
    ballots, by_criterion = composites(rule, sheets), _criterion_scores(sheets, rule.city_parity)
    found: dict[Method, Result | Problem] = {}
    for method in (rule.method, *(one for one in beside if one is not rule.method)):
        wanted = replace(rule, method=method)
        try:
            scored, without = _scored(wanted, ballots), Shortfall.TOO_FEW_FOR_METHOD
        except TallyError as error:
            if method is not rule.method or error.code not in UNFIT:
                found[method] = error.code
                continue
            scored, without = methods.Scored((None,) * len(ballots.rows)), Shortfall.RULE_NOT_APPLICABLE
        found[method] = _result(wanted, sheets, ballots, scored, by_criterion, without, contributions=False)
    refused = found[rule.method]
    if isinstance(refused, Problem):
        raise TallyError(refused, f"the rule itself cannot be counted: {refused}")
    return found


def rank_sheets(rule: CountingRule, sheets: Sheets) -> Result:
    """Rank sheets that were collected before, for callers who rank the same marks several times."""
    ballots = composites(rule, sheets)
    by_criterion = _criterion_scores(sheets, rule.city_parity)
    return _result(rule, sheets, ballots, _scored(rule, ballots), by_criterion, Shortfall.TOO_FEW_FOR_METHOD)


def _scored(rule: CountingRule, ballots: Ballots) -> methods.Scored:
    return methods.score(rule.method, ballots, rule.params, rule.city_parity)


def _result(
    rule: CountingRule,
    sheets: Sheets,
    ballots: Ballots,
    scored: methods.Scored,
    by_criterion: ties.CriterionScores,
    without: Shortfall,
    *,
    contributions: bool = True,
) -> Result:
    """Quorum, ties and explanations around the scores; `without`: what an entry with ballots but no score lacks."""
    lacks = quorum.shortfalls(rule.quorum, ballots)
    for i, value in enumerate(scored.scores):
        if value is None and ballots.rows[i]:
            lacks[i] = (*lacks[i], without)
    ranked = {i: value for i, value in enumerate(scored.scores) if value is not None and not lacks[i]}
    placed = ties.place(rule, ballots, ranked, by_criterion)
    explained = partial(explain.explanation, rule, ballots, scored, contributions=contributions)
    standings = [*_ranked(ballots, scored, placed, explained), *_provisional(ballots, scored, lacks, explained)]
    return Result(
        method=rule.method,
        standings=tuple(standings),
        severities=tuple(Severity(ballots.jurors[j].id, b) for j, b in sorted(scored.severities.items())),
        incomplete=sheets.incomplete,
        components=quorum.parts(ballots),
        required_jurors=quorum.required_jurors(rule.quorum, len(ballots.jurors)),
    )


def _criterion_scores(sheets: Sheets, parity: bool) -> ties.CriterionScores:
    @cache
    def scores(criterion: str) -> Sequence[Fraction | None]:
        return adjusted.fit(single_criterion(sheets, criterion), parity).scores

    return scores


def _ranked(
    ballots: Ballots, scored: methods.Scored, placed: Sequence[ties.Placed], explained: Explained
) -> Iterable[Standing]:
    names: dict[int, tuple[str, ...]] = {}
    for line in placed:
        group = line.same_score
        if group[0] not in names:
            names[group[0]] = tuple(ballots.entries[i] for i in group)
        yield Standing(
            entry=ballots.entries[line.entry],
            score=scored.scores[line.entry],
            place=line.place,
            decided_by=line.decided_by,
            criterion=line.criterion,
            same_score=names[group[0]],
            shortfalls=(),
            explanation=explained(line.entry),
        )


def _provisional(
    ballots: Ballots, scored: methods.Scored, lacks: Sequence[tuple[Shortfall, ...]], explained: Explained
) -> Iterable[Standing]:
    """Entries without quorum, highest score first, those without a score last."""
    without = [i for i, missing in enumerate(lacks) if missing]
    for i in sorted(without, key=lambda i: _falling(scored.scores[i])):
        yield Standing(
            entry=ballots.entries[i],
            score=scored.scores[i],
            place=None,
            decided_by=DecidedBy.NOT_RANKED,
            criterion="",
            same_score=(),
            shortfalls=lacks[i],
            explanation=explained(i),
        )


def _falling(score: Fraction | None) -> tuple[bool, Fraction]:
    return (score is None, Fraction(0) if score is None else -score)


def places(result: Result) -> Mapping[str, int]:
    """Place per ranked entry."""
    return {standing.entry: standing.place for standing in result.standings if standing.place is not None}
