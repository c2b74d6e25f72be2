"""What looks like a tie: likenesses between who judges and who applies. Pure Python; a person decides what they mean.

Compared are words without accents and case. A name is found in a text when its words stand there one after the other;
names of one word are not looked for in running text, where they would be found everywhere.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from jury.conflicts.rules import Hint

_PROVIDERS = """
gmail.com googlemail.com outlook.com outlook.de outlook.fr hotmail.com hotmail.fr hotmail.de live.com live.fr yahoo.com
yahoo.de yahoo.fr icloud.com me.com mac.com gmx.de gmx.net gmx.com web.de t-online.de freenet.de orange.fr wanadoo.fr
free.fr sfr.fr laposte.net posteo.de mailbox.org proton.me protonmail.com pt.lu internet.lu vo.lu email.lu
"""
PUBLIC_MAIL = frozenset(_PROVIDERS.split())
"""Providers whose domain says nothing about where somebody works."""
NOBODYS = ".invalid"
"""Names that can belong to nobody (RFC 2606): all people of the demo have one, which ties nobody to anybody."""


@dataclass(frozen=True)
class JurorSide:
    """What is known of a juror: name, address, city and the lines of the register."""

    id: UUID
    name: str
    email: str
    city_id: UUID | None
    register: tuple[str, ...]


@dataclass(frozen=True)
class ArtistSide:
    """What an application says of people: names (artist, contact, members, credits), addresses, texts, city."""

    id: UUID
    names: tuple[str, ...]
    emails: tuple[str, ...]
    texts: tuple[str, ...]
    city_id: UUID | None


@dataclass(frozen=True)
class Found:
    """A likeness. `what`: the words or the domain that both have; `same_city`: they also stand for one city."""

    juror_id: UUID
    application_id: UUID
    hint: Hint
    what: str
    same_city: bool


def words(text: str) -> tuple[str, ...]:
    """The words of a text without accents, case and marks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return tuple(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def found(jurors: Sequence[JurorSide], artists: Iterable[ArtistSide]) -> Iterator[Found]:
    """Every likeness of a juror and an application, each kind once a pair. Linear in the words of the applications."""
    index: dict[str, list[tuple[tuple[str, ...], JurorSide, Hint]]] = defaultdict(list)
    domains: dict[str, list[JurorSide]] = defaultdict(list)
    for juror in jurors:
        for text, hint in ((juror.name, Hint.NAME), *((line, Hint.REGISTER) for line in juror.register)):
            name = words(text)
            if name:
                index[name[0]].append((name, juror, hint))
        domain = _domain(juror.email)
        if domain not in PUBLIC_MAIL and not domain.endswith(NOBODYS):
            domains[domain].append(juror)
    for artist in artists:
        seen: set[tuple[UUID, Hint]] = set()
        for one in _likenesses(artist, index, domains):
            if (one.juror_id, one.hint) not in seen:
                seen.add((one.juror_id, one.hint))
                yield one


def _likenesses(
    artist: ArtistSide,
    index: dict[str, list[tuple[tuple[str, ...], JurorSide, Hint]]],
    domains: dict[str, list[JurorSide]],
) -> Iterator[Found]:
    for text in artist.names:
        for juror, hint, what in _in(words(text), index, shortest=1):
            yield Found(juror.id, artist.id, hint, what, _same_city(juror, artist))
    for text in artist.texts:
        for juror, _, what in _in(words(text), index, shortest=2):
            yield Found(juror.id, artist.id, Hint.MENTIONED, what, _same_city(juror, artist))
    for email in artist.emails:
        for juror in domains.get(_domain(email), ()):
            yield Found(juror.id, artist.id, Hint.MAIL_DOMAIN, _domain(email), _same_city(juror, artist))


def _in(
    text: tuple[str, ...], index: dict[str, list[tuple[tuple[str, ...], JurorSide, Hint]]], *, shortest: int
) -> Iterator[tuple[JurorSide, Hint, str]]:
    for at, word in enumerate(text):
        for name, juror, hint in index.get(word, ()):
            if len(name) >= shortest and text[at : at + len(name)] == name:
                yield juror, hint, " ".join(name)


def _domain(email: str) -> str:
    return email.rpartition("@")[2].casefold()


def _same_city(juror: JurorSide, artist: ArtistSide) -> bool:
    return juror.city_id is not None and juror.city_id == artist.city_id
