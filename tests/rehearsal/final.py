"""The night of the final: entries are called one by one, phones mark them, one ballot comes on paper, two tie."""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import combinations
from threading import Event
from typing import Any

from tests.rehearsal import recompute
from tests.rehearsal.client import Client, NotHeld
from tests.rehearsal.edition import FINAL_CRITERIA, FINAL_SCALE
from tests.rehearsal.jurors import Juror

PATIENCE_S = 120.0
POLL_S = 0.3
ON_PAPER = 1


@dataclass
class Final:
    """A live round over `finalists`, of which two get the same marks from every juror. The last of the jury fills in
    paper; the others mark on their phones. Who declared a tie in an earlier round stands aside here too."""

    organiser: Client
    chair: Client
    jury: Sequence[Juror]
    round_id: str
    finalists: Sequence[str]
    seed: int
    say: Callable[[str], None]
    over: Event = field(default_factory=Event)
    tied: set[str] = field(default_factory=set)

    def play(self) -> None:
        """From the first call to the closed round."""
        phones, paper = self.jury[:-ON_PAPER], self.jury[-1]
        lines = self._running()["lines"]
        if {line["code"] for line in lines} != set(self.finalists):
            raise NotHeld(f"the final plays {[line['code'] for line in lines]}, the finalists are {self.finalists}")
        for juror in self.jury:
            juror.client.post(f"/api/v1/rounds/{self.round_id}/declaration", {"ties": False})
        self.tied = self._heard_by_the_same()
        self._refused_before_its_turn(phones[0])
        with ThreadPoolExecutor(len(phones)) as pool:
            evening = [pool.submit(self._evening, juror) for juror in phones]
            try:
                for line in lines:
                    self._turn(line["code"], evening)
                for one in evening:
                    one.result()
            finally:
                self.over.set()
        self._paper(paper)
        self.organiser.post(f"/api/v1/rounds/{self.round_id}/close", {"missing": "refuse"})
        self.say(f"final: {len(lines)} entries called, {len(phones)} phones, {ON_PAPER} ballot on paper")

    def winner(self) -> str:
        """Who wins by the frozen rule: the first place is shared, so the sealed seed draws, as anybody can again."""
        lines = self.organiser.get(f"/api/v1/rounds/{self.round_id}/board")["ranking"]
        first = [line for line in lines if line["place"] == 1]
        if {line["code"] for line in first} != self.tied:
            raise NotHeld(f"{[line['code'] for line in first]} stand first, not the two with the same marks")
        for line in first:
            others = self.tied - {line["code"]}
            if line["decided_by"] != "shared" or set(line["tied_with"]) != others or line["ties"] != len(others):
                raise NotHeld(f"the board does not say that {line['code']} shares its place: {line['decided_by']}")
        facts = self.organiser.get(f"/api/v1/rounds/{self.round_id}")
        return recompute.drawn(self.tied, rules_sha256=facts["rules_sha256"], seed=facts["seed"])[0]

    def marks_of(self, juror: Juror, code: str) -> dict[str, int]:
        """Hundredths on the final's scale; the same for both who tie, lower for the rest."""
        subject, low = ("tied", 2000) if code in self.tied else (code, 500)
        chance = random.Random(f"{self.seed}/final/{juror.number}/{subject}")
        step = FINAL_SCALE["step"]
        return {key: low + step * chance.randrange(10) for key, _weight in FINAL_CRITERIA}

    def _heard_by_the_same(self) -> set[str]:
        """Two finalists whom the same jurors mark, as many as possible: equal marks are equal scores then. Where only
        two play any jurors will do."""
        heard: dict[str, list[int]] = {code: [] for code in self.finalists}
        for juror in self.jury:
            for sheet in juror.client.get(f"/api/v1/rounds/{self.round_id}/ballot")["sheets"]:
                if sheet["state"] == "open":
                    heard[sheet["entry"]["code"]].append(juror.number)
        pairs = [pair for pair in combinations(heard, 2) if heard[pair[0]] == heard[pair[1]] or len(heard) == len(pair)]
        return set(max(pairs, key=lambda pair: len(heard[pair[0]])))

    def _refused_before_its_turn(self, juror: Juror) -> None:
        """A mark before the entry is called is refused."""
        self._refused(juror, "not_called")

    def _refused(self, juror: Juror, code: str) -> None:
        sheets = juror.client.get(f"/api/v1/rounds/{self.round_id}/ballot")["sheets"]
        sheet = next(one for one in sheets if one["state"] != "recused")
        body = {"marks": self.marks_of(juror, sheet["entry"]["code"]), "version": sheet["version"]}
        answer = juror.client.patch(f"/api/v1/sheets/{sheet['id']}", body, expect=409)
        if answer["code"] != code:
            raise NotHeld(f"a mark outside its entry's turn was refused as {answer['code']}, not {code}")

    def _turn(self, code: str, phones: Sequence[Future[None]]) -> None:
        """Call, wait for the phones, end the turn: paper that is still out has to be accepted."""
        place = f"/api/v1/rounds/{self.round_id}/live"
        out = code in self._on_paper()[1]
        self.organiser.post(f"{place}/call", {"code": code})
        deadline = time.monotonic() + PATIENCE_S
        while self._missing(code) > out:
            for failed in (phone for phone in phones if phone.done()):
                failed.result()
            if time.monotonic() > deadline:
                raise NotHeld(f"{code} was called, and not all phones marked it")
            time.sleep(POLL_S)
        self.organiser.post(f"{place}/finish", {"code": code, "missing": "refuse"}, expect=409 if out else 200)
        if out:
            self.organiser.post(f"{place}/finish", {"code": code, "missing": "accept"})

    def _evening(self, juror: Juror) -> None:
        """A phone in the hall: asks what is on, marks it, seals when all have played."""
        ballot = juror.client.get(f"/api/v1/rounds/{self.round_id}/ballot")
        sheets = {sheet["id"]: sheet for sheet in ballot["sheets"]}
        while not self.over.wait(POLL_S):
            now = juror.client.get(f"/api/v1/rounds/{self.round_id}/live")
            if now["sheet"] and now["sheet_state"] == "open":
                juror.mark(sheets[now["sheet"]], self.marks_of(juror, now["code"]))
            elif now["done"] == now["total"]:
                self._refused(juror, "turn_over")
                return juror.seal(self.round_id)
        raise NotHeld("the evening ended before a phone could seal its ballot")

    def _paper(self, juror: Juror) -> None:
        """Typed in by the organiser, then by the chair, whose first try is a slip; then sealed for the juror."""
        name, codes = self._on_paper()
        place = f"/api/v1/rounds/{self.round_id}/paper"
        for number, code in enumerate(codes):
            marks = self.marks_of(juror, code)
            sheet = {"juror": name, "entry": code, "marks": marks}
            self.organiser.post(place, sheet)
            if number == 0:
                slip = {key: mark + FINAL_SCALE["step"] for key, mark in marks.items()}
                self.chair.post(place, {**sheet, "marks": slip}, expect=409)
                self.organiser.post(f"{place}/seal", {"juror": name}, expect=409)
            self.chair.post(place, sheet)
            juror.marks += len(marks)
        self.organiser.post(f"{place}/seal", {"juror": name})
        ballot = juror.client.get(f"/api/v1/rounds/{self.round_id}/ballot")
        marked = [sheet["entry"]["code"] for sheet in ballot["sheets"] if sheet["marks"]]
        if ballot["state"] != "sealed" or sorted(marked) != sorted(codes):
            raise NotHeld("a ballot from paper was not sealed with its marks")

    def _on_paper(self) -> tuple[str, list[str]]:
        """(pseudonym, codes whose sheets are not typed in) of the juror who fills in paper, known by the name."""
        ballots = self.organiser.get(f"/api/v1/rounds/{self.round_id}/paper")["results"]
        name = f"Juror {self.jury[-1].number + 1}"
        found = next(ballot for ballot in ballots if ballot["juror"] == name)
        return found["pseudonym"], [sheet["code"] for sheet in found["sheets"] if sheet["state"] == "missing"]

    def _missing(self, code: str) -> int:
        """How many sheets of an entry are not in yet."""
        line = next(line for line in self._running()["lines"] if line["code"] == code)
        return int(line["sheets"]) - int(line["sheets_in"])

    def _running(self) -> Any:
        return self.organiser.get(f"/api/v1/rounds/{self.round_id}/live/running")
