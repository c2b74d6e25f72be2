"""The jury's table: who may do what, what several at once are told, votes, and minutes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from jury.conflicts import actions as conflicts
from jury.conflicts.rules import Reason
from jury.deliberation import meeting_actions as actions
from jury.deliberation import meeting_queries, minutes_actions, minutes_pdf, minutes_queries
from jury.deliberation.minutes_document import Sitting
from jury.deliberation.models import MeetingAct, Minutes, Voice
from jury.deliberation.rules import Choice, Outcome, Way, outcome, quorum
from jury.rounds import queries as rounds
from jury.rounds.models import Round
from musicprize.accounts.models import User
from musicprize.kernel.canonical import digest
from musicprize.kernel.errors import Conflict, NotAllowed, NotFound
from musicprize.ledger import queries as ledger
from tests.factories.editions import in_all
from tests.factories.jury import Jury, code_of, make_closed_jury, make_jury, make_sealed_jury
from tests.factories.people import make_chair, make_coordinator, make_juror, make_user
from tests.factories.sound import make_sound

pytestmark = pytest.mark.django_db


def _table(jury: Jury, person: User | None = None) -> meeting_queries.Table:
    who = person or jury.jurors[0]
    return meeting_queries.table(rounds.by_id(jury.round.pk), person_id=who.pk, at=jury.at)


def _add(jury: Jury, entry: int, version: int, *, by: int = 0) -> None:
    actions.shortlist(
        round_id=jury.round.pk, code=code_of(jury, entry), version=version, by=jury.jurors[by], at=jury.at
    )


def _propose(jury: Jury, by: User, **given: Any) -> int:
    wanted = {"text": "We take four.", "language": "en", "code": "", "secret": False, **given}
    return actions.propose(round_id=jury.round.pk, by=by, at=jury.at, **wanted).number


def _vote(jury: Jury, number: int, choices: list[Choice]) -> None:
    for juror, choice in zip(jury.jurors, choices, strict=False):
        actions.vote(round_id=jury.round.pk, number=number, choice=choice, by=juror, at=jury.at)


def test_shortlist_is_moved_and_everything_is_kept() -> None:
    jury = make_closed_jury(jurors=3, entries=3)
    for entry in range(3):
        _add(jury, entry, entry)
    actions.move(round_id=jury.round.pk, code=code_of(jury, 2), way=Way.UP, version=3, by=jury.jurors[1], at=jury.at)
    actions.note(
        round_id=jury.round.pk, code=code_of(jury, 2), text="Hear it again.", version=4, by=jury.jurors[1], at=jury.at
    )
    actions.take_off(round_id=jury.round.pk, code=code_of(jury, 0), version=5, by=jury.organiser, at=jury.at)
    seen = _table(jury)
    assert [(one.code, one.position, one.note) for one in seen.shortlist] == [
        (code_of(jury, 2), 1, "Hear it again."), (code_of(jury, 1), 2, ""),
    ]  # fmt: skip
    assert [act.verb for act in seen.acts] == [
        "shortlist.remove", "shortlist.note", "shortlist.move", "shortlist.add", "shortlist.add", "shortlist.add",
    ]  # fmt: skip
    assert seen.acts[2].facts == {"entry": code_of(jury, 2), "from": 3, "to": 2}
    assert {act.verb for act in ledger.acts(jury.edition.pk)} >= {"shortlist.move", "shortlist.note"}


def test_move_on_an_old_sight_is_told_who_was_faster() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    _add(jury, 0, 0)
    _add(jury, 1, 1, by=1)
    with pytest.raises(Conflict) as refused:
        _add(jury, 0, 1)
    assert refused.value.code == "changed_elsewhere"
    assert (refused.value.extra["who"], refused.value.extra["version"]) == (jury.jurors[1].name, 2)
    assert len(_table(jury).shortlist) == 2


def test_move_beyond_the_end_is_refused() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    _add(jury, 0, 0)
    with pytest.raises(Conflict) as refused:
        actions.move(
            round_id=jury.round.pk, code=code_of(jury, 0), way=Way.DOWN, version=1, by=jury.jurors[0], at=jury.at
        )
    assert refused.value.code == "at_the_end"


def test_table_of_an_open_round_does_nothing() -> None:
    jury = make_sealed_jury(jurors=3, entries=2)
    with pytest.raises(Conflict) as refused:
        _add(jury, 0, 0)
    assert refused.value.code == "round_not_counted"


def test_table_is_for_those_who_sit_at_it() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    for person in (make_user(), make_coordinator(jury.edition), make_juror(jury.edition), jury.entries[0].owner):
        with pytest.raises(NotFound):
            actions.shortlist(round_id=jury.round.pk, code=code_of(jury, 0), version=0, by=person, at=jury.at)
        with pytest.raises(NotFound):
            _propose(jury, person)
    with pytest.raises(NotAllowed):
        _propose(jury, jury.organiser)


@pytest.mark.parametrize(("entitled", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (8, 6), (9, 6)])
def test_quorum_is_two_thirds_rounded_up(entitled: int, needed: int) -> None:
    assert quorum(entitled) == needed


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "found"),
    [
        (3, 2, 1, Outcome.CARRIED), (2, 3, 1, Outcome.LOST), (2, 2, 2, Outcome.TIED), (3, 2, 0, Outcome.NO_QUORUM),
        (0, 0, 6, Outcome.TIED), (1, 0, 5, Outcome.CARRIED),
    ],
)  # fmt: skip
def test_outcome_follows_the_voices(yes: int, no: int, abstain: int, found: Outcome) -> None:
    assert outcome(yes=yes, no=no, abstain=abstain, needed=6) == found


def test_open_vote_can_be_changed_and_is_told_once_closed() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    chair = make_chair(jury.edition)
    number = _propose(jury, jury.jurors[0])
    _vote(jury, number, [Choice.NO, Choice.YES, Choice.YES])
    _vote(jury, number, [Choice.YES])
    before = _table(jury).motions[0]
    assert (before.given, before.yes, before.voices, before.mine) == (3, 0, (), "yes")
    actions.close_motion(round_id=jury.round.pk, number=number, by=chair, at=jury.at)
    after = _table(jury).motions[0]
    assert (after.outcome, after.yes, after.no) == ("carried", 3, 0)
    assert [choice for _person, _name, choice in after.voices] == ["yes"] * 3
    with pytest.raises(Conflict):
        _vote(jury, number, [Choice.NO])


def test_secret_vote_keeps_nothing_that_says_who_chose_what() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    chair = make_chair(jury.edition)
    number = _propose(jury, jury.jurors[0], secret=True)
    _vote(jury, number, [Choice.YES, Choice.NO, Choice.NO])
    with pytest.raises(Conflict) as refused:
        _vote(jury, number, [Choice.NO])
    assert refused.value.code == "voted"
    actions.close_motion(round_id=jury.round.pk, number=number, by=chair, at=jury.at)
    assert set(Voice.objects.values_list("choice", flat=True)) == {""}
    assert not any("choice" in act.facts for act in MeetingAct.objects.filter(verb="motion.vote"))
    assert not any('"choice"' in act.document for act in ledger.acts(jury.edition.pk))
    seen = _table(jury).motions[0]
    assert (seen.outcome, seen.yes, seen.no, seen.voices) == ("lost", 1, 2, ())


def test_who_stood_aside_from_an_entry_does_not_vote_on_it() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    conflicts.declare(
        application_id=jury.entries[0].pk, edition_id=jury.edition.pk, code=code_of(jury, 0), reason=Reason.CONFLICT,
        by=jury.jurors[0], at=jury.at,
    )  # fmt: skip
    later = jury.at + timedelta(minutes=5)
    jury.at = later
    number = _propose(jury, jury.jurors[0], code=code_of(jury, 0))
    with pytest.raises(NotAllowed) as refused:
        _vote(jury, number, [Choice.YES])
    assert refused.value.code == "stood_aside"
    seen = _table(jury).motions[0]
    assert (seen.entitled, seen.quorum, seen.may_vote) == (2, 2, False)
    assert _table(jury, jury.jurors[1]).motions[0].may_vote


def test_only_the_chair_ends_a_vote_and_only_the_proposer_or_chair_withdraws() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    number = _propose(jury, jury.jurors[0])
    for person in (jury.jurors[0], jury.organiser):
        with pytest.raises(NotAllowed):
            actions.close_motion(round_id=jury.round.pk, number=number, by=person, at=jury.at)
    with pytest.raises(NotAllowed):
        actions.withdraw_motion(round_id=jury.round.pk, number=number, by=jury.jurors[1], at=jury.at)
    actions.withdraw_motion(round_id=jury.round.pk, number=number, by=jury.jurors[0], at=jury.at)
    assert _table(jury).motions[0].state == "withdrawn"


def test_acts_of_the_table_cannot_be_changed_in_the_database() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    _add(jury, 0, 0)
    with pytest.raises(DatabaseError), transaction.atomic():
        MeetingAct.objects.update(verb="other")


@pytest.mark.parametrize("size", [1, 3])
def test_table_takes_the_same_number_of_queries(size: int, django_assert_num_queries: Any) -> None:
    jury = make_closed_jury(jurors=3, entries=3)
    for number in range(size):
        _add(jury, number, number)
    for _ in range(size):
        _vote(jury, _propose(jury, jury.jurors[0]), [Choice.YES] * size)
    facts = rounds.by_id(jury.round.pk)
    with django_assert_num_queries(10):
        meeting_queries.table(facts, person_id=jury.jurors[0].pk, at=jury.at)


def _sign(jury: Jury, chair: User) -> Minutes:
    sitting = Sitting(jury.at, "Metz", [juror.pk for juror in jury.jurors[:2]], jury.organiser.pk)
    return minutes_actions.sign(round_id=jury.round.pk, sitting=sitting, by=chair, at=jury.at + timedelta(hours=1))


def test_sign_freezes_the_minutes_and_a_later_version_takes_their_place() -> None:
    jury = make_closed_jury(jurors=4, entries=3)
    chair = make_chair(jury.edition)
    number = _propose(jury, jury.jurors[0], text="<b>Bold</b> #motion $x$")
    _vote(jury, number, [Choice.YES] * 4)
    actions.close_motion(round_id=jury.round.pk, number=number, by=chair, at=jury.at)
    first, second = _sign(jury, chair), _sign(jury, chair)
    assert (first.version, second.version, second.document["supersedes"]) == (1, 2, first.sha256)
    assert first.sha256 == digest(first.document)
    assert minutes_queries.one(jury.round.pk, None).version == 2
    made = second.document
    assert [one["present"] for one in made["jury"]].count(True) == 2
    assert made["motions"][0]["outcome"] == "carried"
    assert len(made["ranking"]) == 3
    signed = [act for act in ledger.acts(jury.edition.pk) if act.verb == "minutes.sign"]
    assert [first.sha256 in signed[0].document, second.sha256 in signed[1].document] == [True, True]
    for juror in jury.jurors:
        assert juror.name not in str(made), "the document names accounts, so that erasing one leaves its hash"
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.update(sha256="0" * 64)


def test_sign_is_the_chairs_only() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    for person in (jury.jurors[0], jury.organiser):
        with pytest.raises(NotAllowed):
            _sign(jury, person)
    with pytest.raises(NotFound):
        _sign(jury, make_user())


@pytest.mark.parametrize("language", ["de", "fr", "lb", "en"])
def test_pdf_is_tagged_says_its_language_and_is_the_same_each_time(language: str) -> None:
    pikepdf_free = b"/StructTreeRoot", b"/MarkInfo"
    jury = make_closed_jury(jurors=4, entries=3)
    chair = make_chair(jury.edition)
    _propose(jury, jury.jurors[0], text="Ein Antrag", language="de")
    row = _sign(jury, chair)
    given = {
        "language": language, "names": minutes_queries.names(row.document), "titles": in_all("Prize"),
        "sha256": row.sha256, "signed_at": row.signed_at,
    }  # fmt: skip
    pdf = minutes_pdf.typeset(row.document, **given)
    assert pdf.startswith(b"%PDF-")
    assert all(word in pdf for word in pikepdf_free)
    assert b"/Lang" in pdf
    assert pdf == minutes_pdf.typeset(row.document, **given)


def test_pdf_is_downloaded_by_the_table_only_and_a_draft_can_be_made() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    url = f"/api/v1/rounds/{jury.round.pk}/minutes.pdf"
    for person in (jury.jurors[0], jury.organiser, make_chair(jury.edition)):
        answer = _client(person).get(f"{url}?language=fr&version=0")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
        assert _client(person).get(url).status_code == 404, "nothing is signed yet"
    assert _client(make_user()).get(f"{url}?version=0").status_code == 404


def test_entries_are_heard_again_by_those_who_did_not_stand_aside() -> None:
    jury = make_closed_jury(jurors=3, entries=2, works=1)
    for entry in jury.entries:
        make_sound(entry.works.get())
    conflicts.declare(
        application_id=jury.entries[0].pk, edition_id=jury.edition.pk, code=code_of(jury, 0), reason=Reason.CONFLICT,
        by=jury.jurors[0], at=jury.at,
    )  # fmt: skip
    url = f"/api/v1/rounds/{jury.round.pk}/entries/{code_of(jury, 0)}/works/1/play"
    assert [_client(one).get(url).status_code for one in (*jury.jurors[:2], jury.organiser, make_user())] == [
        409, 200, 200, 404,
    ]  # fmt: skip


def _client(person: User) -> APIClient:
    client = APIClient()
    client.force_login(User.objects.get(pk=person.pk))
    return client


@pytest.mark.parametrize(
    ("rule", "wanted", "secret"),
    [("proposer", None, False), ("proposer", True, True), ("open", None, False), ("open", False, False),
     ("secret", None, True), ("secret", True, True)],
)  # fmt: skip
def test_propose_votes_as_the_frozen_rule_says(rule: str, wanted: bool | None, secret: bool) -> None:
    jury = make_closed_jury(jurors=3, entries=1, motion_votes=rule)
    number = _propose(jury, jury.jurors[0], secret=wanted)
    _vote(jury, number, [Choice.YES] * 3)
    actions.close_motion(round_id=jury.round.pk, number=number, by=make_chair(jury.edition), at=jury.at)
    motion = _table(jury).motions[0]
    assert (motion.secret, motion.yes, len(motion.voices)) == (secret, 3, 0 if secret else 3)
    assert rounds.frozen_rules(jury.round.pk).document["round"]["motion_votes"] == rule


@pytest.mark.parametrize(
    ("rule", "wanted", "code"), [("open", True, "votes_are_open"), ("secret", False, "votes_are_secret")]
)
def test_propose_against_the_frozen_rule_is_refused(rule: str, wanted: bool, code: str) -> None:
    jury = make_closed_jury(jurors=3, entries=1, motion_votes=rule)
    with pytest.raises(Conflict) as refused:
        _propose(jury, jury.jurors[0], secret=wanted)
    assert (refused.value.code, _table(jury).motions) == (code, ())


def test_motion_rule_cannot_change_once_the_round_is_open() -> None:
    jury = make_jury()
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(pk=jury.round.pk).update(motion_votes="secret")


@pytest.mark.parametrize("rule", ["proposer", "open", "secret"])
def test_table_page_says_how_the_jury_votes(client: Client, rule: str) -> None:
    jury = make_closed_jury(jurors=3, entries=1, motion_votes=rule)
    client.force_login(jury.jurors[0])
    shown = client.get(reverse("table", args=[jury.round.pk])).content.decode()
    assert ('name="secret"' in shown) == (rule == "proposer")
    said = {"proposer": "Secret vote:", "open": "every vote at this table is open", "secret": "table is secret"}
    assert [one for one in said if said[one] in shown] == [rule]
