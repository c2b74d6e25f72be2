"""The artists' side: sign in, fill in, upload, answer a question, send."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.rehearsal.client import Client, NotHeld
from tests.rehearsal.edition import CITIES, LANGUAGES
from tests.rehearsal.uploading import listened, upload

PLACES = {"lux": "Luxembourg", "met": "Metz", "sbr": "Saarbrücken", "tri": "Trier"}
WORDS = "Long tones, field recordings and small machines meet in a piece that changes with the room it is played in."


@dataclass
class Artist:
    """One artist with the application and its works."""

    client: Client
    number: int
    application: str = ""
    code: str = ""
    works: list[str] = field(default_factory=list)
    refused: int = 0

    @property
    def city(self) -> str:
        return CITIES[self.number % 4]

    def apply(self, slug: str, files: Sequence[Path]) -> None:
        """Everything up to the sound files, which are sent and checked byte by byte."""
        self.client.sign_in()
        self.application = str(self.client.post("/api/v1/applications", {"edition": slug})["id"])
        self._save(f"/api/v1/applications/{self.application}", self._fields())
        self._consent()
        works = self.client.get(f"/api/v1/applications/{self.application}/works")["results"]
        self.works = [work["id"] for work in works]
        for position, work in enumerate(self.works, start=1):
            self._save(f"/api/v1/works/{work}", self._work(position))
        for work, path in zip(self.works, files, strict=True):
            upload(self.client, path, target=work)

    def wait_for_ears(self, spare: Sequence[Path]) -> None:
        """Until each work has a verdict; a refused file is replaced by a spare one, as a person would."""
        for work in self.works:
            for other in (*spare, None):
                verdict = listened(self.client, work)
                if verdict["state"] == "ready":
                    break
                self.refused += 1
                if not verdict["message"] or other is None:
                    raise NotHeld(f"artist {self.number}: {verdict['code']}, and nothing else to send")
                upload(self.client, other, target=work)

    def send(self) -> None:
        """Check the tasks, send, and look at the receipt."""
        tasks = self.client.get(f"/api/v1/applications/{self.application}/tasks")
        if not tasks["ready"]:
            raise NotHeld(f"artist {self.number} cannot send: {tasks['tasks']}")
        receipt = self.client.post(f"/api/v1/applications/{self.application}/submit", {})["receipt"]
        again = self.client.post(f"/api/v1/applications/{self.application}/submit", {})["receipt"]
        if receipt["number"] != again["number"]:
            raise NotHeld("a double click made two receipts")

    def answer(self) -> None:
        """A coordinator asked about the texts: the biography is rewritten and the application sent again."""
        path = f"/api/v1/applications/{self.application}"
        versions = self.client.get(path)["versions"]
        self.client.patch(path, {"biography": f"{WORDS} {WORDS} Now with the year.", "versions": versions})
        self.client.post(f"{path}/submit", {})

    def withdraw(self) -> None:
        """For good: the reference confirms it, and another one does not."""
        path = f"/api/v1/applications/{self.application}"
        self.client.post(f"{path}/withdraw", {"reference": "none"}, expect=400)
        self.client.post(f"{path}/withdraw", {"reference": self.client.get(path)["reference"]})

    def _save(self, path: str, fields: dict[str, object]) -> None:
        """One field after the other, as typing does."""
        for name, value in fields.items():
            self.client.patch(path, {name: value, "versions": {name: 0}})

    def _consent(self) -> None:
        agreed = {"rules": True, "excerpt": True}
        self.client.put(f"/api/v1/applications/{self.application}/consents", agreed)

    def _fields(self) -> dict[str, object]:
        place = self.client.get(f"/api/v1/places?q={PLACES[self.city]}&limit=1")["results"][0]
        return {
            "artist_name": f"Rehearsal Ensemble {self.number + 1}", "contact_name": f"Person {self.number + 1}",
            "language": LANGUAGES[self.number % 4], "city": self.city, "basis": "lives", "place_id": place["id"],
            "region_link": WORDS, "biography": f"{WORDS} {WORDS}", "motivation": f"{WORDS} {WORDS}",
            "project": f"{WORDS} {WORDS}", "rider_inputs": "2 line inputs", "rider_setup_minutes": 30,
            "rider_people": 2,
        }  # fmt: skip

    def _work(self, position: int) -> dict[str, object]:
        year = int(self.client.get("/api/v1/editions")["results"][0]["closes_at"][:4])
        return {
            "title": f"Piece {self.number + 1}.{position}", "year": year - 1, "description": WORDS,
            "contributors": f"Person {self.number + 1}, composition",
        }  # fmt: skip


def choose(files: Sequence[Path], seed: int, number: int, count: int) -> list[Path]:
    """Which files an artist sends: different ones as long as there are enough, the same for the same seed."""
    order = sorted(files)
    random.Random(seed).shuffle(order)
    return [order[(number * count + position) % len(order)] for position in range(count)]
