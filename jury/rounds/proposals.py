"""What opening a draft would do now: who hears how much, which cities hear what, which rule bends. For organisers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jury.rounds import opening
from jury.rounds.models import Round
from musicprize.kernel.errors import NotFound


@dataclass(frozen=True)
class Load:
    """How many entries a juror would hear."""

    name: str
    city: str
    entries: int


@dataclass(frozen=True)
class Proposal:
    """`cities`: city → entries that it hears; `bent`: rules that cannot be kept; `uncovered`, `short`: entries where.

    Opening does just this, as long as settings, entries, jurors and conflicts stay as they are.
    """

    entries: int
    loads: tuple[Load, ...]
    cities: dict[str, int]
    bent: tuple[str, ...]
    uncovered: int
    short: int


def proposal(round_id: UUID, *, at: datetime) -> Proposal:
    """NotFound for what is no draft; Invalid `not_ready` with what is missing."""
    row = Round.objects.select_related("entries_from").filter(pk=round_id, state="draft").first()
    if row is None:
        raise NotFound()
    made = opening.plan(row, None, at=at)
    loads = made.allocation.loads
    return Proposal(
        entries=len(made.entries),
        loads=tuple(Load(one.name, one.city_code, loads[made.names[one.user_id]]) for one in made.jurors),
        cities=made.allocation.cities, bent=tuple(made.allocation.bent),
        uncovered=len(made.allocation.uncovered), short=len(made.allocation.short),
    )  # fmt: skip
