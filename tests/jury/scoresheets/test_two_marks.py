"""Rounds with two marks: first the sound alone, kept; then text and rider, and a second mark."""

from pathlib import Path
from typing import Any

import pytest
import requests
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from jury.conflicts.rules import Reason
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import actions, juror, queries, riders
from jury.scoresheets import recusal_actions as recusals
from jury.scoresheets.leaf import ballot_digest, ballot_document
from jury.scoresheets.models import Ballot, FirstMark
from musicprize.kernel.errors import Conflict, Invalid, NotFound
from musicprize.objectstore import store
from submissions.applications.models import Application
from submissions.uploads.rules import Purpose
from tests.factories.jury import Jury, make_draft_jury, make_jury, seal
from tests.factories.works import make_upload

pytestmark = pytest.mark.django_db
SAID = {"project": "A choir of loops.", "rider_inputs": "Two DI boxes."}


def make_two(marking: str, **options: Any) -> Jury:
    return make_jury(blind=False, marking=marking, jurors=options.pop("jurors", 1), entries=1, **options)


def mark(jury: Jury, music: int, innovation: int, number: int = 0) -> None:
    sheet = jury.sheet(jury.jurors[number], 0)
    given = {"music": music, "innovation": innovation}
    actions.mark(
        sheet_id=sheet.pk, marks=given, note=None, version=sheet.version, by=jury.jurors[number], at=jury.at
    )  # fmt: skip


def show(jury: Jury, number: int = 0) -> Any:
    sheet = jury.sheet(jury.jurors[number], 0)
    return actions.show(sheet_id=sheet.pk, version=sheet.version, by=jury.jurors[number], at=jury.at)


def complete(jury: Jury, number: int = 0) -> None:
    sheet = jury.sheet(jury.jurors[number], 0)
    actions.complete(sheet_id=sheet.pk, version=sheet.version, by=jury.jurors[number], at=jury.at)


def view(jury: Jury) -> Any:
    return juror.ballot(jury.jurors[0], jury.round.pk, at=jury.at).sheets[0]


def test_first_step_hears_the_sound_alone_and_the_second_reads() -> None:
    jury = make_two("second")
    Application.objects.update(**SAID)
    before = view(jury)
    assert (before.entry.artist, before.texts, before.first, before.works[0].title) == (None, None, None, None)
    mark(jury, 700, 800)
    show(jury)
    after = view(jury)
    assert after.entry.artist == jury.entries[0].artist_name
    assert {part.name: part.text for part in after.texts} == SAID
    assert after.works[0].title
    assert after.first == {"music": 700, "innovation": 800}


def test_first_step_tells_nothing_of_the_artist_through_the_api() -> None:
    jury = make_two("second")
    Application.objects.update(**SAID)
    client = APIClient()
    client.force_authenticate(jury.jurors[0])
    answer = client.get(f"/api/v1/rounds/{jury.round.pk}/ballot")
    work = jury.entries[0].works.get()
    told = [jury.entries[0].artist_name, work.title, work.description, *SAID.values(), str(jury.entries[0].pk)]
    assert [word for word in told if word in answer.content.decode()] == []
    assert {"first", "texts"} & set(answer.json()["sheets"][0]) == set()


def test_show_needs_every_mark_and_happens_once() -> None:
    jury = make_two("first")
    with pytest.raises(Invalid) as refusal:
        show(jury)
    assert refusal.value.code == "incomplete"
    mark(jury, 700, 800)
    show(jury)
    with pytest.raises(Conflict) as again:
        show(jury)
    assert again.value.code == "wrong_state"


def test_show_in_a_round_with_one_mark_is_refused() -> None:
    jury = make_jury(entries=1, jurors=1, blind=False)
    mark(jury, 700, 800)
    with pytest.raises(Conflict) as refusal:
        show(jury)
    assert refusal.value.code == "marked_once"


def test_show_on_another_device_with_an_old_version_is_told() -> None:
    jury = make_two("first")
    mark(jury, 700, 800)
    with pytest.raises(Conflict) as refusal:
        actions.show(sheet_id=jury.sheet(jury.jurors[0], 0).pk, version=1, by=jury.jurors[0], at=jury.at)
    assert refusal.value.code == "changed_elsewhere"


@pytest.mark.parametrize(("marking", "counted"), [("first", {700, 800}), ("second", {900, 1000})])
def test_the_frozen_rule_says_which_mark_counts_and_both_are_kept(marking: str, counted: set[int]) -> None:
    jury = make_two(marking)
    assert jury.round.rules_document is not None
    assert jury.round.rules_document["round"]["marking"] == marking
    mark(jury, 700, 800)
    show(jury)
    mark(jury, 900, 1000)
    complete(jury)
    seal(jury, 0)
    rounds.close(round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at)
    assert {cell.hundredths for cell in queries.frozen_marks(jury.round.pk)} == counted
    receipt = juror.ballot(jury.jurors[0], jury.round.pk, at=jury.at).receipt
    assert receipt is not None
    code = jury.entries[0].code
    assert receipt.first == {code: {"music": 700, "innovation": 800}}
    assert receipt.marks == {code: {"music": 900, "innovation": 1000}}
    document = ballot_document(
        round_id=jury.round.pk, rules_sha256=receipt.rules, pseudonym=receipt.pseudonym, sealed_at=receipt.sealed_at,
        marks=receipt.marks, recused=receipt.recused, first=receipt.first,
    )  # fmt: skip
    assert ballot_digest(receipt.salt, document) == Ballot.objects.get().digest


def test_a_sheet_completed_without_the_text_counts_the_one_mark_it_has() -> None:
    jury = make_two("first")
    mark(jury, 700, 800)
    complete(jury)
    seal(jury, 0)
    rounds.close(round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at)
    assert {cell.hundredths for cell in queries.frozen_marks(jury.round.pk)} == {700, 800}
    assert not FirstMark.objects.exists()


def test_a_blind_round_cannot_have_two_marks() -> None:
    jury = make_draft_jury(jurors=1, entries=1, blind=False)
    for values in ({"marking": "first", "blind": True}, {"marking": "second", "blind": True}):
        with pytest.raises(Invalid) as refusal:
            rounds.update(
                round_id=jury.round.pk, values=values, version=jury.round.version, by=jury.organiser, at=jury.at
            )
        assert refusal.value.fields["marking"][0][0] == "marking_blind"


SQL = {
    "another first mark": "UPDATE jury_firstmark SET hundredths = 100 WHERE sheet_id = %(sheet)s",
    "no first mark": "DELETE FROM jury_firstmark WHERE sheet_id = %(sheet)s",
    "not shown": "UPDATE jury_scoresheet SET shown_at = NULL WHERE id = %(sheet)s",
    "another marking": "UPDATE jury_round SET marking = 'second' WHERE id = %(round)s",
}


@pytest.mark.parametrize("sql", SQL.values(), ids=SQL)
def test_sql_against_a_first_mark_is_refused_by_the_database_while_all_is_open(sql: str) -> None:
    jury = make_two("first")
    mark(jury, 700, 800)
    show(jury)
    sheet = jury.sheet(jury.jurors[0], 0)
    own = sheet._meta.pk.get_db_prep_value
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, {"sheet": own(sheet.pk, connection), "round": own(jury.round.pk, connection)})


def test_sql_first_mark_added_after_the_text_was_shown_is_refused() -> None:
    jury = make_two("first")
    mark(jury, 700, 800)
    show(jury)
    sheet = jury.sheet(jury.jurors[0], 0)
    extra = FirstMark(sheet=sheet, criterion=jury.round.criteria.first(), hundredths=100)
    with pytest.raises(IntegrityError, match="first mark is kept"), transaction.atomic():
        FirstMark.objects.bulk_create([extra])


PDF = b"%PDF-1.7 the artist in every corner"


def with_rider(jury: Jury, folder: Path) -> None:
    """The artist's PDF, as it lies in the store."""
    upload = make_upload(
        jury.entries[0], purpose=Purpose.RIDER, file_name="us.pdf", content_type="application/pdf", size=len(PDF)
    )
    path = folder / "sent"
    path.write_bytes(PDF)
    store().put_file(path, upload.key, content_type="application/octet-stream")
    Application.objects.filter(pk=jury.entries[0].pk).update(rider_file=upload)


def fetched(url: str) -> tuple[bytes, str]:
    """What an address gives, and under which name: from our own host, or straight from the store."""
    if store().direct:
        answer = requests.get(url, timeout=10)
        return answer.content, answer.headers["Content-Disposition"]
    local = APIClient().get(url)
    return b"".join(local), local["Content-Disposition"]


def test_rider_pdf_is_there_beside_the_second_mark_and_never_before(tmp_path: Path) -> None:
    jury = make_two("second")
    with_rider(jury, tmp_path)
    client = APIClient()
    client.force_authenticate(jury.jurors[0])
    sheet = jury.sheet(jury.jurors[0], 0)
    address = f"/api/v1/sheets/{sheet.pk}/rider"
    mark(jury, 700, 800)
    assert client.get(address).status_code == 404
    assert "rider_bytes" not in client.get(f"/api/v1/rounds/{jury.round.pk}/ballot").json()["sheets"][0]
    show(jury)
    assert client.get(f"/api/v1/rounds/{jury.round.pk}/ballot").json()["sheets"][0]["rider_bytes"] == len(PDF)
    link = client.get(address)
    assert link.status_code == 200
    content, disposition = fetched(link.json()["url"])
    assert content == PDF
    assert jury.entries[0].code in disposition
    assert jury.entries[0].reference not in link.json()["url"]


def test_rider_page_leads_to_the_pdf_for_its_juror_alone(client: Client, tmp_path: Path) -> None:
    jury = make_two("second", jurors=2)
    with_rider(jury, tmp_path)
    mark(jury, 700, 800)
    page = reverse("jury_rider", args=[jury.round.pk, jury.sheet(jury.jurors[0], 0).pk])
    client.force_login(jury.jurors[0])
    assert client.get(page).status_code == 404
    show(jury)
    answer = client.get(page)
    assert (answer.status_code, answer["Cache-Control"]) == (302, "no-store")
    client.force_login(jury.jurors[1])
    assert client.get(page).status_code == 404, "another juror's sheet, even of the same entry"


@pytest.mark.parametrize("blind", [True, False])
def test_rider_pdf_is_not_there_in_rounds_with_one_mark(blind: bool, tmp_path: Path) -> None:
    jury = make_jury(blind=blind, jurors=1, entries=1)
    with_rider(jury, tmp_path)
    mark(jury, 700, 800)
    complete(jury)
    with pytest.raises(NotFound):
        riders.link(jury.jurors[0], jury.sheet(jury.jurors[0], 0).pk)
    seal(jury, 0)
    rounds.close(round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at)
    with pytest.raises(NotFound):
        riders.link(jury.jurors[0], jury.sheet(jury.jurors[0], 0).pk)


def test_rider_pdf_is_not_there_for_who_stood_aside(tmp_path: Path) -> None:
    jury = make_two("second")
    with_rider(jury, tmp_path)
    mark(jury, 700, 800)
    show(jury)
    sheet = jury.sheet(jury.jurors[0], 0)
    recusals.recuse(sheet_id=sheet.pk, reason=Reason.CONFLICT, by=jury.jurors[0], at=jury.at)
    with pytest.raises(Conflict) as refused:
        riders.link(jury.jurors[0], sheet.pk)
    assert refused.value.code == "recused"
