"""Counting: pure Python, no Django; frozen dataclasses in and out; every official number exact.

    from fractions import Fraction
    from jury.tally import CountingRule, Criterion, Juror, Method, Quorum, Vote, rank

    rule = CountingRule(
        criteria=(Criterion("music", Fraction(2)), Criterion("innovation", Fraction(1))),
        method=Method.ADJUSTED,
        quorum=Quorum(planned=8),
        city_parity=True,
    )
    votes = [Vote("QP26-K7M4", "J01", "music", 775), Vote("QP26-K7M4", "J01", "innovation", None, "recused"), …]
    jurors = [Juror("J01", "Trier"), …]
    result = rank(rule, votes, jurors, entries=["QP26-K7M4", …])
    for standing in result.standings:          # ranked entries by place, then provisional ones
        standing.entry, standing.place         # place None while standing.provisional, see standing.shortfalls
        standing.score                         # exact Fraction in points; round for display only
        standing.decided_by, standing.tied_with
        explain.figures(standing.explanation, standing.score)   # "7.90", "0.14", "7.76": they add up

Marks are integers in hundredths of a point. A missing mark (recused, conflict, not heard) is a Vote with hundredths
None and its reason: never zero, never imputed. Errors are `TallyError` with a stable `code`.

Beside the ranking, from `ballots = counting_ballots(rule, votes, jurors)`:
`uncertainty.uncertainty(ballots, order, top)`, `agreement.krippendorff_alpha(agreement.table(ballots))`,
`jurors.report(ballots)`, `homecity.home_city(ballots, homes)`;
from the votes: `robustness.sheet`, `robustness.leave_one_out`.
`cut.cut(result, seats, rule.cut_tie, seed)` says who advances, `canonical.digest(rule)` hashes a rule,
`settings.params(method, sent)` reads a method's settings and `settings.misfits` whether a rule fits a jury;
`planning.plan` says how many jurors an entry needs.

Command line: `python -m jury.tally rank --method adjusted scores.csv` (see `--help`).
"""

import jury.tally._blas  # noqa: F401 - must come before everything that loads numpy
from jury.tally.ballots import Ballots, counting_ballots
from jury.tally.errors import Problem, TallyError
from jury.tally.explain import figures
from jury.tally.ranking import places, rank, rank_by_each
from jury.tally.rounding import decimal, half_up
from jury.tally.types import (
    NO_QUORUM,
    Contribution,
    CountingRule,
    Criterion,
    CutTie,
    DecidedBy,
    Explanation,
    Juror,
    Method,
    Params,
    Quorum,
    Result,
    Severity,
    Shortfall,
    Standing,
    TieStep,
    Vote,
)

__all__ = [
    "NO_QUORUM",
    "Ballots",
    "Contribution",
    "CountingRule",
    "Criterion",
    "CutTie",
    "DecidedBy",
    "Explanation",
    "Juror",
    "Method",
    "Params",
    "Problem",
    "Quorum",
    "Result",
    "Severity",
    "Shortfall",
    "Standing",
    "TallyError",
    "TieStep",
    "Vote",
    "counting_ballots",
    "decimal",
    "figures",
    "half_up",
    "places",
    "rank",
    "rank_by_each",
]
