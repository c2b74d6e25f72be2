"""Exact solution of a symmetric positive definite system of integers."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd


def solve(matrix: Sequence[Sequence[int]], rhs: Sequence[int]) -> tuple[list[int], int]:
    """Solve A x = r exactly: returns numerators X and one denominator D > 0 with x_i = X_i / D.

    Fraction-free elimination (E. H. Bareiss, Mathematics of Computation 22, 1968) on the upper triangle only:
    every intermediate number is a minor of A, so that nothing grows beyond Hadamard's bound and no gcd is taken.
    Positive definite, so no pivot is zero and none need be searched. A: m × m, m ≥ 0.
    """
    m = len(rhs)
    if m == 0:
        return [], 1
    content = gcd(*(value for row in matrix for value in row), *rhs)
    upper = [[value // content for value in row[i:]] for i, row in enumerate(matrix)]
    right = [value // content for value in rhs]
    previous = 1
    for k in range(m - 1):
        pivot_row, pivot, pivot_right = upper[k], upper[k][0], right[k]
        for i in range(k + 1, m):
            factor = pivot_row[i - k]
            tail = pivot_row[i - k :]
            upper[i] = [(pivot * a - factor * b) // previous for a, b in zip(upper[i], tail, strict=True)]
            right[i] = (pivot * right[i] - factor * pivot_right) // previous
        previous = pivot
    return _substitute_back(upper, right)


def _substitute_back(upper: list[list[int]], right: list[int]) -> tuple[list[int], int]:
    m = len(right)
    determinant = upper[m - 1][0]
    numerators = [0] * m
    for i in range(m - 1, -1, -1):
        row = upper[i]
        rest = sum(row[j - i] * numerators[j] for j in range(i + 1, m))
        numerators[i] = (determinant * right[i] - rest) // row[0]
    return numerators, determinant
