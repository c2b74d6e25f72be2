"""The REML fit and its posterior against dense matrices that follow the definitions literally."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from jury.tally import Problem, TallyError, counting_ballots
from jury.tally.reml import Layout, Observations, VarianceFit, fit
from jury.tally.uncertainty import Posterior, uncertainty
from tests.jury.tally.helpers import jury, plain, random_votes, votes


def simulated_with_truth(
    seed: int, n: int, m: int, k: int, sd: tuple[float, float, float] = (1.0, 0.7, 0.8)
) -> tuple[Observations, np.ndarray]:
    """Between 2 and k jurors an entry, so that entries have different numbers of ballots; and the true effects."""
    rng = np.random.default_rng(seed)
    jurors = [rng.choice(m, rng.integers(2, k + 1), replace=False) for _ in range(n)]
    entry = np.repeat(np.arange(n), [len(chosen) for chosen in jurors])
    juror = np.concatenate(jurors)
    truth = rng.normal(0, sd[0], n)
    y = 6 + truth[entry] + rng.normal(0, sd[1], m)[juror] + rng.normal(0, sd[2], entry.size)
    return Observations(y, entry, juror, n, m), truth


def simulated(seed: int, n: int, m: int, k: int, sd: tuple[float, float, float] = (1.0, 0.7, 0.8)) -> Observations:
    return simulated_with_truth(seed, n, m, k, sd)[0]


def dense(data: Observations, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    a, b = np.eye(data.n)[data.entry], np.eye(data.m)[data.juror]
    return np.eye(data.y.size) + theta[0] ** 2 * a @ a.T + theta[1] ** 2 * b @ b.T, a, b


def dense_criterion(data: Observations, theta: np.ndarray) -> float:
    v, _, _ = dense(data, theta)
    inverse, one, free = np.linalg.inv(v), np.ones(data.y.size), data.y.size - 1
    weight = one @ inverse @ one
    residual = data.y - (one @ inverse @ data.y) / weight
    rss = residual @ inverse @ residual
    return float(free * (1 + np.log(2 * np.pi * rss / free)) + np.linalg.slogdet(v)[1] + np.log(weight))


@pytest.mark.parametrize("theta", [(0.0, 0.0), (1.2, 0.0), (0.0, 0.9), (0.8, 0.5), (3.0, 2.0)])
def test_criterion_equals_the_dense_likelihood(theta: tuple[float, float]) -> None:
    data = simulated(1, 14, 6, 5)
    ours = float(Layout.of(data).criterion(np.array([theta]))[0])
    assert ours == pytest.approx(dense_criterion(data, np.array(theta)), abs=1e-9)


@pytest.mark.parametrize(("seed", "n", "m", "k"), [(1, 14, 6, 5), (2, 30, 8, 8), (3, 4, 12, 12)])
def test_fit_is_the_minimum_that_a_general_minimiser_finds(seed: int, n: int, m: int, k: int) -> None:
    data = simulated(seed, n, m, k)
    found = fit(data)
    start = np.array([found.sd_entry, found.sd_juror]) / found.sd_residual
    best = minimize(lambda x: dense_criterion(data, x), start + 0.05, method="Nelder-Mead", options={"xatol": 1e-9})
    assert found.criterion <= best.fun + 1e-8
    assert np.abs(best.x) == pytest.approx(start, abs=1e-4)


def test_fit_effects_are_the_best_linear_predictors() -> None:
    data = simulated(4, 20, 7, 6)
    found = fit(data)
    theta = np.array([found.sd_entry, found.sd_juror]) / found.sd_residual
    v, a, b = dense(data, theta)
    inverse, one = np.linalg.inv(v), np.ones(data.y.size)
    mu = (one @ inverse @ data.y) / (one @ inverse @ one)
    assert found.mu == pytest.approx(mu, abs=1e-9)
    assert found.entry_effects == pytest.approx(theta[0] ** 2 * a.T @ inverse @ (data.y - mu), abs=1e-9)
    assert found.juror_effects == pytest.approx(theta[1] ** 2 * b.T @ inverse @ (data.y - mu), abs=1e-9)


@pytest.mark.parametrize(
    ("seed", "sd", "zero"),
    [(9, (1.0, 0.0, 1.0), {"juror"}), (5, (0.0, 0.0, 1.0), {"entry"}), (11, (0.0, 0.0, 1.0), {"entry", "juror"})],
)
def test_fit_estimates_a_variance_at_the_border_as_zero(
    seed: int, sd: tuple[float, float, float], zero: set[str]
) -> None:
    """Exactly 0 where the likelihood falls towards 0, and nowhere around is it better."""
    data = simulated(seed, 40, 6, 6, sd=sd)
    found = fit(data)
    assert {name for name in ("entry", "juror") if getattr(found, f"sd_{name}") == 0.0} == zero
    assert np.all(found.juror_effects == 0) == ("juror" in zero)
    assert np.all(found.entry_effects == 0) == ("entry" in zero)
    theta = np.array([found.sd_entry, found.sd_juror]) / found.sd_residual
    for step in ((0.01, 0.0), (0.0, 0.01), (0.1, 0.1), (0.5, 0.0), (0.0, 0.5)):
        assert dense_criterion(data, theta + step) >= found.criterion - 1e-9


@pytest.mark.parametrize(
    "table",
    [
        {"A": [7, 7], "B": [7, 7]},
        {"A": [5, 6, 9]},
        {"A": [5], "B": [6], "C": [9]},
        {"A": [5, None, None], "B": [None, 6, None], "C": [None, None, 9]},
        {"A": [5, 7], "B": [6, 8], "C": [7, 9]},
    ],
)
def test_fit_of_what_cannot_be_estimated_is_refused(table: dict[str, list[float | None]]) -> None:
    with pytest.raises(TallyError) as refusal:
        fit(Observations.of(counting_ballots(plain(), votes(table), jury(3))))
    assert refusal.value.code is Problem.NOT_ESTIMABLE


def test_uncertainty_without_a_ranked_entry_is_refused() -> None:
    with pytest.raises(TallyError) as refusal:
        uncertainty(counting_ballots(plain(), random_votes(1, 5, 4), jury(4)), [], 4)
    assert refusal.value.code is Problem.NOT_ESTIMABLE


def test_uncertainty_of_entries_that_do_not_differ_is_even() -> None:
    table = {"A": [5, 7, 6], "B": [6, 5, 7], "C": [7, 6, 5], "D": [6, 6, 6]}
    found = uncertainty(counting_ballots(plain(), votes(table), jury(3)), ["A", "B", "C", "D"], 2)
    assert found.fit.sd_entry == 0
    assert {(line.p_top, line.p_first) for line in found.entries} == {(0.5, 0.25)}
    assert all(pair.within_noise for pair in found.neighbours)


def exact_posterior_covariance(data: Observations, found: VarianceFit) -> np.ndarray:
    """Covariance of (μ + a) given y from Henderson's equations with a flat prior on μ."""
    design = np.hstack((np.ones((data.y.size, 1)), np.eye(data.n)[data.entry], np.eye(data.m)[data.juror]))
    prior = [0.0, *[(found.sd_residual / found.sd_entry) ** 2] * data.n]
    prior += [(found.sd_residual / found.sd_juror) ** 2] * data.m
    covariance = found.sd_residual**2 * np.linalg.inv(design.T @ design + np.diag(prior))
    return covariance[1 : 1 + data.n, 1 : 1 + data.n]


def test_posterior_draws_have_the_exact_mean_and_covariance() -> None:
    data = simulated(6, 9, 5, 5)
    found = fit(data)
    posterior = Posterior.of(data, found)
    exact = exact_posterior_covariance(data, found)
    assert posterior.sd() ** 2 == pytest.approx(np.diag(exact), abs=1e-9)
    draws = np.vstack(list(posterior.draws(200_000, np.random.default_rng(1))))
    assert draws.mean(axis=0) == pytest.approx(posterior.mean, abs=0.02)
    assert np.cov(draws.T) == pytest.approx(exact, abs=0.02)


def test_uncertainty_probabilities_add_up_and_are_seeded() -> None:
    rule, given = plain(), random_votes(3, 12, 6)
    ballots = counting_ballots(rule, given, jury(6))
    found = uncertainty(ballots, list(ballots.entries), 4, seed=9, draws=4_000)
    assert sum(line.p_top for line in found.entries) == pytest.approx(4)
    assert sum(line.p_first for line in found.entries) == pytest.approx(1)
    assert uncertainty(ballots, list(ballots.entries), 4, seed=9, draws=4_000).entries == found.entries
    assert uncertainty(ballots, list(ballots.entries), 4, seed=10, draws=4_000).entries != found.entries


def test_uncertainty_clear_order_is_sure_and_twins_are_within_noise() -> None:
    table = {"A": [9, 9.5, 9, 9], "B": [5, 5, 5.5, 5], "C": [5, 5.5, 5, 5], "D": [1, 1.5, 1, 1]}
    rule = plain()
    ballots = counting_ballots(rule, votes(table), jury(4))
    found = uncertainty(ballots, ["A", "B", "C", "D"], 1)
    assert found.entries[0].p_first > 0.999
    first, twins, last = found.neighbours
    assert not first.within_noise
    assert twins.within_noise
    assert twins.probability == pytest.approx(0.5, abs=0.03)
    assert not last.within_noise


def test_uncertainty_provisional_entries_do_not_compete() -> None:
    table = {"A": [9, 9, 8], "B": [7, 6, 7], "C": [3, 4, 3]}
    rule = plain()
    ballots = counting_ballots(rule, votes(table), jury(3))
    found = uncertainty(ballots, ["B", "C"], 1)
    assert [line.entry for line in found.entries] == ["B", "C"]
    assert sum(line.p_first for line in found.entries) == pytest.approx(1)


def test_uncertainty_top_is_calibrated_on_simulated_rounds() -> None:
    """Of entries given 20 to 50 % to be among the top 4, about that share is."""
    said = hit = count = 0.0
    for seed in range(40):
        data, truth = simulated_with_truth(100 + seed, 20, 8, 8)
        best = set(np.argsort(truth)[-4:].tolist())
        draws = np.vstack(list(Posterior.of(data, fit(data)).draws(2_000, np.random.default_rng(seed))))
        share = np.bincount(np.argpartition(draws, 16, axis=1)[:, 16:].ravel(), minlength=20) / 2_000
        for i in np.flatnonzero((share > 0.2) & (share < 0.5)):
            said, hit, count = said + share[i], hit + (int(i) in best), count + 1
    assert count > 60
    assert hit / count == pytest.approx(said / count, abs=0.13)
