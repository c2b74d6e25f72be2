"""When somebody was last here, so that organisers see whether a juror has been at work at all."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from musicprize.accounts import actions
from musicprize.accounts.models import User
from musicprize.kernel import clock

log = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]


class LastSeen:
    """Notes after the answer is made that its reader was here. Programs with a token are not people who are here."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user  # by the session; the API puts a token's owner in this place later
        response = self.get_response(request)
        if isinstance(person, User):
            _note(person)
        return response


def note_sign_in(sender: Any, user: User, **signal: Any) -> None:
    """Receiver of `user_logged_in`."""
    _note(user)


def _note(user: User) -> None:
    try:
        actions.note_seen(user=user, at=clock.now())
    except DatabaseError as problem:  # what the person asked for is done: a missed note must not undo the answer
        log.warning("not noted that somebody was here: %s", problem)
