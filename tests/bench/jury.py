"""`make bench-jury`: what the jury's pages cost, at the size of the prize and at 10,000 entries and 100 jurors.

`python -m tests.bench.jury [--sizes 54x8x8,10000x100x6] [--repeat 3] [--json FILE]`. Rounds are opened and closed by
the actions themselves; marks between are written in bulk, since saving 120,000 one by one is another measurement.
Pages are asked through Django's own client in this process: time is that of the server without the network, median of
`repeat` after one warm call, with the queries that each page made. The database is that of the settings (SQLite unless
DATABASE_URL says otherwise), made for this run.
"""

import argparse
import json
import logging
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

LIMITS = {"jury_room": 4.0, "board": 1.0, "table": 1.0, "desk_figures": 2.0, "desk_round": 1.0, "desk_decide": 4.0}
"""Seconds that a page may take at the larger size before this ends with 1."""


@dataclass(frozen=True)
class Size:
    """Entries, jurors, and how many jurors hear each entry."""

    entries: int
    jurors: int
    each: int

    @classmethod
    def read(cls, text: str) -> "Size":
        return cls(*(int(number) for number in text.split("x")))

    def __str__(self) -> str:
        return f"{self.entries}×{self.jurors}×{self.each}"


def main() -> int:
    """Measure every size; print a table, write JSON on demand. The status is 1 when a page took too long."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.jury", description=__doc__)
    parser.add_argument("--sizes", default="54x8x8,10000x100x6")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    found = []
    with _database():
        for text in chosen.sizes.split(","):
            for row in measure(Size.read(text), chosen.repeat):
                print(
                    "{size:>16} {what:<24} {seconds:>9.3f} s {queries:>5} queries {kib:>9.1f} KiB".format(**row),
                    flush=True,
                )
                found.append(row)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1))
    return int(any(row["seconds"] > LIMITS.get(row["what"], 1e9) for row in found))


def measure(size: Size, repeat: int) -> Iterator[dict[str, Any]]:
    """The making of a round, then its pages while it is open, then those once it is closed."""
    from tests.factories.people import make_chair

    began = time.perf_counter()
    jury = _jury(size)
    yield _row(size, "(made)", time.perf_counter() - began)
    began = time.perf_counter()
    _open(jury, size)
    yield _row(size, "(open)", time.perf_counter() - began)
    yield from _pages(size, jury, OPEN, repeat, make_chair(jury.edition))
    _vote(jury)
    began = time.perf_counter()
    _close(jury)
    yield _row(size, "(close and count)", time.perf_counter() - began)
    began = time.perf_counter()
    _figures(jury)
    yield _row(size, "(figures, in a task)", time.perf_counter() - began)
    yield from _pages(size, jury, CLOSED, repeat, jury.organiser)


OPEN = (("jury_room", "juror"), ("desk_round", "organiser"))
CLOSED = (
    ("board", "juror"), ("table", "juror"), ("report", "juror"), ("minutes", "juror"), ("desk_round", "organiser"),
    ("desk_figures", "organiser"), ("desk_decide", "organiser"), ("desk_edition", "organiser"),
)  # fmt: skip


def _pages(size: Size, jury: Any, pages: Any, repeat: int, _other: Any) -> Iterator[dict[str, Any]]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    for name, who in pages:
        client = Client()
        client.force_login(jury.jurors[0] if who == "juror" else jury.organiser)
        slug = [jury.edition.slug] if name.startswith("desk") else []
        url = reverse(name, args=[*slug, *([] if name in ("desk_decide", "desk_edition") else [jury.round.pk])])
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(url)
        queries = len(seen)  # the next request empties the log
        assert answer.status_code == 200, (name, answer.status_code)
        times = []
        for _ in range(repeat):
            began = time.perf_counter()
            client.get(url)
            times.append(time.perf_counter() - began)
        yield _row(size, name, statistics.median(times), queries, len(answer.content) / 1024)


def _row(size: Size, what: str, seconds: float, queries: int = 0, kib: float = 0.0) -> dict[str, Any]:
    return {"size": str(size), "what": what, "seconds": round(seconds, 3), "queries": queries, "kib": round(kib, 1)}


def _jury(size: Size) -> Any:
    """An edition with its jury and its admitted entries of three works each."""
    from musicprize.accounts.models import User
    from submissions.applications.models import Application
    from submissions.works.models import Work
    from tests.factories.editions import make_edition
    from tests.factories.jury import Jury, make_draft, make_entry
    from tests.factories.people import make_juror, make_organiser

    edition = make_edition()
    cities = list(edition.cities.order_by("colour"))
    organiser = make_organiser(edition)
    people = [make_juror(edition, cities[number % 4]) for number in range(size.jurors)]
    pattern = make_entry(edition, works=0)
    owners = [User(name="Somebody") for _ in range(size.entries)]
    for owner in owners:
        owner.email = f"{owner.pk}@bench.example.org"
    User.objects.bulk_create(owners, batch_size=500)
    entries = [pattern]
    for number in range(1, size.entries):
        entries.append(_copy(pattern, Application, code=f"QP{edition.pk.hex[:2].upper()}-{number:05}",
                             reference=f"QP-{edition.pk.hex[:4]}{number:05}", owner=owners[number],
                             city=cities[number % 4]))  # fmt: skip
    Application.objects.bulk_create(entries[1:], batch_size=500)
    works = [
        Work(application=entry, position=position, title=f"Work {position}", year=2025, changed_at=entry.created_at)
        for entry in entries
        for position in (1, 2, 3)
    ]
    Work.objects.bulk_create(works, batch_size=500)
    per_entry = None if size.each >= size.jurors else size.each
    return Jury(edition, organiser, people, entries, make_draft(edition, organiser, per_entry=per_entry))


def _copy(pattern: Any, kind: Any, **changed: Any) -> Any:
    names = [field.attname for field in kind._meta.concrete_fields if field.attname != "id"]
    row = kind(**{name: getattr(pattern, name) for name in names})
    for name, value in changed.items():
        setattr(row, name, value)
    return row


def _open(jury: Any, size: Size) -> None:
    from jury.conflicts import actions as conflicts
    from jury.rounds import actions as rounds
    from musicprize.kernel import queue

    with queue.unrung():  # mails are the worker's
        jury.round = rounds.open_round(round_id=jury.round.pk, codes=None, by=jury.organiser, at=jury.at)
        for juror in jury.jurors:
            conflicts.answer(round_id=jury.round.pk, ties=False, by=juror, at=jury.at)


def _vote(jury: Any) -> None:
    """Marks of entries with a level of their own and jurors with a severity; every ballot sealed."""
    from jury.scoresheets.models import Ballot, Mark, ScoreSheet

    draw = random.Random(1)
    criteria = list(jury.round.criteria.all())
    level: dict[Any, float] = {}
    severity: dict[Any, float] = {}
    marks = []
    for sheet in ScoreSheet.objects.filter(ballot__round=jury.round).only("id", "entry_id", "ballot_id"):
        value = level.setdefault(sheet.entry_id, draw.gauss(550, 130)) + severity.setdefault(
            sheet.ballot_id, draw.gauss(0, 60)
        )
        for criterion in criteria:
            given = max(100, min(1000, round((value + draw.gauss(0, 90)) / 100) * 100))
            marks.append(Mark(sheet=sheet, criterion=criterion, hundredths=given))
    Mark.objects.bulk_create(marks, batch_size=5000)
    ScoreSheet.objects.filter(ballot__round=jury.round).update(state="complete", completed_at=jury.at)
    for ballot in Ballot.objects.filter(round=jury.round):
        Ballot.objects.filter(pk=ballot.pk).update(state="sealed", sealed_at=jury.at, digest="0" * 64)


def _close(jury: Any) -> None:
    from jury.rounds import actions as rounds
    from jury.rounds.rules import Missing
    from musicprize.kernel import queue

    at = jury.at + timedelta(minutes=1)
    with queue.unrung():  # so are the figures
        jury.round = rounds.close(round_id=jury.round.pk, missing=Missing.ACCEPT, by=jury.organiser, at=at)


def _figures(jury: Any) -> None:
    from jury.deliberation import figures_actions
    from jury.deliberation.models import Analysis

    row = Analysis.objects.get(round=jury.round)
    figures_actions.compute(analysis_id=row.pk, at=jury.at + timedelta(minutes=2))


class _database:
    """A database of its own for the run, taken away afterwards."""

    def __enter__(self) -> None:
        import os

        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        django.setup()
        from django.db import connection
        from django.test.utils import setup_test_environment

        setup_test_environment(debug=False)
        logging.disable(logging.INFO)
        self.name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)

    def __exit__(self, *_problem: object) -> None:
        from django.db import connection
        from django.test.utils import teardown_test_environment

        connection.creation.destroy_test_db(self.name, verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    raise SystemExit(main())
