"""What the figures around a ranking are made of, and when they call an entry disputed.

Apart from analysis.py, which computes them with statistics that take a quarter of every process's start.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Sequence[Any]

DISSENT = 1.5
"""An entry is disputed when its ballots, severities taken off, lie this many times as far apart as is usual."""


@dataclass(frozen=True)
class Given:
    """A closed round. `rows` as the tally was made of; `homes`: entry → city code; `order`: (entry, juror) → place in
    the juror's listening order, from 1; `top`: how many go on; `scale`: lowest and highest mark in hundredths."""

    rule: Mapping[str, Any]
    rows: Sequence[Row]
    homes: Mapping[str, str]
    order: Mapping[tuple[str, str], int]
    top: int
    scale: tuple[int, int]
