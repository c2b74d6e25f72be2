"""The baked table, and what people type into the search."""

from __future__ import annotations

import pytest

from submissions.eligibility import bake, gazetteer
from submissions.eligibility.gazetteer import by_id, search
from submissions.eligibility.rules import distance_m


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Lëtzebuerg", "Luxembourg"),
        ("letzeb", "Luxembourg"),
        ("LUXEMBURG", "Luxembourg"),
        ("Diddenuewen", "Thionville"),
        ("Diedenhofen", "Thionville"),
        ("thion", "Thionville"),
        ("esch", "Esch-sur-Alzette"),
        ("Esch Uelz", "Esch-sur-Alzette"),
        ("esch-sur-s", "Esch-sur-Sûre"),
        ("saarbruecken", "Saarbrücken"),
        ("SAARBRUCKEN", "Saarbrücken"),
        ("Sarrebruck", "Saarbrücken"),
        ("Trèves", "Trier"),
        ("st avold", "Saint-Avold"),
        ("St. Ingbert", "Sankt Ingbert"),
        ("Saargemünd", "Sarreguemines"),
        ("alzette", "Esch-sur-Alzette"),
        ("Ettelbréck", "Ettelbruck"),
        ("Arel", "Arlon"),
    ],
)
def test_search_finds_first(query: str, first: str) -> None:
    assert search(query, 5)[0].name == first


def test_search_whole_name_comes_before_a_larger_place_that_begins_so() -> None:
    names = [p.name for p in search("Metz", 10)]
    assert names[0] == "Metz"
    assert "Metzervisse" in names


def test_search_larger_place_comes_first_among_equals() -> None:
    found = search("Neunkirchen", 10)
    assert found[0].population > 40_000
    assert found[0].country == "DE"


def test_search_places_of_one_name_carry_a_landmark() -> None:
    labels = [p.label for p in search("Neunkirchen", 10) if p.name == "Neunkirchen"]
    assert len(labels) > 1
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("query", ["", "   ", "-", "😀", "\x00", "zzzz", "%", "' OR 1=1 --"])
def test_search_nonsense_finds_nothing(query: str) -> None:
    assert search(query) == ()


def test_search_limit_is_kept_and_cut() -> None:
    assert len(search("s", 7)) == 7
    assert len(search("s", 0)) == 1
    assert len(search("s", 10**9)) == gazetteer.MAX_LIMIT


def test_search_inner_word_needs_a_beginning_of_a_word() -> None:
    assert all("onville" not in p.name for p in search("onville", 50))


def test_by_id_known_and_unknown() -> None:
    place = by_id(2960316)
    assert place is not None
    assert (place.name, place.country) == ("Luxembourg", "LU")
    assert by_id(1) is None


def test_table_holds_only_the_region_and_each_id_once() -> None:
    places = gazetteer.all_places()
    assert 3_500 < len(places) < 4_500
    assert len({p.id for p in places}) == len(places)
    for place in places:
        nearest = min(distance_m(place.point, (c.latitude, c.longitude)) for c in bake.CITIES)
        assert nearest <= bake.RADIUS_KM * 1000, place


def test_table_stays_small_enough_to_load_on_first_use() -> None:
    assert gazetteer.DATA_FILE.stat().st_size < 260_000


def test_table_names_its_source() -> None:
    assert "GeoNames" in gazetteer.ATTRIBUTION
    assert "CC BY 4.0" in gazetteer.ATTRIBUTION


def test_spellings_of_drops_transliterations_and_the_name_itself() -> None:
    row = {"name": "Püttlingen", "countrycode": "DE",
           "alternatenames": ["Puettlingen", "PTL", "Pjutlingen", "Pittlinge", "Пютлинген"]}  # fmt: skip
    assert bake.spellings_of(row, {"DE Püttlingen": ["Puttelange"]}) == ["Puttelange", "Pittlinge"]
