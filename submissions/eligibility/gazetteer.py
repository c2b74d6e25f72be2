"""Places of the region and the search over them. Pure Python; the table is read once, at the first question.

The table holds the places of GeoNames' cities500 (populated places from 500 inhabitants, and some smaller seats of
administration) within 120 km of one of the four cities. A hamlet may be missing: then the applicant names the place
and a person decides (see `rules.assess`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

DATA_FILE: Final = Path(__file__).with_name("data") / "places.json"
ATTRIBUTION: Final = "Places: GeoNames (www.geonames.org), licensed CC BY 4.0, reduced to the region."
LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"
MAX_QUERY_LENGTH: Final = 80
MAX_LIMIT: Final = 50

_LIGATURES: Final = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "ø": "o", "ł": "l"})
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
_NO_WORD: Final = re.compile(r"[\W_]+")
_SAINT: Final = re.compile(r"\b(?:saint|sainte|sankt|sant)\b")

# How well a name answers a query: the smaller, the better.
_WHOLE_NAME, _FIRST_WORDS, _BEGINNING, _INNER_WORDS = range(4)


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place. Coordinates in degrees (WGS 84) of its centre; `near` only where the name is ambiguous."""

    id: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    near: str = ""
    spellings: tuple[str, ...] = ()

    @property
    def point(self) -> tuple[float, float]:
        return (self.latitude, self.longitude)

    @property
    def label(self) -> str:
        """Name and country as one line, e.g. "Konz (DE)"; with a landmark where several places share the name."""
        return f"{self.name} ({self.country}, {self.near})" if self.near else f"{self.name} ({self.country})"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A place with its folded names; `text` is all of them, each word after a blank, for one quick look."""

    place: Place
    keys: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Index:
    entries: tuple[_Entry, ...]
    by_id: dict[int, Place]


def fold(text: str) -> str:
    """Lower case without accents, ligatures or punctuation: "Esch-sur-Sûre" → "esch sur sure"."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NO_WORD.sub(" ", bare.casefold()).strip()


def variants(name: str) -> set[str]:
    """Folded forms under which a name is typed: ü as u or ue, Saint or Sankt as st."""
    composed = unicodedata.normalize("NFC", name)
    forms = {fold(composed), fold(composed.translate(_UMLAUTS))}
    return forms | {_SAINT.sub("st", form) for form in forms}


def _entry(place: Place) -> _Entry:
    keys = tuple(sorted({form for name in (place.name, *place.spellings) for form in variants(name)}))
    return _Entry(place, keys, "".join(f" {key}" for key in keys))


@lru_cache(maxsize=1)
def _index() -> _Index:
    rows = json.loads(DATA_FILE.read_text(encoding="utf-8"))
    places = tuple(
        Place(number, name, country, latitude, longitude, population, near, tuple(spellings))
        for number, name, country, latitude, longitude, population, near, *spellings in rows
    )
    largest_first = sorted(map(_entry, places), key=lambda e: (-e.place.population, e.place.name, e.place.id))
    return _Index(tuple(largest_first), {p.id: p for p in places})


def _quality(key: str, query: str, words: tuple[str, ...]) -> int | None:
    """Class of the match of a folded name with a folded query, or None where it does not match."""
    if key == query:
        return _WHOLE_NAME
    if key.startswith(query):
        return _FIRST_WORDS if key[len(query)] == " " else _BEGINNING
    if any(f" {word}" not in f" {key}" for word in words):
        return None
    return _INNER_WORDS


def _best(entry: _Entry, queries: set[str]) -> int | None:
    possible = [(query, words) for query in queries if f" {(words := tuple(query.split()))[0]}" in entry.text]
    found = [_quality(key, query, words) for query, words in possible for key in entry.keys]
    return min((quality for quality in found if quality is not None), default=None)


def search(query: str, limit: int = 10) -> tuple[Place, ...]:
    """Places whose name or another spelling matches, best first: whole name, first words, beginning, inner words.

    Case, accents and punctuation do not count. Within a class the more populous place comes first. An empty query
    finds nothing. `limit` is cut to 1…50, a query to 80 characters, so that no request costs more than a full scan.
    """
    wanted = fold(query[:MAX_QUERY_LENGTH])
    if not wanted:
        return ()
    queries = {wanted, _SAINT.sub("st", wanted)}
    ranked = [(quality, entry.place) for entry in _index().entries if (quality := _best(entry, queries)) is not None]
    ranked.sort(key=lambda pair: pair[0])
    return tuple(place for _, place in ranked[: max(1, min(limit, MAX_LIMIT))])


def by_id(place_id: int) -> Place | None:
    """The place with this GeoNames id, or None where the table has no such place."""
    return _index().by_id.get(place_id)


def all_places() -> tuple[Place, ...]:
    """Every place, by name: for the list page that works without scripts."""
    return tuple(sorted(_index().by_id.values(), key=lambda p: (fold(p.name), p.country, p.id)))
