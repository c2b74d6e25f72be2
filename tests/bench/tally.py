"""`make bench-tally`: what counting and its statistics cost, beside R's lme4, statsmodels and the krippendorff package.

`python -m tests.bench.tally [--repeat 5] [--json FILE] [--statsmodels PYTHON]`. All on the same simulated marks, made
here from a seed, everything with one BLAS thread. lme4 runs in R as a program of its own (Debian: r-cran-lme4);
statsmodels in a Python that has it, such as one made by `python3 -m venv v && v/bin/pip install statsmodels`. Whatever
is not there is named in the table and its ratio is left open. What counts are the ratios, not the seconds.
"""

import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np

from jury.decisions.rules import count
from jury.tally import Ballots, CountingRule, Criterion, Juror, Quorum, Vote, canonical, counting_ballots
from jury.tally.agreement import krippendorff_alpha, table
from jury.tally.bootstrap import bootstrap
from jury.tally.homecity import home_city
from jury.tally.jurors import report
from jury.tally.reml import Observations, VarianceFit, fit
from jury.tally.uncertainty import uncertainty

SIZES = ((54, 8, 8), (500, 20, 4), (10_000, 100, 6))
"""Entries, jurors, jurors an entry."""
WANTED = {54: 1 / 4, 500: 1 / 2, 10_000: 1 / 15}
"""Share of lme4's time that a variance fit may take."""
RULE = CountingRule((Criterion("music"),), quorum=Quorum(planned=4))
HERE = Path(__file__).parent
STATSMODELS = """
import csv, sys, time
import numpy as np
import statsmodels
from statsmodels.regression.mixed_linear_model import MixedLM
import pandas
data = pandas.read_csv(sys.argv[1])
start = time.perf_counter()
model = MixedLM.from_formula("score ~ 1", groups=np.ones(len(data)), re_formula="0",
                             vc_formula={"entry": "0 + C(entry)", "juror": "0 + C(juror)"}, data=data)
found = model.fit(reml=True)
print(time.perf_counter() - start)
"""
Figures = dict[str, float | str]


def main() -> int:
    """Run the comparison; print a table, write JSON on demand. Exit status 1 when a figure is not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.tally", description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--statsmodels", default=os.environ.get("STATSMODELS_PYTHON", sys.executable))
    chosen = parser.parse_args()
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as scratch:
        for entries, jurors, each in SIZES:
            figures |= variance_fits(Path(scratch), entries, jurors, each, chosen.repeat, chosen.statsmodels)
    figures |= at_scale(*SIZES[-1])
    for name, value in figures.items():
        print(f"{name:70} {value if isinstance(value, str) else format(value, '12.6g')}")
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=2) + "\n")
    return 1 if any(str(value).startswith("NOT REACHED") for value in figures.values()) else 0


def simulated(entries: int, jurors: int, each: int, seed: int = 1) -> tuple[list[Vote], list[Juror]]:
    """Marks of jurors who differ in severity, in twentieths of a point; `each` of them hear an entry."""
    rng = np.random.default_rng(seed)
    quality, severity = rng.normal(6, 1, entries), rng.normal(0, 0.7, jurors)
    votes = []
    for i in range(entries):
        for j in sorted(rng.choice(jurors, each, replace=False)):
            mark = quality[i] + severity[j] + rng.normal(0, 1)
            votes.append(Vote(f"E{i + 1:05}", f"J{j + 1:03}", "music", max(0, round(mark * 20)) * 5))
    return votes, [Juror(f"J{j + 1:03}", "ABCD"[j % 4]) for j in range(jurors)]


def variance_fits(folder: Path, entries: int, jurors: int, each: int, repeat: int, python: str) -> Figures:
    """One size: our fit from the ballots on, lme4's from the data frame on."""
    size = f"{entries:,} x {jurors}"
    ballots = counting_ballots(RULE, *simulated(entries, jurors, each))
    ours, seconds = timed(lambda: fit(Observations.of(ballots)), repeat)
    path = folder / f"scores{entries}.csv"
    _write(path, ballots)
    figures: Figures = {f"variance fit {size}: here, ms": seconds * 1000}
    figures |= beside_lme4(path, ballots, ours, seconds, repeat)
    figures |= beside_statsmodels(path, size, len(path.read_text().splitlines()) - 1, seconds, python)
    return {name.replace("SIZE", size): value for name, value in figures.items()}


def beside_lme4(path: Path, ballots: Ballots, ours: VarianceFit, seconds: float, repeat: int) -> Figures:
    """Time of lme4 (its defaults), and how far its entry effects are from ours (its tight fit)."""
    program = shutil.which("Rscript")
    if program is None:
        return {"variance fit SIZE: lme4": "missing: no Rscript in PATH (Debian: apt install r-cran-lme4)"}
    effects = path.with_suffix(".effects.csv")
    command = [program, str(HERE / "lme4.R"), str(path), str(effects), str(repeat)]
    done = subprocess.run(command, capture_output=True, text=True, env=_one_thread(), check=False)
    if done.returncode:
        return {"variance fit SIZE: lme4": f"missing: {done.stderr.strip().splitlines()[-1]}"}
    found = dict(line.split(maxsplit=1) for line in done.stdout.splitlines() if " " in line)
    with effects.open() as lines:
        theirs = {row["entry"]: float(row["effect"]) for row in csv.DictReader(lines)}
    away = max(abs(theirs[entry] - ours.entry_effects[i]) for i, entry in enumerate(ballots.entries))
    share, most = seconds / float(found["seconds"]), WANTED[len(ballots.entries)]
    return {
        f"variance fit SIZE: lme4 {found['version'].strip()}, ms": float(found["seconds"]) * 1000,
        f"variance fit SIZE: share of lme4's time (at most {most:.3f})": _reached(share, share <= most),
        "variance fit SIZE: REML criterion, ours less lme4's": ours.criterion - float(found["criterion"]),
        "variance fit SIZE: entry effects, farthest from lme4 (at most 1e-5)": _reached(away, away <= 1e-5),
    }


def beside_statsmodels(path: Path, size: str, ballots: int, seconds: float, python: str) -> Figures:
    """statsmodels' MixedLM with crossed effects, where its dense matrix of ballots × ballots can be had at all."""
    name = "variance fit SIZE: statsmodels"
    if ballots > 2_000:
        return {name: f"not tried: its matrices are dense, {ballots:,} x {ballots:,} numbers"}
    try:
        done = subprocess.run([python, "-c", STATSMODELS, str(path)], capture_output=True, text=True,
                              env=_one_thread(), timeout=300, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        return {name: "given up after 300 s", f"{name}, times ours": _reached(300 / seconds, True)}
    if done.returncode:
        return {name: f"missing: {done.stderr.strip().splitlines()[-1]} (name a Python with --statsmodels)"}
    theirs = float(done.stdout.split()[-1])
    return {f"{name}, ms": theirs * 1000, f"{name}, times ours": theirs / seconds}


def at_scale(entries: int, jurors: int, each: int) -> Figures:
    """Everything else that is computed for the largest size, and agreement beside the krippendorff package."""
    votes, panel = simulated(entries, jurors, each)
    ballots = counting_ballots(RULE, votes, panel)
    order, values, size = list(ballots.entries), table(ballots), f"{entries:,} x {jurors}"
    city = {juror.id: juror.city for juror in panel}
    rows = [[vote.entry, vote.juror, city[vote.juror], vote.criterion, vote.hundredths, ""] for vote in votes]
    homes = {entry: "ABCD"[number % 4] for number, entry in enumerate(order)}
    figures: Figures = {}
    _, drawing = timed(lambda: bootstrap(ballots, order, 4, replicates=1_000), 3)
    figures[f"1,000 bootstrap replicates {size}, s (at most 3)"] = _reached(drawing, drawing < 3)
    alpha, fast = timed(lambda: krippendorff_alpha(values), 5)
    for level in ("nominal", "ordinal", "interval"):
        theirs, slow = timed(lambda level=level: _package(values, level), 1)  # type: ignore[misc]
        figures[f"alpha {level} {size}: krippendorff package, s"] = slow
        figures[f"alpha {level} {size}: away from the package's"] = abs(theirs - getattr(alpha, level))
        if level == "interval":
            figures[f"alpha {size}: all four levels here, ms"] = fast * 1000
            figures[f"alpha {level} {size}: times faster (at least 500)"] = _reached(slow / fast, slow / fast >= 500)
    tasks: tuple[tuple[str, Callable[[], object]], ...] = (
        ("the whole count of a round (decisions.rules.count)", lambda: count(canonical.as_dict(RULE), rows)),
        ("uncertainty", lambda: uncertainty(ballots, order, 4)),
        ("juror reports", lambda: report(ballots)),
        ("home-city test, 1,999 permutations", lambda: home_city(ballots, homes)),
    )
    for name, task in tasks:
        figures[f"{name} {size}, s"] = timed(task, 1)[1]
    return figures


def timed(task: Callable[[], Any], repeat: int) -> tuple[Any, float]:
    """The task's result and the median of its seconds."""
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        result = task()
        seconds.append(time.perf_counter() - start)
    return result, statistics.median(seconds)


def _package(values: np.ndarray, level: str) -> float:
    return float(krippendorff.alpha(reliability_data=values.T, level_of_measurement=level))


def _reached(value: float, reached: bool) -> float | str:
    return value if reached else f"NOT REACHED: {value:.6g}"


def _one_thread() -> dict[str, str]:
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def _write(path: Path, ballots: Ballots) -> None:
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["entry", "juror", "score"])
        for entry, row in zip(ballots.entries, ballots.rows, strict=True):
            rows.writerows([entry, ballots.jurors[j].id, value / ballots.scale] for j, value in row)


if __name__ == "__main__":
    sys.exit(main())
