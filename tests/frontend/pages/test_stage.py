"""The stage: what organisers and the chair see before anybody else, and nobody else at all."""

import re

import pytest
from django.test import Client

from jury.publication import actions as publication
from tests.factories.people import make_chair, make_juror
from tests.factories.publications import make_result

pytestmark = pytest.mark.django_db
SLIDE = re.compile(r'<section class="slide slide--(\w+)" data-slide data-kind="\w+"( data-secret)?( data-last)?')


def test_screen_shows_finalists_then_the_prize_then_the_secret(client: Client) -> None:
    jury, _row = make_result(entries=3)
    client.force_login(jury.organiser)
    page = client.get(f"/stage/{jury.edition.slug}/").content.decode()
    kinds = [(kind, bool(secret), bool(last)) for kind, secret, last in SLIDE.findall(page)]
    assert kinds == [
        ("card", False, False), ("title", False, False), *[("finalist", False, False)] * 3,
        ("prize", False, False), ("award", True, True), ("end", False, False),
    ]  # fmt: skip
    hidden = [one for one in re.findall(r"<section [^>]*>", page) if "data-slide" in one]
    assert [" hidden" in one for one in hidden] == [False, *[True] * 7], "only the test card is shown at first"


def test_presenter_reads_the_notes_and_the_screen_does_not_hold_them(client: Client) -> None:
    jury, row = make_result(entries=3)
    note = "say it with a long o"
    publication.note_for_stage(
        publication_id=row.pk, notes={jury.entries[0].code or "": note}, by=jury.organiser, at=jury.at
    )
    client.force_login(make_chair(jury.edition))
    assert note in client.get(f"/stage/{jury.edition.slug}/presenter/").content.decode()
    assert note not in client.get(f"/stage/{jury.edition.slug}/").content.decode()


def test_stage_before_anything_is_prepared_says_what_to_do(client: Client) -> None:
    jury, row = make_result(embargo_at=None)
    row.state = "cancelled"
    row.save(update_fields=["state"])
    client.force_login(jury.organiser)
    page = client.get(f"/stage/{jury.edition.slug}/").content.decode()
    assert [kind for kind, _secret, _last in SLIDE.findall(page)] == ["card", "title"]
    assert f"/desk/{jury.edition.slug}/publish/" in page


@pytest.mark.parametrize("path", ["", "presenter/"])
def test_stage_is_closed_to_jurors(client: Client, path: str) -> None:
    jury, _row = make_result()
    client.force_login(make_juror(jury.edition))
    assert client.get(f"/stage/{jury.edition.slug}/{path}").status_code == 403
