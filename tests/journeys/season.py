"""A small edition of its own, prepared as scripts do it: three entries of one work, three jurors, a counted round.

Only what a journey is about is done in its browser. The demo's own editions stay as they were loaded.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.journeys.people import House
from tests.rehearsal import desk, edition
from tests.rehearsal.artists import Artist
from tests.rehearsal.client import Client
from tests.rehearsal.uploading import upload
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
    season = begun(house, f"season-{int(time.time())}", folder)
    for juror in season.jurors:
        judge(juror, season.round_id)
    season.chair.post(f"/api/v1/rounds/{season.round_id}/close", {})
    ranking = season.chair.get(f"/api/v1/rounds/{season.round_id}/board")["methods"]["adjusted"]
    return replace(season, ranked=[line["code"] for line in ranking])


def begun(house: House, slug: str, folder: Path, *, rider: Path | None = None, **rules: Any) -> Season:
    """Entries and jurors are there, and the round is open by these rules. `rider`: a PDF that every artist sends."""
    organiser = house.client("organiser")
    edition.create(organiser, slug, works=1)
    jurors = edition.staff(organiser, slug, "juror", JURORS, tag=slug)
    edition.make_chair(organiser, slug, jurors[0].email)
    for juror in jurors:
        house.adopt(juror)
    enter(organiser, slug, folder, rider)
    round_id = edition.open_first_round(organiser, slug, entries=ENTRIES, jurors=JURORS, **rules)
    return Season(slug, organiser, jurors, round_id, [])


def enter(organiser: Client, slug: str, folder: Path, rider: Path | None = None) -> None:
    """Artists apply, each with a piece of two seconds, and are admitted."""
    sounds = [synth.faded(synth.pink(2, seed=n, channels=2)) for n in range(ENTRIES)]
    songs = [synth.wav(folder / f"{n}.wav", sound) for n, sound in enumerate(sounds)]
    artists = [Artist(Client(organiser.base, f"artist{n}.{slug}@rehearsal.invalid"), n) for n in range(ENTRIES)]

    def apply(artist: Artist) -> None:
        artist.apply(slug, [songs[artist.number]])
        if rider:
            upload(artist.client, rider, purpose="rider", target=artist.application)
        artist.wait_for_ears([])
        artist.send()

    with ThreadPoolExecutor(ENTRIES) as pool:
        list(pool.map(apply, artists))
    for artist in artists:
        desk.admit(organiser, artist.application)


def judge(juror: Client, round_id: str, *, first: int = 900, step: int = 200) -> None:
    """Answer about ties, mark every sheet, close the ballot. All jurors put the entries in the same order: `first`
    hundredths for the first code, `step` less for each next one. In a round of two marks both are the same."""
    juror.post(f"/api/v1/rounds/{round_id}/declaration", {"ties": False})
    ballot = juror.get(f"/api/v1/rounds/{round_id}/ballot")
    keys = [criterion["key"] for criterion in ballot["round"]["criteria"]]
    codes = sorted(sheet["entry"]["code"] for sheet in ballot["sheets"])
    for sheet in ballot["sheets"]:
        if sheet["state"] == "complete":
            continue
        address = f"/api/v1/sheets/{sheet['id']}"
        mark = first - step * codes.index(sheet["entry"]["code"])
        saved = juror.patch(address, {"marks": dict.fromkeys(keys, mark), "version": sheet["version"]})
        if ballot["round"]["marking"] != "once":
            saved = juror.post(f"{address}/show", {"version": saved["version"]})
        juror.post(f"{address}/complete", {"version": saved["version"]})
    juror.post(f"/api/v1/rounds/{round_id}/seal", {})
