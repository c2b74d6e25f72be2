"""The ledger: appended in order, never changed, broken chains named."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from rest_framework.test import APIClient

from musicprize.editions.models import Edition
from musicprize.kernel import clock
from musicprize.ledger import actions, queries
from musicprize.ledger.models import LedgerEntry
from musicprize.ledger.rules import GENESIS, Line, entry_hash, problems
from tests.factories.editions import make_edition
from tests.factories.people import make_organiser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _append(count: int) -> None:
    edition = make_edition()
    for number in range(count):
        with transaction.atomic():
            actions.record(
                verb="test.act", subject=edition, by=None, at=clock.now(), edition_id=edition.pk, facts={"n": number}
            )


def _lines() -> list[Line]:
    rows = LedgerEntry.objects.order_by("seq").values_list("seq", "document", "previous", "hash")
    return [Line(*row) for row in rows]


def test_record_several_acts_chains_them() -> None:
    _append(3)
    lines = _lines()
    assert [line.seq for line in lines] == [1, 2, 3]
    assert lines[0].previous == GENESIS
    assert lines[1].previous == lines[0].hash
    assert queries.verify() == []
    assert queries.head().hash == lines[-1].hash


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused() -> None:
    edition = make_edition()
    with pytest.raises(RuntimeError, match="in the transaction"):
        actions.record(verb="x", subject=edition, by=None, at=clock.now(), edition_id=None, facts={})


def test_record_a_float_is_refused() -> None:
    edition = make_edition()
    with pytest.raises(TypeError, match="float"), transaction.atomic():
        actions.record(verb="x", subject=edition, by=None, at=clock.now(), edition_id=None, facts={"score": 9.5})


@pytest.mark.parametrize(
    "statement",
    ["UPDATE musicprize_ledgerentry SET verb = 'other'", "DELETE FROM musicprize_ledgerentry"],
)
def test_change_by_sql_is_refused(statement: str) -> None:
    _append(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert queries.verify() == []


def test_verify_edited_text_names_the_entry() -> None:
    _append(3)
    lines = _lines()
    forged = Line(2, lines[1].document.replace('"n":1', '"n":7'), lines[1].previous, lines[1].hash)
    assert problems([lines[0], forged, lines[2]]) == ["entry 2: its text was changed"]


def test_verify_rehashed_forgery_breaks_the_next_link() -> None:
    _append(3)
    lines = _lines()
    document = lines[1].document.replace('"n":1', '"n":7')
    forged = Line(2, document, lines[1].previous, entry_hash(document))
    assert problems([lines[0], forged, lines[2]]) == ["entry 3: does not follow the entry before it"]


def test_verify_removed_entry_is_named() -> None:
    _append(3)
    lines = _lines()
    assert "entry 2: missing, entry 3 follows" in problems([lines[0], lines[2]])


def test_verify_swapped_entries_are_named() -> None:
    _append(3)
    lines = _lines()
    assert problems([lines[1], lines[0], lines[2]])


def test_verify_several_removed_entries_are_named_as_a_gap() -> None:
    _append(5)
    lines = _lines()
    assert "entry 2–4: missing, entry 5 follows" in problems([lines[0], lines[4]])


def test_verify_entries_whose_numbers_were_exchanged_are_named_with_where_they_belong() -> None:
    """As an UPDATE of the numbers would leave them, in the order in which the database then gives them."""
    _append(3)
    first, second, third = _lines()
    found = problems([first, replace(third, seq=2), replace(second, seq=3)])
    assert "entry 2: it was moved here, its text says that it is entry 3" in found
    assert "entry 3: it was moved here, its text says that it is entry 2" in found


def test_verify_ledger_with_a_kept_head_finds_a_tail_that_was_cut_off() -> None:
    """A chain that lost its end is sound in itself; only a head that somebody kept tells."""
    _append(3)
    kept = queries.head().hash
    said = io.StringIO()
    call_command("verify_ledger", "--head", kept, stdout=said)
    assert "ledger sound: 3 entries" in said.getvalue()
    told = io.StringIO()
    with pytest.raises(CommandError, match="broken") as refused:
        call_command("verify_ledger", "--head", "0" * 64, stderr=told)
    assert refused.value.returncode == 1
    assert "its end was cut off" in told.getvalue()


def test_api_gives_the_acts_in_stretches_that_follow_each_other() -> None:
    _append(5)
    edition = Edition.objects.get()
    client = APIClient()
    client.force_authenticate(make_organiser(edition))
    url, seen, after = f"/api/v1/editions/{edition.slug}/ledger", [], 0
    while after is not None:
        found = client.get(url, {"after": after, "limit": 2}).json()
        seen.append([act["seq"] for act in found["results"]])
        after = found["next"]
    assert seen == [[1, 2], [3, 4], [5]]
    assert client.get(url, {"limit": 5000}).status_code == 400


def test_problems_are_said_in_the_readers_language() -> None:
    _append(3)
    lines = _lines()
    with translation.override("fr"):
        assert problems([lines[0], lines[2]])[0] == "entrée 2 : absente, l’entrée 3 suit"
