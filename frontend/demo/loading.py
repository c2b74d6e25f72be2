"""Loading the demo: a past edition with its result, and one where everybody has something to do.

Everything goes through the actions, at the moment in the past when it would have happened: so the ledger, the mails
and the receipts of the demo are as real as any. Loading it twice changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from frontend.demo import entries, votes
from frontend.demo.content import applications
from frontend.demo.edition_texts import DEMO_EDITION
from frontend.demo.editions import make_edition, make_round, organisers, seat
from frontend.demo.entries import Begun
from frontend.demo.music import write_all
from frontend.demo.past_edition import FINALISTS, PAST_EDITION
from frontend.demo.people import COORDINATORS, JURORS
from frontend.demo.shapes import DemoApplication, texts
from jury.conflicts import actions as ties
from jury.decisions import actions as decisions
from jury.decisions.rules import Kind as Decided
from jury.publication import actions as publication
from jury.publication.rules import Kind as Published
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from musicprize.accounts.models import User
from musicprize.editions import queries as editions
from musicprize.kernel.queue import unrung
from submissions.applications import screening_actions as screening
from submissions.applications import screening_queries as desk
from submissions.audio import processing
from submissions.eligibility import actions as eligibility
from submissions.eligibility.rules import Verdict

PAST_DAYS = {"opens_at": -420, "closes_at": -330, "screening_until": -316, "finalists_at": -300, "final_at": -228}
DAYS = {"opens_at": -40, "closes_at": 12, "screening_until": 26, "finalists_at": 50, "final_at": 136}
WAITING, DRAFTS = 10, 6
"""Of the 54 applications: so many wait for their coordinator, so many are drafts, the rest is admitted."""
FINAL_TITLE = texts("Finale", "Finale", "Finall", "Final")
FIRST_TITLE = texts("Erstes Hören", "Première écoute", "Éischt Lauschteren", "First listening")


@dataclass(frozen=True)
class SignIn:
    """An address of each role for whoever tries the demo."""

    role: str
    email: str


def load(*, now: datetime, say: Callable[[str], object], limit: int | None = None) -> list[SignIn]:
    """Load both editions unless they are there. `limit`: only so many applications, of all cities, for tests."""
    everyone = _spread(applications(), limit)
    if not any(one.slug == DEMO_EDITION.slug for one in editions.editions(published_only=False)):
        with unrung():  # no worker runs yet; the sweeps find every row that waits
            office = organisers(now + timedelta(days=PAST_DAYS["opens_at"] - 60))
            with TemporaryDirectory(prefix="musicprize-demo-") as folder:
                _past(office, now, Path(folder), say)
                _present(office, now, Path(folder), everyone, say)
    return sign_ins(everyone)


def sign_ins(everyone: tuple[DemoApplication, ...]) -> list[SignIn]:
    """One address a role; the artist is one whose application is still a draft."""
    from frontend.demo.people import ORGANISERS

    chair = next(juror for juror in JURORS if juror.chair)
    juror = next(juror for juror in JURORS if not juror.chair)
    return [
        SignIn("artist", everyone[_in_turn(len(everyone))[-1]].email),
        SignIn("coordinator", COORDINATORS[-1].email),
        SignIn("juror", juror.email),
        SignIn("chair", chair.email),
        SignIn("organiser", ORGANISERS[0].email),
        SignIn("second organiser", ORGANISERS[1].email),
    ]


def _past(office: list[User], now: datetime, folder: Path, say: Callable[[str], object]) -> None:
    say(f"edition {PAST_EDITION.slug}: {len(FINALISTS)} finalists, eight sealed ballots, a published result")
    opened = now + timedelta(days=PAST_DAYS["opens_at"])
    edition_id = make_edition(PAST_EDITION, days=PAST_DAYS, works=1, now=now, by=office[0])
    staff = seat(edition_id, by=office[0], at=opened)
    begun = {}
    pieces = [(one.artist_name, one.work.piece) for one in FINALISTS]
    sounds = dict(write_all(pieces, folder))
    for number, one in enumerate(FINALISTS):
        at = opened + timedelta(days=40 + 5 * number)
        email = f"finalist{number + 1}@demo.invalid"
        mine = entries.begin(PAST_EDITION.slug, email=email, name=one.artist_name, language=one.language, at=at)
        entries.fill_finalist(mine, one, at=at)
        entries.send_sound(mine, one.work, sounds[one.artist_name], at=at)
        entries.submit(mine, at=at)
        begun[one.artist_name] = mine
        screened = at + timedelta(days=20)
        reason = "Known from the concert series of the city."
        eligibility.decide(application_id=mine.id, eligible=True, reason=reason, by=office[0], at=screened)
        screening.admit(application_id=mine.id, by=office[0], at=screened)
    processing.work_off()
    _judge_past(edition_id, office, staff, begun, now)
    processing.work_off()  # the excerpts: a published result is heard from the first second on


def _judge_past(
    edition_id: UUID, office: list[User], staff: dict[str, User], begun: dict[str, Begun], now: datetime
) -> None:
    at = now + timedelta(days=PAST_DAYS["finalists_at"])
    night = now + timedelta(days=PAST_DAYS["final_at"])
    admitted = {one.application_id: one.code for one in desk.admitted(edition_id)}
    code_of = {name: admitted[one.id] for name, one in begun.items()}
    prizes = {one.prize: code_of[one.artist_name] for one in FINALISTS if one.prize}
    reasons: dict[str, dict[str, str]] = {one.prize: dict(one.reasons) for one in FINALISTS if one.prize}
    round_id = make_round(edition_id, PAST_EDITION, title=FINAL_TITLE, kind="jury", closes=night, by=office[0], at=at)
    rounds.open_round(round_id=round_id, codes=None, by=office[0], at=at)
    for one in JURORS:
        ties.answer(round_id=round_id, ties=False, by=staff[one.email], at=at)
    quality = votes.qualities(list(code_of.values()), {prizes["main"]: 9.0, prizes["special"]: 8.0})
    for person in (staff[one.email] for one in JURORS):
        votes.mark_sheets(round_id, person, share=1, quality=quality, at=at)
        votes.seal(round_id, person, at=at + timedelta(days=2))
    chair = staff[next(one.email for one in JURORS if one.chair)]
    rounds.close(round_id=round_id, missing=Missing.REFUSE, by=chair, at=night)
    for kind, codes, prize in (
        (Decided.FINALISTS, list(code_of.values()), None),
        (Decided.WINNER, [prizes["main"]], "main"),
        (Decided.SPECIAL, [prizes["special"]], "special"),
    ):
        decisions.decide(
            edition_id=edition_id, kind=kind, round_id=round_id, codes=codes, prize_id=None,
            reasons=reasons[prize] if prize else {}, by=chair, at=night,
        )  # fmt: skip
    row = publication.prepare(
        edition_id=edition_id, kind=Published.RESULTS, embargo_at=night + timedelta(hours=1), by=office[0], at=night
    )
    publication.confirm(publication_id=row.pk, by=chair, at=night)
    publication.write_letters(publication_id=row.pk, at=night + timedelta(hours=1))


def _present(
    office: list[User], now: datetime, folder: Path, everyone: tuple[DemoApplication, ...], say: Callable[[str], object]
) -> None:
    opened = now + timedelta(days=DAYS["opens_at"])
    edition_id = make_edition(DEMO_EDITION, days=DAYS, works=3, now=now, by=office[0])
    staff = seat(edition_id, by=office[0], at=opened)
    say(f"edition {DEMO_EDITION.slug}: composing {3 * len(everyone)} pieces of music for {len(everyone)} applications")
    admitted, waiting = _shares(len(everyone))
    order = _in_turn(len(everyone))
    sent = order[: admitted + waiting]
    pieces = [
        (f"{number}/{work.position}", work.piece)
        for number in order
        for work in everyone[number].works
        if number in sent or work.position == 1
    ]
    sounds = dict(write_all(pieces, folder))
    for turn, number in enumerate(order):
        at = entries.spread_over(opened, now - timedelta(days=1), turn, len(order))
        mine = _apply(everyone[number], {p: sounds.get(f"{number}/{p}") for p in (1, 2, 3)}, at)
        if number in sent:
            entries.submit(mine, at=at + timedelta(hours=1))
        if turn < admitted:
            _screen(mine.id, office[0], at + timedelta(hours=20))
    _first_listening(edition_id, office[0], staff, now)


def _spread(everyone: tuple[DemoApplication, ...], limit: int | None) -> tuple[DemoApplication, ...]:
    """`limit` of them at even distances: the list is sorted by city, and each city needs something to do."""
    few = min(limit or len(everyone), len(everyone))
    return tuple(everyone[number * len(everyone) // few] for number in range(few))


def _in_turn(total: int) -> list[int]:
    """In which order `total` applications come in: first those that are admitted, last the drafts."""
    return sorted(range(total), key=lambda number: (number * 7) % total)


def _shares(total: int) -> tuple[int, int]:
    """(admitted, waiting) of `total`, as of 54; at least one waits and one is a draft."""
    waiting, drafts = (max(1, round(total * share / 54)) for share in (WAITING, DRAFTS))
    return total - waiting - drafts, waiting


def _apply(demo: DemoApplication, sounds: dict[int, Path | None], at: datetime) -> Begun:
    mine = entries.begin(DEMO_EDITION.slug, email=demo.email, name=demo.contact_name, language=demo.language, at=at)
    entries.fill(mine, demo, at=at)
    for work in demo.works:
        path = sounds[work.position]
        if path is not None:
            entries.send_sound(mine, work, path, at=at)
    return mine


def _screen(application_id: UUID, by: User, at: datetime) -> None:
    """Admit; where the computed verdict leaves it open, a person has decided."""
    if desk.screening_facts(application_id, by=by).eligibility.verdict != Verdict.ELIGIBLE:
        reason = "Born in the region, as the register of the town confirms."
        eligibility.decide(application_id=application_id, eligible=True, reason=reason, by=by, at=at)
    screening.admit(application_id=application_id, by=by, at=at)


def _first_listening(edition_id: UUID, organiser: User, staff: dict[str, User], now: datetime) -> None:
    at = now - timedelta(hours=30)
    round_id = make_round(
        edition_id, DEMO_EDITION, title=FIRST_TITLE, kind="screening", closes=now + timedelta(days=20), by=organiser,
        at=at,
    )  # fmt: skip
    rounds.open_round(round_id=round_id, codes=None, by=organiser, at=at)
    codes = [one.code for one in desk.admitted(edition_id)]
    quality = votes.qualities(codes, {})
    for share, one in zip((0.35, 0.6, 0.5, 0.1, 0.8, 0.0, 1.0, 0.25), JURORS, strict=True):
        if share:  # who has not begun has not answered either: the demo shows that page too
            ties.answer(round_id=round_id, ties=False, by=staff[one.email], at=at + timedelta(minutes=30))
        votes.mark_sheets(round_id, staff[one.email], share=share, quality=quality, at=at + timedelta(hours=1))
