"""Signing in by a mailed code: through the pages themselves, nothing of the library replaced."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError as RedisAway

from musicprize.accounts.models import User
from musicprize.kernel import clock
from musicprize.mail.models import Mail
from tests.factories.editions import make_edition
from tests.factories.people import make_organiser, make_user
from tests.factories.signin import ASK, ENTER, code_for, sign_in, wrong_code

pytestmark = pytest.mark.django_db
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def _here(client: Client) -> bool:
    return client.get("/api/v1/me").status_code == 200


def test_sign_in_right_code_opens_a_session(client: Client) -> None:
    make_user("known@example.org")
    assert sign_in(client, "known@example.org") == "/welcome/"
    assert client.get("/api/v1/me").json()["email"] == "known@example.org"


def test_sign_in_leaves_two_cookies_and_neither_says_who(client: Client) -> None:
    make_user("known@example.org")
    sign_in(client, "known@example.org")
    client.get("/welcome/")
    assert set(client.cookies) == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert "known" not in str(client.cookies)


def test_sign_in_capitals_and_blanks_reach_the_one_account(client: Client) -> None:
    make_user("known@example.org")
    client.post(ASK, {"email": "  Known@Example.ORG "})
    client.post(ENTER, {"code": code_for("known@example.org")})
    assert _here(client)
    assert User.objects.count() == 1


def test_sign_in_unknown_address_makes_an_account_in_the_reader_s_language(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    sign_in(client, "new@example.org")
    made = User.objects.get(email="new@example.org")
    assert (made.language, made.has_usable_password()) == ("fr", False)


def test_ask_known_and_unknown_address_answer_alike() -> None:
    make_user("known@example.org")
    answers = []
    for email in ("known@example.org", "newer@example.org"):
        client = Client()
        asked = client.post(ASK, {"email": email})
        page = client.get(ENTER)
        shown = CSRF.sub(b"", page.content).replace(email.encode(), b"ADDRESS")
        answers.append((asked.status_code, asked["Location"], page.status_code, shown.replace(b"%40", b"@")))
    known, unknown = answers
    assert known[:3] == unknown[:3] == (302, ENTER, 200)
    blank = re.compile(rb"(known|newer)@example\.org")
    assert blank.sub(b"ADDRESS", known[3]) == blank.sub(b"ADDRESS", unknown[3])
    assert Mail.objects.filter(template="login_code").count() == 2


def test_code_works_once(client: Client) -> None:
    sign_in(client, "a@example.org")
    used = code_for("a@example.org")
    client.post("/sign-out/")
    assert not _here(client)
    client.post(ENTER, {"code": used})
    assert not _here(client)


def test_code_belongs_to_the_browser_that_asked(client: Client) -> None:
    client.post(ASK, {"email": "a@example.org"})
    other = Client()
    other.post(ENTER, {"code": code_for("a@example.org")})
    assert not _here(other)


def test_new_code_replaces_the_one_before(client: Client) -> None:
    client.post(ASK, {"email": "a@example.org"})
    first = code_for("a@example.org")
    client.post(ENTER, {"action": "resend"})
    second = code_for("a@example.org")
    if first != second:  # one time in a million they are the same
        client.post(ENTER, {"code": first})
        assert not _here(client)
    client.post(ENTER, {"code": second})
    assert _here(client)


def test_four_wrong_tries_leave_a_fifth(client: Client) -> None:
    client.post(ASK, {"email": "a@example.org"})
    code = code_for("a@example.org")
    for _ in range(4):
        assert client.post(ENTER, {"code": wrong_code(code)}).status_code == 200
    client.post(ENTER, {"code": code})
    assert _here(client)


def test_five_wrong_tries_end_the_code(client: Client) -> None:
    client.post(ASK, {"email": "a@example.org"})
    code = code_for("a@example.org")
    for _ in range(5):
        client.post(ENTER, {"code": wrong_code(code)})
    client.post(ENTER, {"code": code})
    assert not _here(client)


@pytest.mark.parametrize(("seconds", "works"), [(599, True), (601, False)])
def test_code_is_valid_for_ten_minutes(client: Client, seconds: int, works: bool) -> None:
    at = clock.now()
    with time_machine.travel(at, tick=False):
        client.post(ASK, {"email": "a@example.org"})
    code = code_for("a@example.org")
    with time_machine.travel(at + timedelta(seconds=seconds), tick=False):
        client.post(ENTER, {"code": code})
        assert _here(client) is works


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_next_to_another_host_is_not_followed(client: Client, target: str) -> None:
    assert sign_in(client, "a@example.org", next=target) == "/welcome/"


def test_next_on_this_host_is_followed(client: Client) -> None:
    assert sign_in(client, "a@example.org", next="/account/") == "/account/"


def test_sign_in_gives_the_session_a_new_key(client: Client) -> None:
    client.post(ASK, {"email": "a@example.org"})
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(ENTER, {"code": code_for("a@example.org")})
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert _here(client)
    assert after != before
    stale = Client()
    stale.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not _here(stale)


def test_ask_the_same_address_too_often_is_refused_and_makes_no_mail() -> None:
    for _ in range(5):
        assert Client().post(ASK, {"email": "a@example.org"}).status_code == 302
    refused = Client().post(ASK, {"email": "a@example.org"})
    assert refused.status_code == 200
    assert refused.context["form"].errors["email"]
    assert Mail.objects.count() == 5


def test_ask_the_same_address_all_hour_is_refused() -> None:
    """Five tries for each of twenty codes: a guess of six digits succeeds once in ten thousand hours."""
    at = clock.now()
    for minute in range(8):
        with time_machine.travel(at + timedelta(minutes=2 * minute), tick=False):
            for _ in range(5):
                Client().post(ASK, {"email": "a@example.org"})
    assert Mail.objects.count() == 20


def test_ask_refused_makes_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "request_login_code", "1/m/ip,5/m/key")
    Client().post(ASK, {"email": "a@example.org"})
    Client().post(ASK, {"email": "b@example.org"})
    assert not User.objects.filter(email="b@example.org").exists()


def test_ask_from_one_network_address_too_often_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "request_login_code", "3/m/ip,5/m/key")
    for number in range(4):
        Client().post(ASK, {"email": f"a{number}@example.org"}, REMOTE_ADDR="192.0.2.1")
    assert Mail.objects.count() == 3
    Client().post(ASK, {"email": "b@example.org"}, REMOTE_ADDR="192.0.2.2")
    assert Mail.objects.filter(to="b@example.org").exists()


def test_ask_with_a_forged_forwarded_address_is_counted_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "request_login_code", "3/m/ip,5/m/key")
    for number in range(4):
        Client().post(ASK, {"email": f"a{number}@example.org"}, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert Mail.objects.count() == 3


def test_ask_while_the_counter_is_away_is_503_not_a_stack_trace(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise RedisAway("no answer")

    monkeypatch.setattr(cache, "add", away)
    answer = client.post(ASK, {"email": "a@example.org"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert not Mail.objects.exists()


def test_inactive_account_gets_the_same_answer_and_no_code(client: Client) -> None:
    closed = make_user("closed@example.org")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    answer = client.post(ASK, {"email": "closed@example.org"})
    assert (answer.status_code, answer["Location"]) == (302, ENTER)
    assert not Mail.objects.filter(template="login_code").exists()
    for _ in range(3):
        assert client.post(ENTER, {"code": "000000"}).status_code == 200
    assert not _here(client)


def test_account_closed_meanwhile_is_out(client: Client) -> None:
    sign_in(client, "a@example.org")
    User.objects.filter(email="a@example.org").update(is_active=False)
    assert not _here(client)


def test_sign_out_by_link_changes_nothing(client: Client) -> None:
    sign_in(client, "a@example.org")
    assert client.get("/sign-out/").status_code == 200
    assert _here(client)


def test_passkey_pages_are_there_for_organisers(client: Client) -> None:
    organiser = make_organiser(make_edition())
    sign_in(client, organiser.email)
    assert b"/account/passkeys/" in client.get("/account/").content
    assert client.get("/account/passkeys/").status_code == 200
    assert client.get("/account/passkeys/add/").status_code == 200


def test_passkey_pages_ask_strangers_to_sign_in(client: Client) -> None:
    for page in ("/account/passkeys/", "/account/passkeys/add/", "/account/"):
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


def test_sign_up_and_passwords_have_no_pages(client: Client) -> None:
    assert client.get("/sign-in/new/")["Location"] == ASK
    for gone in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/admin/"):
        assert client.get(gone).status_code == 404
