"""What the demo's content is made of: frozen shapes, no database. Texts in four languages are plain mappings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from frontend.demo.synth import Character, Piece

Language = Literal["de", "fr", "lb", "en"]
Texts = Mapping[str, str]
LANGUAGES: Final[tuple[Language, ...]] = ("de", "fr", "lb", "en")
MAIL_DOMAIN: Final = "demo.invalid"


def texts(de: str, fr: str, lb: str, en: str) -> dict[str, str]:
    """One text in the four languages, each stripped and with single line ends joined: blank lines part paragraphs."""
    return {"de": flow(de), "fr": french_spaces(flow(fr)), "lb": flow(lb), "en": flow(en)}


def french_spaces(text: str) -> str:
    """No-break spaces where French typography wants them: before ; : ! ? », after « and within large numbers."""
    held = re.sub(r" (?=[;:!?»])|(?<=«) ", "\u00a0", text)
    return re.sub(r"(?<=\d) (?=\d{3}\b)", "\u00a0", held)


def flow(text: str) -> str:
    """Join the lines of a paragraph; paragraphs stay apart by one blank line."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def slug(name: str) -> str:
    """Name as the local part of an address: "Jörg Weiß" → "joerg.weiss"."""
    german = name.lower()
    for letter, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        german = german.replace(letter, two)
    bare = unicodedata.normalize("NFKD", german).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", ".", bare).strip(".")


@dataclass(frozen=True, slots=True)
class Home:
    """A place of the gazetteer (GeoNames id and its name there), and how the languages call it."""

    id: int | None
    name: str
    said: Mapping[str, str] = field(default_factory=dict)

    def in_language(self, language: str) -> str:
        return self.said.get(language, self.name)


@dataclass(frozen=True, slots=True)
class Seed:
    """What is written by hand for one artist; the rest of the application is composed around it.

    `theme` is a noun phrase in the plural, in the artist's language, that the texts put into their sentences;
    `works` are titles with the character of their music; `members` are "name, role" for an ensemble.
    """

    name: str
    language: Language
    basis: Literal["born", "lives", "works", "studies"]
    home: Home
    theme: str
    works: tuple[tuple[Character, str], ...]
    members: tuple[str, ...] = ()
    city: str | None = None

    @property
    def ensemble(self) -> bool:
        return bool(self.members)


@dataclass(frozen=True, slots=True)
class DemoWork:
    position: int
    title: str
    year: int
    in_progress: bool
    contributors: str
    description: str
    start_cue_ms: int
    piece: Piece


@dataclass(frozen=True, slots=True)
class DemoRider:
    inputs: str
    power: str
    projection: str
    setup_minutes: int
    people: int
    notes: str


@dataclass(frozen=True, slots=True)
class DemoMember:
    name: str
    role: str
    email: str


@dataclass(frozen=True, slots=True)
class DemoApplication:
    """One application, whole. `city` is a code of the edition's cities or None; `place_id` None: not listed."""

    artist_name: str
    ensemble: bool
    contact_name: str
    email: str
    language: Language
    city: str | None
    basis: str
    place_id: int | None
    place_name: str
    region_link: str
    biography: str
    motivation: str
    project: str
    rider: DemoRider
    members: tuple[DemoMember, ...]
    works: tuple[DemoWork, ...]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the staff. `city` is None for people of the whole edition; `chair` for a juror who leads."""

    name: str
    email: str
    language: Language
    role: Literal["organiser", "coordinator", "juror"]
    city: str | None = None
    chair: bool = False
    about: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemoCriterion:
    key: str
    weight: int
    title: Texts
    description: Texts
    low: Texts
    high: Texts


@dataclass(frozen=True, slots=True)
class DemoPrize:
    kind: Literal["main", "special"]
    title: Texts
    description: Texts
    amount_cents: int


@dataclass(frozen=True, slots=True)
class DemoConsent:
    purpose: str
    required: bool
    title: Texts
    text: Texts
    version: int = 1


@dataclass(frozen=True, slots=True)
class DemoEdition:
    """The public texts and rules of an edition; dates are set by whoever builds it, around the day of the demo."""

    slug: str
    year: int
    host_city: str
    title: Texts
    summary: Texts
    call_text: Texts
    jury_note: Texts
    needs: tuple[Texts, ...]
    data_protection: tuple[Texts, ...]
    criteria: tuple[DemoCriterion, ...]
    prizes: tuple[DemoPrize, ...]
    consents: tuple[DemoConsent, ...]
    min_seconds: int = 15


@dataclass(frozen=True, slots=True)
class DemoFinalist:
    """An entry of the past edition as the public knows it."""

    artist_name: str
    language: Language
    city: str
    presentation: Texts
    work: DemoWork
    prize: Literal["main", "special"] | None = None
    reasons: Texts = field(default_factory=dict)
