"""What the jury does at its table: the shared shortlist, motions, a tie that the chair breaks. Every act is kept in
order and in the ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from jury.conflicts import queries as conflicts
from jury.decisions import rules as decision_rules
from jury.deliberation import access, cutting, meeting_queries, rules
from jury.deliberation.models import Meeting, MeetingAct, Motion, Shortlisted, TieBreak, Voice
from jury.deliberation.queries import closed
from jury.deliberation.rules import MOTION, Choice, MotionVerb, Outcome, Way
from jury.rounds import queries as rounds
from jury.rounds.queries import Entry, RoundFacts
from jury.rounds.rules import MotionVotes
from musicprize.accounts.models import User
from musicprize.kernel.canonical import digest
from musicprize.kernel.errors import Conflict, NotFound
from musicprize.kernel.locks import locked
from musicprize.ledger import actions as ledger


@transaction.atomic
def shortlist(*, round_id: UUID, code: str, version: int, by: User, at: datetime) -> Meeting:
    """Put an entry at the end of the shared shortlist; twice is once. Conflict `changed_elsewhere` as in `move`."""
    meeting, facts = _seat(round_id, by, version)
    entry = _entry(facts, code)
    listed = list(meeting.shortlist.all())
    if any(one.entry_id == entry.id for one in listed):
        return meeting
    rules.check_fits(len(listed))
    Shortlisted.objects.create(meeting=meeting, entry_id=entry.id, position=len(listed) + 1)
    return _done(meeting, facts, "shortlist.add", {"entry": code, "to": len(listed) + 1}, by, at)


@transaction.atomic
def take_off(*, round_id: UUID, code: str, version: int, by: User, at: datetime) -> Meeting:
    """Take an entry off the shortlist, with its note. Conflict `changed_elsewhere` as in `move`."""
    meeting, facts = _seat(round_id, by, version)
    row = _listed(meeting, code)
    before = row.position
    row.delete()
    _place([one for one in meeting.shortlist.order_by("position")])
    return _done(meeting, facts, "shortlist.remove", {"entry": code, "from": before}, by, at)


@transaction.atomic
def move(*, round_id: UUID, code: str, way: Way, version: int, by: User, at: datetime) -> Meeting:
    """Move an entry a place up or down. Conflict `changed_elsewhere`, with who and when, where somebody has acted since
    `version` was seen: the place that was meant may be another one now."""
    meeting, facts = _seat(round_id, by, version)
    row = _listed(meeting, code)
    order = list(meeting.shortlist.order_by("position"))
    before = row.position
    _place(rules.moved(order, row, way))
    after = before - 1 if way is Way.UP else before + 1
    return _done(meeting, facts, "shortlist.move", {"entry": code, "from": before, "to": after}, by, at)


@transaction.atomic
def note(*, round_id: UUID, code: str, text: str, version: int, by: User, at: datetime) -> Meeting:
    """Write what the table notes on an entry; everybody there sees it. Conflict `changed_elsewhere` as in `move`."""
    meeting, facts = _seat(round_id, by, version)
    row = _listed(meeting, code)
    row.note = text
    row.save(update_fields=["note"])
    return _done(meeting, facts, "shortlist.note", {"entry": code, "note": digest(text)}, by, at)


@transaction.atomic
def propose(
    *, round_id: UUID, text: str, language: str, code: str, secret: bool | None, by: User, at: datetime
) -> Motion:
    """Put something to the vote of the jurors of the round; who stood aside from the entry `code` does not vote on it.

    Jurors of the round and the chair. `secret`: None for what the frozen rules say. Conflict `nobody_votes` where
    nobody could, `votes_are_open` or `votes_are_secret` where the rules say otherwise.
    """
    meeting, facts = _seat(round_id, by, None)
    access.check_can_propose(by, edition_id=facts.edition_id, round_id=round_id)
    secret = rules.secrecy(MotionVotes(facts.motion_votes), secret)
    entry = _entry(facts, code) if code else None
    entitled = meeting_queries.entitled(facts, entry.application_id if entry else None, at=at)
    rules.check_some_vote(len(entitled))
    motion = Motion.objects.create(
        meeting=meeting, number=meeting.motions.count() + 1, text=text, language=language,
        entry_id=entry.id if entry else None, secret=secret, entitled=len(entitled),
        quorum=rules.quorum(len(entitled)), proposed_by=by, proposed_at=at,
    )  # fmt: skip
    said = {"motion": motion.number, "text": digest(text), "entry": code, "secret": secret}
    _done(meeting, facts, "motion.propose", said, by, at)
    return motion


@transaction.atomic
def vote(*, round_id: UUID, number: int, choice: Choice, by: User, at: datetime) -> Motion:
    """Give one's voice. An open one may be changed while the motion is open, a secret one is given once.

    NotAllowed `stood_aside` for jurors who do not vote on this. In a secret vote nothing says what somebody chose: the
    choice is only counted, and the ledger says only that there was one.
    """
    meeting, facts = _seat(round_id, by, None)
    motion = _motion(meeting, number)
    MOTION.next(motion.state, MotionVerb.CLOSE)
    about = _application(facts, motion)
    rules.check_entitled(by.pk in meeting_queries.entitled(facts, about, at=at))
    given = Voice.objects.filter(motion=motion, juror=by)
    if motion.secret:
        rules.check_not_secret_twice(given.exists())
        Motion.objects.filter(pk=motion.pk).update(**{choice.value: F(choice.value) + 1})
    Voice.objects.update_or_create(
        motion=motion, juror=by, defaults={"choice": "" if motion.secret else choice, "at": at}
    )  # fmt: skip
    said = {"motion": number} if motion.secret else {"motion": number, "choice": choice}
    _done(meeting, facts, "motion.vote", said, by, at)
    return motion


@transaction.atomic
def close_motion(*, round_id: UUID, number: int, by: User, at: datetime) -> Motion:
    """End the vote on a motion and write down what it came to. The chair."""
    meeting, facts = _seat(round_id, by, None)
    access.check_leads(by, edition_id=facts.edition_id)
    motion = _motion(meeting, number)
    motion.state, motion.closed_at = MOTION.next(motion.state, MotionVerb.CLOSE), at
    if not motion.secret:
        choices = list(motion.voices.values_list("choice", flat=True))
        motion.yes, motion.no, motion.abstain = (choices.count(one) for one in (Choice.YES, Choice.NO, Choice.ABSTAIN))
    motion.outcome = rules.outcome(yes=motion.yes, no=motion.no, abstain=motion.abstain, needed=motion.quorum)
    motion.save(update_fields=["state", "closed_at", "yes", "no", "abstain", "outcome"])
    said = {
        "motion": number, "outcome": Outcome(motion.outcome), "yes": motion.yes, "no": motion.no,
        "abstain": motion.abstain,
    }  # fmt: skip
    _done(meeting, facts, "motion.close", said, by, at)
    return motion


@transaction.atomic
def withdraw_motion(*, round_id: UUID, number: int, by: User, at: datetime) -> Motion:
    """Take a motion back before its vote has ended: who proposed it, or the chair."""
    meeting, facts = _seat(round_id, by, None)
    motion = _motion(meeting, number)
    if motion.proposed_by_id != by.pk:
        access.check_leads(by, edition_id=facts.edition_id)
    motion.state, motion.closed_at = MOTION.next(motion.state, MotionVerb.WITHDRAW), at
    motion.yes = motion.no = motion.abstain = 0
    motion.save(update_fields=["state", "closed_at", "yes", "no", "abstain"])
    _done(meeting, facts, "motion.withdraw", {"motion": number}, by, at)
    return motion


@transaction.atomic
def break_tie(*, round_id: UUID, order: Sequence[str], reasons: dict[str, str], by: User, at: datetime) -> TieBreak:
    """Put entries that share a place at the cut in order, with the reason: the chair, where the frozen rules leave the
    tie to the chair. Once: it is never changed.

    Conflict `not_left_to_the_chair`, `tie_not_open`; Invalid `order` unless it names all entries of a tie that is open,
    `reasons` without a reason; NotAllowed `stood_aside` for a chair with a tie of their own to one of the entries.
    """
    meeting, facts = _seat(round_id, by, None)
    access.check_leads(by, edition_id=facts.edition_id)
    rules.check_left_to_the_chair(cutting.tie_rule(facts))
    contest = rules.contest_of(order, cutting.waiting_for_the_chair(facts))
    decision_rules.check_reasons(reasons)
    aside = conflicts.bound(facts.edition_id, blind=facts.blind, at=at)
    tied = {code for code in order if (by.pk, _entry(facts, code).application_id) in aside}
    rules.check_may_break(tied)
    row = TieBreak.objects.create(round_id=round_id, order=list(order), reasons=reasons, by=by, at=at)
    said = {"order": list(order), "seats": contest.seats, "reasons": digest(reasons)}
    _done(meeting, facts, "tiebreak.decide", said, by, at)
    return row


def _seat(round_id: UUID, by: User, version: int | None) -> tuple[Meeting, RoundFacts]:
    """The meeting, locked, for somebody at its table; `version`: what they had before them, where that matters."""
    facts = rounds.by_id(round_id)
    access.check_at_the_table(by, edition_id=facts.edition_id, round_id=round_id)
    closed(round_id)
    Meeting.objects.get_or_create(round_id=round_id)
    meeting = locked(Meeting.objects.filter(round_id=round_id))
    if version is not None and version != meeting.version:
        last = meeting.acts.select_related("by").last()
        who, when = (last.by.name or last.by.email, last.at) if last else ("", None)
        sentence = _("%(who)s has changed the table meanwhile. You see it as it is now; please do it again.")
        raise Conflict("changed_elsewhere", sentence % {"who": who}, who=who, at=when, version=meeting.version)
    return meeting, facts


def _done(
    meeting: Meeting, facts: RoundFacts, verb: str, said: dict[str, Any], by: User, at: datetime
) -> Meeting:  # fmt: skip
    meeting.version += 1
    meeting.save(update_fields=["version"])
    MeetingAct.objects.create(meeting=meeting, version=meeting.version, verb=verb, facts=said, by=by, at=at)
    ledger.record(verb=verb, subject=meeting, by=by.pk, at=at, edition_id=facts.edition_id, facts=said)
    return meeting


def _entry(facts: RoundFacts, code: str) -> Entry:
    """An entry of the round that may be talked about. NotFound where there is none, or its artist withdrew."""
    found = next((one for one in rounds.entries(facts.id) if one.code == code and one.withdrawn_at is None), None)
    if found is None:
        raise NotFound()
    return found


def _listed(meeting: Meeting, code: str) -> Shortlisted:
    row = meeting.shortlist.filter(entry__code=code).first()
    if row is None:
        raise NotFound()
    return row


def _place(order: list[Shortlisted]) -> None:
    """Give the rows their positions; first out of each other's way, since no two may have one."""
    for one in order:
        one.position += 1000
    Shortlisted.objects.bulk_update(order, ["position"])
    for position, one in enumerate(order, start=1):
        one.position = position
    Shortlisted.objects.bulk_update(order, ["position"])


def _motion(meeting: Meeting, number: int) -> Motion:
    return locked(meeting.motions.filter(number=number))


def _application(facts: RoundFacts, motion: Motion) -> UUID | None:
    return next((one.application_id for one in rounds.entries(facts.id) if one.id == motion.entry_id), None)
