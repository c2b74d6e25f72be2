"""People for tests."""

from itertools import count

from musicprize.accounts.models import Role, RoleGrant, User
from musicprize.editions.models import City, Edition
from musicprize.kernel import clock

_numbers = count(1)


def make_user(email: str = "", *, name: str = "", language: str = "en") -> User:
    number = next(_numbers)
    return User.objects.create_user(
        email or f"person{number}@example.org", language=language, name=name or f"Person {number}"
    )


def make_member(role: Role, edition: Edition | None, city: City | None = None, *, user: User | None = None) -> User:
    """A user with a role; jurors and coordinators get a city of the edition when none is given."""
    user = user or make_user()
    if city is None and role in (Role.JUROR, Role.COORDINATOR) and edition is not None:
        city = edition.cities.order_by("colour").first()
    RoleGrant.objects.create(user=user, role=role, edition=edition, city=city, granted_at=clock.now())
    return user


def make_organiser(edition: Edition | None = None) -> User:
    return make_member(Role.ORGANISER, edition)


def make_coordinator(edition: Edition, city: City | None = None) -> User:
    return make_member(Role.COORDINATOR, edition, city)


def make_juror(edition: Edition, city: City | None = None) -> User:
    return make_member(Role.JUROR, edition, city)


def make_chair(edition: Edition, city: City | None = None) -> User:
    """A juror who also chairs."""
    return make_member(Role.CHAIR, edition, city, user=make_juror(edition, city))
