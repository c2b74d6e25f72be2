"""Bundles of real rounds: made at the close, anchored in the mailed head, public with the result and not before."""

import io
import subprocess
import sys
import zipfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client

from jury.decisions import actions as decisions
from jury.decisions.rules import Kind as Decided
from jury.panel import actions as panel
from jury.publication import actions, bundle_queries
from jury.publication.models import Bundle
from jury.publication.rules import Kind
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from musicprize.ledger import queries as ledger
from musicprize.mail.models import Mail
from tests.factories.editions import in_all, make_consents, make_prizes
from tests.factories.jury import Jury, code_of, make_closed_jury, make_sealed_jury
from tests.factories.people import make_chair

pytestmark = pytest.mark.django_db


def _unpacked(jury: Jury, folder: Path) -> Path:
    archive = bundle_queries.archive_of(jury.round.pk)
    with zipfile.ZipFile(io.BytesIO(archive.data)) as packed:
        packed.extractall(folder)
    return folder


def _verify(folder: Path, head: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(folder / "verify.py"), head]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def _published(jury: Jury) -> None:
    """A confirmed publication of the winner, one hour after `jury.at`."""
    make_prizes(jury.edition)
    make_consents(jury.edition)
    for kind in (Decided.FINALISTS, Decided.WINNER):
        decisions.decide(
            edition_id=jury.edition.pk, kind=kind, round_id=jury.round.pk, codes=[code_of(jury, 0)], prize_id=None,
            reasons=in_all("It was new."), by=jury.organiser, at=jury.at,
        )  # fmt: skip
    row = actions.prepare(
        edition_id=jury.edition.pk, kind=Kind.RESULTS, embargo_at=jury.at + timedelta(hours=1), by=jury.organiser,
        at=jury.at,
    )  # fmt: skip
    actions.confirm(publication_id=row.pk, by=make_chair(jury.edition), at=jury.at)


@pytest.mark.parametrize(
    ("level", "said"), [("full", "VERIFIED: 5 entries, method adjusted"), ("default", "VERIFIED as far as sums")]
)
def test_close_makes_a_bundle_that_verifies_against_the_mailed_head(tmp_path: Path, level: str, said: str) -> None:
    jury = make_closed_jury(jurors=8, entries=5, publication_level=level)
    facts = bundle_queries.bundle_of(jury.round.pk)
    assert facts is not None
    assert facts.head == ledger.head().hash
    letters = Mail.objects.filter(template="round_closed")
    assert letters.count() == 8
    assert all(facts.head in letter.body for letter in letters)
    folder = _unpacked(jury, tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == [
        *("README.txt", "head.txt", "result.csv", "rules.json", "scores.csv", "verify.py")
    ]
    done = _verify(folder, facts.head)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(said)
    assert sha256((folder / "rules.json").read_bytes()).hexdigest() == jury.round.rules_sha256
    whole = b"".join(path.read_bytes() for path in folder.iterdir()).decode()
    for juror in jury.jurors:
        assert str(juror.pk) not in whole
        assert juror.email not in whole
    assert (level == "full") == ("J01" in (folder / "scores.csv").read_text())
    assert all(code_of(jury, n) not in (folder / "scores.csv").read_text() for n in range(5))


def test_readme_says_in_four_languages_what_is_proved_and_what_not(tmp_path: Path) -> None:
    folder = _unpacked(make_closed_jury(jurors=4, entries=2), tmp_path)
    text = " ".join((folder / "README.txt").read_text().split())
    for sentence in (
        "It does not prove that a juror listened well",
        "nicht, dass ein Jurymitglied gut zugehört",
        "ne prouve pas qu’un membre du jury a bien écouté",
        "net, datt e Jurymember gutt nogelauschtert",
    ):
        assert sentence in text


def test_bundle_is_for_good() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Bundle.objects.filter(round=jury.round).update(archive=b"")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Bundle.objects.filter(round=jury.round).delete()


def test_close_tells_every_witness_the_head_once_in_their_language() -> None:
    jury = make_sealed_jury(jurors=4, entries=2)
    for city, language in zip(jury.edition.cities.order_by("colour"), ("fr", "de", "lb", "en"), strict=True):
        panel.name_witness(
            edition_id=jury.edition.pk, city=city.code, email=f"{city.code}@example.org", language=language,
            by=jury.organiser, at=jury.at,
        )  # fmt: skip
    rounds.close(round_id=jury.round.pk, missing=Missing.ACCEPT, by=jury.organiser, at=jury.at)
    letters = {letter.language: letter for letter in Mail.objects.filter(template="round_witness")}
    assert set(letters) == {"de", "fr", "lb", "en"}
    assert all(ledger.head().hash in letter.body for letter in letters.values())
    assert "témoin" in letters["fr"].body
    assert "als Zeie" in letters["lb"].body


def test_bundle_is_public_with_the_result_and_the_page_says_what_it_proves(client: Client, tmp_path: Path) -> None:
    jury = make_closed_jury(jurors=8, entries=4)
    _published(jury)
    address = f"/api/v1/results/{jury.edition.slug}/rounds/{jury.round.position}/bundle"
    page = f"/results/{jury.edition.slug}/"
    with time_machine.travel(jury.at + timedelta(minutes=59), tick=False):
        assert client.get(address).status_code == 404
    with time_machine.travel(jury.at + timedelta(hours=1), tick=False):
        answer, shown = client.get(address), client.get(page, headers={"accept-language": "en"}).content.decode()
        assert client.get(address.replace("rounds/1", "rounds/2")).status_code == 404
    facts = bundle_queries.bundle_of(jury.round.pk)
    assert facts is not None
    assert answer["Content-Type"] == "application/zip"
    assert sha256(answer.content).hexdigest() == facts.sha256
    assert address in shown
    assert facts.head in shown
    assert facts.numbers[code_of(jury, 0)] in shown
    assert facts.numbers[code_of(jury, 1)] not in shown, "who is not published has no number either"
    assert "not that a juror listened well" in shown


def test_export_writes_the_very_bytes_by_id_and_by_number(tmp_path: Path) -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    whole = bundle_queries.archive_of(jury.round.pk).data
    for number, name in enumerate((str(jury.round.pk), f"{jury.edition.slug}/{jury.round.position}")):
        path = tmp_path / f"{number}.zip"
        call_command("export_bundle", name, "--out", str(path), stdout=io.StringIO())
        assert path.read_bytes() == whole


@pytest.mark.parametrize("name", ["nothing", "nothing/1", "00000000-0000-4000-8000-000000000000"])
def test_export_of_no_round_says_so(name: str) -> None:
    with pytest.raises(CommandError, match="no counted round"):
        call_command("export_bundle", name)
