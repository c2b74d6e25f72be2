"""Handing a seat over: the unsealed ballot of a juror who drops out goes, and another one takes its place."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jury.assignments import actions as assignments
from jury.assignments.rules import Origin
from jury.scoresheets.models import Ballot, FirstMark, Mark, ScoreSheet
from jury.scoresheets.rules import BallotState
from musicprize.kernel.errors import Conflict, Invalid, NotFound
from musicprize.kernel.locks import locked


@dataclass(frozen=True)
class Handed:
    """Pseudonyms of both, how many sheets the new one got, and how many marks went with the old ballot."""

    left: str
    came: str
    sheets: int
    dropped: int


@transaction.atomic
def hand_over(
    *, round_id: UUID, leaves: UUID, comes: UUID, city_id: UUID, barred: Collection[UUID], salt: str
) -> Handed:
    """Replace a ballot. `barred`: RoundEntry ids that the new juror may not hear. The caller holds the round alone.

    NotFound without such a ballot; Conflict `ballot_sealed`, `has_ballot`; Invalid where the cities differ.
    """
    old = Ballot.objects.filter(round_id=round_id, juror_id=leaves).first()
    if old is None:
        raise NotFound()
    old = locked(Ballot.objects.filter(pk=old.pk))
    if old.state == BallotState.SEALED:
        raise Conflict("ballot_sealed", _("This juror has sealed: that vote stands."))
    if old.reopenings.exists() or FirstMark.objects.filter(sheet__ballot=old).exists():
        sentence = _("This ballot was sealed or shown before, and its traces stay. Close the round without it.")
        raise Conflict("has_traces", sentence)
    if Ballot.objects.filter(round_id=round_id, juror_id=comes).exists():
        raise Conflict("has_ballot", _("This person judges this round already."))
    if old.city_id != city_id:
        sentence = _("Whoever takes the seat stands for the same city, so that the cities keep their weight.")
        raise Invalid(fields={"comes": [("other_city", sentence)]})
    entries = assignments.taken_over(round_id=round_id, leaves=leaves, comes=comes, barred=barred, origin=Origin.SEAT)
    dropped = Mark.objects.filter(sheet__ballot=old).count()
    left = old.pseudonym
    number = Ballot.objects.filter(round_id=round_id).count() + 1
    taken = set(Ballot.objects.filter(round_id=round_id).values_list("pseudonym", flat=True))
    while (came := f"J{number:0{len(left) - 1}}") in taken:
        number += 1
    old.delete()
    new = Ballot.objects.create(round_id=round_id, juror_id=comes, city_id=city_id, pseudonym=came, salt=salt)
    ScoreSheet.objects.bulk_create([ScoreSheet(ballot=new, entry_id=entry_id) for entry_id in entries], batch_size=1000)
    return Handed(left, came, len(entries), dropped)
