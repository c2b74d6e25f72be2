"""Portraits in public: from the embargo on, the clean copy only, with its description and credit."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musicprize.kernel import clock
from tests.factories.jury import Jury, make_closed_jury
from tests.factories.pictures import make_clean_copy
from tests.factories.publications import make_result

pytestmark = pytest.mark.django_db


def _result(*, portraits: int = 1, **more: Any) -> Jury:
    jury = make_closed_jury(entries=3, works=1)
    for entry in jury.entries[:portraits]:
        make_clean_copy(entry)
    return make_result(jury=jury, **more)[0]


def _path(jury: Jury, number: int = 0) -> str:
    return f"/api/v1/results/{jury.edition.slug}/entries/{jury.entries[number].code}/portrait"


def test_portrait_is_public_after_the_embargo(client: Client) -> None:
    jury = _result()
    answer = client.get(_path(jury))
    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    code = str(jury.entries[0].code)
    document = client.get(f"/api/v1/results/{jury.edition.slug}").json()
    assert document["portraits"] == [code]
    upload = jury.entries[0].portrait
    assert str(upload.pk) not in answer["Location"] + str(document)
    assert upload.key not in answer["Location"]


def test_portrait_before_the_embargo_is_not_there(client: Client) -> None:
    jury = _result(embargo_at=clock.now() + timedelta(days=1))
    assert client.get(_path(jury)).status_code == 404


def test_portrait_without_a_clean_copy_is_not_there(client: Client) -> None:
    jury = _result()
    assert client.get(_path(jury, 1)).status_code == 404
    make_clean_copy(jury.entries[1])  # sent after it was frozen: not part of what was published
    assert client.get(_path(jury, 1)).status_code == 404


def test_page_shows_the_portrait_with_description_and_credit(client: Client) -> None:
    jury = _result()
    page = client.get(f"/results/{jury.edition.slug}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert page.count('class="portrait"') == 1
    assert f'src="{_path(jury)}" alt="Three people laugh"' in page
    assert "Picture: Ines Beispiel" in page


def test_page_asks_the_same_number_of_queries_for_one_and_three_portraits(client: Client) -> None:
    counts = []
    for portraits in (1, 3):
        jury = _result(portraits=portraits)
        client.get("/results/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/results/{jury.edition.slug}/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
