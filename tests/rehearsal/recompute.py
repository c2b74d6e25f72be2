"""The ranking computed again from the exported marks, by other code than the platform's: plain least squares.

Severity-adjusted mean: minimise Σ (y_ij − t_i − b_j)² with Σ b_j = 0, solved with exact fractions by Gauss-Jordan over
entries and jurors at once (the platform eliminates the entries first). Where not everybody hears everything, the sum is
0 in each part of the jury that shared entries connect. No line is shared with jury.tally.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256

Table = dict[str, dict[str, Fraction]]


def composites(marks_csv: str, weights: dict[str, int]) -> Table:
    """{entry: {juror: weighted mean in points}} over the complete ballots of the export."""
    cells: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in csv.DictReader(io.StringIO(marks_csv)):
        if row["hundredths"]:
            cells[row["entry"], row["juror"]][row["criterion"]] = int(row["hundredths"])
    table: Table = defaultdict(dict)
    for (entry, juror), marks in cells.items():
        if set(marks) == set(weights):
            whole = sum(weights[key] * mark for key, mark in marks.items())
            table[entry][juror] = Fraction(whole, 100 * sum(weights.values()))
    return dict(table)


def means(table: Table) -> dict[str, Fraction]:
    """Arithmetic mean of each entry."""
    return {entry: sum(given.values(), Fraction(0)) / len(given) for entry, given in table.items()}


def adjusted(table: Table) -> dict[str, Fraction]:
    """t_i of the additive two-way model."""
    entries = sorted(table)
    jurors = sorted({juror for given in table.values() for juror in given})
    size = len(entries) + len(jurors)
    rows = [[Fraction(0)] * (size + 1) for _ in range(size)]
    for i, entry in enumerate(entries):
        for juror, mark in table[entry].items():
            j = len(entries) + jurors.index(juror)
            for one, other in ((i, j), (j, i)):
                rows[one][one] += 1
                rows[one][other] += 1
                rows[one][size] += mark
    for part in _connected(table):
        places = [len(entries) + jurors.index(juror) for juror in part]
        rows[max(places)] = [Fraction(place in places) for place in range(size + 1)]
    solved = _solve(rows)
    return {entry: solved[i] for i, entry in enumerate(entries)}


def drawn(entries: Iterable[str], *, rules_sha256: str, seed: str) -> list[str]:
    """Entries in the order that the sealed seed draws: of SHA-256(draw seed ‖ entry), the draw seed being SHA-256 of
    the rules' hash, a line feed and the seed."""
    of_draw = sha256(f"{rules_sha256}\n{seed}".encode()).digest()
    return sorted(entries, key=lambda entry: sha256(of_draw + entry.encode()).hexdigest())


def _connected(table: Table) -> list[set[str]]:
    """The jury in parts: jurors are in one where entries that they heard link them."""
    parts: list[set[str]] = []
    for given in table.values():
        linked = [part for part in parts if part & given.keys()]
        parts = [part for part in parts if part not in linked] + [set(given).union(*linked)]
    return parts


def _solve(rows: list[list[Fraction]]) -> list[Fraction]:
    size = len(rows)
    for column in range(size):
        pivot = next(row for row in range(column, size) if rows[row][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        lead = rows[column][column]
        rows[column] = [value / lead for value in rows[column]]
        for row in range(size):
            factor = rows[row][column]
            if row != column and factor:
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[size] for row in rows]
