"""Orders of listening where each juror hears only some entries: every entry once in each part of its jurors' lists.

With k jurors an entry, each juror's list is thought of in k parts of equal length. An entry is to be heard by one juror
in the first part, by one in the second, … by one in the last: equally often early and late. That is a proper colouring
of the edges of the juror-entry graph with k colours, after each juror is split into copies with k entries each; by
König's theorem (1916) it exists for every such graph, and is found by exchanging two colours along a path. Pure Python.
"""

from collections.abc import Mapping, Sequence

from jury.assignments.draw import drawn

NONE = -1


def spread_orders(heard: Mapping[str, Sequence[str]], seed: str) -> dict[str, tuple[str, ...]]:
    """For each juror the entries that it hears in an order of the juror's own. `heard`: juror → entries.

    Which entries are in a copy of a juror together, and in which order a part is heard, is drawn by the seed.
    """
    times: dict[str, int] = {}
    for entries in heard.values():
        for code in entries:
            times[code] = times.get(code, 0) + 1
    colours = max(times.values(), default=0)
    copies = [
        (juror, drawn_entries[start : start + colours])
        for juror in sorted(heard)
        for drawn_entries in [drawn(heard[juror], seed, f"copy {juror}")]
        for start in range(0, len(drawn_entries), colours or 1)
    ]
    numbers = {code: number for number, code in enumerate(sorted(times))}
    coloured = colour_edges([[numbers[code] for code in entries] for _, entries in copies], len(numbers), colours)
    names = sorted(times)
    listed: dict[str, list[list[str]]] = {juror: [[] for _ in range(colours)] for juror in heard}
    for (juror, _), row in zip(copies, coloured, strict=True):
        for colour, number in enumerate(row):
            if number != NONE:
                listed[juror][colour].append(names[number])
    return {
        juror: tuple(code for part, codes in enumerate(parts) for code in drawn(codes, seed, f"part {part} {juror}"))
        for juror, parts in listed.items()
    }


def colour_edges(copies: Sequence[Sequence[int]], entries: int, colours: int) -> list[list[int]]:
    """For each copy the entry at each colour, NONE where it has none. No entry has a colour twice.

    copies: entries of each copy, at most `colours` of them; each entry is in at most `colours` copies.
    """
    at_copy = [[NONE] * colours for _ in copies]
    at_entry = [[NONE] * colours for _ in range(entries)]
    for copy, members in enumerate(copies):
        for entry in members:
            mine, theirs = at_copy[copy], at_entry[entry]
            both = next((c for c in range(colours) if mine[c] == NONE and theirs[c] == NONE), None)
            if both is None:
                both = mine.index(NONE)
                _free(at_copy, at_entry, entry, both, theirs.index(NONE))
            mine[both], theirs[both] = entry, copy
    return at_copy


def _free(at_copy: list[list[int]], at_entry: list[list[int]], entry: int, wanted: int, spare: int) -> None:
    """Make `wanted` free at an entry that has `spare` free: exchange both along the path that begins with `wanted`.

    The path alternates between copies and entries and cannot come to a copy that has `wanted` free, since it enters
    copies by `wanted`; so the copy for which this is done keeps it free.
    """
    path: list[tuple[int, int, int]] = []
    here, colour, other = entry, wanted, spare
    while (copy := at_entry[here][colour]) != NONE:
        path.append((copy, here, colour))
        following = at_copy[copy][other]
        if following == NONE:
            break
        path.append((copy, following, other))
        here = following
    for copy, at, used in path:
        at_copy[copy][used] = at_entry[at][used] = NONE
    for copy, at, used in path:
        turned = other if used == colour else colour
        at_copy[copy][turned], at_entry[at][turned] = at, copy
