"""Home-city test: size against least squares, p under a real and under no effect."""

from __future__ import annotations

import numpy as np
import pytest

from jury.tally import Vote
from jury.tally.ballots import Ballots, collect, composites
from jury.tally.homecity import home_city
from tests.jury.tally.helpers import CITIES, jury, plain, random_votes

HOMES = {f"E{n:03}": CITIES[n % 4] for n in range(1, 41)}


def marks(seed: int, bonus: int) -> Ballots:
    """24 entries, 8 jurors, every juror adds `bonus` hundredths for entries of the own city."""
    city = {juror.id: juror.city for juror in jury(8)}
    given = [
        Vote(v.entry, v.juror, v.criterion, (v.hundredths or 0) + (bonus if HOMES[v.entry] == city[v.juror] else 0))
        for v in random_votes(seed, 24, 8, each=7)
    ]
    rule = plain()
    return composites(rule, collect(rule, given, jury(8), ()))


def test_home_city_size_equals_dense_least_squares() -> None:
    ballots = marks(1, 80)
    cells = [(i, j, value / ballots.scale) for i, row in enumerate(ballots.rows) for j, value in row]
    entry, juror, y = (np.array(column) for column in zip(*cells, strict=True))
    same = [float(HOMES[ballots.entries[i]] == ballots.jurors[j].city) for i, j, _ in cells]
    design = np.hstack((np.eye(24)[entry], np.eye(8)[juror], np.array(same)[:, None]))
    inverse = np.linalg.pinv(design.T @ design)
    beta = inverse @ design.T @ y
    residual = y - design @ beta
    sigma = np.sqrt(residual @ residual / (y.size - 24 - 8))
    found = home_city(ballots, HOMES, permutations=9)
    assert found.delta == pytest.approx(beta[-1], abs=1e-9)
    assert found.delta_se == pytest.approx(sigma * np.sqrt(inverse[-1, -1]), abs=1e-9)
    assert found.delta_over_sigma == pytest.approx(beta[-1] / sigma, abs=1e-9)
    assert found.same_city_ballots == sum(same)


def test_home_city_favour_of_a_point_and_a_half_is_found() -> None:
    found = home_city(marks(2, 150), HOMES, permutations=499)
    assert (found.p or 1) < 0.01
    assert (found.delta or 0) > 0.8


def test_home_city_without_favour_is_not_found_more_often_than_it_may() -> None:
    values = [home_city(marks(seed, 0), HOMES, permutations=99).p or 0 for seed in range(10, 30)]
    assert sum(p <= 0.05 for p in values) <= 4
    assert 0.25 < np.mean(values) < 0.75


def test_home_city_is_seeded() -> None:
    ballots = marks(3, 20)
    assert home_city(ballots, HOMES, seed=1, permutations=99) == home_city(ballots, HOMES, seed=1, permutations=99)


def test_home_city_where_all_recuse_is_not_testable() -> None:
    city = {juror.id: juror.city for juror in jury(8)}
    given = [v for v in random_votes(4, 24, 8) if HOMES[v.entry] != city[v.juror]]
    rule = plain()
    found = home_city(composites(rule, collect(rule, given, jury(8), ())), HOMES)
    assert (found.testable, found.same_city_ballots, found.delta, found.p) == (False, 0, None, None)


def test_home_city_that_cannot_be_told_from_severity_is_not_testable() -> None:
    """All entries come from Metz: favouring Metz is the same as being lenient."""
    rule = plain()
    ballots = composites(rule, collect(rule, random_votes(5, 10, 8), jury(8), ()))
    found = home_city(ballots, {f"E{n:03}": "Metz" for n in range(1, 11)})
    assert not found.testable
    assert found.same_city_ballots == 20
