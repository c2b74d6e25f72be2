"""Pages are read in English here; the language test of the whole platform reads them in all four."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.editions import make_cities


@pytest.fixture
def reader(client: Client, db: None) -> Client:
    make_cities()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
