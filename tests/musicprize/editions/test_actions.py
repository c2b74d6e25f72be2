"""Setting an edition up: dates in order, promises kept, wordings versioned, awarded prizes stay."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from musicprize.accounts.models import User
from musicprize.editions import actions, queries
from musicprize.editions.actions import ORDERED_DATES
from musicprize.editions.models import ConsentText, Edition, Prize
from musicprize.kernel import clock
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from musicprize.ledger.models import LedgerEntry
from tests.factories.editions import in_all, make_consents, make_edition, make_prizes
from tests.factories.people import make_chair, make_coordinator, make_organiser, make_user
from tests.factories.publications import make_result

pytestmark = pytest.mark.django_db


def _api(user: User | None = None) -> APIClient:
    client = APIClient()
    if user:
        client.force_authenticate(User.objects.get(pk=user.pk))
    return client


def _new(**changes: Any) -> dict[str, Any]:
    at = clock.now()
    dates = {name: (at + timedelta(days=30 * n)).isoformat() for n, name in enumerate(ORDERED_DATES, start=1)}
    return {"slug": "2031", "year": 2031, "title": in_all("Prize"), "host_city": "tri", **dates, **changes}


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def organiser(edition: Edition) -> User:
    return make_organiser(edition)


# --- Create ------------------------------------------------------------------------------------------------


def test_create_is_hidden_and_has_four_cities() -> None:
    answer = _api(make_organiser()).post("/api/v1/editions", _new())
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["published"], made["phase"], made["version"]) == (False, "hidden", 1)
    assert (len(made["cities"]), made["host_city"]) == (4, "tri")
    assert LedgerEntry.objects.filter(verb="edition.create").count() == 1


def test_create_by_anybody_but_an_organiser_of_all_is_refused(edition: Edition, organiser: User) -> None:
    for person in (organiser, make_chair(edition), make_user()):
        assert _api(person).post("/api/v1/editions", _new()).status_code == 403
    assert _api().post("/api/v1/editions", _new()).status_code in (401, 403)
    assert Edition.objects.count() == 1


def test_create_same_address_twice_is_refused(edition: Edition) -> None:
    answer = _api(make_organiser()).post("/api/v1/editions", _new(slug=edition.slug))
    assert answer.status_code in (400, 409)
    assert Edition.objects.count() == 1


def test_create_unknown_host_city_names_the_field() -> None:
    answer = _api(make_organiser()).post("/api/v1/editions", _new(host_city="ber"))
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["host_city"])


@pytest.mark.parametrize("number", range(4))
def test_create_dates_out_of_order_names_the_later_one(number: int) -> None:
    wish = _new()
    earlier, later = ORDERED_DATES[number : number + 2]
    answer = _api(make_organiser()).post("/api/v1/editions", {**wish, later: wish[earlier]})
    assert (answer.status_code, answer.json()["code"]) == (400, "dates_out_of_order")
    assert later in answer.json()["errors"]
    assert not Edition.objects.exists()


def test_create_durations_out_of_order_is_refused() -> None:
    answer = _api(make_organiser()).post("/api/v1/editions", _new(min_seconds=60, max_seconds=60))
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["max_seconds"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", {"xx": "?"}),
        ("title", "Prize"),
        ("finding_rules", {"no_such_finding": "note"}),
        ("finding_rules", {"clipped": "fatal"}),
        ("text_limits", {"biography": [1]}),
        ("opens_at", "yesterday"),
    ],
)
def test_create_wrong_facts_names_the_field(field: str, value: Any) -> None:
    answer = _api(make_organiser()).post("/api/v1/editions", _new(**{field: value}))
    assert answer.status_code == 400
    assert [name.split(".")[0] for name in answer.json()["errors"]] == [field]


# --- Change ------------------------------------------------------------------------------------------------


def test_change_counts_the_version_and_says_what_changed(edition: Edition, organiser: User) -> None:
    answer = _api(organiser).patch(
        f"/api/v1/editions/{edition.slug}", {"radius_km": 60, "works_required": 3, "version": 1}
    )
    assert (answer.status_code, answer.json()["version"], answer.json()["radius_km"]) == (200, 2, 60)
    assert '"fields":["radius_km"]' in LedgerEntry.objects.get(verb="edition.change").document


def test_change_of_an_old_version_is_409_and_changes_nothing(edition: Edition, organiser: User) -> None:
    path = f"/api/v1/editions/{edition.slug}"
    _api(organiser).patch(path, {"radius_km": 60, "version": 1})
    late = _api(organiser).patch(path, {"radius_km": 70, "version": 1})
    assert (late.status_code, late.json()["code"], late.json()["version"]) == (409, "changed_elsewhere", 2)
    edition.refresh_from_db()
    assert edition.radius_km == 60


def test_change_without_a_version_is_refused(edition: Edition, organiser: User) -> None:
    answer = _api(organiser).patch(f"/api/v1/editions/{edition.slug}", {"radius_km": 60})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["version"])


def test_change_by_others_is_refused(edition: Edition) -> None:
    for person in (make_coordinator(edition), make_chair(edition), make_organiser(make_edition())):
        answer = _api(person).patch(f"/api/v1/editions/{edition.slug}", {"radius_km": 60, "version": 1})
        assert answer.status_code == 403


def _change(edition: Edition, by: User, **values: Any) -> Edition:
    return actions.change(
        edition_id=edition.pk, values=values, version=Edition.objects.get(pk=edition.pk).version, by=by, at=clock.now()
    )


def test_change_open_call_may_close_later_but_not_earlier(edition: Edition, organiser: User) -> None:
    _change(edition, organiser, closes_at=edition.closes_at + timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        _change(edition, organiser, closes_at=edition.closes_at)
    assert (refused.value.code, list(refused.value.fields)) == ("call_is_open", ["closes_at"])


def test_change_open_call_cannot_be_hidden(edition: Edition, organiser: User) -> None:
    with pytest.raises(Invalid) as refused:
        _change(edition, organiser, published=False)
    assert list(refused.value.fields) == ["published"]


def test_change_open_call_cannot_open_later(edition: Edition, organiser: User) -> None:
    with pytest.raises(Invalid) as refused:
        _change(edition, organiser, opens_at=clock.now() + timedelta(days=1))
    assert list(refused.value.fields) == ["opens_at"]


def test_change_before_opening_nothing_is_promised(organiser: User) -> None:
    edition = make_edition(at=clock.now() + timedelta(days=30))
    by = make_organiser(edition)
    _change(edition, by, closes_at=edition.closes_at - timedelta(days=3), published=False)
    edition.refresh_from_db()
    assert not edition.published


def test_change_dates_out_of_order_changes_nothing(edition: Edition, organiser: User) -> None:
    with pytest.raises(Invalid) as refused:
        _change(edition, organiser, screening_until=edition.closes_at)
    assert refused.value.code == "dates_out_of_order"
    assert Edition.objects.get(pk=edition.pk).version == 1


# --- See ---------------------------------------------------------------------------------------------------


def test_see_hidden_edition_is_a_secret_of_its_organisers(edition: Edition) -> None:
    hidden = make_edition(published=False)
    path = f"/api/v1/editions/{hidden.slug}"
    for person in (None, make_user(), make_organiser(edition), make_coordinator(hidden)):
        api = _api(person)
        assert api.get(path).status_code == 404
        slugs = [one["slug"] for one in api.get("/api/v1/editions").json()["results"]]
        assert slugs == [edition.slug]
        if person:
            assert api.patch(path, {"radius_km": 1, "version": 1}).status_code == 404
            assert api.put(f"{path}/prizes", [], format="json").status_code == 404
            assert api.put(f"{path}/consent-texts", [], format="json").status_code == 404
    assert _api(make_organiser(hidden)).get(path).status_code == 200
    assert len(_api(make_organiser()).get("/api/v1/editions").json()["results"]) == 2


def test_list_asks_the_same_number_of_queries_for_one_and_three() -> None:
    counts = []
    for number in range(3):
        made = make_edition()
        make_consents(made)
        make_prizes(made)
        if number != 1:
            with CaptureQueriesContext(connection) as seen:
                assert len(_api().get("/api/v1/editions").json()["results"]) == number + 1
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_current_is_the_running_one_then_the_last() -> None:
    at = clock.now()
    old = make_edition(at=at - timedelta(days=800))
    now, coming = make_edition(at=at), make_edition(at=at + timedelta(days=300))
    make_edition(at=at, published=False)
    found = queries.current(at)
    assert found is not None
    assert found.slug == now.slug
    Edition.objects.filter(pk__in=[now.pk, coming.pk]).delete()
    last = queries.current(at)
    assert last is not None
    assert last.slug == old.slug


# --- Prizes ------------------------------------------------------------------------------------------------


def _prizes(edition: Edition) -> list[dict[str, Any]]:
    return [
        {"id": str(row.pk), "kind": row.kind, "title": row.title, "amount_cents": row.amount_cents}
        for row in edition.prizes.all()
    ]


def test_prizes_are_replaced_as_one_list_in_order(edition: Edition, organiser: User) -> None:
    make_prizes(edition)
    main, special = _prizes(edition)
    wish = [special, {"kind": "special", "title": in_all("New"), "amount_cents": 5}, main]
    answer = _api(organiser).put(f"/api/v1/editions/{edition.slug}/prizes", wish, format="json")
    assert answer.status_code == 200, answer.content
    kept = list(edition.prizes.values_list("pk", "position"))
    assert [(str(pk), position) for pk, position in kept if str(pk) in (main["id"], special["id"])] == [
        (special["id"], 1), (main["id"], 3),
    ]  # fmt: skip
    assert len(kept) == 3


def test_prizes_of_another_edition_are_not_taken(edition: Edition, organiser: User) -> None:
    theirs = make_prizes(make_edition())[0]
    for key in (theirs.pk, uuid4()):
        wish = [{"id": str(key), "kind": "main", "title": in_all("x"), "amount_cents": 1}]
        answer = _api(organiser).put(f"/api/v1/editions/{edition.slug}/prizes", wish, format="json")
        assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.amount_cents == 1_000_000


def test_prizes_awarded_cannot_be_removed() -> None:
    jury, _published = make_result()
    with pytest.raises(Conflict) as refused:
        actions.set_prizes(edition_id=jury.edition.pk, prizes=[], by=jury.organiser, at=clock.now())
    assert refused.value.code == "prize_used"
    assert Prize.objects.filter(edition=jury.edition).count() == 2


# --- Consents ----------------------------------------------------------------------------------------------


def _wording(purpose: str, text: str = "I agree", **more: Any) -> dict[str, Any]:
    return {"purpose": purpose, "required": False, "title": in_all(purpose), "text": in_all(text), **more}


def _put_texts(edition: Edition, organiser: User, *texts: dict[str, Any]) -> Any:
    return _api(organiser).put(f"/api/v1/editions/{edition.slug}/consent-texts", list(texts), format="json")


def _current(edition: Edition) -> list[tuple[str, int]]:
    rows = ConsentText.objects.filter(edition=edition, replaced_at__isnull=True)
    return list(rows.values_list("purpose", "version"))


def test_consents_changed_wording_is_a_new_version(edition: Edition, organiser: User) -> None:
    _put_texts(edition, organiser, _wording("rules"), _wording("excerpt"))
    before = ConsentText.objects.get(purpose="rules")
    answer = _put_texts(edition, organiser, _wording("excerpt"), _wording("rules", "I agree to all"))
    assert answer.status_code == 200, answer.content
    assert _current(edition) == [("excerpt", 1), ("rules", 2)]
    before.refresh_from_db()
    assert (before.text, before.replaced_at is not None) == (in_all("I agree"), True)


def test_consents_taken_away_and_back_is_not_the_old_version(edition: Edition, organiser: User) -> None:
    _put_texts(edition, organiser, _wording("rules"))
    _put_texts(edition, organiser)
    assert _current(edition) == []
    _put_texts(edition, organiser, _wording("rules"))
    assert _current(edition) == [("rules", 2)]


def test_consents_same_purpose_twice_is_refused(edition: Edition, organiser: User) -> None:
    answer = _put_texts(edition, organiser, _wording("rules"), _wording("rules", "or so"))
    assert (answer.status_code, answer.json()["code"]) == (400, "purpose_twice")
    assert _current(edition) == []


def test_writes_to_no_edition_find_nothing_and_by_strangers_are_refused(edition: Edition) -> None:
    with pytest.raises(NotFound):
        queries.by_slug("1999")
    for write in (actions.set_prizes, actions.set_consent_texts):
        name = "prizes" if write is actions.set_prizes else "texts"
        with pytest.raises(NotAllowed):
            write(edition_id=edition.pk, by=make_user(), at=clock.now(), **{name: []})
