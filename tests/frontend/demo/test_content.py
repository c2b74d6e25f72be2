"""The demo's content: complete, consistent with the rules it is shown under, and nowhere the same text twice."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from frontend.demo import content, people
from frontend.demo.content import applications
from frontend.demo.edition_texts import DEMO_EDITION
from frontend.demo.past_edition import FINALISTS, PAST_EDITION
from frontend.demo.phrases import pick, say
from frontend.demo.shapes import LANGUAGES, MAIL_DOMAIN, DemoApplication, DemoEdition, french_spaces, slug
from submissions.eligibility import gazetteer
from submissions.eligibility.bake import CITIES
from submissions.eligibility.rules import Assessment, Basis, Code, Verdict, WorkAge, assess

ALL = applications()
LIMITS = {"biography": (200, 3000), "motivation": (200, 3000), "project": (200, 4000)}


def assessed(entry: DemoApplication) -> Assessment:
    place = None if entry.place_id is None else gazetteer.by_id(entry.place_id)
    return assess(
        basis=Basis(entry.basis),
        point=place.point if place else None,
        not_listed=entry.place_id is None,
        cities=CITIES,
        works=[WorkAge(w.position, w.year, w.in_progress) for w in entry.works],
        works_wanted=3,
        closing=date(2027, 1, 31),
    )


def test_applications_are_spread_over_the_cities_as_in_the_first_edition() -> None:
    assert Counter(a.city for a in ALL) == {"lux": 11, "met": 14, "sbr": 9, "tri": 18, None: 2}


def test_applications_speak_four_languages() -> None:
    assert Counter(a.language for a in ALL) == {"de": 24, "fr": 17, "lb": 7, "en": 6}


def test_names_addresses_and_titles_are_there_once() -> None:
    names = [a.artist_name for a in ALL] + [p.name for p in people.STAFF] + [f.artist_name for f in FINALISTS]
    mails = [a.email for a in ALL] + [m.email for a in ALL for m in a.members] + [p.email for p in people.STAFF]
    titles = [w.title for a in ALL for w in a.works]
    for values in (names, mails, titles):
        assert [v for v, n in Counter(values).items() if n > 1] == []
    assert all(re.fullmatch(rf"[a-z0-9.]+@{re.escape(MAIL_DOMAIN)}", mail) for mail in mails)


@pytest.mark.parametrize("field", sorted(LIMITS))
def test_texts_keep_the_limits_and_differ_from_artist_to_artist(field: str) -> None:
    least, most = LIMITS[field]
    written = [getattr(a, field) for a in ALL]
    assert all(least <= len(text) <= most for text in written)
    assert len(set(written)) == len(written)


def test_texts_have_no_unfilled_place_and_no_sentence_twice() -> None:
    for a in ALL:
        for text in (a.region_link, a.biography, a.motivation, a.project, a.rider.inputs, a.rider.notes):
            assert not re.search(r"[{}\[\]|]|  ", text), (a.artist_name, text)
        sentences = [s for text in (a.biography, a.motivation, a.project) for s in re.split(r"(?<=[.!])\s", text)]
        assert [s for s, n in Counter(sentences).items() if n > 1] == [], a.artist_name


def test_biography_explains_the_link_to_the_region() -> None:
    assert all(a.region_link in a.biography for a in ALL)


def test_places_are_those_of_the_gazetteer() -> None:
    for a in ALL:
        if a.place_id is None:
            assert gazetteer.search(a.place_name) == ()
        else:
            place = gazetteer.by_id(a.place_id)
            assert place is not None, a.place_name
            assert place.name == a.place_name


def test_assessments_leave_work_for_the_coordinators_but_not_much() -> None:
    found = {a.artist_name: assessed(a) for a in ALL}
    open_cases = {name: {r.code for r in f.open_reasons} for name, f in found.items() if f.verdict != Verdict.ELIGIBLE}
    assert open_cases == {
        content.TOO_OLD[0]: {Code.WORK_TOO_OLD},
        "Aurélien Vaucresson-Thill": {Code.PLACE_NOT_LISTED},
        "Marlow Enderby-Krings": {Code.OUTSIDE_RADIUS},
    }


def test_works_are_three_and_sound_different() -> None:
    assert all([w.position for w in a.works] == [1, 2, 3] for a in ALL)
    assert len({w.piece for a in ALL for w in a.works}) == 162
    assert all(len({w.piece.character for w in a.works}) == 3 for a in ALL)
    assert all(len(w.description) > 40 and w.start_cue_ms < w.piece.seconds * 1000 for a in ALL for w in a.works)
    assert 3 < sum(w.in_progress for a in ALL for w in a.works) < 20


def test_pieces_are_long_enough_for_the_edition() -> None:
    shortest = min(w.piece.seconds for a in ALL for w in a.works)
    assert shortest >= DEMO_EDITION.min_seconds
    assert min(f.work.piece.seconds for f in FINALISTS) >= PAST_EDITION.min_seconds


def test_ensembles_have_members_with_roles_and_persons_have_none() -> None:
    for a in ALL:
        assert a.ensemble == bool(a.members)
        assert a.rider.people == max(1, len(a.members))
        assert all(m.name and m.role for m in a.members)
        assert a.contact_name == (a.members[0].name if a.members else a.artist_name)


def test_staff_is_two_jurors_and_a_coordinator_a_city_and_one_chair() -> None:
    assert Counter(p.city for p in people.JURORS) == dict.fromkeys(("lux", "met", "sbr", "tri"), 2)
    assert Counter(p.city for p in people.COORDINATORS) == dict.fromkeys(("lux", "met", "sbr", "tri"), 1)
    assert sum(p.chair for p in people.JURORS) == 1
    assert len(people.ORGANISERS) == 2


@pytest.mark.parametrize("edition", [DEMO_EDITION, PAST_EDITION])
def test_edition_texts_are_whole_in_four_languages(edition: DemoEdition) -> None:
    every = [edition.title, edition.summary, edition.call_text, edition.jury_note]
    every += [*edition.needs, *edition.data_protection]
    every += [t for c in edition.criteria for t in (c.title, c.description, c.low, c.high)]
    every += [t for p in edition.prizes for t in (p.title, p.description)]
    every += [t for c in edition.consents for t in (c.title, c.text)]
    every += [t for f in FINALISTS for t in (f.presentation, f.reasons) if t] + [p.about for p in people.JURORS]
    for texts in every:
        assert tuple(texts) == LANGUAGES
        assert all(text and text == text.strip() and "  " not in text for text in texts.values()), texts
    long = [t for t in every if len(t["en"]) > 60]
    assert all(len(set(t.values())) == 4 for t in long), "translated, not copied"


def test_edition_rules_are_those_of_the_prize() -> None:
    assert {c.key: c.weight for c in DEMO_EDITION.criteria} == {
        "innovation": 30, "artistry": 35, "coherence": 15, "stage": 20,
    }  # fmt: skip
    assert [p.amount_cents for p in DEMO_EDITION.prizes] == [1_000_000, 0]
    assert [c.purpose for c in DEMO_EDITION.consents if c.required] == ["rules"]
    assert len(DEMO_EDITION.data_protection) == 5


def test_past_edition_has_six_finalists_with_reasons_for_both_prizes() -> None:
    assert len(FINALISTS) == 6
    prizes = {f.prize: f for f in FINALISTS if f.prize}
    assert set(prizes) == {"main", "special"}
    assert all(tuple(f.reasons) == LANGUAGES for f in prizes.values())
    assert not {f.artist_name for f in FINALISTS} & {a.artist_name for a in ALL}
    assert {f.city for f in FINALISTS} == {"lux", "met", "sbr", "tri"}


def test_say_chooses_number_fills_and_begins_large() -> None:
    template = "{theme} [höre ich|hören wir] in {place}."
    assert say(template, several=False, theme="glocken", place="Trier") == "Glocken höre ich in Trier."
    assert say(template, several=True, theme="glocken", place="Trier") == "Glocken hören wir in Trier."


def test_french_texts_keep_signs_and_figures_on_their_line() -> None:
    assert french_spaces("10 000 euros : « oui » !") == "10\u00a0000 euros\u00a0: «\u00a0oui\u00a0»\u00a0!"
    french = [a.motivation + a.biography + a.project for a in ALL if a.language == "fr"]
    assert not [text for text in french if re.search(r" [;:!?»]|« ", text)]
    assert "10\u00a0000" in DEMO_EDITION.summary["fr"]


def test_say_missing_fact_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("{nothing}", several=False)


def test_pick_walks_every_sentence_and_another_shift_is_another_sentence() -> None:
    assert {pick("abcd", turn, 3) for turn in range(4)} == set("abcd")
    assert all(pick("abcd", turn, 3) != pick("abcd", turn, 3, 1) for turn in range(40))


@pytest.mark.parametrize(
    ("name", "local"),
    [("Matthias Grünewald-Oste", "matthias.gruenewald.oste"), ("Maïté Weiß", "maite.weiss"), ("A & B", "a.b")],
)
def test_slug_makes_a_local_part(name: str, local: str) -> None:
    assert slug(name) == local
