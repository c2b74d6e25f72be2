"""A small edition of its own, prepared as scripts do it: three entries of one work, three jurors, a counted round.

Only what a journey is about is done in its browser. The demo's own editions stay as they were loaded.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.people import House
from tests.rehearsal import desk, edition
from tests.rehearsal.artists import Artist
from tests.rehearsal.client import Client
from tests.submissions.audio import synth

ENTRIES = JURORS = 3


@dataclass(frozen=True)
class Season:
    """`ranked`: the codes as the jury's round placed them. The first juror is the chair, too."""

    slug: str
    organiser: Client
    jurors: list[Client]
    round_id: str
    ranked: list[str]

    @property
    def chair(self) -> Client:
        return self.jurors[0]


def prepared(house: House, folder: Path) -> Season:
    """All of it over HTTP, in some ten seconds."""
    tag = f"season-{int(time.time())}"
    organiser = house.client("organiser")
    edition.create(organiser, tag, works=1)
    jurors = edition.staff(organiser, tag, "juror", JURORS, tag=tag)
    edition.make_chair(organiser, tag, jurors[0].email)
    for juror in jurors:
        house.adopt(juror)
    enter(organiser, tag, folder)
    round_id = edition.open_first_round(organiser, tag, entries=ENTRIES, jurors=JURORS)
    for juror in jurors:
        judge(juror, round_id)
    jurors[0].post(f"/api/v1/rounds/{round_id}/close", {})
    ranking = jurors[0].get(f"/api/v1/rounds/{round_id}/board")["methods"]["adjusted"]
    return Season(tag, organiser, jurors, round_id, [line["code"] for line in ranking])


def enter(organiser: Client, slug: str, folder: Path) -> None:
    """Artists apply, each with a piece of two seconds, and are admitted."""
    sounds = [synth.faded(synth.pink(2, seed=n, channels=2)) for n in range(ENTRIES)]
    songs = [synth.wav(folder / f"{n}.wav", sound) for n, sound in enumerate(sounds)]
    artists = [Artist(Client(organiser.base, f"artist{n}.{slug}@rehearsal.invalid"), n) for n in range(ENTRIES)]

    def apply(artist: Artist) -> None:
        artist.apply(slug, [songs[artist.number]])
        artist.wait_for_ears([])
        artist.send()

    with ThreadPoolExecutor(ENTRIES) as pool:
        list(pool.map(apply, artists))
    for artist in artists:
        desk.admit(organiser, artist.application)


def judge(juror: Client, round_id: str) -> None:
    """Answer about ties, mark every sheet, close the ballot. All jurors put the entries in the same order."""
    juror.post(f"/api/v1/rounds/{round_id}/declaration", {"ties": False})
    ballot = juror.get(f"/api/v1/rounds/{round_id}/ballot")
    keys = [criterion["key"] for criterion in ballot["round"]["criteria"]]
    codes = sorted(sheet["entry"]["code"] for sheet in ballot["sheets"])
    for sheet in ballot["sheets"]:
        mark = 900 - 200 * codes.index(sheet["entry"]["code"])
        wish = {"marks": dict.fromkeys(keys, mark), "version": sheet["version"]}
        saved = juror.patch(f"/api/v1/sheets/{sheet['id']}", wish)
        juror.post(f"/api/v1/sheets/{sheet['id']}/complete", {"version": saved["version"]})
    juror.post(f"/api/v1/rounds/{round_id}/seal", {})
