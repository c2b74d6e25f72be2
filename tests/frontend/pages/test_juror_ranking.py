"""A juror's own ranking where a ballot is long."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.jury import fill, make_jury

pytestmark = pytest.mark.django_db


def test_ranking_of_600_entries_writes_the_marks_of_the_scale_once() -> None:
    """26,000 options made it slow to open: the script fills the selects of the rows that come near to the eye."""
    jury = make_jury(entries=12, jurors=1)
    fill(jury, 0)
    client = Client()
    client.force_login(jury.jurors[0], backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(reverse("jury_ranking", args=[jury.round.pk])).content.decode()
    assert html.count("<option") == 11 + 12 * 2 * 2
