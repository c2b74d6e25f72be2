"""The people of the demo as the journeys meet them: their browsers, and what their pages complained of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from musicprize.supervisor import Platform
from tests.rehearsal.client import Client

CODE = re.compile(r"^\s+(\d{6})\s*$", re.M)
WIDE = {"width": 1280, "height": 900}
HARMLESS = re.compile(r"Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET)")
"""Chromium writes these lines for every refusal of the API and for every request without a network; whether a refusal
was right, and what a page does without a network, is for the journey to say."""


@dataclass
class House:
    """A running platform, a browser, and everybody's session once they have signed in."""

    base: str
    browser: Browser
    emails: dict[str, str]
    sessions: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    complaints: dict[int, list[str]] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def opened(cls, platform: Platform, browser: Browser) -> Iterator["House"]:
        yield cls(platform.base_url, browser, {one.role: one.email for one in platform.sign_ins})

    def page(self, role: str = "", *, language: str = "en", beside: Page | None = None, **options: Any) -> Page:
        """A new browser of somebody: a role of the demo, an e-mail address, or "" for a visitor.

        `beside`: a second window of that page's browser instead.
        """
        if beside is not None:
            return self._watched(beside.context.new_page())
        email = self.emails.get(role, role)
        if email and email not in self.sessions:
            self.sessions[email] = self._first_sign_in(email, language)
        options.setdefault("viewport", WIDE)
        context = self.browser.new_context(
            base_url=self.base, storage_state=self.sessions.get(email), reduced_motion="reduce", **options
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": self.base}])
        return self._watched(context.new_page())

    def client(self, role: str) -> Client:
        """Somebody without a browser, for what a journey only prepares."""
        email = self.emails.get(role, role)
        if email not in self.clients:
            self.adopt(Client(self.base, email).sign_in())
        return self.clients[email]

    def adopt(self, client: Client) -> None:
        """Somebody who has signed in without a browser: a page of theirs needs no other sign-in."""
        self.clients[client.email] = client
        host = urlsplit(self.base).hostname
        self.sessions[client.email] = {
            "origins": [],
            "cookies": [
                {"name": one.name, "value": one.value or "", "domain": host, "path": "/"}
                for one in client.session.cookies
            ],
        }

    def problems(self, page: Page) -> list[str]:
        """What the page's console said, and hosts that are not ours which it asked."""
        return self.complaints[id(page)]

    def sign_in(self, page: Page, email: str) -> None:
        """By the pages: the address, the code from the mail, the code pasted."""
        page.goto("/sign-in/")
        page.get_by_label("E-mail").fill(email)
        page.locator("main form button[type=submit]").first.click()
        expect(page).to_have_url(re.compile("/sign-in/code/"))
        page.locator("#id_code").fill(self.code(page, email))
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).not_to_have_url(re.compile("/sign-in/"))

    def code(self, page: Page, email: str) -> str:
        """The newest code mailed to an address, as the demo's mail page shows it."""
        mails = page.context.new_page()
        mails.goto(f"/demo/mail?to={quote(email)}")
        found = CODE.search(mails.locator("article.letter pre").first.inner_text())
        mails.close()
        assert found, f"no code was mailed to {email}"
        return found.group(1)

    def _first_sign_in(self, email: str, language: str) -> Any:
        context = self.browser.new_context(base_url=self.base)
        context.add_cookies([{"name": "django_language", "value": "en", "url": self.base}])
        self.sign_in(context.new_page(), email)
        state = context.storage_state()
        context.close()
        return state

    def _watched(self, page: Page) -> Page:
        seen = self.complaints[id(page)] = []
        own = urlsplit(self.base).netloc

        def said(message: ConsoleMessage) -> None:
            if message.type == "error" and not HARMLESS.match(message.text):
                seen.append(f"{page.url}: {message.text}")

        def asked(request: Request) -> None:
            there = urlsplit(request.url)
            if there.scheme not in ("data", "blob", "about") and there.netloc != own:
                seen.append(f"{page.url} asked {request.url}")

        page.on("console", said)
        page.on("pageerror", lambda problem: seen.append(f"{page.url}: {problem}"))
        page.on("request", asked)
        return page


def call(page: Page, method: str, path: str, body: Any = None) -> Any:
    """The API as this page's person, by the browser's own session; the answer's JSON."""
    token = next((one["value"] for one in page.context.cookies() if one["name"] == "csrftoken"), "")
    if not token:
        page.goto("/")
        token = next(one["value"] for one in page.context.cookies() if one["name"] == "csrftoken")
    origin = page.context.request
    headers = {"X-CSRFToken": token, "Referer": page.url, "Origin": origin_of(page)}
    answer = origin.fetch(f"/api/v1{path}", method=method, data=body, headers=headers)
    assert answer.ok, f"{method} {path}: {answer.status} {answer.text()[:400]}"
    return answer.json() if "json" in answer.headers.get("content-type", "") else None


def origin_of(page: Page) -> str:
    there = urlsplit(page.url)
    return f"{there.scheme}://{there.netloc}"
