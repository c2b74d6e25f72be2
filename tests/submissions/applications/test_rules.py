"""When what may be written."""

from datetime import UTC, datetime, timedelta

import pytest

from musicprize.kernel.errors import Conflict
from submissions.applications import rules
from submissions.applications.rules import State, Verb

AT = datetime(2027, 1, 20, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def opened(state: State, *, accepts: bool = True, reopened: tuple[str, ...] = (), until: datetime | None = None,
           at: datetime = AT) -> tuple[str, ...]:  # fmt: skip
    return rules.open_sections(state=state, works=3, accepts=accepts, reopened=reopened, until=until, at=at)


def test_open_sections_of_a_draft_are_all_until_the_edition_closes() -> None:
    assert opened(State.DRAFT) == (
        *("about", "eligibility", "texts", "rider", "portrait", "work-1", "work-2", "work-3", "consents"),
    )
    assert opened(State.DRAFT, accepts=False) == ()


@pytest.mark.parametrize(("at", "found"), [(AT - TICK, ("work-2",)), (AT, ()), (AT + TICK, ())])
def test_open_sections_after_a_question_end_at_its_instant(at: datetime, found: tuple[str, ...]) -> None:
    given = opened(State.SUBMITTED, accepts=False, reopened=("work-2", "work-9"), until=AT, at=at)
    assert given == found


@pytest.mark.parametrize("state", [State.ADMITTED, State.REFUSED, State.WITHDRAWN])
def test_open_sections_of_a_decided_application_are_none(state: State) -> None:
    assert opened(state, reopened=("about",), until=AT + TICK) == ()


@pytest.mark.parametrize(
    ("state", "open_now", "code"),
    [
        (State.DRAFT, (), "closed"),
        (State.SUBMITTED, (), "already_sent"),
        (State.SUBMITTED, ("rider",), "section_not_open"),
        (State.ADMITTED, (), "already_decided"),
    ],
)
def test_check_open_says_why_not(state: State, open_now: tuple[str, ...], code: str) -> None:
    with pytest.raises(Conflict) as refused:
        rules.check_open("about", open_now, state=state)
    assert refused.value.code == code


def test_every_verb_of_the_table_has_somebody_who_may_say_it() -> None:
    assert {verb for _state, verb in rules.MACHINE.table} == set(Verb) == set(rules.WHO_MAY)


def test_every_field_belongs_to_a_section_of_the_form() -> None:
    assert {field.section for field in rules.FIELDS.values()} == set(rules.SECTIONS)
