"""Small makers of votes for the tests of the tally."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from jury.tally import NO_QUORUM, CountingRule, Criterion, Juror, Method, Params, Quorum, Vote
from jury.tally.types import TieStep

CITIES = ("Luxembourg", "Metz", "Saarbrücken", "Trier")


def jury(size: int, cities: Sequence[str] = CITIES) -> list[Juror]:
    """J01, J02, … spread over the cities in turn."""
    return [Juror(f"J{n + 1:02}", cities[n % len(cities)]) for n in range(size)]


def votes(table: Mapping[str, Sequence[float | None]], criterion: str = "overall") -> list[Vote]:
    """One row an entry, one column a juror (J01 first); None is missing."""
    return [
        Vote(entry, f"J{n + 1:02}", criterion, None if mark is None else round(mark * 100))
        for entry, row in table.items()
        for n, mark in enumerate(row)
    ]


def plain(
    method: Method = Method.ADJUSTED,
    *,
    quorum: Quorum = NO_QUORUM,
    parity: bool = False,
    params: Params | None = None,
    ties: tuple[TieStep, ...] = (TieStep.CRITERIA, TieStep.HEAD_TO_HEAD),
    criteria: tuple[Criterion, ...] = (Criterion("overall"),),
) -> CountingRule:
    """A rule with one criterion and no quorum unless told otherwise."""
    return CountingRule(criteria, method, params or Params(), ties, quorum=quorum, city_parity=parity)


def random_votes(
    seed: int, entries: int, jurors: int, *, each: int | None = None, criteria: Sequence[str] = ("overall",)
) -> list[Vote]:
    """Seeded marks from 1 to 10 with severities of jurors and qualities of entries; `each` jurors an entry."""
    rng = random.Random(seed)
    severity = [rng.gauss(0, 0.8) for _ in range(jurors)]
    made: list[Vote] = []
    for i in range(entries):
        quality = rng.gauss(6, 1)
        for j in sorted(rng.sample(range(jurors), each or jurors)):
            for criterion in criteria:
                mark = min(10.0, max(1.0, quality + severity[j] + rng.gauss(0, 1)))
                made.append(Vote(f"E{i + 1:03}", f"J{j + 1:02}", criterion, round(mark * 20) * 5))
    return made
