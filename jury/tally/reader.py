"""Scores from a CSV file in long format: entry,juror,score[,criterion][,city][,entry_city][,position][,reason]."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jury.tally.ballots import HUNDREDTHS
from jury.tally.errors import Problem, TallyError
from jury.tally.types import Juror, Vote

if TYPE_CHECKING:
    from _csv import Reader

REQUIRED = ("entry", "juror", "score")
OPTIONAL = ("criterion", "city", "entry_city", "position", "reason")
ONLY_CRITERION = "overall"
MARK = re.compile(r"(-?)(\d{1,9})(?:\.(\d{1,2}))?")


class InputError(TallyError):
    """A file that cannot be read: says the line, the column and what was expected there."""

    def __init__(self, line: int, column: str, expected: str, found: str) -> None:
        shown = repr(found) if found else "nothing"
        super().__init__(
            Problem.BAD_INPUT,
            f"line {line}, column {column}: expected {expected}, found {shown}",
            line=line,
            column=column,
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """What the file holds. criteria in order of appearance; positions: (entry, juror) → place in listening order."""

    votes: tuple[Vote, ...]
    jurors: tuple[Juror, ...]
    criteria: tuple[str, ...]
    entry_cities: Mapping[str, str]
    positions: Mapping[tuple[str, str], int]
    columns: tuple[str, ...]


def decoded(raw: bytes) -> str:
    """The file as text; raises InputError on the line where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(line, "(whole line)", "text in UTF-8", f"byte 0x{raw[error.start]:02x}") from error


def read(lines: Iterable[str]) -> Scores:
    """Read scores. An empty score is missing (recused, conflict, not heard), never zero.

    Raises InputError on the first line that is not as expected.
    """
    reader = csv.reader(lines, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_header(header)
        return _collect(_rows(reader, header), tuple(header))
    except csv.Error as error:
        raise InputError(reader.line_num, "(whole line)", "comma-separated values", str(error)) from error


def _check_header(header: list[str]) -> None:
    for name in REQUIRED:
        if name not in header:
            raise InputError(1, name, f"a header with the columns {', '.join(REQUIRED)}", ",".join(header))
    for name in header:
        if name not in REQUIRED + OPTIONAL:
            raise InputError(1, name, f"one of the columns {', '.join(REQUIRED + OPTIONAL)}", name)
        if header.count(name) > 1:
            raise InputError(1, name, "each column once", f"{name} {header.count(name)} times")


def _rows(reader: Reader, header: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for cells in reader:
        if not cells:
            continue
        line = reader.line_num
        if len(cells) != len(header):
            raise InputError(line, "(whole line)", f"{len(header)} values", f"{len(cells)} values")
        yield line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def _collect(rows: Iterable[tuple[int, dict[str, str]]], columns: tuple[str, ...]) -> Scores:
    votes: list[Vote] = []
    cities: dict[str, str] = {}
    homes: dict[str, str] = {}
    positions: dict[tuple[str, str], int] = {}
    seen: dict[tuple[str, str, str], int] = {}
    for line, row in rows:
        vote = _vote(line, row)
        key = (vote.entry, vote.juror, vote.criterion)
        if key in seen:
            raise InputError(line, "score", f"one score for {', '.join(key)} (first on line {seen[key]})", row["score"])
        seen[key] = line
        votes.append(vote)
        _same_as_before(cities, vote.juror, row.get("city", ""), line, "city")
        _same_as_before(homes, vote.entry, row.get("entry_city", ""), line, "entry_city")
        if row.get("position"):
            positions[vote.entry, vote.juror] = _position(line, row["position"])
    if not votes:
        raise InputError(2, "entry", "at least one line of scores", "")
    jurors = tuple(Juror(juror, city) for juror, city in sorted(cities.items()))
    return Scores(tuple(votes), jurors, tuple(dict.fromkeys(v.criterion for v in votes)), homes, positions, columns)


def _vote(line: int, row: Mapping[str, str]) -> Vote:
    for name in ("entry", "juror", "criterion"):
        if name in row and not row[name]:
            raise InputError(line, name, f"the name of the {name}", "")
    score = hundredths(line, "score", row["score"]) if row["score"] else None
    return Vote(row["entry"], row["juror"], row.get("criterion", ONLY_CRITERION), score, row.get("reason", ""))


def hundredths(line: int, column: str, text: str) -> int:
    """ "7.5" → 750. Raises InputError for anything but a number with at most two decimals."""
    match = MARK.fullmatch(text)
    if match is None:
        raise InputError(line, column, "a number with at most two decimals, such as 7.25, or nothing", text)
    sign, whole, decimals = match.groups()
    value = int(whole) * HUNDREDTHS + int((decimals or "").ljust(2, "0"))
    return -value if sign else value


def _position(line: int, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise InputError(line, "position", "a whole number from 1", text)
    return int(text)


def _same_as_before(known: dict[str, str], key: str, value: str, line: int, column: str) -> None:
    """A juror's or entry's city must be the same on every line."""
    if known.setdefault(key, value) != value:
        raise InputError(line, column, f"{known[key]!r} as on earlier lines of {key!r}", value)
