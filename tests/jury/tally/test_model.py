"""The tally against a model of thirty lines: the definitions, written down as plainly as they can be, in fractions."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jury.tally import (
    CountingRule,
    Criterion,
    DecidedBy,
    Juror,
    Method,
    Params,
    Problem,
    Result,
    TallyError,
    Vote,
    places,
    rank,
)
from tests.jury.tally.helpers import jury, plain, votes

Table = list[list[int | None]]


def least_squares(y: Table, weight: list[list[F]]) -> list[F]:
    """t of min Σ ω (y − t − b)², Σ b = 0: the whole system of n + m equations, solved by elimination."""
    n, m = len(y), len(y[0])
    size = n + m
    a = [[F(0)] * (size + 1) for _ in range(size)]
    for i in range(n):
        for j in range(m):
            if y[i][j] is not None:
                for row in (i, n + j):
                    a[row][i] += weight[i][j]
                    a[row][n + j] += weight[i][j]
                    a[row][size] += weight[i][j] * F(y[i][j] or 0, 100)
    a[-1] = [F(0)] * n + [F(1)] * m + [F(0)]
    for c in range(size):
        pivot = next(r for r in range(c, size) if a[r][c])
        a[c], a[pivot] = a[pivot], a[c]
        for r in range(size):
            if r != c and a[r][c]:
                a[r] = [p - a[r][c] / a[c][c] * q for p, q in zip(a[r], a[c], strict=True)]
    return [a[i][size] / a[i][i] for i in range(n)]


def omega(y: Table, people: list[Juror], parity: bool) -> list[list[F]]:
    """1, or 1 / (cities present · jurors of the own city present)."""
    weights = []
    for row in y:
        cities = [people[j].city for j, mark in enumerate(row) if mark is not None]
        share = [
            F(1, len(set(cities)) * max(1, cities.count(one.city))) if parity and cities else F(1) for one in people
        ]
        weights.append(share)
    return weights


def connected(y: Table) -> bool:
    """Whether every juror is reached from the first by entries that both heard."""
    reached = {0}
    for _ in y[0]:
        reached |= {
            j for row in y if any(row[k] is not None for k in reached) for j in range(len(row)) if row[j] is not None
        }
    return len(reached) == len(y[0]) and all(any(mark is not None for mark in row) for row in y)


tables = st.integers(2, 6).flatmap(
    lambda m: st.lists(
        st.lists(st.one_of(st.none(), st.sampled_from(range(100, 1001, 50))), min_size=m, max_size=m),
        min_size=2, max_size=8,
    )
)  # fmt: skip


def cast(y: Table) -> list[Vote]:
    return votes({f"E{i}": [None if mark is None else mark / 100 for mark in row] for i, row in enumerate(y)})


@settings(max_examples=60, deadline=None)
@given(tables, st.booleans())
def test_adjusted_is_the_least_squares_solution_of_the_whole_system(y: Table, parity: bool) -> None:
    assume(connected(y))
    people = jury(len(y[0]))
    result = rank(plain(parity=parity), cast(y), people)
    expected = least_squares(y, omega(y, people, parity))
    assert [result.standing(f"E{i}").score for i in range(len(y))] == expected


@settings(max_examples=60, deadline=None)
@given(tables, st.booleans(), st.sampled_from([50, 100, 250]), st.booleans())
def test_mean_and_clamp_are_their_definitions(y: Table, parity: bool, width: int, rounded: bool) -> None:
    assume(all(any(mark is not None for mark in row) for row in y))
    people, params = jury(len(y[0])), Params(width=width, round_clamped=rounded)
    weights = omega(y, people, parity)

    def mean(i: int, values: dict[int, F]) -> F:
        return sum((weights[i][j] * v for j, v in values.items()), F(0)) / sum(weights[i][j] for j in values)

    for i, row in enumerate(y):
        marks = {j: F(mark, 100) for j, mark in enumerate(row) if mark is not None}
        centre, w = mean(i, marks), F(width, 100)
        near = {j: min(max(v, centre - w), centre + w) for j, v in marks.items()}
        near = {j: F((v * 200 + 1).__floor__() // 2, 100) if rounded else v for j, v in near.items()}
        for method, expected in ((Method.MEAN, centre), (Method.CLAMP, mean(i, near))):
            result = rank(plain(method, parity=parity, params=params), cast(y), people)
            assert result.standing(f"E{i}").score == expected


def outcome(rule: CountingRule, given_votes: list[Vote], people: list[Juror]) -> Result | Problem:
    """The result, or why there is none."""
    try:
        return rank(rule, given_votes, people)
    except TallyError as refusal:
        return refusal.code


@settings(max_examples=40, deadline=None)
@given(tables, st.sampled_from([one for one in Method if one is not Method.ZSCORE]), st.booleans(), st.randoms())
def test_result_is_the_same_in_any_order_and_under_other_names(
    y: Table, method: Method, parity: bool, rng: object
) -> None:
    """Permuting votes and jurors changes nothing, and neither does calling the entries something else."""
    assume(connected(y))
    people, given_votes = jury(len(y[0])), cast(y)
    rule = plain(method, parity=parity)
    first = outcome(rule, given_votes, people)
    if isinstance(first, Problem):
        assert outcome(rule, given_votes[::-1], people[::-1]) is first
        return
    shuffled = list(given_votes)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(rule, shuffled, people[::-1]) == first
    renamed = [Vote(f"Z{9 - int(v.entry[1:])}", v.juror, v.criterion, v.hundredths) for v in given_votes]
    other = places(rank(rule, renamed, people))
    assert {f"E{9 - int(entry[1:])}": place for entry, place in other.items()} == places(first)


@settings(max_examples=40, deadline=None)
@given(tables, st.sampled_from([Method.ADJUSTED, Method.MEAN, Method.CLAMP, Method.ROBUST]), st.integers(1, 300))
def test_a_juror_who_is_milder_throughout_changes_no_place_where_everybody_heard_everything(
    y: Table, method: Method, more: int
) -> None:
    whole: Table = [[500 if mark is None else mark for mark in row] for row in y]
    milder: Table = [[(row[0] or 0) + more, *row[1:]] for row in whole]
    people = jury(len(y[0]))
    if method is Method.CLAMP:
        assume(
            all(
                abs((mark or 0) - sum(m or 0 for m in row) / len(row)) < 100
                for row in [*whole, *milder]
                for mark in row
            )
        )
    rule = plain(method, ties=())
    before, after = (outcome(rule, cast(table), people) for table in (whole, milder))
    if isinstance(before, Problem) or isinstance(after, Problem):
        assert before is after
        return
    assert places(before) == places(after)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_a_missing_mark_is_nowhere_put_in(y: Table) -> None:
    """An entry's plain mean is that of the marks it has, and an entry nobody marked has none."""
    result = rank(plain(Method.MEAN), cast(y), jury(len(y[0])), entries=["nobody"])
    for i, row in enumerate(y):
        given_marks = [mark for mark in row if mark is not None]
        expected = F(sum(given_marks), 100 * len(given_marks)) if given_marks else None
        assert result.standing(f"E{i}").score == expected
    assert result.standing("nobody").score is None
    assert result.standing("nobody").place is None


@settings(max_examples=60, deadline=None)
@given(tables)
def test_equal_scores_stand_apart_only_where_the_chain_says_so(y: Table) -> None:
    rule = CountingRule((Criterion("overall"),), Method.MEAN, quorum=plain().quorum)
    ranked = [one for one in rank(rule, cast(y), jury(len(y[0]))).standings if one.place is not None]
    for upper, lower in pairwise(ranked):
        assert upper.score is not None
        assert lower.score is not None
        assert upper.score >= lower.score
        if upper.score == lower.score and upper.place != lower.place:
            assert lower.decided_by in (DecidedBy.CRITERION, DecidedBy.HEAD_TO_HEAD, DecidedBy.SHARED)
        if upper.place == lower.place:
            assert upper.score == lower.score
            assert upper.decided_by is lower.decided_by is DecidedBy.SHARED


def test_places_of_ten_thousand_entries_follow_the_sixth_decimal() -> None:
    """Two entries whose means differ by 1/3000 of a point in the thousands: rounding for display never orders them."""
    y: Table = [[900 - (i % 7) * 50, 850, 800 + (i % 3) * 50] for i in range(300)]
    y[7], y[8] = [983, 984, 984], [984, 984, 983]
    y[9] = [984, 984, 984]
    result = rank(plain(Method.MEAN, ties=()), cast(y), jury(3))
    assert result.standing("E9").place == 1
    assert result.standing("E7").place == result.standing("E8").place == 2
