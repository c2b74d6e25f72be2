"""Distances against figures known from elsewhere, and every way an assessment can come out."""

from __future__ import annotations

import math
from datetime import date

import pytest

from submissions.eligibility import gazetteer, rules
from submissions.eligibility.rules import Basis, CityPoint, Code, Verdict, WorkAge

CITIES = (
    CityPoint("luxembourg", 49.60982, 6.13268),
    CityPoint("metz", 49.11911, 6.17269),
    CityPoint("saarbruecken", 49.23262, 7.00982),
    CityPoint("trier", 49.75565, 6.63935),
)
KONZ, NANCY, DIEKIRCH, KOBLENZ = (
    (49.70045, 6.57652),
    (48.68439, 6.18496),
    (49.86687, 6.15451),
    (50.35357, 7.57883),
)
CLOSING = date(2027, 1, 31)
RECENT = tuple(WorkAge(n, 2025) for n in (1, 2, 3))


def assess(**changes: object) -> rules.Assessment:
    facts: dict[str, object] = {
        "basis": Basis.LIVES, "point": KONZ, "not_listed": False, "cities": CITIES, "works": RECENT,
        "works_wanted": 3, "closing": CLOSING,
    }  # fmt: skip
    return rules.assess(**(facts | changes))  # type: ignore[arg-type]


def test_distance_quarter_of_a_meridian_is_a_quarter_of_the_circumference() -> None:
    assert rules.distance_m((0, 0), (90, 0)) == round(math.pi / 2 * 6_371_008.8)


def test_distance_antipodes_does_not_leave_the_domain_of_arcsine() -> None:
    assert rules.distance_m((12.3, 45.6), (-12.3, -134.4)) == round(math.pi * 6_371_008.8)


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        (KONZ, (49.75565, 6.63935), 7.6),
        ((48.8566, 2.3522), (51.5074, -0.1278), 343.6),  # Paris to London, the usual textbook pair
        ((49.60982, 6.13268), (49.11911, 6.17269), 54.6),  # Luxembourg to Metz
        (NANCY, (49.11911, 6.17269), 48.3),
    ],
)
def test_distance_of_known_pairs(a: rules.Point, b: rules.Point, km: float) -> None:
    assert rules.distance_m(a, b) / 1000 == pytest.approx(km, abs=0.1)
    assert rules.distance_m(a, b) == rules.distance_m(b, a)


def test_distance_refuses_swapped_or_impossible_coordinates() -> None:
    with pytest.raises(ValueError, match="not a point"):
        rules.distance_m((91, 0), (0, 0))


def test_distances_are_nearest_first() -> None:
    assert [d.city for d in rules.distances(KONZ, CITIES)] == ["trier", "luxembourg", "saarbruecken", "metz"]


def test_assess_place_near_a_city_is_eligible_with_its_figures() -> None:
    found = assess()
    assert found.verdict is Verdict.ELIGIBLE
    assert found.nearest is not None
    assert found.nearest.city == "trier"
    assert found.nearest.km == 7.6
    assert found.open_reasons == ()
    assert found.reasons[0].facts() == {
        "code": "within_radius", "city": "trier", "metres": found.nearest.metres, "limit_m": 50_000,
    }  # fmt: skip


def test_assess_nancy_is_outside_luxembourg_but_within_reach_of_metz() -> None:
    found = assess(point=NANCY)
    assert found.verdict is Verdict.ELIGIBLE
    assert found.reasons[0].city == "metz"
    assert max(d.metres for d in found.distances) > 50_000


def test_assess_far_place_is_not_eligible() -> None:
    found = assess(point=KOBLENZ)
    assert found.verdict is Verdict.NOT_ELIGIBLE
    assert found.open_reasons[0].code is Code.OUTSIDE_RADIUS


@pytest.mark.parametrize(
    ("metres", "code"),
    [(49_999, Code.WITHIN_RADIUS), (50_000, Code.WITHIN_RADIUS), (50_001, Code.NEAR_THE_LIMIT),
     (51_000, Code.NEAR_THE_LIMIT), (51_001, Code.OUTSIDE_RADIUS)],
)  # fmt: skip
def test_judge_place_at_the_limit(metres: int, code: Code) -> None:
    north = math.degrees(metres / rules.EARTH_RADIUS_M)
    reason = rules.judge_place((north, 0.0), [CityPoint("x", 0.0, 0.0)], radius_km=50, not_listed=False)
    assert reason.metres == metres
    assert reason.code is code


def test_assess_radius_of_the_edition_counts() -> None:
    assert assess(point=DIEKIRCH, radius_km=20).verdict is Verdict.NOT_ELIGIBLE
    assert assess(point=DIEKIRCH, radius_km=30).verdict is Verdict.ELIGIBLE


def test_assess_place_not_listed_leaves_it_to_a_person() -> None:
    found = assess(point=None, not_listed=True)
    assert found.verdict is Verdict.UNDECIDED
    assert [r.code for r in found.open_reasons] == [Code.PLACE_NOT_LISTED]
    assert found.distances == ()
    assert found.nearest is None


def test_assess_place_not_given_is_another_finding_than_not_listed() -> None:
    assert [r.code for r in assess(point=None).open_reasons] == [Code.PLACE_MISSING]


def test_assess_without_basis_is_undecided() -> None:
    assert [r.code for r in assess(basis=None).open_reasons] == [Code.BASIS_MISSING]


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (WorkAge(1, 2022), Code.WORK_RECENT),  # a part of 2022 lies within five years before 31 January 2027
        (WorkAge(1, 2021), Code.WORK_TOO_OLD),
        (WorkAge(1, 2027), Code.WORK_RECENT),
        (WorkAge(1, 2028), Code.WORK_YEAR_AFTER_CLOSING),
        (WorkAge(1, None), Code.WORK_YEAR_MISSING),
        (WorkAge(1, None, in_progress=True), Code.WORK_IN_PROGRESS),
        (WorkAge(1, 2019, in_progress=True), Code.WORK_IN_PROGRESS),
    ],
)
def test_judge_work_by_year(work: WorkAge, code: Code) -> None:
    reason = rules.judge_work(work, closing=CLOSING, max_age_years=5)
    assert reason.code is code
    assert reason.oldest_year == 2022


def test_oldest_year_of_a_leap_day_needs_no_such_day_five_years_before() -> None:
    assert rules.oldest_year(date(2028, 2, 29), 5) == 2023


def test_assess_one_old_work_is_enough_against_and_is_named() -> None:
    found = assess(works=(WorkAge(1, 2025), WorkAge(2, 2015), WorkAge(3, 2026)))
    assert found.verdict is Verdict.NOT_ELIGIBLE
    assert [(r.code, r.work) for r in found.open_reasons] == [(Code.WORK_TOO_OLD, 2)]


def test_assess_missing_works_are_counted() -> None:
    found = assess(works=RECENT[:1])
    assert found.verdict is Verdict.UNDECIDED
    assert found.open_reasons[0].facts() == {"code": "works_missing", "count": 2}


def test_judge_place_without_cities_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one city"):
        assess(cities=())


def test_every_code_has_a_verdict() -> None:
    assert set(rules.VERDICT_OF) == set(Code)


def test_rules_and_gazetteer_agree_on_konz() -> None:
    konz = gazetteer.search("Konz")[0]
    assert rules.distances(konz.point, CITIES)[0].km == 7.6
