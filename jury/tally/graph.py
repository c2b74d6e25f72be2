"""The juror-entry graph: who can be compared with whom."""

from __future__ import annotations

from collections.abc import Sequence


def components(rows: Sequence[Sequence[tuple[int, int]]], jurors: int) -> list[list[int]]:
    """Connected parts of the graph, each as the sorted list of its juror indices; jurors without ballot are left out.

    rows[i] lists (juror index, anything) of entry i. Two jurors are connected when they scored a common entry,
    directly or over others. Parts come in the order of their first juror.
    """
    parent = list(range(jurors))

    def root(j: int) -> int:
        while parent[j] != j:
            parent[j] = parent[parent[j]]
            j = parent[j]
        return j

    active: set[int] = set()
    for row in rows:
        for j, _ in row:
            active.add(j)
            parent[root(j)] = root(row[0][0])
    groups: dict[int, list[int]] = {}
    for j in sorted(active):
        groups.setdefault(root(j), []).append(j)
    return sorted(groups.values())


def main_component(rows: Sequence[Sequence[tuple[int, int]]], groups: Sequence[Sequence[int]]) -> set[int] | None:
    """Jurors of the part with the most ballots; None when two parts have equally many, so that neither is the main."""
    home = {j: g for g, group in enumerate(groups) for j in group}
    ballots = [0] * len(groups)
    for row in rows:
        for j, _ in row:
            ballots[home[j]] += 1
    if not groups or ballots.count(max(ballots)) > 1:
        return None
    return set(groups[ballots.index(max(ballots))])
