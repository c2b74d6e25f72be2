"""Every operation as everybody: the answer is the one in the table, and an address that is not in it fails."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from tests.access.bodies import bodies
from tests.access.expected import THE_SAME_FOR_EVERYBODY, expected
from tests.access.world import ROLES, World, make_world, operations

pytestmark = pytest.mark.django_db
EXPECTED = expected()
ROUTES = {name: (route, pattern) for name, route, pattern in operations()}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all: every request is taken back, and in the end the world too.

    Its files are in the local store whatever is configured: with S3 our own host takes no parts and gives no media,
    and those addresses would not be there to ask.
    """
    with django_db_blocker.unblock(), override_settings(STORAGE="local"), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def test_every_operation_is_in_the_table() -> None:
    known = set(EXPECTED) | set(THE_SAME_FOR_EVERYBODY)
    assert set(ROUTES) - known == set(), "new operations: say in expected.py what each person is answered"
    assert known - set(ROUTES) == set(), "operations that no longer exist"


@pytest.mark.parametrize("operation", EXPECTED)
def test_each_role_is_answered_as_the_table_says(operation: str, world: World) -> None:
    body = bodies(world).get(operation, {})
    found = {role: ask(world, operation, role, body) for role in ROLES}
    assert found == dict(zip(ROLES, EXPECTED[operation], strict=True))


def ask(world: World, operation: str, role: str, body: Any) -> int:
    """The status of one request; nothing of it stays."""
    route, pattern = ROUTES[operation]
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    client = Client()
    with transaction.atomic():
        if person := world.people[role]:
            client.force_login(person)
        method = operation.split()[0].lower()
        sent = {} if method == "get" else {"data": json.dumps(body), "content_type": "application/json"}
        url = reverse(str(pattern.name), kwargs={name: world.facts[name] for name in names})
        status: int = getattr(client, method)(url, **sent).status_code
        transaction.set_rollback(True)
    return status
