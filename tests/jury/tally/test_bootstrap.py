"""The wild bootstrap: replicates are least-squares fits of the whole table, spread as theory says, seeded."""

from __future__ import annotations

import numpy as np
import pytest

from jury.tally import Problem, TallyError, counting_ballots
from jury.tally.bootstrap import Replicates, bootstrap
from tests.jury.tally.helpers import jury, plain, random_votes, votes

RULE = plain()


def test_replicate_is_the_dense_least_squares_fit_of_pulled_marks() -> None:
    """One block of signs, drawn as the replicates draw them, fitted entry by entry and juror by juror with lstsq."""
    ballots = counting_ballots(RULE, random_votes(4, 12, 6, each=4), jury(6))
    made = Replicates.of(ballots)
    n, m, cells = made.design.n, made.design.m, made.residuals.size
    (block,) = made.draws(8, np.random.default_rng(7))
    bits = np.frombuffer(np.random.default_rng(7).bytes(cells), dtype=np.uint8).reshape(cells, 1)
    signs = np.unpackbits(bits, axis=1, count=8).astype(float) * 2 - 1
    x = np.zeros((cells + 1, n + m))
    x[np.arange(cells), made.design.entry] = 1
    x[np.arange(cells), n + made.design.juror] = 1
    x[cells, n:] = 1  # severities add up to 0
    right = np.vstack((signs * made.residuals[:, None], np.zeros((1, 8))))
    expected = made.scores[:, None] + np.linalg.lstsq(x, right, rcond=None)[0][:n]
    np.testing.assert_allclose(block, expected, atol=1e-5)


def test_bootstrap_spread_is_that_of_the_least_squares_estimate() -> None:
    """Where all marks scatter alike, the standard deviations are those of the linear model."""
    ballots = counting_ballots(RULE, random_votes(1, 80, 10), jury(10))
    lines = bootstrap(ballots, ballots.entries, 5, replicates=2_000, seed=3)
    made = Replicates.of(ballots)
    spread = np.array([line.sd for line in lines])
    sigma = float(np.sqrt(np.mean(made.residuals.astype(float) ** 2)))
    assert spread.mean() == pytest.approx(sigma / np.sqrt(10), rel=0.05)
    assert all(line.low < line.score < line.high for line in lines)


def test_bootstrap_shares_of_the_top_add_up_and_are_seeded() -> None:
    ballots = counting_ballots(RULE, random_votes(2, 20, 6), jury(6))
    lines = bootstrap(ballots, ballots.entries, 4, replicates=500, seed=1)
    assert sum(line.p_top for line in lines) == pytest.approx(4, abs=0.01)
    assert lines == bootstrap(ballots, ballots.entries, 4, replicates=500, seed=1)
    assert lines != bootstrap(ballots, ballots.entries, 4, replicates=500, seed=2)
    everybody = bootstrap(ballots, ballots.entries, 20, replicates=50)
    assert {line.p_top for line in everybody} == {1.0}


def test_bootstrap_entries_that_are_not_ranked_do_not_compete() -> None:
    ballots = counting_ballots(RULE, random_votes(2, 10, 6), jury(6))
    lines = bootstrap(ballots, ballots.entries[:3], 1, replicates=200)
    assert [line.entry for line in lines] == list(ballots.entries[:3])
    assert sum(line.p_top for line in lines) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("order", [(), ("E0", "E1")])
def test_bootstrap_of_what_leaves_no_residual_is_refused(order: tuple[str, ...]) -> None:
    ballots = counting_ballots(RULE, votes({"E0": [5, 6], "E1": [6, 7]}), jury(2))
    with pytest.raises(TallyError) as refusal:
        bootstrap(ballots, order, 1)
    assert refusal.value.code is Problem.NOT_ESTIMABLE
