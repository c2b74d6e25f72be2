"""The matrix of who hears what, and moving entries between jurors until loads are level and the graph is connected.

Rows are entries, columns are jurors sorted by city. Pure: numpy only.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise

import numpy as np

Matrix = np.ndarray


class Board:
    """`heard`: who hears what now; never where `allowed` is false. `needs`: (entry, city) that must stay covered."""

    def __init__(self, allowed: Matrix, city_of: Sequence[str]) -> None:
        self.allowed = allowed
        self.heard = np.zeros_like(allowed)
        self.loads = np.zeros(allowed.shape[1], dtype=np.int64)
        self.cities = [city for city, _ in groupby(city_of)]
        index = {city: number for number, city in enumerate(self.cities)}
        self.city = np.array([index[city] for city in city_of], dtype=np.int64)
        self.city_of: list[int] = self.city.tolist()
        self.member = np.zeros((len(city_of), len(self.cities)), dtype=np.int16)
        self.member[np.arange(len(city_of)), self.city] = 1
        self.needs = np.zeros((len(allowed), len(self.cities)), dtype=bool)
        self.could = self.needs.copy()

    def require_cities(self, wanted: Matrix) -> None:
        """Ask that every city hears every entry that one of its jurors may hear, where an entry has jurors enough."""
        self.could = (self.allowed.astype(np.int16) @ self.member) > 0
        self.needs = self.could & (wanted >= self.could.sum(axis=1))[:, None]

    def forget_cities(self) -> None:
        self.needs[:] = False

    def take_all(self) -> None:
        self.heard = self.allowed.copy()
        self.loads = self.heard.sum(axis=0)

    def by_city(self) -> Matrix:
        """How many jurors of each city hear each entry."""
        return self.heard.astype(np.int16) @ self.member

    def uncovered(self) -> Matrix:
        """Entries that some city does not hear although one of its jurors may."""
        return np.asarray((self.could & (self.by_city() == 0)).any(axis=1))

    def spread(self) -> int:
        """Between the highest and the lowest load."""
        return int(np.ptp(self.loads)) if len(self.loads) else 0

    def deal(self, i: int, k: int, even: Matrix) -> None:
        """Give entry i its k jurors: one of each city, then whoever has least; `even` in [0, 1) decides what is equal.

        k is at most the number of jurors who may hear the entry.
        """
        key = self.loads + even
        key[~self.allowed[i]] = np.inf
        order = np.argsort(key)[: np.count_nonzero(self.allowed[i])].tolist()
        first_of: dict[int, int] = {}
        for j in order:
            first_of.setdefault(self.city_of[j], j)
            if len(first_of) == len(self.cities):
                break
        chosen = list(first_of.values())[:k]
        chosen += [j for j in order[: k + len(chosen)] if j not in chosen][: k - len(chosen)]
        self.heard[i, chosen] = True
        self.loads[chosen] += 1

    def free(self, rows: slice | int = slice(None)) -> Matrix:
        """Jurors whose city would still be covered, or need not be, if they no longer heard the entry."""
        heard = self.heard[rows]
        here = heard.astype(np.int16) @ self.member
        spare = (here >= 2) | ~self.needs[rows]
        return np.asarray(heard & spare[..., self.city])

    def move(self, i: int, a: int, b: int) -> None:
        """Entry i goes from juror a to juror b."""
        self.heard[i, a], self.heard[i, b] = False, True
        self.loads[a] -= 1
        self.loads[b] += 1

    def movable(self, a: int, b: int) -> Matrix:
        """Entries that may go from juror a to juror b, by number."""
        column = self.heard[:, a] & self.allowed[:, b] & ~self.heard[:, b]
        rows = np.flatnonzero(column)
        if self.city[a] == self.city[b]:
            return rows
        return rows[self.free(rows)[:, a]]  # type: ignore[arg-type]


class _Ways:
    """How many entries could go from each juror to each other one; kept up to date move by move."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.same = board.city[:, None] == board.city[None, :]
        opened = (board.allowed & ~board.heard).astype(np.float32)
        self.any = (board.free().astype(np.float32).T @ opened).astype(np.int64)
        self.within = (board.heard.astype(np.float32).T @ opened).astype(np.int64)

    def open(self) -> Matrix:
        return np.asarray((self.any > 0) | (self.same & (self.within > 0)))

    def move(self, i: int, a: int, b: int) -> None:
        self._count(i, -1)
        self.board.move(i, a, b)
        self._count(i, 1)

    def _count(self, i: int, sign: int) -> None:
        opened = self.board.allowed[i] & ~self.board.heard[i]
        self.any += sign * np.outer(self.board.free(i), opened)
        self.within += sign * np.outer(self.board.heard[i], opened)


def level(board: Board, limit: int) -> int:
    """Move entries until loads differ by `limit` at most, or no chain of moves helps; returns how far they differ."""
    if board.spread() <= limit:
        return board.spread()
    ways = _Ways(board)
    for _ in range(board.heard.size):  # every chain makes loads more level: this is never reached, it only bounds
        if board.spread() <= limit:
            break
        chain = _chain(board.loads, ways.open())
        if chain is None or not _push(ways, chain):
            break
    return board.spread()


def _chain(loads: Matrix, ways: Matrix) -> list[int] | None:
    """A shortest chain from a highest load to one at least two lower; else from one two higher to a lowest load."""
    high, low = loads.max(), loads.min()
    down = _shortest(np.flatnonzero(loads == high), loads <= high - 2, ways)
    return down or _shortest(np.flatnonzero(loads >= low + 2), loads == low, ways)


def _shortest(sources: Matrix, targets: Matrix, ways: Matrix) -> list[int] | None:
    came: dict[int, int] = {int(j): -1 for j in sources}
    front = list(came)
    while front:
        following: list[int] = []
        for a in front:
            for b in np.flatnonzero(ways[a]).tolist():
                if b in came:
                    continue
                came[b] = a
                if targets[b]:
                    chain = [b]
                    while came[chain[-1]] >= 0:
                        chain.append(came[chain[-1]])
                    return chain[::-1]
                following.append(b)
        front = following
    return None


def _push(ways: _Ways, chain: Sequence[int]) -> bool:
    """Move one entry along each link, from the far end on; False where a link has none left."""
    for a, b in reversed(list(pairwise(chain))):
        entries = ways.board.movable(a, b)
        if not len(entries):
            return False
        ways.move(int(entries[0]), a, b)
    return True


def parts(heard: Matrix) -> Matrix:
    """For each juror the number of the part of the graph it is in: jurors who share entries, over others, share it."""
    part = np.arange(heard.shape[1])
    together = heard.astype(np.float32).T @ heard.astype(np.float32) > 0
    for j in range(len(part)):
        linked = np.flatnonzero(together[j])
        if len(linked):
            joined = np.isin(part, part[linked])
            part[joined] = part[linked].min()
    return part


def connect(board: Board) -> bool:
    """Exchange entries between parts that share none until there is one part; False where that cannot be.

    Every exchange that stays leaves fewer parts, so this ends.
    """
    count = _count_parts(board)
    while count > 1:
        part = parts(board.heard)
        there = sorted(set(part[board.heard.any(axis=0)].tolist()))
        if not any(_exchange(board, part, there[0], other, count) for other in there[1:]):
            return False
        count = _count_parts(board)
    return True


def _count_parts(board: Board) -> int:
    return len(set(parts(board.heard)[board.heard.any(axis=0)].tolist()))


def _exchange(board: Board, part: Matrix, one: int, other: int, count: int) -> bool:
    """Two jurors of two parts swap an entry each, so that loads stay; kept only where fewer than `count` parts remain.

    The entries need other jurors to link over.
    """
    for a in np.flatnonzero(part == one).tolist():
        for b in np.flatnonzero(part == other).tolist():
            mine, theirs = board.movable(a, b), board.movable(b, a)
            linking = mine[board.heard[mine].sum(axis=1) > 1]
            if len(linking) and len(theirs):
                board.move(int(linking[0]), a, b)
                board.move(int(theirs[0]), b, a)
                if _count_parts(board) < count:
                    return True
                board.move(int(theirs[0]), a, b)
                board.move(int(linking[0]), b, a)
    return False
