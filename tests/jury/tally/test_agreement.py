"""Agreement against the reference implementation of α, and against definitions."""

from __future__ import annotations

import time

import krippendorff
import numpy as np
import pytest
from scipy import stats

from jury.tally.agreement import Floats, intraclass, kendall_w, krippendorff_alpha


def sparse_table(seed: int, n: int, m: int, k: int) -> Floats:
    rng = np.random.default_rng(seed)
    values = np.full((n, m), np.nan)
    for row in values:
        row[rng.choice(m, k, replace=False)] = np.round(np.clip(rng.normal(6, 1) + rng.normal(0, 1, k), 1, 10), 1)
    return values


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("seed", [1, 2])
def test_alpha_equals_the_reference_package(level: str, seed: int) -> None:
    values = sparse_table(seed, 40, 9, 4)
    values[3, :] = np.nan
    values[5, 1:] = np.nan
    expected = krippendorff.alpha(values.T, level_of_measurement=level)
    assert getattr(krippendorff_alpha(values), level) == pytest.approx(expected, abs=1e-12)


def test_alpha_of_perfect_agreement_is_one_and_of_no_variation_unknown() -> None:
    perfect = krippendorff_alpha(np.repeat([[1.0], [2.0], [5.0]], 4, axis=1))
    assert (perfect.nominal, perfect.ordinal, perfect.interval, perfect.ratio) == (1, 1, 1, 1)
    flat = krippendorff_alpha(np.full((3, 4), 7.0))
    assert (flat.nominal, flat.ordinal, flat.interval, flat.ratio) == (None, None, None, None)


def test_alpha_without_two_marks_on_an_entry_is_unknown() -> None:
    assert krippendorff_alpha(np.array([[1.0, np.nan], [np.nan, 2.0]])).interval is None


def test_kendall_w_with_ties_follows_from_friedmans_statistic() -> None:
    """χ² of Friedman's test is m (n − 1) W with the same correction for ties."""
    values = np.round(np.random.default_rng(4).normal(6, 1, (9, 5)))
    friedman = stats.friedmanchisquare(*values)
    found = kendall_w(values)
    assert found.chi2 == pytest.approx(friedman.statistic, abs=1e-9)
    assert found.p == pytest.approx(friedman.pvalue, abs=1e-12)


def test_kendall_w_and_icc_use_the_entries_everybody_scored_and_say_how_many() -> None:
    values = np.array([[1.0, 2.0, 1.0], [2.0, 3.0, 4.0], [np.nan, 1.0, 9.0], [5.0, 5.0, 6.0]])
    whole = np.delete(values, 2, axis=0)
    assert kendall_w(values) == kendall_w(whole)
    assert (kendall_w(values).n, intraclass(values).n, intraclass(values).k) == (3, 3, 3)


def test_kendall_w_of_reversed_marks_is_the_same() -> None:
    values = np.random.default_rng(5).integers(1, 10, (7, 4)).astype(float)
    assert kendall_w(values).w == pytest.approx(kendall_w(-values).w or 0)


def test_agreement_of_too_little_is_unknown() -> None:
    assert kendall_w(np.array([[1.0, 2.0]])).w is None
    assert intraclass(np.array([[1.0, np.nan]])).icc_2_1 is None


def test_alpha_interval_is_far_faster_than_the_package() -> None:
    values = sparse_table(6, 2_000, 100, 6)
    start = time.perf_counter()
    krippendorff.alpha(values.T, level_of_measurement="interval")
    package = time.perf_counter() - start
    start = time.perf_counter()
    krippendorff_alpha(values)
    assert time.perf_counter() - start < package / 5
