"""The kernel's small tools: states, locks, one spelling, texts in four languages, throttles, ringing."""

import hashlib
import json
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisHangs

from musicprize.accounts.models import User
from musicprize.kernel import locks, queue, throttles
from musicprize.kernel.canonical import canonical, digest
from musicprize.kernel.errors import Conflict, NotFound
from musicprize.kernel.states import Machine
from musicprize.kernel.texts import in_language, language_of, validate_texts
from tests.factories.people import make_user

# --- States ------------------------------------------------------------------------------------------------


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


class Verb(StrEnum):
    GO = "go"
    STOP = "stop"


LIGHT = Machine(
    name="light", initial=Light.RED, table={(Light.RED, Verb.GO): Light.GREEN, (Light.GREEN, Verb.STOP): Light.RED}
)


def test_next_is_what_the_table_says() -> None:
    assert LIGHT.next("red", Verb.GO) is Light.GREEN
    assert [LIGHT.allows(state, Verb.GO) for state in ("red", "green", "blue")] == [True, False, False]


@pytest.mark.parametrize("state", ["green", "blue", ""])
def test_next_what_is_not_in_the_table_is_refused(state: str) -> None:
    with pytest.raises(Conflict) as refused:
        LIGHT.next(state, Verb.GO)
    assert (refused.value.code, refused.value.extra) == ("wrong_state", {"state": state, "verb": "go"})


# --- Locks -------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lock", [locks.locked, locks.shared])
def test_lock_outside_a_transaction_fails(lock: Any) -> None:
    user = make_user()
    with pytest.raises(RuntimeError, match="outside a transaction"):
        lock(User.objects.filter(pk=user.pk))
    with transaction.atomic():
        assert lock(User.objects.filter(pk=user.pk)) == user


@pytest.mark.django_db
@pytest.mark.parametrize("lock", [locks.locked, locks.shared])
def test_lock_no_row_finds_nothing(lock: Any) -> None:
    with pytest.raises(NotFound):
        lock(User.objects.filter(email="nobody@example.org"))


# --- One spelling ------------------------------------------------------------------------------------------


def test_canonical_is_one_spelling_whatever_the_order() -> None:
    one = {"b": [1, True, None], "a": "ä", "c": {"y": 2, "x": 1}}
    other = {"c": {"x": 1, "y": 2}, "a": "ä", "b": (1, True, None)}
    assert canonical(one) == canonical(other) == '{"a":"ä","b":[1,true,null],"c":{"x":1,"y":2}}'.encode()
    assert digest(one) == hashlib.sha256(canonical(one)).hexdigest()


def test_canonical_same_instant_in_two_zones_is_one_spelling() -> None:
    instant = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    here = instant.astimezone(ZoneInfo("Europe/Luxembourg"))
    assert canonical(instant) == canonical(here) == b'"2026-10-25T01:30:00.000000+00:00"'


def test_canonical_spells_what_is_agreed() -> None:
    key = UUID(int=1)
    document = {"e": Light.RED, "d": date(2026, 1, 2), "u": key, "f": Fraction(2, 4)}
    assert json.loads(canonical(document)) == {"e": "red", "d": "2026-01-02", "u": str(key), "f": "1/2"}


@pytest.mark.parametrize("value", [1.0, float("nan"), b"x", {1, 2}, object()])
def test_canonical_refuses_what_has_no_one_spelling(value: object) -> None:
    with pytest.raises(TypeError):
        canonical({"x": [value]})


# --- Texts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"de": "D", "fr": "F", "lb": "L", "en": "E"}, "lb", "lb"),
        ({"de": "D", "fr": "F", "en": "E"}, "lb", "de"),
        ({"fr": "F", "en": "E", "lb": "L"}, "de", "fr"),
        ({"en": "E", "lb": "L"}, "fr", "en"),
        ({"lb": "L"}, "en", "lb"),
        ({"de": "  ", "fr": "F"}, "de", "fr"),
        ({"de": "D"}, "fr-ca", "de"),
        ({"fr": "F", "de": "D"}, "fr-ca", "fr"),
    ],
)
def test_in_language_falls_back_as_stated(texts: dict[str, str], language: str, expected: str) -> None:
    assert in_language(texts, language) == texts[expected]
    assert language_of(texts, language) == expected


def test_in_language_of_nothing_is_empty() -> None:
    assert in_language({}, "fr") == in_language({"de": " "}, "fr") == ""
    assert language_of({}, "fr") == "fr"


def test_in_language_without_one_takes_the_reader_s() -> None:
    with translation.override("fr"):
        assert in_language({"de": "D", "fr": "F"}) == "F"


@pytest.mark.parametrize("value", ["text", None, ["de"], {"it": "x"}, {"de": 1}, {"de": None}])
def test_validate_texts_refuses(value: object) -> None:
    with pytest.raises(ValidationError):
        validate_texts(value)


# --- Throttles ---------------------------------------------------------------------------------------------


class _Away:
    """A cache that does not answer."""

    def __init__(self, problem: Exception) -> None:
        self.problem = problem

    def get(self, *args: object) -> None:
        raise self.problem


@pytest.mark.django_db
@pytest.mark.parametrize("problem", [RedisAway("refused"), RedisHangs("slow")])
@pytest.mark.parametrize("kind", [throttles.PersonThrottle, throttles.AnonymousThrottle])
def test_throttle_lets_through_while_the_cache_is_away(
    kind: Any, problem: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind, "cache", _Away(problem))
    user = make_user() if kind is throttles.PersonThrottle else None
    request = SimpleNamespace(user=user, headers={}, META={"REMOTE_ADDR": "192.0.2.1"})
    assert kind().allow_request(request, None) is True


# --- Ringing -----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_enqueue_rings_after_the_commit_only(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(queue, "_ring", lambda task, arguments: rung.append(task))
    with transaction.atomic():
        queue.enqueue("musicprize.mail.sweep")
        assert rung == []
    assert rung == ["musicprize.mail.sweep"]
    with transaction.atomic():
        queue.enqueue("musicprize.mail.sweep")
        transaction.set_rollback(True)
    with queue.unrung(), transaction.atomic():
        queue.enqueue("musicprize.mail.sweep")
    assert len(rung) == 1


@pytest.mark.django_db(transaction=True)
def test_enqueue_dead_broker_does_not_fail_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def dead(*args: object, **kwargs: object) -> None:
        raise OSError("no broker")

    app = SimpleNamespace(conf=SimpleNamespace(task_always_eager=False), send_task=dead)
    monkeypatch.setattr(queue, "current_app", app)
    with transaction.atomic():
        user = make_user()
        queue.enqueue("musicprize.mail.sweep")
    assert User.objects.filter(pk=user.pk).exists()
