"""One person's browser, as far as HTTP goes: a session, a sign-in by mailed code, JSON calls with a CSRF token."""

import html
import re
import time
from dataclasses import dataclass, field
from typing import Any

import requests

PATIENCE_S = 30.0
LETTER = re.compile(r'<article class="letter" data-to="([^"]*)">\s*<h2[^>]*>(.*?)</h2>.*?<pre[^>]*>(.*?)</pre>', re.S)
CODE = re.compile(r"^\s+(\d{6})\s*$", re.M)


class NotHeld(AssertionError):
    """Something that must hold does not; the sentence says what."""


@dataclass(frozen=True)
class Letter:
    """A mail as the demo's mail page shows it."""

    to: str
    subject: str
    body: str


@dataclass
class Client:
    """Speaks to one platform as one person."""

    base: str
    email: str = ""
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        # As many connections as one browser keeps; and no proxy or .netrc of the machine's.
        self.session.trust_env = False

    def sign_in(self) -> "Client":
        """By the pages and the code in the mail. The newest mail to this address counts."""
        before = len(letters(self.base, to=self.email))
        self._form("/sign-in/", {"email": self.email})
        code = self._code(more_than=before)
        answer = self._form("/sign-in/code/", {"code": code})
        if answer.status_code != 302:
            raise NotHeld(f"{self.email} could not sign in: {answer.status_code}")
        return self

    def get(self, path: str, *, expect: int = 200, **options: Any) -> Any:
        return self._checked(self.session.get(self._url(path), timeout=60, **options), expect)

    def post(self, path: str, body: Any = None, *, expect: int | tuple[int, ...] = (200, 201, 202, 204)) -> Any:
        return self._checked(self._send("POST", path, body), expect)

    def patch(self, path: str, body: Any, *, expect: int = 200) -> Any:
        return self._checked(self._send("PATCH", path, body), expect)

    def put(self, path: str, body: Any, *, expect: int | tuple[int, ...] = (200, 204)) -> Any:
        return self._checked(self._send("PUT", path, body), expect)

    def download(self, path: str) -> bytes:
        """The bytes of a file."""
        answer = self.session.get(self._url(path), timeout=120)
        self._checked(answer, 200)
        return answer.content

    def status(self, path: str) -> int:
        """Only the status of a GET, whatever it is."""
        return self.session.get(self._url(path), timeout=60, allow_redirects=False).status_code

    def range_of(self, url: str, first: int, last: int) -> bytes:
        """Bytes `first` to `last` of a media address, which must answer 206 with exactly these."""
        answer = self.session.get(self._url(url), headers={"Range": f"bytes={first}-{last}"}, timeout=60)
        if answer.status_code != 206:
            raise NotHeld(f"a range of the music answered {answer.status_code}")
        return answer.content

    def upload_part(self, signed: dict[str, Any], data: bytes) -> None:
        """PUT one part to its signed address, on our host or on the store's."""
        answer = requests.put(self._url(signed["url"]), data=data, headers=signed["headers"], timeout=300)
        if answer.status_code != 200:
            raise NotHeld(f"part {signed['n']} was not taken: {answer.status_code} {answer.text[:200]}")

    def _send(self, method: str, path: str, body: Any) -> requests.Response:
        token = self.session.cookies.get("csrftoken", "")
        headers = {"X-CSRFToken": token, "Referer": f"{self.base}/"}
        return self.session.request(method, self._url(path), json=body, headers=headers, timeout=120)

    def _form(self, path: str, fields: dict[str, str]) -> requests.Response:
        self.session.get(self._url(path), timeout=60)
        token = self.session.cookies.get("csrftoken", "")
        given = {"csrfmiddlewaretoken": token, **fields}
        return self.session.post(
            self._url(path), data=given, headers={"Referer": f"{self.base}{path}"}, timeout=60, allow_redirects=False
        )

    def _code(self, *, more_than: int) -> str:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            mine = letters(self.base, to=self.email)
            found = CODE.search(mine[0].body) if len(mine) > more_than else None
            if found:
                return found.group(1)
            time.sleep(0.2)
        raise NotHeld(f"no sign-in code arrived for {self.email} within {PATIENCE_S:.0f} s")

    def _url(self, path: str) -> str:
        return path if path.startswith("http") else f"{self.base}{path}"

    def _checked(self, answer: requests.Response, expect: int | tuple[int, ...]) -> Any:
        wanted = (expect,) if isinstance(expect, int) else expect
        if answer.status_code not in wanted:
            told = answer.text[:500]
            raise NotHeld(f"{answer.request.method} {answer.url} answered {answer.status_code}, not {wanted}: {told}")
        if "json" in answer.headers.get("Content-Type", ""):
            return answer.json()
        return answer.text


def letters(base: str, *, to: str) -> list[Letter]:
    """The demo's mails to an address, newest first; read without anybody's session."""
    page = requests.get(f"{base}/demo/mail", params={"to": to}, timeout=60)
    if page.status_code != 200:
        raise NotHeld(f"the demo's mails cannot be read: {page.status_code}")
    return [Letter(*(html.unescape(part).strip("\n") for part in found)) for found in LETTER.findall(page.text)]
