"""The desk: who sees what, decisions that name who and when, codes that tell nothing, warnings about doubles."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from musicprize.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from musicprize.ledger.models import LedgerEntry
from musicprize.mail.models import Mail
from submissions.applications import access, rules, screening_actions, screening_queries
from submissions.applications.models import Application
from submissions.eligibility import actions as eligibility
from tests.factories.applications import make_complete, make_draft, make_submitted
from tests.factories.editions import make_edition
from tests.factories.people import make_coordinator, make_juror, make_member, make_organiser, make_user

pytestmark = pytest.mark.django_db


def admit(application: Application, by: Any, at: Any = None) -> Application:
    return screening_actions.admit(application_id=application.pk, by=by, at=at or application.submitted_at)


def test_queue_shows_own_city_and_no_city_and_an_organiser_all() -> None:
    edition = make_edition()
    trier, metz, none = (make_submitted(edition, city=code) for code in ("tri", "met", ""))
    make_draft(edition, city=trier.city)
    make_submitted(make_edition(), city="tri")

    def seen(by: Any, **filters: str) -> set[Any]:
        return {line.id for line in screening_queries.screening_queue(edition.pk, by=by, **filters)}

    coordinator, organiser = make_coordinator(edition, trier.city), make_organiser(edition)
    assert seen(coordinator) == {trier.pk, none.pk}
    assert seen(organiser) == {trier.pk, metz.pk, none.pk}
    assert seen(organiser, city="met") == {metz.pk}
    assert seen(organiser, city="none") == {none.pk}
    assert seen(coordinator, city="met") == set()
    assert seen(organiser, state="admitted") == set()
    for stranger in (make_user(), make_juror(edition), make_coordinator(make_edition())):
        with pytest.raises(NotFound):
            seen(stranger)


def test_facts_are_hidden_from_other_cities_drafts_and_withdrawn() -> None:
    edition = make_edition()
    trier = make_submitted(edition, city="tri")
    desk = make_coordinator(edition, trier.city)
    assert screening_queries.screening_facts(trier.pk, by=desk).reference == trier.reference
    others = [make_submitted(edition, city="met"), make_draft(edition), make_submitted(edition, state="withdrawn")]
    for hidden in others:
        with pytest.raises(NotFound):
            screening_queries.screening_facts(hidden.pk, by=desk)


def test_admit_draws_a_code_unrelated_to_the_reference_and_tells_the_artist_without_it() -> None:
    edition = make_edition()
    application = make_submitted(edition)
    row = admit(application, make_organiser(edition))
    assert row.code
    assert row.code[5:] not in row.reference
    letter = Mail.objects.get(template="application_admitted")
    assert (letter.to, row.code in letter.body + letter.subject) == (application.owner.email, False)
    entry = screening_queries.admitted(edition.pk)
    assert [(one.application_id, one.code, one.city_id) for one in entry] == [(row.pk, row.code, row.city_id)]
    with pytest.raises(Conflict, match="wrong_state"):
        admit(row, make_organiser(edition))
    assert LedgerEntry.objects.filter(verb="application.admit").count() == 1


def test_admit_of_a_place_outside_waits_for_a_person_who_decides_with_a_reason() -> None:
    edition = make_edition()
    application = make_submitted(
        edition, place_id=None, place_name="Paris", place_listed=False, region_link="born here"
    )
    desk = make_coordinator(edition, application.city)
    with pytest.raises(Conflict, match="eligibility_open"):
        admit(application, desk)
    at = application.submitted_at
    with pytest.raises(Invalid):
        eligibility.decide(application_id=application.pk, eligible=True, reason=" ", by=desk, at=at)
    eligibility.decide(application_id=application.pk, eligible=True, reason="Studied in Trier.", by=desk, at=at)
    facts = screening_queries.screening_facts(application.pk, by=desk).eligibility
    assert (facts.computed, facts.verdict, facts.decision and facts.decision.reason) == (
        "undecided", "eligible", "Studied in Trier.",
    )  # fmt: skip
    assert admit(application, desk).state == "admitted"


def test_a_later_decision_about_eligibility_counts() -> None:
    edition = make_edition()
    application, desk = make_submitted(edition), make_organiser(edition)
    for number, eligible in enumerate((True, False)):
        eligibility.decide(
            application_id=application.pk, eligible=eligible, reason="x", by=desk,
            at=application.submitted_at + timedelta(seconds=number),
        )  # fmt: skip
    with pytest.raises(Conflict, match="eligibility_open"):
        admit(application, desk)


def test_nobody_decides_about_their_own_application() -> None:
    edition = make_edition()
    desk = make_organiser(edition)
    application = make_submitted(edition, desk)
    with pytest.raises(NotAllowed):
        admit(application, desk)


@pytest.mark.parametrize(("language", "sentence"), [("en", "The application was not complete.")])
def test_refuse_writes_reason_and_message_in_the_artists_language(language: str, sentence: str) -> None:
    edition = make_edition()
    application = make_submitted(edition, language=language)
    screening_actions.refuse(
        application_id=application.pk, reason="not_complete", message="Work 3 & <b>4</b>.", by=make_organiser(edition),
        at=application.submitted_at,
    )  # fmt: skip
    letter = Mail.objects.get(template="application_refused")
    assert sentence in letter.body
    assert "Work 3 & <b>4</b>." in letter.body
    assert letter.language == language


def test_refuse_without_reason_or_words_is_invalid() -> None:
    edition = make_edition()
    application, desk = make_submitted(edition), make_organiser(edition)
    for reason, message in (("because", "x"), ("other", ""), ("not_complete", "a\x00")):
        with pytest.raises(Invalid):
            screening_actions.refuse(
                application_id=application.pk, reason=reason, message=message, by=desk, at=application.submitted_at
            )
    assert Application.objects.get(pk=application.pk).state == "submitted"


def test_ask_names_known_sections_and_a_date_to_come() -> None:
    edition = make_edition()
    application, desk = make_submitted(edition), make_organiser(edition)
    at = application.submitted_at
    for sections, until, message in (([], at + timedelta(1), "x"), (["work-4"], at + timedelta(1), "x"),
                                     (["rider"], at, "x"), (["rider"], at + timedelta(1), " ")):  # fmt: skip
        with pytest.raises(Invalid):
            screening_actions.ask(
                application_id=application.pk, sections=sections, until=until, message=message, by=desk, at=at
            )
    assert Application.objects.get(pk=application.pk).reopened_sections == []


def test_facts_warn_of_the_same_file_and_the_same_artist_elsewhere() -> None:
    edition = make_edition()
    mine = make_submitted(edition)
    twin = make_submitted(edition, artist_name="nebula TRIO", city="met")
    other = make_submitted(edition, artist_name="Somebody else")
    audio = other.works.get(position=3).audio
    audio.sha256 = mine.works.get(position=1).audio.sha256
    audio.save()
    found = screening_queries.screening_facts(mine.pk, by=make_organiser(edition)).duplicates
    assert [(one.kind, one.application_id, one.work) for one in found] == [
        ("same_file", other.pk, 1),
        ("same_artist", twin.pk, None),
    ]


def test_facts_tell_when_reopened_parts_were_changed_and_not_confirmed() -> None:
    from submissions.applications import actions

    edition = make_edition()
    application = make_complete(edition)
    desk, at = make_organiser(edition), edition.opens_at + timedelta(seconds=1)
    actions.submit(application_id=application.pk, by=application.owner, at=at)

    def changed() -> bool:
        return screening_queries.screening_facts(application.pk, by=desk).changed_since_receipt

    assert not changed()
    until = at + timedelta(days=1)
    screening_actions.ask(
        application_id=application.pk, sections=["texts"], until=until, message="More?", by=desk, at=at
    )
    change = {"project": "Another description of the project."}
    actions.save(application_id=application.pk, changes=change, versions={}, by=application.owner, at=at)
    assert changed()
    actions.submit(application_id=application.pk, by=application.owner, at=at + timedelta(hours=1))
    assert not changed()


def test_queue_takes_a_constant_number_of_queries(django_assert_num_queries: Any) -> None:
    edition = make_edition()
    desk = make_member("organiser", edition)
    for number in (1, 3):
        while edition.applications.count() < number:
            make_submitted(edition)
        desk.__dict__.pop("_grants", None)
        with django_assert_num_queries(6):
            assert len(screening_queries.screening_queue(edition.pk, by=desk)) == number


def test_facts_take_a_constant_number_of_queries(django_assert_num_queries: Any) -> None:
    for works in (1, 3):
        edition = make_edition(works_required=works)
        desk, application = make_organiser(edition), make_submitted(edition)
        with django_assert_num_queries(18):
            screening_queries.screening_facts(application.pk, by=desk)


def test_desk_over_http_pages_asks_and_refuses() -> None:
    edition = make_edition()
    application = make_submitted(edition)
    for _ in range(2):
        make_submitted(edition)
    client = APIClient()
    client.force_authenticate(make_coordinator(edition, application.city))
    page = client.get(f"/api/v1/editions/{edition.slug}/screening?page_size=2").data
    assert len(page["results"]) == 2
    assert len(client.get(page["next"]).data["results"]) == 1
    path = f"/api/v1/applications/{application.pk}"
    until = (edition.closes_at + timedelta(days=2)).isoformat()
    asked = client.post(f"{path}/ask", {"sections": ["rider"], "until": until, "message": "How loud?"})
    assert (asked.status_code, asked.data["reopened_sections"]) == (200, ["rider"])
    refused = client.post(f"{path}/refuse", {"reason": "outside_scope", "message": "Sorry."})
    assert (refused.data["state"], refused.data["decisions"][0]["reason_code"]) == ("refused", "outside_scope")
    assert client.post(f"{path}/admit").status_code == 409


def test_every_refusal_reason_is_a_sentence() -> None:
    assert all(str(sentence).endswith(".") for sentence in rules.REFUSAL_REASONS.values())
    assert {state.value for state in access.SCREENED} == {"submitted", "admitted", "refused"}


def test_admit_is_not_held_up_by_a_wording_that_came_later() -> None:
    from tests.factories.editions import make_consents

    edition = make_edition()
    texts = make_consents(edition)
    application = make_submitted(edition)
    texts[0].replaced_at = application.submitted_at
    texts[0].save()
    type(texts[0]).objects.create(edition=edition, purpose="rules", version=2, required=True, title={}, text={})
    assert admit(application, make_organiser(edition)).state == "admitted"


def test_admit_of_an_entry_that_lost_its_recording_names_the_work() -> None:
    edition = make_edition()
    application = make_submitted(edition)
    application.works.filter(position=2).update(audio=None)
    with pytest.raises(Invalid) as refused:
        admit(application, make_organiser(edition))
    assert list(refused.value.fields) == ["work-2.audio"]
    assert Application.objects.get(pk=application.pk).code is None
