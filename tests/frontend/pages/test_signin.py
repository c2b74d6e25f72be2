"""Leaving: what the browser is told to forget."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.jury import make_jury

pytestmark = pytest.mark.django_db


def test_sign_out_has_the_browser_forget_the_music_it_has_cached() -> None:
    client = Client()
    client.force_login(make_jury(jurors=1).jurors[0], backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("account_logout")
    assert "Clear-Site-Data" not in client.get(url)
    answer = client.post(url)
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"cache"')
    assert "_auth_user_id" not in client.session
