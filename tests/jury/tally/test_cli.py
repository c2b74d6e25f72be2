"""The command line: what it prints, and what it says about bad input."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jury.tally.__main__ import main
from tests.jury.tally.helpers import CITIES, jury, random_votes

ROOT = Path(__file__).parents[3]
HEADER = "entry,juror,score,criterion,city,entry_city"


@pytest.fixture
def scores(tmp_path: Path) -> str:
    city = {juror.id: juror.city for juror in jury(8)}
    lines = [HEADER]
    for vote in random_votes(3, 16, 8, criteria=("music", "text")):
        home = CITIES[int(vote.entry[1:]) % 4]
        lines.append(
            f"{vote.entry},{vote.juror},{(vote.hundredths or 0) / 100},{vote.criterion},{city[vote.juror]},{home}"
        )
    path = tmp_path / "scores.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def written(tmp_path: Path, text: str | bytes) -> str:
    path = tmp_path / "bad.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_rank_prints_entry_score_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "entry,juror,score\nA,J1,5\nA,J2,7\nB,J1,6\nB,J2,8\nC,J2,8\nD,J1,\nD,J2,9.25\n")
    assert main(["rank", "--method", "adjusted", path]) == 0
    assert capsys.readouterr().out == "entry,score,place\nD,8.250000,1\nB,7.000000,2\nC,7.000000,2\nA,6.000000,4\n"


def test_rank_takes_weights_and_explains(scores: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rank", "--weights", "music=2,text=0.5", "--parity", "--explain", "--fractions", scores]) == 0
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(lines) == 16
    assert list(lines[0]) == ["entry", "score", "place", "raw_mean", "leniency", "jurors", "cities", "decided_by"]
    assert {line["jurors"] for line in lines} == {"8"}


@pytest.mark.parametrize(
    ("options", "first"),
    [
        (["--method", "mean"], "A,6.200000,1"),
        (["--method", "trimmed", "--trim", "1"], "A,7.000000,1"),
        (["--method", "clamp", "--width", "1"], "A,6.680000,1"),
        (["--method", "clamp", "--width", "0.5", "--round-clamped"], "A,6.500000,1"),
        (["--method", "borda"], "A,0.800000,1"),
        (["--method", "points", "--points", "3,1"], "A,7.000000,1"),
    ],
)
def test_rank_methods_take_their_options(
    options: list[str], first: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["entry,juror,score,city"]
    for entry, row in {"A": [7, 7, 7, 8, 2], "B": [3, 3, 3, 3, 3]}.items():
        rows += [
            f"{entry},J{n},{mark},{'Metz' if n < 2 else 'Trier' if n < 4 else 'Luxembourg'}"
            for n, mark in enumerate(row)
        ]
    assert main(["rank", *options, written(tmp_path, "\n".join(rows))]) == 0
    assert capsys.readouterr().out.splitlines()[1] == first


def test_rank_with_quorum_names_what_is_missing(
    scores: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "entry,juror,score,city\nA,J1,5,Metz\nA,J2,6,Metz\nA,J3,7,Trier\nB,J1,3,Metz\n")
    assert main(["rank", "--method", "mean", "--quorum", "3", "--min-cities", "2", path]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines()[1:] == ["A,6.000000,1", "B,3.000000,"]
    assert shown.err == "B: provisional, too_few_jurors, too_few_cities\n"


def test_agreement_prints_all_coefficients(scores: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement", scores]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer["krippendorff_alpha"]) == {"nominal", "ordinal", "interval", "ratio"}
    assert set(answer["kendall_w"]) == {"w", "p", "chi2", "n", "m"}
    assert set(answer["icc"]) == {"ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)", "n", "k"}
    assert (answer["kendall_w"]["n"], answer["kendall_w"]["m"]) == (16, 8)


def test_severity_prints_a_report_per_juror(scores: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["severity", scores]) == 0
    reports = json.loads(capsys.readouterr().out)["jurors"]
    assert [line["juror"] for line in reports] == [juror.id for juror in jury(8)]
    assert sum(line["severity"] for line in reports) == pytest.approx(0)


def test_uncertainty_prints_probabilities_in_order_of_place(scores: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["uncertainty", "--top", "4", scores]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [line["place"] for line in answer["entries"]] == sorted(line["place"] for line in answer["entries"])
    assert sum(line["p_top"] for line in answer["entries"]) == pytest.approx(4)
    assert len(answer["leave_one_out"]["lines"]) == 8
    assert set(answer["jurors_needed"]) == {"0.7", "0.8", "0.9"}


def test_uncertainty_adds_the_bootstrap_where_asked(scores: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["uncertainty", "--top", "4", "--bootstrap", "200", "--skip-leave-one-out", scores]) == 0
    found = json.loads(capsys.readouterr().out)["bootstrap"]
    assert found["replicates"] == 200
    assert sum(line["p_top"] for line in found["entries"]) == pytest.approx(4, abs=0.05)


def test_homecity_prints_size_and_p(scores: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["homecity", "--permutations", "99", scores]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["testable"] is True
    assert 0 < answer["p"] <= 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("entry,juror\nA,J1\n", "line 1, column score: expected a header with the columns entry, juror, score"),
        ("", "line 1, column entry: expected a header with the columns entry, juror, score, found nothing"),
        ("entry,juror,score,mood\n", "line 1, column mood: expected one of the columns entry, juror, score, criterion"),
        ("entry,juror,score,score\n", "line 1, column score: expected each column once, found 'score 2 times'"),
        (
            "entry,juror,score\nA,J1,7\nB,J1,seven\n",
            "line 3, column score: expected a number with at most two decimals",
        ),
        ("entry,juror,score\nA,J1,7.125\n", "line 2, column score: expected a number with at most two decimals"),
        ("entry,juror,score\nA,J1,NaN\n", "line 2, column score: expected a number with at most two decimals"),
        ("entry,juror,score\nA,,7\n", "line 2, column juror: expected the name of the juror, found nothing"),
        ("entry,juror,score\nA,J1\n", "line 2, column (whole line): expected 3 values, found '2 values'"),
        (
            "entry,juror,score\nA,J1,7\n\nA,J1,8\n",
            "line 4, column score: expected one score for A, J1, overall (first on",
        ),
        (
            "entry,juror,score,city\nA,J1,7,X\nB,J1,8,Y\n",
            "line 3, column city: expected 'X' as on earlier lines of 'J1'",
        ),
        (
            "entry,juror,score,position\nA,J1,7,0\n",
            "line 2, column position: expected a whole number from 1, found '0'",
        ),
        ("entry,juror,score\n", "line 2, column entry: expected at least one line of scores, found nothing"),
        ('entry,juror,score\n"A,J1,7\n', "column (whole line): expected comma-separated values"),
        (b"entry,juror,score\nA,J1,7\n\xff,J1,8\n", "line 3, column (whole line): expected text in UTF-8"),
    ],
)
def test_bad_input_names_line_column_and_expectation(
    text: str | bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, text)
    assert main(["rank", path]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"{path}: ")
    assert message in shown.err
    assert len(shown.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["rank", "--weights", "music=2"], "option --weights: expected a weight for each of music, text and no other"),
        (["rank", "--weights", "music=2,text=0"], "option --weights: expected criterion=weight with a weight above 0"),
        (["rank", "--weights", "music=2,text=1,text=1"], "each named once"),
        (["rank", "--method", "clamp", "--width", "wide"], "option --width: expected points with at most two decimals"),
        (["rank", "--method", "points", "--points", "12,x"], "option --points: expected whole numbers separated by"),
        (["rank", "--ranks"], "can only be counted by the method borda"),
        (["uncertainty", "--top", "0"], "option --top: expected a number of places from 1"),
    ],
)
def test_bad_options_are_named(
    options: list[str], message: str, scores: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*options, scores]) == 2
    assert message in capsys.readouterr().err


def test_homecity_without_the_cities_of_entries_says_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "entry,juror,score,city\nA,J1,7,Metz\n")
    assert main(["homecity", path]) == 2
    assert "line 1, column entry_city: expected this column, which the home-city test needs" in capsys.readouterr().err


def test_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rank", str(tmp_path / "none.csv")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_module_runs_without_django_from_standard_input() -> None:
    code = (
        "import sys, runpy; sys.argv[1:] = ['rank', '-']\n"
        "try: runpy.run_module('jury.tally', run_name='__main__')\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django']"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="\ufeffentry,juror,score\r\nA,J1,7.5\r\n".encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.stdout, done.returncode) == (b"entry,score,place\nA,7.500000,1\n", 0), done.stderr


def test_import_sets_one_blas_thread_unless_told_otherwise() -> None:
    code = "import os, jury.tally; print(os.environ['OPENBLAS_NUM_THREADS'])"
    for given, expected in ((None, "1"), ("3", "3")):
        environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"}
        environment |= {"OPENBLAS_NUM_THREADS": given} if given else {}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, env=environment, check=True)
        assert done.stdout.decode().strip() == expected
