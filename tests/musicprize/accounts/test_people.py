"""Invitations, roles, tokens, one's own account, and when somebody was last here."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from knox.models import get_token_model
from rest_framework.test import APIClient

from musicprize.accounts import access, actions, queries
from musicprize.accounts.models import Invitation, Role, RoleGrant, User
from musicprize.editions.models import Edition
from musicprize.kernel import clock
from musicprize.kernel.errors import Conflict, NotFound
from musicprize.ledger.models import LedgerEntry
from musicprize.mail.models import Mail
from tests.factories.editions import make_edition
from tests.factories.people import make_coordinator, make_juror, make_member, make_organiser, make_user

pytestmark = pytest.mark.django_db


def _api(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(User.objects.get(pk=user.pk))
    return client


def _invite(edition: Edition, by: User, email: str = "ines@example.org", **more: Any) -> Any:
    wish = {"email": email, "name": "Ines", "language": "fr", "role": "juror", "city": "tri", **more}
    return _api(by).post(f"/api/v1/editions/{edition.slug}/invitations", wish)


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def organiser(edition: Edition) -> User:
    return make_organiser(edition)


def test_invite_writes_one_mail_in_the_invited_language(edition: Edition, organiser: User) -> None:
    answer = _invite(edition, organiser, email="Ines@Example.org")
    assert answer.status_code == 201
    mail = Mail.objects.get()
    assert (mail.to, mail.language) == ("ines@example.org", "fr")
    assert f"/invitations/{answer.json()['id']}/" in mail.body
    assert LedgerEntry.objects.filter(verb="invitation.send").count() == 1


def test_invite_twice_is_refused(edition: Edition, organiser: User) -> None:
    _invite(edition, organiser)
    again = _invite(edition, organiser)
    assert (again.status_code, again.json()["code"]) == (409, "already_invited")
    assert Mail.objects.count() == 1


def test_invite_after_the_first_expired_takes_its_place(edition: Edition, organiser: User) -> None:
    first = _invite(edition, organiser).json()["id"]
    with time_machine.travel(clock.now() + actions.INVITATION_LIFE + timedelta(seconds=1)):
        second = _invite(edition, organiser)
    assert second.status_code == 201
    assert Invitation.objects.get(pk=first).state == Invitation.State.WITHDRAWN


@pytest.mark.parametrize("change", [{"city": ""}, {"city": None}, {"city": "xyz"}, {"role": "king"}, {"email": "x"}])
def test_invite_with_wrong_facts_names_the_field(edition: Edition, organiser: User, change: dict[str, Any]) -> None:
    answer = _invite(edition, organiser, **change)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == set(change)
    assert not Invitation.objects.exists()


def test_invite_by_others_is_refused(edition: Edition) -> None:
    other = make_organiser(make_edition())
    for person in (make_juror(edition), make_coordinator(edition), other, make_user()):
        assert _invite(edition, person).status_code == 403


def test_people_of_a_hidden_edition_are_a_secret(organiser: User) -> None:
    hidden = make_edition(published=False)
    for call in ("people", "invitations"):
        assert _api(organiser).get(f"/api/v1/editions/{hidden.slug}/{call}").status_code == 404
    for call in ("invitations", "grants", "grants/revoke"):
        body = {"email": "a@example.org", "language": "de", "role": "organiser", "user": str(uuid4())}
        assert _api(organiser).post(f"/api/v1/editions/{hidden.slug}/{call}", body).status_code == 404


def test_accept_gives_the_role_and_the_name(edition: Edition, organiser: User) -> None:
    invitation = _invite(edition, organiser).json()["id"]
    ines = User.objects.create_user("ines@example.org")
    assert _api(ines).post(f"/api/v1/invitations/{invitation}/accept").status_code == 204
    ines.refresh_from_db()
    assert ines.name == "Ines"
    assert access.is_juror(User.objects.get(pk=ines.pk), edition.pk)
    city = edition.cities.get(code="tri")
    assert access.city_of(User.objects.get(pk=ines.pk), Role.JUROR, edition.pk) == city.pk


@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_answer_from_another_address_finds_nothing(edition: Edition, organiser: User, verb: str) -> None:
    invitation = _invite(edition, organiser).json()["id"]
    for person in (make_user(), organiser):
        assert _api(person).post(f"/api/v1/invitations/{invitation}/{verb}").status_code == 404
    assert Invitation.objects.get().state == Invitation.State.SENT


@pytest.mark.parametrize(("seconds", "status"), [(-1, 204), (0, 409), (1, 409)])
def test_accept_at_the_expiry(edition: Edition, organiser: User, seconds: int, status: int) -> None:
    row = Invitation.objects.get(pk=_invite(edition, organiser).json()["id"])
    ines = make_user("ines@example.org")
    with time_machine.travel(row.expires_at + timedelta(seconds=seconds), tick=False):
        answer = _api(ines).post(f"/api/v1/invitations/{row.pk}/accept")
    assert answer.status_code == status
    assert RoleGrant.objects.filter(user=ines).exists() is (status == 204)


def test_decline_gives_nothing_and_cannot_be_turned(edition: Edition, organiser: User) -> None:
    invitation = _invite(edition, organiser).json()["id"]
    ines = make_user("ines@example.org")
    assert _api(ines).post(f"/api/v1/invitations/{invitation}/decline").status_code == 204
    again = _api(ines).post(f"/api/v1/invitations/{invitation}/accept")
    assert (again.status_code, again.json()["code"]) == (409, "already_answered")
    assert not RoleGrant.objects.filter(user=ines).exists()


def test_withdraw_ends_it(edition: Edition, organiser: User) -> None:
    invitation = _invite(edition, organiser).json()["id"]
    ines = make_user("ines@example.org")
    assert _api(ines).post(f"/api/v1/invitations/{invitation}/withdraw").status_code == 403
    assert _api(organiser).post(f"/api/v1/invitations/{invitation}/withdraw").status_code == 204
    assert _api(ines).post(f"/api/v1/invitations/{invitation}/accept").json()["code"] == "already_answered"


def test_withdraw_an_expired_one_is_possible(edition: Edition, organiser: User) -> None:
    row = Invitation.objects.get(pk=_invite(edition, organiser).json()["id"])
    actions.withdraw(invitation_id=row.pk, by=organiser, at=row.expires_at + timedelta(days=1))
    row.refresh_from_db()
    assert row.state == Invitation.State.WITHDRAWN


def test_accept_twice_gives_one_role(edition: Edition, organiser: User) -> None:
    ines = make_juror(edition)
    invitation = _invite(edition, organiser, email=ines.email).json()["id"]
    actions.accept(invitation_id=invitation, by=ines, at=clock.now())
    with pytest.raises(Conflict):
        actions.accept(invitation_id=invitation, by=ines, at=clock.now())
    assert RoleGrant.objects.filter(user=ines).count() == 1


def test_grant_and_revoke_take_effect_at_once(edition: Edition, organiser: User) -> None:
    juror = make_juror(edition)
    wish = {"user": str(juror.pk), "role": "chair"}
    assert _api(organiser).post(f"/api/v1/editions/{edition.slug}/grants", wish).status_code == 204
    assert access.is_chair(User.objects.get(pk=juror.pk), edition.pk)
    assert _api(organiser).post(f"/api/v1/editions/{edition.slug}/grants/revoke", wish).status_code == 204
    assert not access.is_chair(User.objects.get(pk=juror.pk), edition.pk)
    verbs = LedgerEntry.objects.order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["role.grant", "role.revoke"]


def test_grant_to_nobody_or_a_closed_account_finds_nothing(edition: Edition, organiser: User) -> None:
    closed = make_user()
    User.objects.filter(pk=closed.pk).update(is_active=False)
    for key in (closed.pk, uuid4()):
        wish = {"user": str(key), "role": "chair"}
        assert _api(organiser).post(f"/api/v1/editions/{edition.slug}/grants", wish).status_code == 404


def test_revoke_what_is_not_held_finds_nothing(edition: Edition, organiser: User) -> None:
    with pytest.raises(NotFound):
        actions.revoke(user_id=make_user().pk, role=Role.JUROR, edition_id=edition.pk, by=organiser, at=clock.now())


def test_grants_by_an_organiser_of_another_edition_are_refused(edition: Edition) -> None:
    other = make_organiser(make_edition())
    wish = {"user": str(other.pk), "role": "organiser"}
    for call in ("grants", "grants/revoke"):
        assert _api(other).post(f"/api/v1/editions/{edition.slug}/{call}", wish).status_code == 403


def _queries(client: APIClient, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("call", ["people", "invitations"])
def test_list_asks_the_same_number_of_queries_for_one_and_three(edition: Edition, organiser: User, call: str) -> None:
    path, counts = f"/api/v1/editions/{edition.slug}/{call}", []
    for number in range(3):
        make_juror(edition)
        _invite(edition, organiser, email=f"a{number}@example.org")
        if number != 1:
            counts.append(_queries(_api(organiser), path))
    assert counts[0] == counts[1]
    assert len(_api(organiser).get(path).json()["results"]) == {"people": 4, "invitations": 3}[call]


def test_me_lists_roles_in_a_constant_number_of_queries() -> None:
    user, counts = make_user(), []
    for number in range(3):
        make_member(Role.JUROR, make_edition(), user=user)
        if number != 1:
            counts.append(_queries(_api(user), "/api/v1/me"))
    assert counts[0] == counts[1]
    roles = _api(user).get("/api/v1/me").json()["roles"]
    assert [sorted(one) for one in roles] == [["city", "edition", "role"]] * 3


def test_me_changes_name_language_and_keys_but_not_the_address() -> None:
    user = make_user("a@example.org")
    change = {"name": "Ines", "language": "lb", "theme": "dark", "single_keys": False, "email": "b@example.org"}
    assert _api(user).patch("/api/v1/me", change).status_code == 200
    user.refresh_from_db()
    assert (user.email, user.name, user.language, user.theme, user.single_keys) == (
        "a@example.org", "Ines", "lb", "dark", False,
    )  # fmt: skip


def test_me_refuses_another_language() -> None:
    answer = _api(make_user()).patch("/api/v1/me", {"language": "xx"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["language"])


# --- Tokens ------------------------------------------------------------------------------------------------


@pytest.fixture
def visitor(client: Client) -> Client:
    client.force_login(make_user("a@example.org"))
    return client


def test_token_is_shown_once_and_only_its_digest_is_kept(visitor: Client) -> None:
    made = visitor.post("/api/v1/tokens").json()
    row = get_token_model().objects.get()
    assert row.digest == hashlib.sha512(made["token"].encode()).hexdigest()
    stored = " ".join(str(getattr(row, field.name)) for field in row._meta.fields)
    assert made["token"] not in stored
    listed = visitor.get("/api/v1/tokens")
    assert [one["id"] for one in listed.json()["results"]] == [made["id"]]
    assert made["token"] not in listed.content.decode()


def test_token_signs_programs_in_until_it_is_deleted(visitor: Client) -> None:
    made = visitor.post("/api/v1/tokens").json()
    program = APIClient(HTTP_AUTHORIZATION=f"Token {made['token']}")
    assert program.get("/api/v1/me").json()["email"] == "a@example.org"
    assert visitor.delete(f"/api/v1/tokens/{made['id']}").status_code == 204
    refused = program.get("/api/v1/me")
    assert (refused.status_code, refused.json()["code"]) == (403, "authentication_failed")


def test_token_of_a_closed_account_works_no_more(visitor: Client) -> None:
    made = visitor.post("/api/v1/tokens").json()
    User.objects.update(is_active=False)
    program = APIClient(HTTP_AUTHORIZATION=f"Token {made['token']}")
    refused = program.get("/api/v1/me")
    assert (refused.status_code, refused.json()["code"]) == (403, "authentication_failed")


def test_token_cannot_make_another(visitor: Client) -> None:
    made = visitor.post("/api/v1/tokens").json()
    program = APIClient(HTTP_AUTHORIZATION=f"Token {made['token']}")
    assert program.post("/api/v1/tokens").status_code == 403
    assert get_token_model().objects.count() == 1


def test_token_of_somebody_else_is_not_there(visitor: Client) -> None:
    made = visitor.post("/api/v1/tokens").json()
    assert _api(make_user()).delete(f"/api/v1/tokens/{made['id']}").status_code == 404
    assert get_token_model().objects.count() == 1


# --- Last seen ---------------------------------------------------------------------------------------------


def test_seen_at_is_written_at_sign_in_and_then_every_ten_minutes(client: Client, edition: Edition) -> None:
    juror, at = make_juror(edition), clock.now()
    with time_machine.travel(at, tick=False):
        client.force_login(juror)
    for minutes, seen in ((9, 0), (10, 10), (19, 10), (25, 25)):
        with time_machine.travel(at + timedelta(minutes=minutes), tick=False):
            client.get("/api/v1/me")
        juror.refresh_from_db()
        assert juror.seen_at == at + timedelta(minutes=seen)


def test_seen_at_is_told_to_organisers(client: Client, edition: Edition, organiser: User) -> None:
    juror = make_juror(edition)
    people = _api(organiser).get(f"/api/v1/editions/{edition.slug}/people").json()["results"]
    assert {one["user"]: one["seen_at"] for one in people}[str(juror.pk)] is None
    client.force_login(juror)
    found = next(one for one in queries.members(edition.pk, Role.JUROR) if one.user_id == juror.pk)
    assert found.seen_at is not None
    people = _api(organiser).get(f"/api/v1/editions/{edition.slug}/people").json()["results"]
    assert {one["user"]: one["seen_at"] for one in people}[str(juror.pk)] is not None


def test_seen_at_costs_no_query_within_ten_minutes(visitor: Client) -> None:
    visitor.get("/api/v1/me")
    with CaptureQueriesContext(connection) as seen:
        visitor.get("/api/v1/me")
    assert not [query for query in seen.captured_queries if query["sql"].startswith("UPDATE")]


def test_seen_at_not_written_does_not_undo_the_answer(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**given: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions, "note_seen", broken)
    assert visitor.get("/api/v1/me").status_code == 200


def test_seen_at_is_not_of_programs(edition: Edition) -> None:
    user = make_user()
    token = actions.create_token(by=user).token
    assert APIClient(HTTP_AUTHORIZATION=f"Token {token}").get("/api/v1/me").status_code == 200
    user.refresh_from_db()
    assert user.seen_at is None
