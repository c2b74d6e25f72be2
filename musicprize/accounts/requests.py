"""Who asks: the account behind an API request."""

from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from musicprize.accounts.models import User


def person(request: Request) -> User:
    """The signed-in account; NotAuthenticated where a view's permissions let anybody in and nobody is."""
    if not isinstance(request.user, User):
        raise NotAuthenticated()
    return request.user
