"""The artist's pages: who may see them, what they show in each state, and that they never lose the way."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from musicprize.editions.models import Edition
from musicprize.kernel import clock
from submissions.applications import actions
from submissions.applications.models import Application, Member, Screening
from submissions.audio.models import Recording
from tests.factories.applications import make_admitted, make_complete, make_draft, make_submitted
from tests.factories.editions import make_consents, make_edition
from tests.factories.people import make_organiser, make_user
from tests.factories.works import make_recording, make_upload, make_work

pytestmark = pytest.mark.django_db

SECTIONS = ("about", "eligibility", "texts", "rider", "portrait", "work-1", "work-2", "work-3", "consents")
PAGES = ("", "check/", "sent/", *(f"{key}/" for key in SECTIONS))
HTML = "<script>alert(1)</script>"


@pytest.fixture
def edition(reader: Client) -> Edition:
    made = make_edition()
    make_consents(made)
    return made


def base(application: Application) -> str:
    return reverse("application", args=[application.pk])


def page(reader: Client, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def as_owner(reader: Client, application: Application, path: str = "") -> str:
    reader.force_login(application.owner)
    return page(reader, base(application) + path)


def sent(edition: Edition) -> Application:
    """Complete and sent by the action itself, with its receipt."""
    application = make_complete(edition)
    actions.submit(application_id=application.pk, by=application.owner, at=clock.now())
    application.refresh_from_db()
    return application


def reopened(edition: Edition, *sections: str, message: str = "Please say more.") -> Application:
    until = clock.now() + timedelta(days=3)
    application = make_submitted(edition, reopened_sections=list(sections), reopened_until=until)
    Screening.objects.create(
        application=application, verdict="ask", message=message, sections=list(sections), until=until,
        decided_by=make_organiser(edition), decided_at=clock.now(),
    )  # fmt: skip
    return application


@pytest.mark.parametrize("path", PAGES)
def test_pages_send_readers_who_are_not_signed_in_to_the_sign_in(reader: Client, edition: Edition, path: str) -> None:
    application = make_complete(edition)
    answer = reader.get(base(application) + path)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_request_login_code')}?next={base(application)}{path}"


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_somebody_else_are_not_there(reader: Client, edition: Edition, path: str) -> None:
    application = make_complete(edition)
    for person in (make_user(), make_organiser(edition)):
        reader.force_login(person)
        assert reader.get(base(application) + path).status_code == 404
        assert reader.get(f"/application/{uuid4()}/{path}").status_code == 404


@pytest.mark.parametrize("path", [f"{key}/" for key in ("work-4", "work-0", "work-x", "nothing")])
def test_section_that_the_edition_does_not_have_is_not_there(reader: Client, edition: Edition, path: str) -> None:
    application = make_complete(edition)
    reader.force_login(application.owner)
    assert reader.get(base(application) + path).status_code == 404


def test_apply_begins_by_one_click(reader: Client, edition: Edition) -> None:
    reader.force_login(make_user())
    shown = page(reader, reverse("apply"))
    assert 'data-endpoint="/api/v1/applications"' in shown
    assert f'value="{edition.slug}"' in shown


def test_apply_leads_to_the_only_application(reader: Client, edition: Edition) -> None:
    draft = make_draft(edition)
    reader.force_login(draft.owner)
    assert reader.get(reverse("apply"))["Location"] == base(draft)


def test_apply_offers_a_new_beginning_after_withdrawing(reader: Client, edition: Edition) -> None:
    draft = make_draft(edition, state="withdrawn")
    reader.force_login(draft.owner)
    shown = page(reader, reverse("apply"))
    assert "Start your application" in shown
    assert "Withdrawn" in shown


@pytest.mark.parametrize(("days", "sentence"), [(-20, "Not open yet"), (10, "The call is closed")])
def test_apply_outside_the_dates_says_so(reader: Client, days: int, sentence: str) -> None:
    make_edition(clock.now() - timedelta(days=days))
    reader.force_login(make_user())
    shown = page(reader, reverse("apply"))
    assert sentence in shown
    assert "Start your application" not in shown


@pytest.mark.parametrize("applications", [1, 3])
def test_apply_asks_as_often_for_many_applications_as_for_one(
    reader: Client, applications: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    owner = make_user()
    past = [make_edition(clock.now() - timedelta(days=400 + n)) for n in range(3)]
    for edition in past[:applications]:
        make_draft(edition, owner)
    make_edition()
    reader.force_login(owner)
    page(reader, reverse("apply"))  # the first one also writes down that somebody was here
    with django_assert_num_queries(8):
        page(reader, reverse("apply"))


def test_task_list_shows_every_part_with_its_status(reader: Client, edition: Edition) -> None:
    draft = make_draft(edition, artist_name="Slow Bridge")
    for position in (1, 2, 3):
        make_work(draft, position, title="", description="", year=None)
    make_recording(draft.works.get(position=2), verdict="refused")
    shown = as_owner(reader, draft)
    for key in SECTIONS:
        assert reverse("application_section", args=[draft.pk, key]) in shown
    assert all(word in shown for word in ("To do", "In progress", "Problem", "Cannot start yet", draft.reference))


@pytest.mark.parametrize("key", SECTIONS)
def test_section_of_a_draft_can_be_written(reader: Client, edition: Edition, key: str) -> None:
    draft = make_complete(edition)
    shown = as_owner(reader, draft, f"{key}/")
    assert f'data-endpoint="/api/v1/{"works" if key.startswith("work") else "applications"}/' in shown
    assert "Save and go on" in shown
    following = SECTIONS[SECTIONS.index(key) + 1] if key != "consents" else "check"
    assert f'data-next="{base(draft)}{following}/"' in shown


@pytest.mark.parametrize("key", [key for key in SECTIONS if key != "consents"])
def test_section_after_sending_is_for_reading(reader: Client, edition: Edition, key: str) -> None:
    shown = as_owner(reader, sent(edition), f"{key}/")
    assert "This has been sent" in shown
    assert "<qp-autosave" not in shown
    assert "<qp-upload" not in shown


def test_consents_that_are_free_stay_changeable_after_sending(reader: Client, edition: Edition) -> None:
    shown = as_owner(reader, sent(edition), "consents/")
    assert 'name="excerpt"' in shown
    assert 'name="rules"' not in shown


def test_section_from_the_check_tells_what_is_missing_and_leads_back(reader: Client, edition: Edition) -> None:
    draft = make_draft(edition)
    plain, checked = as_owner(reader, draft, "texts/"), as_owner(reader, draft, "texts/?from=check")
    sentence = "Describe your project."
    assert sentence not in plain
    assert checked.count(sentence) == 2
    assert "<title>Error:" in checked
    assert f'data-next="{base(draft)}check/"' in checked


def test_eligibility_says_how_far_the_chosen_place_is(reader: Client, edition: Edition) -> None:
    shown = as_owner(reader, make_complete(edition), "eligibility/")
    assert "Konz is 7.6 km from Trier: you may apply." in shown
    assert 'data-type="number"' in shown


def test_work_shows_findings_of_its_recording_before_scripts_run(reader: Client, edition: Edition) -> None:
    draft = make_draft(edition)
    for position in (1, 2, 3):
        work = make_work(draft, position)
    finding = {"code": "silent_inside", "severity": "warning", "start_s": 83.0, "end_s": 95.0, "figures": {}}
    make_recording(work, findings=[finding])
    shown = as_owner(reader, draft, "work-3/")
    assert 'data-at="83.' in shown
    assert '<button type="button">1:23</button>' in shown
    assert "The recording is sound. Length 3:00." in shown


@pytest.mark.parametrize(
    ("fields", "offered", "kept_back"),
    [
        ({}, ["audio/*", ".w64", ".aifc", ".rf64", ".bwf"], ["video/*", ".mov"]),
        ({"video_accepted": True}, ["audio/*", "video/*", ".mov", ".mkv"], []),
        ({"formats": ["aiff"]}, [".aiff", ".aif", ".aifc"], ["audio/*", ".wav"]),
        ({"formats": ["wav"], "video_accepted": True}, [".wav", ".w64", "video/*", ".webm"], [".flac"]),
    ],
)
def test_work_offers_in_the_chooser_what_the_edition_takes(
    reader: Client, fields: dict[str, Any], offered: list[str], kept_back: list[str]
) -> None:
    edition = make_edition(**fields)
    make_consents(edition)
    shown = as_owner(reader, make_work(make_draft(edition)).application, "work-1/")
    accepts = {wish for given in re.findall(r'accept="([^"]+)"', shown) for wish in given.split(",")}
    assert accepts >= set(offered)
    assert not accepts & set(kept_back)


def test_work_says_which_recording_counts_while_another_is_under_way(reader: Client, edition: Edition) -> None:
    draft = make_draft(edition)
    for position in (1, 2, 3):
        work = make_work(draft, position)
    make_recording(work)
    make_upload(draft, target=work.pk, state="open", file_name="take two.flac", at=clock.now() + timedelta(seconds=1))
    shown = as_owner(reader, draft, "work-3/")
    assert "Until a new file is accepted, “take one.flac” counts." in shown
    assert 'data-state="resume"' in shown
    assert "take two.flac" in shown


def test_members_are_rows_that_can_be_changed(reader: Client, edition: Edition) -> None:
    draft = make_draft(edition, ensemble=True, versions={"members": 4})
    Member.objects.create(application=draft, position=1, name="Ines Beispiel", role="viola")
    shown = as_owner(reader, draft, "about/")
    assert 'value="Ines Beispiel"' in shown
    assert 'data-version="4"' in shown


def test_check_lists_what_is_left_with_links_that_come_back(reader: Client, edition: Edition) -> None:
    draft = make_draft(edition)
    for position in (1, 2, 3):
        make_work(draft, position)
    shown = as_owner(reader, draft, "check/")
    assert f'<a href="{base(draft)}about/?from=check">About you</a>' in shown
    assert "Enter the name under which you perform." in shown
    assert "things are left to do" in shown


def test_check_of_a_complete_draft_offers_to_send(reader: Client, edition: Edition) -> None:
    draft = make_complete(edition)
    shown = as_owner(reader, draft, "check/")
    assert f'data-endpoint="/api/v1/applications/{draft.pk}/submit"' in shown
    assert "left to do" not in shown
    assert f'href="{base(draft)}work-1/?from=check"' in shown


def test_check_says_when_a_recording_has_not_been_heard_yet(reader: Client, edition: Edition) -> None:
    draft = make_complete(edition)
    Recording.objects.get(work__application=draft, work__position=2).delete()
    assert "The recording of work 2 has arrived but" in as_owner(reader, draft, "check/")


def test_sent_shows_reference_receipt_and_every_digest(reader: Client, edition: Edition) -> None:
    application = sent(edition)
    shown = as_owner(reader, application, "sent/")
    receipt = application.receipts.get()
    assert application.reference in shown
    assert receipt.number in shown
    assert receipt.sha256 in shown
    assert all(digest in shown for digest in application.works.values_list("audio__sha256", flat=True))
    assert f"/api/v1/receipts/{receipt.number}/pdf" in shown
    assert "not sent" in shown
    assert "take-back" in shown


def test_sent_after_closing_offers_no_way_back(reader: Client, edition: Edition) -> None:
    application = sent(edition)
    Edition.objects.filter(pk=edition.pk).update(closes_at=clock.now() - timedelta(minutes=1))
    shown = as_owner(reader, application, "sent/")
    assert "The closing date is over" in shown
    assert "take-back" not in shown


def test_sent_of_a_draft_leads_to_the_task_list(reader: Client, edition: Edition) -> None:
    draft = make_complete(edition)
    reader.force_login(draft.owner)
    assert reader.get(base(draft) + "sent/")["Location"] == base(draft)


def test_draft_after_closing_says_that_it_was_not_sent(reader: Client) -> None:
    past = make_edition(clock.now() - timedelta(days=30))
    draft = make_draft(past, artist_name="Late Arrival")
    home, part, check = (as_owner(reader, draft, path) for path in ("", "about/", "check/"))
    assert "This application was not sent" in home
    assert "Check and send" not in home
    assert "The call is closed" in part
    assert "Late Arrival" in part
    assert "<qp-autosave" not in part
    assert "Send application" not in check


def test_draft_with_an_upload_under_way_may_be_sent_within_the_grace(reader: Client, edition: Edition) -> None:
    draft = make_complete(edition)
    make_upload(draft, target=draft.pk, state="open", at=clock.now() - timedelta(minutes=10))
    Edition.objects.filter(pk=edition.pk).update(closes_at=clock.now() - timedelta(minutes=5))
    assert "you may still send until" in as_owner(reader, draft)
    shown = as_owner(reader, draft, "check/")
    assert "You may still send until" in shown
    assert f'data-endpoint="/api/v1/applications/{draft.pk}/submit"' in shown
    assert "The call is closed" in as_owner(reader, draft, "about/")


def test_reopened_parts_are_marked_and_the_others_stay(reader: Client, edition: Edition) -> None:
    application = reopened(edition, "eligibility", "work-2", message="Where is that?")
    home = as_owner(reader, application)
    assert "Where is that?" in home
    assert home.count("Please change") == 2
    assert "Check and send" in home
    assert "<qp-autosave" in as_owner(reader, application, "eligibility/")
    closed = as_owner(reader, application, "about/")
    assert "Only the parts that we asked about" in closed
    assert "<qp-autosave" not in closed
    assert "Send again" in as_owner(reader, application, "check/")


def test_decisions_are_told_with_their_reason(reader: Client, edition: Edition) -> None:
    assert "You are in" in as_owner(reader, make_admitted(edition))
    refused = make_submitted(edition, state="refused", decided_at=clock.now())
    Screening.objects.create(
        application=refused, verdict="refuse", reason="works_too_old", message="Work 2 is from 1998.",
        decided_by=make_organiser(edition), decided_at=clock.now(),
    )  # fmt: skip
    shown = as_owner(reader, refused)
    assert "At least one of the works is older" in shown
    assert "Work 2 is from 1998." in shown


def test_withdrawing_asks_for_the_reference(reader: Client, edition: Edition) -> None:
    draft = make_draft(edition)
    shown = as_owner(reader, draft)
    assert f'data-endpoint="/api/v1/applications/{draft.pk}/withdraw"' in shown
    assert f"Type {draft.reference} to confirm" in shown
    assert "withdraw" not in as_owner(reader, make_submitted(edition, state="refused", decided_at=clock.now()))


@pytest.mark.parametrize("path", [path for path in PAGES if path != "sent/"])
def test_pages_never_show_what_people_typed_as_markup(reader: Client, edition: Edition, path: str) -> None:
    typed = dict.fromkeys(("artist_name", "contact_name", "region_link", "biography", "rider_inputs"), HTML)
    application = reopened(edition, *SECTIONS, message=HTML)
    Application.objects.filter(pk=application.pk).update(**typed, portrait_alt=HTML, portrait_credit=HTML)
    application.works.update(title=HTML, description=HTML, contributors=HTML, title_language='"><b>')
    Member.objects.create(application=application, position=1, name=HTML, role=HTML)
    shown = as_owner(reader, application, path)
    assert HTML not in shown
    assert '"><b>' not in shown


@pytest.mark.parametrize("works", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("", 20), ("check/", 20)])
def test_pages_ask_as_often_for_many_works_as_for_one(
    reader: Client, works: int, path: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft = make_complete(make_edition(works_required=works))
    reader.force_login(draft.owner)
    page(reader, base(draft) + path)
    with django_assert_num_queries(queries):
        page(reader, base(draft) + path)
