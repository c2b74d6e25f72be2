"""What the jury takes from the floor below about entries: works with their sound; names where a round shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jury.scoresheets.documents import EntryText
from submissions.applications import screening_queries as applications
from submissions.audio import queries as audio
from submissions.audio.queries import Playable
from submissions.works import queries as work_queries
from submissions.works.queries import EntryWork


@dataclass(frozen=True)
class HeardWork:
    """A work with what there is to play; `sound` None while nothing is ready. `film`: never in a blind round."""

    work: EntryWork
    sound: Playable | None
    film: Playable | None = None

    @property
    def duration_ms(self) -> int | None:
        """Of what is played; before there is something to play, of what was measured."""
        return self.sound.duration_ms if self.sound else self.work.duration_ms


@dataclass(frozen=True)
class Name:
    """Who plays, and for which city. Only ever asked for in rounds that are not blind."""

    artist: str
    city_id: UUID | None


def works(application_ids: Sequence[UUID], *, blind: bool) -> dict[UUID, tuple[HeardWork, ...]]:
    """The works of several entries in order, in a constant number of queries."""
    found = work_queries.entry_works(application_ids, blind=blind)
    ids = [work.id for works in found.values() for work in works]
    heard = audio.sounds_and_films(ids)
    return {
        application_id: tuple(_heard(work, *heard.get(work.id, (None, None)), blind=blind) for work in works)
        for application_id, works in found.items()
    }


def _heard(work: EntryWork, sound: Playable | None, film: Playable | None, *, blind: bool) -> HeardWork:
    return HeardWork(work, sound, None if blind else film)


def names(application_ids: Sequence[UUID]) -> dict[UUID, Name]:
    """Who plays in several entries; one query."""
    owners = applications.owners(application_ids)
    return {application_id: Name(owner.artist_name, owner.city_id) for application_id, owner in owners.items()}


@dataclass(frozen=True)
class Read:
    """What an artist wrote, empty parts left out, and the size of the rider's PDF, None where there is none."""

    texts: tuple[EntryText, ...]
    rider_bytes: int | None


def read(application_ids: Sequence[UUID]) -> dict[UUID, Read]:
    """What there is to read for a second mark; one query. Only ever asked for where it may be shown."""
    return {
        application_id: Read(
            tuple(EntryText(name, text, each.language) for name, text in each.texts.items() if text), each.rider_bytes
        )
        for application_id, each in applications.written(application_ids).items()
    }
