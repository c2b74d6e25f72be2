"""Who hears what, where not everybody hears everything. Pure: names in, names out, the same for the same seed.

Hard: a barred pair (conflict, own city) is never assigned. Then, in this order of importance: every entry has its
jurors, loads differ by one at most, every entry is heard by each city that may hear it, everybody can be compared with
everybody over common entries. Where that cannot be, rules bend in a fixed order (`Bent`), and the answer says which.

Each entry takes the least loaded juror of each city, then the least loaded of all; then loads are levelled by moving
entries along shortest chains of jurors (a → c → b), which finds the levellest loads there are as long as chains remain.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import shake_256

import numpy as np

from jury.assignments.draw import lot
from jury.assignments.levelling import Board, connect, level, parts

LEVEL, BENT_LEVEL = 1, 2
"""How far loads may differ: as a rule, and once that rule has bent."""


class Bent(StrEnum):
    """A rule that could not be kept, in the order in which they bend. Conflicts never do."""

    LOAD = "load"
    CITIES = "cities"
    LOAD_FREE = "load_free"
    PER_ENTRY = "per_entry"
    CONNECTED = "connected"


@dataclass(frozen=True)
class Allocation:
    """`heard`: juror → entries, in the order of the entries given. `bent`: which rules, empty as a rule.

    `uncovered`: entries that some city does not hear although it might; `short`: entries with fewer jurors than asked.
    """

    heard: dict[str, tuple[str, ...]]
    bent: tuple[Bent, ...]
    uncovered: tuple[str, ...]
    short: tuple[str, ...]
    cities: dict[str, int]

    @property
    def loads(self) -> dict[str, int]:
        return {juror: len(entries) for juror, entries in self.heard.items()}


def allocate(
    *,
    jurors: Sequence[tuple[str, str]],
    entries: Sequence[tuple[str, str]],
    barred: Collection[tuple[str, str]],
    per_entry: int | None,
    own_city: bool,
    seed: str,
) -> Allocation:
    """`jurors` and `entries`: (name, city), city "" for none; `barred`: (juror, entry) that must not be.

    `per_entry` None: everybody hears everything that is not barred; nothing is levelled then.
    """
    seats = sorted(jurors, key=lambda seat: (seat[1], seat[0]))
    allowed = _allowed(seats, entries, barred, own_city=own_city)
    board = Board(allowed, [city for _, city in seats])
    wanted = np.full(len(entries), len(seats) if per_entry is None else per_entry)
    board.require_cities(wanted)
    bent: list[Bent] = []
    if per_entry is None:
        board.take_all()
    else:
        _deal(board, wanted, [code for code, _ in entries], seed)
        bent += _levelled(board)
    short = [code for (code, _), heard, k in zip(entries, board.heard.sum(axis=1), wanted, strict=True) if heard < k]
    missing = board.uncovered()
    if per_entry is not None and missing.any() and Bent.CITIES not in bent:
        bent.append(Bent.CITIES)
    if per_entry is not None and short:
        bent.append(Bent.PER_ENTRY)
    if not connect(board):
        bent.append(Bent.CONNECTED)
    return Allocation(
        heard={
            name: tuple(entries[i][0] for i in np.flatnonzero(board.heard[:, column]).tolist())
            for column, (name, _) in enumerate(seats)
        },
        bent=tuple(sorted(bent, key=list(Bent).index)),
        uncovered=tuple(entries[i][0] for i in np.flatnonzero(missing).tolist()) if per_entry is not None else (),
        short=tuple(short) if per_entry is not None else (),
        cities=_coverage(board),
    )


def _allowed(
    seats: Sequence[tuple[str, str]],
    entries: Sequence[tuple[str, str]],
    barred: Collection[tuple[str, str]],
    *,
    own_city: bool,
) -> np.ndarray:
    allowed = np.ones((len(entries), len(seats)), dtype=bool)
    if not own_city:
        home = np.array([city for _, city in entries], dtype=object)
        there = np.array([city for _, city in seats], dtype=object)
        allowed &= (home[:, None] != there[None, :]) | (home[:, None] == "")
    row = {code: i for i, (code, _) in enumerate(entries)}
    column = {name: j for j, (name, _) in enumerate(seats)}
    for juror, code in barred:
        if juror in column and code in row:
            allowed[row[code], column[juror]] = False
    return allowed


def _deal(board: Board, wanted: np.ndarray, codes: Sequence[str], seed: str) -> None:
    """Every entry takes its jurors, the least loaded first; entries with the least choice come first.

    What is even is decided by numbers drawn for the entry, so that no two jurors keep hearing the same ones.
    """
    choice = board.allowed.sum(axis=1)
    lots = [lot(seed, "deal", code) for code in codes]
    for i in sorted(range(len(codes)), key=lambda i: (choice[i], lots[i])):
        board.deal(i, int(min(wanted[i], choice[i])), _numbers(seed, codes[i], len(board.loads)))


def _numbers(seed: str, code: str, count: int) -> np.ndarray:
    """`count` numbers in [0, 1) that anybody can draw again."""
    drawn = shake_256(f"{seed}\neven\n{code}".encode()).digest(4 * count)
    return np.frombuffer(drawn, dtype="<u4") / 2**32


def _levelled(board: Board) -> list[Bent]:
    if level(board, LEVEL) <= LEVEL:
        return []
    if board.spread() <= BENT_LEVEL:
        return [Bent.LOAD]
    board.forget_cities()
    if level(board, BENT_LEVEL) <= BENT_LEVEL:
        return [Bent.LOAD, Bent.CITIES]
    return [Bent.LOAD, Bent.CITIES, Bent.LOAD_FREE]


def _coverage(board: Board) -> dict[str, int]:
    """City → how many entries it hears."""
    heard = board.by_city() > 0
    return {city: int(heard[:, column].sum()) for column, city in enumerate(board.cities)}


def connected_parts(heard: dict[str, tuple[str, ...]]) -> int:
    """In how many parts the jury falls that share no entry; jurors who hear nothing are left out."""
    codes = {code: i for i, code in enumerate(sorted({code for each in heard.values() for code in each}))}
    matrix = np.zeros((len(codes), len(heard)), dtype=bool)
    for column, each in enumerate(heard.values()):
        matrix[[codes[code] for code in each], column] = True
    return len(set(parts(matrix)[matrix.any(axis=0)].tolist()))
