"""Arriving where one's work is, and leaving: what the browser is told to forget."""

import pytest
from django.test import Client
from django.urls import reverse

from musicprize.accounts.models import Role
from tests.factories.editions import make_edition
from tests.factories.jury import make_jury
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "page"), [("organiser", "desk"), ("juror", "jury"), ("chair", "jury"), ("coordinator", "screening")]
)
def test_after_signing_in_everybody_is_where_their_work_is(client: Client, role: str, page: str) -> None:
    person = make_member(Role(role), make_edition())
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("home_after_sign_in")).headers["Location"] == reverse(page)


def test_sign_out_has_the_browser_forget_the_music_it_has_cached() -> None:
    client = Client()
    client.force_login(make_jury(jurors=1).jurors[0], backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("account_logout")
    assert "Clear-Site-Data" not in client.get(url)
    answer = client.post(url)
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"cache"')
    assert "_auth_user_id" not in client.session
