"""The rehearsal itself, act by act; every act checks what must hold and times itself."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.rehearsal import bundles, desk, edition, ranking
from tests.rehearsal.artists import Artist, choose
from tests.rehearsal.client import Client, NotHeld, letters
from tests.rehearsal.final import Final
from tests.rehearsal.jurors import Juror
from tests.rehearsal.outcome import Outcome

WORKS = 3
AT_ONCE = 6
STANDS_ASIDE = 1
SOUNDS = (".wav", ".flac", ".mp3", ".m4a", ".ogg", ".opus", ".aif", ".aiff")


@dataclass
class Rehearsal:
    """One run. `say` tells the progress."""

    base: str
    organiser_email: str
    audio: Path
    entries: int
    jurors: int
    seed: int
    say: Callable[[str], None]
    seconds: dict[str, float] = field(default_factory=dict)

    def run(self) -> dict[str, Any]:
        """The whole edition; the figures of the last line. NotHeld when anything does not hold."""
        files = sound_files(self.audio)
        tag = f"{self.seed}-{int(time.time())}"
        slug = f"rehearsal-{tag}"
        organiser = Client(self.base, self.organiser_email).sign_in()
        self.say(f"{len(files)} sound files; edition {slug}")
        edition.create(organiser, slug)
        with self._timed("apply"):
            coordinators = edition.staff(organiser, slug, "coordinator", 4, tag=tag)
            judges = edition.staff(organiser, slug, "juror", self.jurors, tag=tag)
            edition.make_chair(organiser, slug, judges[0].email)
            witnesses = edition.name_witnesses(organiser, slug, tag=tag)
            artists = self._apply(slug, tag, files)
        with self._timed("audio"):
            self._each("listened to", artists, lambda artist: artist.wait_for_ears(files[:3]))
            self._each("sent", artists, Artist.send)
            self._screen(coordinators, slug, artists)
        jury = [Juror(client, n, self.seed, stands_aside=n == STANDS_ASIDE) for n, client in enumerate(judges)]
        outcome = Outcome(organiser, judges[0], slug)
        with self._timed("jury"):
            first = self._first_round(outcome, jury, artists)
        with self._timed("finalists"):
            advancing, reserve = ranking.going_on(organiser, first)
            outcome.decide("finalists", first, advancing)
            withdrawn = next(artist for artist in artists if artist.code == advancing[1])
            finalists = outcome.replace(advancing, reserve, withdrawn)
            self.say(f"{len(finalists)} finalists; {advancing[1]} withdrew, {reserve[0]} moved up")
            outcome.publish_at("finalists")
            told = [artist for artist in artists if artist is not withdrawn]
            self._wait_for_letters(told, each=1)
        with self._timed("final"):
            final = Final(
                organiser, judges[0], jury, edition.open_final(organiser, slug), finalists, self.seed, self.say
            )
            final.play()
            winner = final.winner()
        with self._timed("publish"):
            matches = all(ranking.matches(organiser, one) for one in (first, final.round_id))
            special = next(iter(final.tied - {winner}))
            outcome.decide("winner", final.round_id, [winner])
            outcome.decide("special", final.round_id, [special])
            minutes = self._minutes(outcome, judges, (first, advancing[1]), (final.round_id, winner))
            outcome.release("results")
            outcome.check_published({"finalists": finalists, "winner": [winner], "special": [special]})
            self.say(f"published: {winner} wins, drawn among {len(final.tied)}; {special} gets the special prize")
            self._wait_for_letters(told, each=2)
            if self._letters_to(withdrawn):
                raise NotHeld("an artist who withdrew got a letter about the result")
            held = [bundles.holds(self.base, slug, position, witnesses=witnesses) for position in (1, 2)]
        verdict = Client(self.base).get("/api/v1/ledger/verify")
        people = [organiser.email, *(one.email for one in coordinators + judges), *(a.client.email for a in artists)]
        return {
            "entries": len(artists),
            "works": sum(len(artist.works) for artist in artists),
            "ready": sum(len(artist.works) for artist in artists),
            "refused": sum(artist.refused for artist in artists),
            "marks": sum(juror.marks for juror in jury),
            "recusals": sum(juror.recusals for juror in jury),
            "mails": sum(len(letters(self.base, to=email)) for email in (*people, *witnesses)),
            "ranking_matches": matches,
            "ledger_ok": verdict["ok"],
            "rounds": len(held),
            "tie": len(final.tied) > 1,
            "replaced": finalists != advancing,
            "minutes": minutes,
            "bundles_ok": all(held),
            "seconds": self.seconds,
        }

    def _first_round(self, outcome: Outcome, jury: Sequence[Juror], artists: Sequence[Artist]) -> str:
        """Blind, k of m: everybody seals, the chair opens one ballot again, it is sealed anew, the round is closed."""
        organiser, slug = outcome.organiser, outcome.slug
        round_id = edition.open_first_round(organiser, slug, entries=len(artists), jurors=len(jury))
        names = [f"Rehearsal Ensemble {artist.number + 1}" for artist in artists] + ["Piece 1.1"]
        self._each("sealed", jury, lambda juror: juror.judge(round_id, names=names))
        slip = jury[-1]
        user = edition.user_of(organiser, slug, slip.client.email)
        reopen = {"reason": "Two columns of the notes were mixed up."}
        organiser.post(f"/api/v1/rounds/{round_id}/ballots/{user}/reopen", reopen, expect=403)
        outcome.chair.post(f"/api/v1/rounds/{round_id}/ballots/{user}/reopen", reopen)
        organiser.post(f"/api/v1/rounds/{round_id}/close", {"missing": "refuse"}, expect=409)
        slip.put_right(round_id)
        organiser.get(f"/api/v1/rounds/{round_id}/board", expect=409)
        organiser.post(f"/api/v1/rounds/{round_id}/close", {"missing": "refuse"})
        return round_id

    def _minutes(
        self, outcome: Outcome, judges: Sequence[Client], first: tuple[str, str], final: tuple[str, str]
    ) -> bool:
        """Of both rounds; whether they name the ballot that was opened again and the artist who withdrew. `first`: the
        round and who withdrew; `final`: the round and who won."""
        by_now, _reserve = ranking.going_on(outcome.organiser, first[0], gone=first[1])
        of_first = outcome.minutes(first[0], present=judges, suggested=by_now)
        of_final = outcome.minutes(final[0], present=judges, suggested=[final[1]])
        self.say(f"minutes of both rounds signed, as PDF in {len(edition.LANGUAGES)} languages")
        return len(of_first["reopened"]) == 1 and of_first["withdrawn"] == [first[1]] and not of_final["reopened"]

    def _apply(self, slug: str, tag: str, files: Sequence[Path]) -> list[Artist]:
        artists = [
            Artist(Client(self.base, f"artist{number + 1}.{tag}@rehearsal.invalid"), number)
            for number in range(self.entries)
        ]
        self._each(
            "filled in and uploaded",
            artists,
            lambda artist: artist.apply(slug, choose(files, self.seed, artist.number, WORKS)),
        )
        return artists

    def _screen(self, coordinators: list[Client], slug: str, artists: list[Artist]) -> None:
        asked = artists[0]
        by_city = dict(zip(edition.CITIES, coordinators, strict=True))
        desk.ask(by_city[asked.city], asked.application)
        asked.answer()
        admitted, by_id = 0, {artist.application: artist for artist in artists}
        for coordinator in coordinators:
            for line in desk.queue(coordinator, slug):
                by_id[line["id"]].code = desk.admit(coordinator, line["id"])
                admitted += 1
        self.say(f"{admitted} admitted by {len(coordinators)} coordinators")
        if admitted != len(artists):
            raise NotHeld(f"{len(artists)} were sent, {admitted} could be admitted")

    def _wait_for_letters(self, artists: Sequence[Artist], *, each: int) -> None:
        """Each applicant gets one letter a publication: `each` by now, and no more."""
        deadline = time.monotonic() + 180
        waiting = list(artists)
        while waiting:
            told = {artist.number: self._letters_to(artist) for artist in waiting}
            if max(told.values()) > each:
                raise NotHeld(f"{max(told.values())} letters went to an applicant about {each} publications")
            waiting = [artist for artist in waiting if told[artist.number] < each]
            if waiting and time.monotonic() > deadline:
                raise NotHeld(f"{len(waiting)} applicants got no letter")
            time.sleep(1 if waiting else 0)

    def _letters_to(self, artist: Artist) -> int:
        return sum("/results/rehearsal-" in one.body for one in letters(self.base, to=artist.client.email))

    def _each(self, done: str, people: Sequence[Any], act: Callable[[Any], None]) -> None:
        """Everybody does it, some at once; the first problem ends the rehearsal."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for number, _nothing in enumerate(pool.map(act, people), start=1):
                if number % 9 == 0 or number == len(people):
                    self.say(f"{number} of {len(people)} {done}")

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 1)


def sound_files(folder: Path) -> list[Path]:
    """The files of a folder that may be sent, by name. NotHeld when there is none."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SOUNDS)
    if not found:
        raise NotHeld(f"{folder}: no sound file in it (looked for {', '.join(SOUNDS)})")
    return found


def last_line(figures: dict[str, Any]) -> str:
    return json.dumps(figures)
