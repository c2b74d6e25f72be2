"""Who sits on the jury (a grant of the accounts room), and who witnesses its counts."""

from dataclasses import dataclass
from uuid import UUID

from jury.panel.models import Witness
from musicprize.accounts import queries as accounts
from musicprize.accounts.models import Role
from musicprize.editions import queries as editions


@dataclass(frozen=True)
class Juror:
    """Who judges, standing for a city: a juror, in a first listening perhaps a coordinator. `chairs`: leads the
    meeting as well."""

    user_id: UUID
    name: str
    email: str
    language: str
    city_id: UUID
    city_code: str
    chairs: bool


def jurors(edition_id: UUID) -> tuple[Juror, ...]:
    """The jurors in force, by city and name. A chair who is no juror does not vote and is not among them."""
    return judges(edition_id, Role.JUROR)


def judges(edition_id: UUID, *roles: Role) -> tuple[Juror, ...]:
    """Who holds one of `roles` (jurors, coordinators), by city and name; nobody twice, as a juror where both."""
    members = accounts.members(edition_id, *roles, Role.CHAIR)
    chairs = {member.user_id for member in members if member.role == Role.CHAIR}
    codes = {city.id: city.code for city in editions.cities()}
    as_juror = {member.user_id for member in members if member.role == Role.JUROR}
    return tuple(
        Juror(
            user_id=member.user_id, name=member.name, email=member.email, language=member.language,
            city_id=member.city_id, city_code=codes[member.city_id], chairs=member.user_id in chairs,
        )
        for member in members
        if member.city_id is not None and member.role != Role.CHAIR
        and not (member.role == Role.COORDINATOR and member.user_id in as_juror)
    )  # fmt: skip


@dataclass(frozen=True)
class WitnessFacts:
    """Somebody outside the jury who keeps the end of the ledger, for a city."""

    id: UUID
    city: str
    email: str
    language: str


def witnesses(edition_id: UUID) -> tuple[WitnessFacts, ...]:
    """The witnesses of an edition's counts, by city and address."""
    rows = Witness.objects.filter(edition_id=edition_id).select_related("city")
    return tuple(WitnessFacts(row.pk, row.city.code, row.email, row.language) for row in rows)


def judging(edition_id: UUID, who: str) -> tuple[Juror, ...]:
    """Who judges a round that says so: `jurors`, `coordinators` or `both` (jury.rounds.rules.Judges)."""
    roles = {"jurors": [Role.JUROR], "coordinators": [Role.COORDINATOR], "both": [Role.JUROR, Role.COORDINATOR]}
    return judges(edition_id, *roles[who])
