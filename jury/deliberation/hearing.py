"""Hearing entries again at the jury's table, once the round is closed: for everybody who sits there and did not stand
aside. In a blind round nothing here tells who plays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jury.conflicts import queries as conflicts
from jury.rounds import queries as rounds
from jury.rounds.queries import RoundFacts
from jury.scoresheets import entries
from jury.scoresheets.juror import SheetWork
from musicprize.accounts.models import User
from musicprize.kernel.errors import Conflict, NotFound
from submissions.audio.queries import Playable


@dataclass(frozen=True)
class HeardWork:
    """A work to be heard, by its position."""

    position: int
    duration_ms: int | None
    sound: Playable | None


@dataclass(frozen=True)
class Heard:
    """An entry as one person may hear it. `aside`: that person stood aside; `withdrawn`: the artist took it back."""

    works: tuple[HeardWork, ...]
    aside: bool
    withdrawn: bool


def works(facts: RoundFacts, person: User, codes: Sequence[str], *, at: datetime) -> dict[str, Heard]:
    """{code: what the person may hear of it}; a constant number of queries."""
    wanted = {one.code: one for one in rounds.entries(facts.id) if one.code in codes}
    aside = conflicts.bound(facts.edition_id, blind=facts.blind, at=at)
    found = entries.works([one.application_id for one in wanted.values()], blind=True)
    heard = {}
    for code, one in wanted.items():
        bound, gone = (person.pk, one.application_id) in aside, one.withdrawn_at is not None
        theirs = () if bound or gone else found.get(one.application_id, ())
        heard[code] = Heard(
            tuple(HeardWork(each.work.position, each.duration_ms, each.sound) for each in theirs), bound, gone
        )
    return heard


def work(round_id: UUID, person: User, code: str, position: int, *, at: datetime) -> SheetWork:
    """The work at a position of an entry, for playing. NotFound where there is none, Conflict `recused` for somebody
    who stood aside, `withdrawn` for an entry that its artist took back. Who sits at the table: access."""
    facts = rounds.by_id(round_id)
    entry = next((one for one in rounds.entries(round_id) if one.code == code), None)
    if entry is None:
        raise NotFound()
    if entry.withdrawn_at is not None:
        raise Conflict("withdrawn", _("The artist has withdrawn this entry, so it is not played."))
    if (person.pk, entry.application_id) in conflicts.bound(facts.edition_id, blind=facts.blind, at=at):
        raise Conflict("recused", _("You stood aside from this entry, so its works are not played to you."))
    found = entries.works([entry.application_id], blind=True)[entry.application_id]
    each = next((one for one in found if one.work.position == position), None)
    if each is None:
        raise NotFound()
    return SheetWork(code, each.work.id, position, each.duration_ms)
