"""The demo edition's applications, composed from the rosters and the sentences. Deterministic, no database.

`applications()` gives 54 of them; `people` has the staff, `edition_texts` the edition, `past_edition` the one before.
"""

from __future__ import annotations

import zlib
from collections import Counter
from functools import lru_cache
from typing import Final

from frontend.demo import roster_east, roster_west
from frontend.demo.phrases import Phrases, pick, say
from frontend.demo.phrases_de import GERMAN
from frontend.demo.phrases_en import ENGLISH
from frontend.demo.phrases_fr import FRENCH
from frontend.demo.phrases_lb import LUXEMBOURGISH
from frontend.demo.shapes import (
    MAIL_DOMAIN,
    DemoApplication,
    DemoMember,
    DemoRider,
    DemoWork,
    Language,
    Seed,
    french_spaces,
    slug,
)
from frontend.demo.synth import Character, piece_for

PHRASES: Final[dict[Language, Phrases]] = {"de": GERMAN, "fr": FRENCH, "lb": LUXEMBOURGISH, "en": ENGLISH}
#: Applications by the city they are made for, as in the first edition of the prize: 11 + 14 + 9 + 18 + 2 = 54.
ROSTER: Final[tuple[tuple[str | None, tuple[Seed, ...]], ...]] = (
    ("lux", roster_west.LUXEMBOURG),
    ("met", roster_west.METZ),
    ("sbr", roster_east.SAARBRUECKEN),
    ("tri", roster_east.TRIER),
    (None, roster_east.NO_CITY),
)
#: Quotation marks of each language; the French ones keep a no-break space inside.
QUOTES: Final[dict[Language, tuple[str, str]]] = {
    "de": ("„", "“"),
    "fr": ("«\u00a0", "\u00a0»"),
    "lb": ("„", "“"),
    "en": ("“", "”"),
}
#: Newest year of a finished work and how far back the years go; the one artist below has a work that is too old.
NEWEST_YEAR: Final = 2026
YEARS_BACK: Final = 4
TOO_OLD: Final = ("Ottmar Krebsacker", 2, 2017)


def number_of(name: str) -> int:
    """A stable number for a name, so that adding an artist does not change the music of the others."""
    return zlib.crc32(name.encode())


class Writer:
    """Writes one artist's texts. `turn` is the artist's number within the language."""

    def __init__(self, seed: Seed, city: str | None, turn: int) -> None:
        self.seed, self.turn, self.phrases = seed, turn, PHRASES[seed.language]
        self.facts = {
            "place": seed.home.in_language(seed.language),
            "theme": seed.theme,
        }
        self.city = city

    def write(self, sentences: tuple[str, ...], pace: int = 1, shift: int = 0) -> str:
        template = pick(sentences, self.turn, pace, shift)
        sentence = say(template, several=self.seed.ensemble, **self.facts)
        return french_spaces(sentence) if self.seed.language == "fr" else sentence

    def region_link(self) -> str:
        parts = [self.write(self.phrases.basis[self.seed.basis])]
        if self.city is None:
            parts.append(self.write(self.phrases.no_city))
        return " ".join(parts)

    def biography(self) -> str:
        p, lead = self.phrases, self.seed.works[0][0]
        first = f"{self.write(p.practice[lead])} {self.write(p.source, 3)} {self.write(p.career, 3)}"
        return f"{first}\n\n{self.region_link()} {self.write(p.career, 3, 1)} {self.write(p.closing, 2)}"

    def motivation(self) -> str:
        p = self.phrases
        why = f"{self.write(p.motive, 2)} {self.write(p.region, 3)}"
        return f"{why}\n\n{self.write(p.need, 3, self.turn // 7)} {self.write(p.wish, 1, self.turn // 3)}"

    def project(self) -> str:
        p, lead = self.phrases, self.seed.works[0][0]
        left, right = QUOTES[self.seed.language]
        titles = ", ".join(f"{left}{title}{right}" for _, title in self.seed.works)
        return (
            f"{self.write(p.core[lead], 1, 1)} {self.write(p.source, 3, 1)}\n\n"
            f"{self.write(p.technique, 2)} {self.write(p.stage, 3)} {self.write(p.plan, 3)}\n\n{titles}"
        )

    def rider(self) -> DemoRider:
        p, people = self.phrases, max(1, len(self.seed.members))
        return DemoRider(
            inputs=self.write(p.rider_inputs),
            power=self.write(p.rider_power),
            projection=self.write(p.rider_projection),
            setup_minutes=(30, 45, 60, 75, 90, 120)[self.turn % 6],
            people=people,
            notes=self.write(p.rider_notes, 3),
        )

    def work(self, position: int, character: Character, title: str) -> DemoWork:
        chance = number_of(f"{self.seed.name}/{position}")
        year = NEWEST_YEAR - chance % (YEARS_BACK + 1)
        if (self.seed.name, position) == TOO_OLD[:2]:
            year = TOO_OLD[2]
        makers = self.seed.members or (f"{self.seed.name}, {self.phrases.composition}",)
        template = pick(self.phrases.describe[character], self.turn, 1)
        return DemoWork(
            position=position,
            title=title,
            year=year,
            in_progress=position == 3 and self.turn % 5 == 2,
            contributors="\n".join(makers),
            description=french_spaces(template) if self.seed.language == "fr" else template,
            start_cue_ms=(0, 0, 4_000, 0, 7_500)[chance % 5],
            piece=piece_for(character, chance),
        )


def compose(seed: Seed, city: str | None, turn: int) -> DemoApplication:
    """One application in the artist's language. Raises KeyError where a language lacks a sentence."""
    writer = Writer(seed, city, turn)
    members = tuple(
        DemoMember(name, role, f"{slug(name)}@{MAIL_DOMAIN}")
        for name, role in (line.split(", ", 1) for line in seed.members)
    )
    return DemoApplication(
        artist_name=seed.name,
        ensemble=seed.ensemble,
        contact_name=members[0].name if members else seed.name,
        email=f"{slug(seed.name)}@{MAIL_DOMAIN}",
        language=seed.language,
        city=city,
        basis=seed.basis,
        place_id=seed.home.id,
        place_name=seed.home.name,
        region_link=writer.region_link(),
        biography=writer.biography(),
        motivation=writer.motivation(),
        project=writer.project(),
        rider=writer.rider(),
        members=members,
        works=tuple(writer.work(n, character, title) for n, (character, title) in enumerate(seed.works, start=1)),
    )


@lru_cache(maxsize=1)
def applications() -> tuple[DemoApplication, ...]:
    """All applications of the demo edition, by city."""
    turns: Counter[str] = Counter()
    made = []
    for city, seeds in ROSTER:
        for seed in seeds:
            made.append(compose(seed, city, turns[seed.language]))
            turns[seed.language] += 1
    return tuple(made)
