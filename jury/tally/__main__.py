"""Command line: `python -m jury.tally {rank,agreement,severity,uncertainty,homecity} scores.csv`."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from jury.tally import agreement, bootstrap, homecity, jurors, planning, robustness, uncertainty
from jury.tally.ballots import Ballots, counting_ballots
from jury.tally.errors import Problem, TallyError
from jury.tally.ranking import rank
from jury.tally.reader import InputError, Scores, decoded, hundredths, read
from jury.tally.rounding import decimal
from jury.tally.types import (
    EUROVISION_POINTS,
    NO_QUORUM,
    CountingRule,
    Criterion,
    Method,
    Params,
    Quorum,
    Standing,
)

FILE_HELP = "CSV file: entry,juror,score[,criterion][,city][,entry_city][,position][,reason]; '-' reads standard input"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it printed a result, 2 when the input or the options were refused."""
    options = _parser().parse_args(arguments)
    try:
        scores = _read(options.scores)
        options.run(scores, _rule(options, scores), options)
    except TallyError as error:
        print(f"{options.scores}: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{options.scores}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m jury.tally", description="Count the marks of a jury.")
    commands = parser.add_subparsers(required=True)
    ranking = _command(commands, "rank", _rank, "print entry,score,place")
    ranking.add_argument("--explain", action="store_true", help="add raw mean, leniency, jurors and the deciding step")
    ranking.add_argument("--places", type=int, default=6, help="decimals printed (default 6)")
    ranking.add_argument("--fractions", action="store_true", help="print exact fractions instead of decimals")
    _command(commands, "agreement", _agreement, "Krippendorff's alpha, Kendall's W, intraclass correlations")
    _command(commands, "severity", _severity, "severity, spread and fit of each juror")
    sure = _command(commands, "uncertainty", _uncertainty, "probability of each entry to be among the top")
    sure.add_argument("--top", type=int, default=4, help="places that advance (default 4)")
    sure.add_argument("--draws", type=int, help="posterior draws (default 1,000 to 10,000 by size)")
    sure.add_argument("--bootstrap", type=int, default=0, metavar="N", help="add N replicates of the wild bootstrap")
    sure.add_argument("--skip-leave-one-out", action="store_true", help="do not rank again without each juror")
    home = _command(commands, "homecity", _homecity, "do jurors favour entries of their own city?")
    home.add_argument("--permutations", type=int, default=1_999)
    for command in (sure, home):
        command.add_argument("--seed", type=int, default=0)
    return parser


def _command(commands: Any, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    command.set_defaults(run=run)
    command.add_argument("scores", help=FILE_HELP)
    command.add_argument("--method", choices=[method.value for method in Method], default=Method.ADJUSTED.value)
    command.add_argument("--weights", default="", help="weights of criteria, such as music=2,innovation=1.5")
    command.add_argument("--width", default="2", help="clamp: points a mark may lie from the entry's mean (default 2)")
    command.add_argument("--round-clamped", action="store_true", help="clamp: round corrected marks to 2 places first")
    command.add_argument("--trim", type=int, default=1, help="trimmed: ballots dropped on each side (default 1)")
    command.add_argument("--points", default="", help="points: the table, such as 12,10,8,7,6,5,4,3,2,1")
    command.add_argument("--ranks", action="store_true", help="borda: scores are ranks, 1 is best")
    command.add_argument("--parity", action="store_true", help="each city's delegation counts the same")
    command.add_argument("--quorum", type=int, metavar="K", help="K jurors an entry were planned: apply the quorum")
    command.add_argument("--min-cities", type=int, default=3, help="cities that the quorum asks for (default 3)")
    return command


def _read(path: str) -> Scores:
    raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    return read(io.StringIO(decoded(raw), newline=""))


def _rule(options: argparse.Namespace, scores: Scores) -> CountingRule:
    method = Method(options.method)
    params = Params(
        trim=options.trim,
        width=_width(options.width),
        round_clamped=options.round_clamped,
        points=_points(options.points),
        marks_are_ranks=options.ranks,
    )
    quorum = replace(NO_QUORUM, connected=method in (Method.ADJUSTED, Method.ROBUST))
    if options.quorum is not None:
        quorum = Quorum(planned=options.quorum, cities=options.min_cities)
    return CountingRule(_criteria(options.weights, scores), method, params, quorum=quorum, city_parity=options.parity)


def _width(text: str) -> int:
    try:
        return hundredths(0, "--width", text)
    except TallyError as error:
        raise _refused("--width", "points with at most two decimals, such as 2 or 1.5", text) from error


def _points(text: str) -> tuple[int, ...]:
    if not text:
        return EUROVISION_POINTS
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError as error:
        raise _refused("--points", "whole numbers separated by commas", text) from error


def _criteria(text: str, scores: Scores) -> tuple[Criterion, ...]:
    if not text:
        return tuple(Criterion(criterion) for criterion in scores.criteria)
    criteria = []
    for part in text.split(","):
        name, _, weight = part.partition("=")
        try:
            criteria.append(Criterion(name.strip(), Fraction(weight.strip())))
        except (ValueError, ZeroDivisionError) as error:
            raise _refused("--weights", "criterion=weight with a weight above 0, separated by commas", part) from error
    missing = set(scores.criteria) ^ {criterion.id for criterion in criteria}
    if missing:
        raise _refused("--weights", f"a weight for each of {', '.join(scores.criteria)} and no other", text)
    return tuple(criteria)


def _refused(option: str, expected: str, found: str) -> TallyError:
    return TallyError(Problem.BAD_RULE, f"option {option}: expected {expected}, found {found!r}")


def _ballots(scores: Scores, rule: CountingRule) -> Ballots:
    return counting_ballots(rule, scores.votes, scores.jurors)


def _rank(scores: Scores, rule: CountingRule, options: argparse.Namespace) -> None:
    result = rank(rule, scores.votes, scores.jurors)

    def number(value: Fraction | None) -> str:
        if value is None:
            return ""
        return str(value) if options.fractions else decimal(value, options.places)

    def cells(standing: Standing) -> list[object]:
        plain: list[object] = [standing.entry, number(standing.score), "" if standing.place is None else standing.place]
        if not options.explain:
            return plain
        why = standing.explanation
        step = ":".join(filter(None, (standing.decided_by.value, standing.criterion, *standing.shortfalls)))
        return [*plain, number(why.raw_mean), number(why.leniency), why.n_jurors, why.n_cities, step]

    table = csv.writer(sys.stdout, lineterminator="\n")
    more = ["raw_mean", "leniency", "jurors", "cities", "decided_by"] if options.explain else []
    table.writerow(["entry", "score", "place", *more])
    table.writerows(cells(standing) for standing in result.standings)
    for standing in result.standings:
        if standing.provisional:
            print(f"{standing.entry}: provisional, {', '.join(standing.shortfalls)}", file=sys.stderr)
    for entry, juror in result.incomplete:
        print(f"{entry}, {juror}: not counted, a criterion is not scored", file=sys.stderr)


def _agreement(scores: Scores, rule: CountingRule, options: argparse.Namespace) -> None:
    values = agreement.table(_ballots(scores, rule))
    icc = asdict(agreement.intraclass(values))
    sizes = {key: icc.pop(key) for key in ("n", "k")}
    named = {f"ICC({key[4:].replace('_', ',')})": value for key, value in icc.items()}
    _print(
        {
            "krippendorff_alpha": asdict(agreement.krippendorff_alpha(values)),
            "kendall_w": asdict(agreement.kendall_w(values)),
            "icc": {**named, **sizes},
        }
    )


def _severity(scores: Scores, rule: CountingRule, options: argparse.Namespace) -> None:
    order = scores.positions or None
    _print({"jurors": [asdict(line) for line in jurors.report(_ballots(scores, rule), order)]})


def _uncertainty(scores: Scores, rule: CountingRule, options: argparse.Namespace) -> None:
    if options.top < 1:
        raise _refused("--top", "a number of places from 1", str(options.top))
    if options.bootstrap < 0:
        raise _refused("--bootstrap", "a number of replicates, or 0 for none", str(options.bootstrap))
    result = rank(rule, scores.votes, scores.jurors)
    places = {standing.entry: standing.place for standing in result.standings if standing.place is not None}
    found = uncertainty.uncertainty(
        _ballots(scores, rule), list(places), options.top, seed=options.seed, draws=options.draws
    )
    fit = found.fit
    single = planning.single_reliability(fit, severity_removed=True)
    answer: dict[str, Any] = {
        "top": found.top,
        "draws": found.draws,
        "seed": found.seed,
        "mean": fit.mu,
        "sd": {"entry": fit.sd_entry, "juror": fit.sd_juror, "residual": fit.sd_residual},
        "reml_criterion": fit.criterion,
        "entries": [{"place": places[line.entry], **asdict(line)} for line in found.entries],
        "neighbours": [asdict(line) for line in found.neighbours],
        "jurors_needed": {str(target): jury for target, jury in planning.plan(single).needed},
    }
    if options.bootstrap:
        lines = bootstrap.bootstrap(
            _ballots(scores, rule), list(places), options.top, seed=options.seed, replicates=options.bootstrap
        )
        answer["bootstrap"] = {"replicates": options.bootstrap, "entries": [asdict(line) for line in lines]}
    if not options.skip_leave_one_out:
        answer["leave_one_out"] = asdict(robustness.leave_one_out(rule, scores.votes, scores.jurors, options.top))
    _print(answer)


def _homecity(scores: Scores, rule: CountingRule, options: argparse.Namespace) -> None:
    for column in ("city", "entry_city"):
        if column not in scores.columns:
            raise InputError(1, column, "this column, which the home-city test needs", ",".join(scores.columns))
    ballots = _ballots(scores, rule)
    _print(
        asdict(homecity.home_city(ballots, scores.entry_cities, permutations=options.permutations, seed=options.seed))
    )


def _print(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, indent=2, ensure_ascii=False, allow_nan=False))


if __name__ == "__main__":
    sys.exit(main())
