"""The files of a verification bundle: what anybody needs to count a closed round again. Pure Python.

scores.csv, rules.json, result.csv, verify.py and README.txt are fixed when a round is counted; their SHA-256 stand in
the ledger's act of counting, whose hash is the head that jurors and witnesses are mailed. head.txt holds that act with
those of opening and closing. Entries are E001, E002 … in an order drawn by the round's seed, jurors J01, J02 … as on
their ballots. `Level.FULL` publishes every mark, the default one sums by city and what follows from them.
"""

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from jury.assignments.draw import drawn
from jury.tally import decimal
from musicprize.kernel.canonical import canonical

TEMPLATES = Path(__file__).parent / "verifiers"
METHOD = "#METHOD#\n"
FULL = "full"
MEMBERS = ("README.txt", "head.txt", "result.csv", "rules.json", "scores.csv", "verify.py")
EPOCH = (1980, 1, 1, 0, 0, 0)
PLACES = 6
Row = Sequence[Any]
"""[entry, juror, city, criterion, hundredths or None, reason], as a count keeps its inputs."""


def numbers(codes: Collection[str], seed: str) -> dict[str, str]:
    """Code → E001, E002 …; the order tells neither codes nor places."""
    width = max(3, len(str(len(codes))))
    return {code: f"E{n:0{width}}" for n, code in enumerate(drawn(codes, seed, "bundle"), start=1)}


def files(
    *, document: Mapping[str, Any], rows: Sequence[Row], lines: Sequence[Mapping[str, Any]], named: Mapping[str, str],
    readme: str,
) -> dict[str, bytes]:  # fmt: skip
    """Everything but head.txt. `document`: the frozen rules; `lines`: the official result; `named`: see `numbers`."""
    rule, full = document["rule"], is_full(document)
    parity, keys = bool(rule["city_parity"]), [criterion["id"] for criterion in rule["criteria"]]
    scores = every_mark(rows, named) if full else city_sums(rows, named, keys, parity=parity)
    return {
        "README.txt": readme.encode(),
        "result.csv": result(lines, named, full=full).encode(),
        "rules.json": canonical(document),
        "scores.csv": scores.encode(),
        "verify.py": verifier(rule["method"], full=full, applied=any(line["score"] for line in lines)).encode(),
    }


def is_full(document: Mapping[str, Any]) -> bool:
    """Whether the frozen rules say that every mark will be published."""
    return bool(document["round"].get("publication") == FULL)


def every_mark(rows: Sequence[Row], named: Mapping[str, str]) -> str:
    """One line a mark: entry,juror,city,criterion,hundredths,reason; a missing one is empty and says why."""
    cells = sorted((named[row[0]], *row[1:4], "" if row[4] is None else row[4], row[5]) for row in rows)
    return _table(("entry", "juror", "city", "criterion", "hundredths", "reason"), cells)


def city_sums(rows: Sequence[Row], named: Mapping[str, str], keys: Sequence[str], *, parity: bool) -> str:
    """Sums of the ballots that count: entry,city,criterion,ballots,sum (hundredths).

    No mark of a single juror can be read off: a city with one ballot for an entry is put together with others
    ("metz+trier"), and the sum left out where even these are a single ballot, or where with city parity the published
    score would tell the two apart again.
    """
    cities: dict[str, dict[str, list[dict[str, int]]]] = {number: defaultdict(list) for number in named.values()}
    for (code, _juror, city), marks in _ballots(rows, keys).items():
        cities[named[code]][city].append(marks)
    cells: list[tuple[Any, ...]] = []
    for number, there in cities.items():
        for together in groups({city: len(ballots) for city, ballots in there.items()}):
            ballots = [marks for city in together for marks in there[city]]
            hidden = len(ballots) < 2 or (parity and len(together) > 1)
            for key in keys:
                total = "" if hidden else sum(marks[key] for marks in ballots)
                cells.append((number, "+".join(together), key, len(ballots), total))
    return _table(("entry", "city", "criterion", "ballots", "sum"), sorted(cells))


def groups(sizes: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Cities, those with a single ballot put together until there are two: with each other, else with the smallest."""
    lonely = sorted(city for city, size in sizes.items() if size == 1)
    rest = sorted((size, city) for city, size in sizes.items() if size > 1)
    if len(lonely) == 1 and rest:
        lonely.append(rest.pop(0)[1])
    return [*([tuple(sorted(lonely))] if lonely else []), *((city,) for _size, city in rest)]


def _ballots(rows: Sequence[Row], keys: Sequence[str]) -> dict[tuple[str, str, str], dict[str, int]]:
    """(entry, juror, city) → criterion → hundredths, of the ballots that count: those with every criterion."""
    cells: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for entry, juror, city, criterion, hundredths, _reason in rows:
        if hundredths is not None:
            cells[entry, juror, city][criterion] = hundredths
    return {at: marks for at, marks in cells.items() if all(key in marks for key in keys)}


def result(lines: Sequence[Mapping[str, Any]], named: Mapping[str, str], *, full: bool) -> str:
    """entry,place,score,points,raw_mean,jurors,cities,decided_by,note; score and raw_mean exact, points for reading.

    Not `full`: an entry without a place that one juror alone marked has no figures, they would be that juror's marks.
    """
    cells = []
    for line in lines:
        alone = not full and line["jurors"] < 2 and line["place"] is None
        score, mean = (None, None) if alone else (line["score"], line["raw_mean"])
        cells.append(
            (
                named[line["entry"]], "" if line["place"] is None else line["place"], _exact(score),
                "" if score is None else decimal(Fraction(score), PLACES), _exact(mean),
                line["jurors"], line["cities"], line["decided_by"], " ".join(line["shortfalls"]),
            )
        )  # fmt: skip
    head = ("entry", "place", "score", "points", "raw_mean", "jurors", "cities", "decided_by", "note")
    return _table(head, sorted(cells, key=lambda cell: (cell[1] == "", cell[1] or 0, cell[0])))


def _exact(value: Fraction | str | None) -> str:
    if value is None:
        return ""
    exact = Fraction(value)
    return f"{exact.numerator}/{exact.denominator}"


def verifier(method: str, *, full: bool, applied: bool) -> str:
    """verify.py for this level, with the one method that it needs."""
    if not full:
        return (TEMPLATES / "sums.tmpl").read_text()
    part = (TEMPLATES / "methods" / f"{method if applied else 'problem'}.tmpl").read_text()
    return (TEMPLATES / "full.tmpl").read_text().replace(METHOD, part)


def head(acts: Sequence[str], last: str) -> bytes:
    """head.txt: the hash of the act of counting, then the acts of opening, closing and counting as hashed."""
    return "\n".join((last, *acts, "")).encode()


def archive(members: Mapping[str, bytes]) -> bytes:
    """A ZIP whose bytes depend on nothing but its members."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted(members):
            about = zipfile.ZipInfo(name, EPOCH)
            about.create_system, about.external_attr = 3, 0o644 << 16
            packed.writestr(about, members[name], zipfile.ZIP_DEFLATED, 9)
    return whole.getvalue()


def facts_of(act: str) -> dict[str, Any]:
    """The facts of an act of the ledger, from its text."""
    return dict(json.loads(act)["facts"])


def _table(head: Sequence[str], cells: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(cells)
    return text.getvalue()
