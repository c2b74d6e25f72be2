"""What jurors, organisers and the count are given of score sheets: dataclasses. Pure Python.

In a blind round nothing here can hold who plays: titles, descriptions, links, names and cities are left None.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jury.rounds.queries import RoundFacts


@dataclass(frozen=True)
class Heard:
    """Which parts of a work its juror has heard: merged [from_ms, to_ms) stretches, and where the juror stopped."""

    heard_ms: int = 0
    heard: tuple[tuple[int, int], ...] = ()
    position_ms: int = 0


@dataclass(frozen=True)
class WorkView:
    """One work of an entry as a juror hears it. Times in ms; `gain_db`: the static gain that its preview has already.

    `playable`: there is something to hear now. `film`: there is a picture, None in a blind round.
    """

    position: int
    duration_ms: int | None
    start_cue_ms: int
    gain_db: float | None
    playable: bool
    listening: Heard
    title: str | None = None
    title_language: str | None = None
    description: str | None = None
    video_url: str | None = None
    film: bool | None = None


@dataclass(frozen=True)
class EntryView:
    """The entry: its code, and in a round that is not blind who it is."""

    code: str
    artist: str | None = None
    city: str | None = None


@dataclass(frozen=True)
class EntryText:
    """A part of what the artist wrote, for the second mark. `name`: project, motivation, rider_inputs …"""

    name: str
    text: str
    language: str


@dataclass(frozen=True)
class SheetView:
    """One's own sheet. `marks`: criterion key → hundredths. `excluded_because`: a conflict declared after sealing.

    In a round with two marks `first` holds those given for the sound alone, once `texts` (and who plays) are shown;
    `rider_bytes` is then the size of the rider's PDF, where there is one.

    `withdrawn`: the artist took the entry back; nothing is played, nothing needs marking.
    """

    id: UUID
    entry: EntryView
    position: int
    state: str
    version: int
    marks: Mapping[str, int]
    note: str
    recused_because: str
    excluded_because: str
    withdrawn: bool
    works: tuple[WorkView, ...]
    first: Mapping[str, int] | None = None
    texts: tuple[EntryText, ...] | None = None
    rider_bytes: int | None = None


@dataclass(frozen=True)
class Receipt:
    """What a juror keeps of a sealed ballot, enough to make its digest again (see leaf.py)."""

    format: int
    round: UUID
    rules: str
    pseudonym: str
    sealed_at: datetime
    digest: str
    salt: str
    marks: Mapping[str, Mapping[str, int]]
    recused: Mapping[str, str]
    ledger_head: str
    first: Mapping[str, Mapping[str, int]] | None = None


@dataclass(frozen=True)
class BallotView:
    """One's own ballot in a round, sheets in one's own order of listening."""

    round: RoundFacts
    state: str
    receipt: Receipt | None
    sheets: tuple[SheetView, ...]


@dataclass(frozen=True)
class Saved:
    """A sheet after a write."""

    version: int
    state: str
    saved_at: datetime
    marks: Mapping[str, int]
    note: str


@dataclass(frozen=True)
class JurorProgress:
    """How far a juror is; nothing of what was voted. `done`: sheets complete or recused, out of `sheets`."""

    user_id: UUID
    name: str
    city: str
    sheets: int
    done: int
    sealed: bool
    seen_at: datetime | None


@dataclass(frozen=True)
class MyRound:
    """A round in a juror's own list."""

    id: UUID
    edition: str
    kind: str
    titles: Mapping[str, str]
    state: str
    blind: bool
    planned_close_at: datetime | None
    ballot: str
    sheets: int
    done: int


@dataclass(frozen=True)
class ReopeningFacts:
    """A sealed ballot that the chair opened again. `digest` and `sealed_at` are of the seal that was broken;
    `sealed_again_at` None while the ballot is still open. Nothing of what was voted."""

    juror: str
    pseudonym: str
    digest: str
    sealed_at: datetime
    reason: str
    reopened_at: datetime
    reopened_by: str
    sealed_again_at: datetime | None
    juror_id: UUID
    reopened_by_id: UUID


@dataclass(frozen=True)
class ListeningFloor:
    """How much of the music the jury has heard at least, of all pairs of juror and entry that count.

    `jurors`: every work was heard by at least so many jurors, each for at least `share` per cent of its length.
    """

    jurors: int
    share: int
    works: int


@dataclass(frozen=True)
class FrozenMark:
    """One cell of a closed round. `hundredths` None is missing, with its `reason`: never zero, never imputed."""

    entry_code: str
    juror_pseudonym: str
    city_code: str
    criterion_key: str
    hundredths: int | None
    reason: str

    def plain(self) -> list[Any]:
        """For hashing: [entry, juror, city, criterion, hundredths, reason]."""
        return [
            *(self.entry_code, self.juror_pseudonym, self.city_code, self.criterion_key, self.hundredths, self.reason)
        ]
