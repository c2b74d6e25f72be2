"""What comes of the rounds: finalists and who replaces one, minutes, winner and special prize, publications."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.rehearsal.artists import Artist
from tests.rehearsal.client import Client, NotHeld
from tests.rehearsal.edition import LANGUAGES, in_all, user_of

EMBARGO_S = 12.0
REASONS = in_all("The jury heard something new.")


@dataclass
class Outcome:
    """Deciding and publishing as the organiser and the chair do it."""

    organiser: Client
    chair: Client
    slug: str

    def decide(self, kind: str, round_id: str, codes: Sequence[str]) -> None:
        wish = {"kind": kind, "round": round_id, "entries": list(codes), "reasons": REASONS}
        self.chair.post(f"/api/v1/editions/{self.slug}/decisions", wish)

    def replace(self, finalists: Sequence[str], reserve: Sequence[str], artist: Artist) -> list[str]:
        """`artist`, a finalist, withdraws, and the first of the reserve moves up; the finalists from now on."""
        address = f"/api/v1/editions/{self.slug}/decisions"
        wish = {"entry": artist.code, "reasons": in_all("The artist withdrew.")}
        self.organiser.post(f"{address}/replace", wish, expect=409)
        artist.withdraw()
        made = self.organiser.post(f"{address}/replace", wish)
        expected = [reserve[0] if code == artist.code else code for code in finalists]
        known = [one for one in self.organiser.get(address)["results"] if one["kind"] == "finalists"]
        in_force = [one["entries"] for one in known if not one["superseded"]]
        gone = [one["entries"] for one in known if one["superseded"]]
        if made["entries"] != expected or in_force != [expected] or gone != [list(finalists)]:
            raise NotHeld(f"{artist.code} withdrew; finalists should be {expected}, in force are {in_force}")
        return expected

    def minutes(self, round_id: str, *, present: Sequence[Client], suggested: Sequence[str]) -> dict[str, Any]:
        """Signed by the chair, and as a tagged PDF in each language; the frozen document."""
        address = f"/api/v1/rounds/{round_id}/minutes"
        wish = {
            "held_at": datetime.now(UTC).isoformat(), "place": "Luxembourg",
            "present": [user_of(self.organiser, self.slug, one.email) for one in present],
        }  # fmt: skip
        self.organiser.post(address, wish, expect=403)
        signed = self.chair.post(address, wish)
        for language in LANGUAGES:
            pdf = self.chair.download(f"{address}.pdf?language={language}")
            if not pdf.startswith(b"%PDF") or not (b"/StructTreeRoot" in pdf or b"/MarkInfo" in pdf):
                raise NotHeld(f"the minutes in {language} are not a tagged PDF")
        document = dict(signed["document"])
        if document["suggested"] != list(suggested):
            raise NotHeld(f"the minutes say that {document['suggested']} go on, by the rule it is {list(suggested)}")
        return document

    def publish_at(self, kind: str) -> None:
        """Prepared by the organiser and confirmed by the chair: nobody sees it before its time, everybody after."""
        embargo = datetime.now(UTC) + timedelta(seconds=EMBARGO_S)
        self._confirmed(kind, embargo.isoformat())
        visitor = Client(self.organiser.base)
        for path in (f"/api/v1/results/{self.slug}", f"/results/{self.slug}/"):
            status = visitor.status(path)
            if status != 404 and datetime.now(UTC) < embargo:
                raise NotHeld(f"{path} can be seen before the embargo")
        time.sleep(max(0.0, (embargo - datetime.now(UTC)).total_seconds()) + 0.2)
        if self._shown(visitor) != kind or visitor.status(f"/results/{self.slug}/") != 200:
            raise NotHeld(f"the {kind} cannot be seen after the embargo")

    def release(self, kind: str) -> None:
        """Without a time: not seen though confirmed, seen as soon as the stage releases it."""
        visitor = Client(self.organiser.base)
        made = self._confirmed(kind, None)
        if self._shown(visitor) == kind:
            raise NotHeld(f"the {kind} can be seen before they are released on stage")
        self.organiser.post(f"/api/v1/publications/{made}/release", {})
        if self._shown(visitor) != kind:
            raise NotHeld(f"the {kind} cannot be seen after their release")

    def check_published(self, wanted: dict[str, Sequence[str]]) -> None:
        """The public document says what was decided, and a work can be heard. `wanted`: kind of decision → codes."""
        visitor = Client(self.organiser.base)
        result = visitor.get(f"/api/v1/results/{self.slug}")
        found = {one["kind"]: one["entries"] for one in result["document"]["decisions"]}
        if found != {kind: list(codes) for kind, codes in wanted.items()}:
            raise NotHeld(f"published is {found}, decided was {wanted}")
        deadline = time.monotonic() + 120
        while not (audible := visitor.get(f"/api/v1/results/{self.slug}")["audible"]):
            if time.monotonic() > deadline:
                raise NotHeld("no published work can be heard")
            time.sleep(1)
        play = visitor.get(f"/api/v1/results/{self.slug}/works/{audible[0]}/play")
        visitor.range_of(play["url"], 0, 1023)

    def _confirmed(self, kind: str, embargo: str | None) -> str:
        wish = {"kind": kind, "embargo_at": embargo}
        made = str(self.organiser.post(f"/api/v1/editions/{self.slug}/publications", wish)["id"])
        self.organiser.post(f"/api/v1/publications/{made}/release", {}, expect=409)
        self.organiser.post(f"/api/v1/publications/{made}/confirm", {}, expect=409)
        self.chair.post(f"/api/v1/publications/{made}/confirm", {})
        return made

    def _shown(self, visitor: Client) -> str:
        """The kind of what the public sees now."""
        return str(visitor.get(f"/api/v1/results/{self.slug}")["kind"])
