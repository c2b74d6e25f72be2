"""The bundle's own script, run as anybody would run it: it counts as the platform counts, by every method, and finds
every byte that was changed."""

import csv
import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from jury.assignments.draw import draw_seed
from jury.decisions import rules as counting
from jury.publication import bundle_files
from jury.tally import CountingRule, Criterion, Method, Params, Quorum, TieStep
from jury.tally.canonical import as_dict
from musicprize.kernel.canonical import canonical, digest, plain

CITIES = ("luxembourg", "metz", "saarbruecken", "trier")
SEED = "5" * 64


def _rows(seed: int, entries: int, jurors: int, *, each: int, missing: float, step: int) -> list[list[Any]]:
    """Marks on two criteria from 1 to 10, coarse enough for ties; some jurors stand aside."""
    rng = random.Random(seed)
    rows: list[list[Any]] = []
    severity = [rng.gauss(0, 0.8) for _ in range(jurors)]
    for i in range(entries):
        quality, hearing = rng.gauss(6, 1), set(rng.sample(range(jurors), each))
        for j in sorted(hearing):
            aside = rng.random() < missing
            for key in ("innovation", "music"):
                mark = min(10.0, max(1.0, quality + severity[j] + rng.gauss(0, 1.5)))
                given = None if aside else round(mark * 100 / step) * step
                rows.append([f"QP27-{i:04}", f"J{j + 1:02}", CITIES[j % 4], key, given, "conflict" if aside else ""])
    return sorted(rows)


def _rule(method: Method, *, parity: bool = False, params: Params | None = None, **quorum: Any) -> CountingRule:
    return CountingRule(
        (Criterion("music", Fraction(2)), Criterion("innovation", Fraction(1))),
        method, params or Params(), (TieStep.CRITERIA, TieStep.HEAD_TO_HEAD), city_parity=parity,
        quorum=Quorum(**{"planned": 4, "cities": 2, **quorum}),
    )  # fmt: skip


def _bundle(folder: Path, rule: CountingRule, rows: Sequence[list[Any]], level: str = "full") -> dict[str, bytes]:
    """The six files on disk, with a ledger as the platform writes it."""
    document = plain(
        {"rule": as_dict(rule), "round": {"publication": level}, "seed_sha256": sha256(SEED.encode()).hexdigest()}
    )
    counted = plain(counting.count(as_dict(rule), rows))
    lines = counted["methods"][rule.method.value]
    named = bundle_files.numbers({row[0] for row in rows}, draw_seed(digest(document), SEED))
    made = bundle_files.files(document=document, rows=rows, lines=lines, named=named, readme="Read me.\n")
    opened = canonical({"seq": 7, "prev": "a" * 64, "facts": {"rules": digest(document)}}).decode()
    closed = canonical({"seq": 20, "prev": "b" * 64, "facts": {"seed": SEED}}).decode()
    hashes = {name: sha256(text).hexdigest() for name, text in made.items()}
    links = [sha256(b"\0" + act.encode()).hexdigest() for act in (opened, closed)]
    facts = {"rules": digest(document), "opened": links[0], "closed": links[1], "files": hashes}
    act = canonical({"seq": 21, "prev": links[1], "facts": facts}).decode()
    made["head.txt"] = bundle_files.head([opened, closed, act], sha256(b"\0" + act.encode()).hexdigest())
    for name, text in made.items():
        (folder / name).write_bytes(text)
    return made


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(folder / "verify.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


METHODS = [
    (Method.ADJUSTED, Params()),
    (Method.MEAN, Params()),
    (Method.TRIMMED, Params(trim=1)),
    (Method.CLAMP, Params(width=100)),
    (Method.CLAMP, Params(width=150, round_clamped=True)),
    (Method.ZSCORE, Params()),
    (Method.BORDA, Params()),
    (Method.POINTS, Params()),
    (Method.POINTS, Params(points=(5, 3, 1))),
    (Method.ROBUST, Params()),
]


@pytest.mark.parametrize("parity", [False, True])
@pytest.mark.parametrize(("method", "params"), METHODS)
def test_verify_counts_exactly_as_the_platform(tmp_path: Path, method: Method, params: Params, parity: bool) -> None:
    for seed, (entries, jurors, each, missing, step) in enumerate(
        [(14, 8, 8, 0.1, 50), (30, 8, 6, 0.1, 100), (16, 5, 5, 0.0, 100), (40, 12, 5, 0.05, 25)]
    ):
        rows = _rows(seed, entries, jurors, each=each, missing=missing, step=step)
        if method is Method.ZSCORE and each != jurors:
            rows = _rows(seed, entries, jurors, each=jurors, missing=0.05, step=step)
        made = _bundle(tmp_path, _rule(method, parity=parity, params=params), rows)
        head = made["head.txt"].split(b"\n")[0].decode()
        done = _run(tmp_path, head)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"VERIFIED: {entries} entries, method {method}")
        assert any(row["place"] for row in csv.DictReader(io.StringIO(made["result.csv"].decode())))


@pytest.mark.parametrize("method", list(Method))
def test_verify_is_short_enough_to_be_read(method: Method) -> None:
    text = bundle_files.verifier(method.value, full=True, applied=True)
    assert len(text.splitlines()) < 100
    assert "METHOD" not in text.replace("method", "")
    assert max(map(len, text.splitlines())) <= 130
    assert len(bundle_files.verifier(method.value, full=False, applied=True).splitlines()) < 100


def test_verify_with_a_city_that_is_alone_in_part_of_the_jury_keeps_the_quorum(tmp_path: Path) -> None:
    rows = [row for row in _rows(3, 12, 8, each=6, missing=0.2, step=100) if row[0] != "QP27-0003" or row[1] == "J01"]
    made = _bundle(tmp_path, _rule(Method.ADJUSTED, planned=6, cities=4), rows)
    done = _run(tmp_path)
    assert done.returncode == 0, done.stderr
    places = [row["place"] for row in csv.DictReader(io.StringIO(made["result.csv"].decode()))]
    assert "" in places
    assert "1" in places


@pytest.mark.parametrize("level", ["full", "default"])
def test_verify_finds_every_changed_byte_of_every_file(tmp_path: Path, level: str) -> None:
    """Each byte of the five documents and each third of the script, whose text is data here: see the next test."""
    made = _bundle(tmp_path, _rule(Method.MEAN), _rows(1, 3, 4, each=4, missing=0.1, step=50), level)
    assert _run(tmp_path).returncode == 0
    rng, missed, script = random.Random(level), [], _loaded(tmp_path)
    for name, whole in sorted(made.items()):
        for at in range(0, len(whole), 3 if name == "verify.py" else 1):
            changed = bytearray(whole)
            changed[at] ^= 1 << rng.randrange(8)
            (tmp_path / name).write_bytes(changed)
            if script() is not None:
                missed.append((name, at))
        (tmp_path / name).write_bytes(whole)
    assert missed == []
    assert script() is not None


@pytest.mark.parametrize("level", ["full", "default"])
def test_verify_whose_own_text_was_changed_does_not_say_that_all_is_well(tmp_path: Path, level: str) -> None:
    made = _bundle(tmp_path, _rule(Method.ADJUSTED), _rows(1, 5, 4, each=4, missing=0.1, step=50), level)
    whole, rng = made["verify.py"], random.Random(level)
    for at in rng.sample(range(len(whole)), 40):
        changed = bytearray(whole)
        changed[at] ^= 1 << rng.randrange(8)
        (tmp_path / "verify.py").write_bytes(changed)
        done = _run(tmp_path)
        assert done.returncode != 0 or "VERIFIED" not in done.stdout, (at, done.stdout)


REFUSALS = (ArithmeticError, AttributeError, LookupError, SyntaxError, SystemExit, TypeError, ValueError, csv.Error)


def _loaded(folder: Path) -> Callable[[], object]:
    """The script of the untouched bundle as a function: what it printed, or None when it refused in whatever way.

    In this process, so that thousands of changed bytes can be tried; the text of verify.py is read from disk as data.
    """
    code = compile((folder / "verify.py").read_text(), str(folder / "verify.py"), "exec")

    def run() -> object:
        said: list[str] = []
        scope = {"__name__": "__main__", "__file__": str(folder / "verify.py"), "print": lambda *a: said.append(str(a))}
        arguments, sys.argv = sys.argv, ["verify.py"]
        try:
            exec(code, scope)  # the bundle's own script, made by this test
        except REFUSALS:
            return None
        finally:
            sys.argv = arguments
        return said

    return run


def test_verify_with_another_head_refuses(tmp_path: Path) -> None:
    _bundle(tmp_path, _rule(Method.MEAN), _rows(1, 5, 4, each=4, missing=0, step=50))
    done = _run(tmp_path, "0" * 64)
    assert done.returncode == 1
    assert "not the one you gave" in done.stderr


def test_verify_finds_a_forgery_whose_hashes_were_made_to_fit(tmp_path: Path) -> None:
    """A forger who rewrites the acts as well gets another head: the one that was mailed finds it."""
    rows = _rows(1, 5, 4, each=4, missing=0, step=50)
    right = _bundle(tmp_path, _rule(Method.MEAN), rows)["head.txt"].split(b"\n")[0].decode()
    rows[0][4] = 100 if rows[0][4] != 100 else 200
    _bundle(tmp_path, _rule(Method.MEAN), rows)
    assert _run(tmp_path).returncode == 0, "in itself the forged bundle is sound"
    refused = _run(tmp_path, right)
    assert refused.returncode == 1
    assert "head.txt is not the head" in refused.stderr


def test_verify_counts_again_what_a_file_whose_hash_was_made_to_fit_says(tmp_path: Path) -> None:
    """Whoever could write to the ledger would still have to count right."""
    made = _bundle(tmp_path, _rule(Method.MEAN), _rows(1, 5, 4, each=4, missing=0, step=50))
    _head, opened, closed, counted, _end = made["head.txt"].decode().split("\n")
    forged = made["result.csv"].replace(b",1,", b",9,").replace(b",2,", b",1,").replace(b",9,", b",2,")
    document = json.loads(counted)
    document["facts"]["files"]["result.csv"] = sha256(forged).hexdigest()
    act = canonical(document).decode()
    link = sha256(b"\0" + act.encode()).hexdigest()
    (tmp_path / "result.csv").write_bytes(forged)
    (tmp_path / "head.txt").write_bytes(bundle_files.head([opened, closed, act], link))
    refused = _run(tmp_path, link)
    assert refused.returncode == 1
    assert refused.stderr.strip() == "NOT VERIFIED: counted again, the result is another"


@pytest.mark.parametrize("parity", [False, True])
@pytest.mark.parametrize("method", [Method.MEAN, Method.ADJUSTED, Method.BORDA])
def test_sums_let_no_single_mark_be_read_and_are_checked(tmp_path: Path, method: Method, parity: bool) -> None:
    rows = _rows(5, 20, 8, each=8, missing=0.05, step=50)
    made = _bundle(tmp_path, _rule(method, parity=parity), rows, "default")
    done = _run(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "as far as sums by city go" in done.stdout
    table = list(csv.DictReader(io.StringIO(made["scores.csv"].decode())))
    assert all(int(row["ballots"]) >= 2 or row["sum"] == "" for row in table)
    assert any("+" in row["city"] for row in table), "some city had a single ballot"
    if parity:
        assert all(row["sum"] == "" for row in table if "+" in row["city"])
    assert "J0" not in made["scores.csv"].decode()
    known = int(done.stdout.split(" means")[0].split()[-1])
    assert (known == 20) is not parity
    assert known > 0


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"a": 2, "b": 2}, [("a",), ("b",)]),
        ({"a": 1, "b": 2, "c": 3}, [("a", "b"), ("c",)]),
        ({"a": 1, "b": 1, "c": 2}, [("a", "b"), ("c",)]),
        ({"a": 1}, [("a",)]),
        ({}, []),
    ],
)
def test_groups_put_single_ballots_together(sizes: dict[str, int], expected: list[tuple[str, ...]]) -> None:
    assert bundle_files.groups(sizes) == expected


def test_numbers_are_drawn_and_tell_nothing_of_the_codes() -> None:
    codes = [f"QP27-{n:04}" for n in range(50)]
    named = bundle_files.numbers(codes, "a")
    assert sorted(named.values()) == [f"E{n:03}" for n in range(1, 51)]
    assert [named[code] for code in codes] != sorted(named.values())
    assert named == bundle_files.numbers(codes[::-1], "a")
    assert named != bundle_files.numbers(codes, "b")


def test_archive_has_the_same_bytes_each_time_and_opens() -> None:
    members = {"b.txt": b"two", "a.txt": b"one"}
    first = bundle_files.archive(members)
    assert first == bundle_files.archive(dict(reversed(members.items())))
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert packed.namelist() == ["a.txt", "b.txt"]
        assert packed.read("b.txt") == b"two"


def test_rules_are_the_very_bytes_whose_hash_was_mailed_before_the_first_vote(tmp_path: Path) -> None:
    made = _bundle(tmp_path, _rule(Method.MEAN), _rows(1, 4, 4, each=4, missing=0, step=50))
    assert canonical(json.loads(made["rules.json"])) == made["rules.json"]
    act = json.loads(made["head.txt"].split(b"\n")[1])
    assert act["facts"]["rules"] == sha256(made["rules.json"]).hexdigest()
