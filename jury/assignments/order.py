"""In which order each juror listens. Pure Python.

The order of listening biases marks (documented for real competitions), so every entry should be heard early by as many
jurors as late, and not always after the same one. The rows are those of a Williams design (E. J. Williams, 1949,
"Experimental designs balanced for the estimation of residual effects of treatments"): the zigzag 0, 1, n−1, 2, n−2, …
shifted by the row's number modulo n. Of its n rows the jury takes m, spread evenly. Where a juror hears fewer entries
the others are left out of the row; where entries have far fewer jurors than the jury, see spreading.py.
"""

from collections.abc import Mapping, Sequence

from jury.assignments.draw import drawn
from jury.assignments.spreading import spread_orders


def orders(
    heard: Mapping[str, Sequence[str]], entries: Sequence[str], seed: str, *, everything: bool
) -> dict[str, tuple[str, ...]]:
    """For each juror what it hears (`heard`) in an order of the juror's own. `everything`: but for single exceptions
    everybody hears all `entries`."""
    if not everything:
        return spread_orders(heard, seed)
    mine = {juror: frozenset(codes) for juror, codes in heard.items()}
    whole = listening_orders(sorted(heard), entries, seed)
    return {juror: tuple(code for code in row if code in mine[juror]) for juror, row in whole.items()}


def listening_orders(jurors: Sequence[str], entries: Sequence[str], seed: str) -> dict[str, tuple[str, ...]]:
    """For each juror all entries in an order of the juror's own. Which juror gets which row, and which entry stands
    for which number of the design, is drawn by the seed.

    With no more jurors than entries, no two jurors hear an entry at the same place, and the places of each entry are
    spread over the whole length. For an even number of entries no entry directly follows the same other entry twice.
    """
    seats = drawn(jurors, seed, "row")
    names = drawn(entries, seed, "entry")
    design = rows(len(seats), len(names))
    return {juror: tuple(names[number] for number in row) for juror, row in zip(seats, design, strict=True)}


def rows(m: int, n: int) -> list[list[int]]:
    """m orders of the numbers 0 … n−1. Where m > n the design is used again, every second time backwards."""
    if n == 0:
        return [[] for _ in range(m)]
    zigzag = [(k + 1) // 2 if k % 2 else (n - k // 2) % n for k in range(n)]
    made: list[list[int]] = []
    for block, start in enumerate(range(0, m, n)):
        size = min(n, m - start)
        for i in range(size):
            shift = i * n // size
            row = [(number + shift) % n for number in zigzag]
            made.append(row[::-1] if block % 2 else row)
    return made
