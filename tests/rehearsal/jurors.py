"""The jurors' side: listen by ranges, mark with a severity and noise of one's own, stand aside, seal."""

import random
import struct
from dataclasses import dataclass
from typing import Any

from tests.rehearsal.client import Client, NotHeld

RECUSAL = 0.04
RANGE = 64 * 1024


@dataclass
class Juror:
    """A juror whose taste is drawn from the seed: quality of the entry + severity + noise. `stands_aside`: has a tie to
    the last entry, also in the final. Once in a while a juror knows who plays, which counts in a blind round only."""

    client: Client
    number: int
    seed: int
    stands_aside: bool = False
    marks: int = 0
    recusals: int = 0
    digest: str = ""

    def judge(self, round_id: str, *, names: list[str]) -> None:
        """The whole ballot, from the first listening to the seal. `names`: what a blind jury must never be told."""
        chance = random.Random(f"{self.seed}/juror/{self.number}")
        severity = chance.gauss(0, 0.8)
        self.client.post(f"/api/v1/rounds/{round_id}/declaration", {"ties": False})
        ballot = self.client.get(f"/api/v1/rounds/{round_id}/ballot")
        told = str(ballot)
        leaked = [name for name in names if name in told]
        if leaked:
            raise NotHeld(f"the ballot of a blind round tells {leaked[:3]}")
        keys = [criterion["key"] for criterion in ballot["round"]["criteria"]]
        for sheet in ballot["sheets"]:
            tied = self.stands_aside and sheet is ballot["sheets"][-1]
            if chance.random() < RECUSAL or tied:
                kind = {"kind": "conflict" if tied else "recognised"}
                self.client.post(f"/api/v1/sheets/{sheet['id']}/recuse", kind)
                self.recusals += 1
                continue
            for work in sheet["works"]:
                self._listen(sheet["id"], work)
            quality = random.Random(f"{self.seed}/entry/{sheet['entry']['code']}").gauss(6.0, 1.3)
            self.mark(sheet, {key: _mark(chance.gauss(quality + severity, 0.9)) for key in keys})
        self.seal(round_id)

    def put_right(self, round_id: str) -> None:
        """The chair opened the ballot again: the first sheet is marked anew, and the new seal is another one."""
        ballot, old = self.client.get(f"/api/v1/rounds/{round_id}/ballot"), self.digest
        if ballot["state"] != "open" or ballot.get("receipt"):
            raise NotHeld("a ballot that was opened again still looks sealed")
        sheet = next(one for one in ballot["sheets"] if one["state"] == "complete")
        anew = self.client.post(f"/api/v1/sheets/{sheet['id']}/reopen", {"version": sheet["version"]})
        self.marks -= len(sheet["marks"])
        other = {key: mark - 100 if mark > 100 else mark + 100 for key, mark in sheet["marks"].items()}
        self.mark({**sheet, "version": anew["version"]}, other)
        self.seal(round_id)
        if self.digest == old:
            raise NotHeld("a ballot with other marks was sealed under the digest of the former")

    def mark(self, sheet: dict[str, Any], marks: dict[str, int]) -> None:
        """Criterion by criterion, saved at each, then done."""
        version = sheet["version"]
        for key, value in marks.items():
            saved = self.client.patch(f"/api/v1/sheets/{sheet['id']}", {"marks": {key: value}, "version": version})
            version = saved["version"]
        self.client.post(f"/api/v1/sheets/{sheet['id']}/complete", {"version": version})
        self.marks += len(marks)

    def seal(self, round_id: str) -> None:
        """From here the ballot counts; the receipt names its digest."""
        self.client.post(f"/api/v1/rounds/{round_id}/seal", {})
        again = self.client.get(f"/api/v1/rounds/{round_id}/ballot")
        if again["state"] != "sealed" or len(again["receipt"]["digest"]) != 64:
            raise NotHeld("a sealed ballot has no receipt")
        self.digest = again["receipt"]["digest"]

    def _listen(self, sheet: str, work: dict[str, Any]) -> None:
        """Waveform, then the beginning and the middle of the preview, as a player that seeks would fetch them."""
        place = f"/api/v1/sheets/{sheet}/works/{work['position']}"
        peaks = self.client.session.get(f"{self.client.base}{place}/peaks", timeout=60)
        if peaks.status_code != 200 or struct.unpack_from("<i", peaks.content)[0] != 2:
            raise NotHeld("the waveform is not audiowaveform data of version 2")
        play = self.client.get(f"{place}/play")
        if b"ftyp" not in self.client.range_of(play["url"], 0, RANGE - 1)[:16]:
            raise NotHeld("the preview is not an MP4 file")
        self.client.range_of(play["url"], RANGE, 2 * RANGE - 1)
        heard = [[0, min(20_000, play["duration_ms"])]]
        body = {"work": work["position"], "heard": heard, "position_ms": heard[0][1]}
        self.client.post(f"/api/v1/sheets/{sheet}/listening", body)


def _mark(points: float) -> int:
    """Hundredths on the scale from 1 to 10."""
    return max(1, min(10, round(points))) * 100
