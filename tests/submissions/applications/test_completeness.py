"""Sections: their statuses, and sentences that say what to do."""

from dataclasses import replace
from typing import Any

import pytest

from submissions.applications.completeness import ConsentContent, Content, Status, WorkContent, ready, tasks
from submissions.applications.rules import FIELDS
from submissions.works.rules import FIELDS as WORK_FIELDS

TEXT = "x" * 100


def work(position: int = 1, **changes: Any) -> WorkContent:
    fields: dict[str, Any] = {name: "" for name in WORK_FIELDS} | {
        "title": "Piece", "year": 2026, "in_progress": False, "description": "Rain.", "start_cue_ms": 0,
    }  # fmt: skip
    own = {name: changes.pop(name) for name in list(changes) if name in WORK_FIELDS}
    given: dict[str, Any] = {"has_audio": True, "recording": "ready", "duration_ms": 60_000, **changes}
    return WorkContent(position=position, fields={**fields, **own}, **given)


def content(**changes: Any) -> Content:
    fields: dict[str, Any] = {name: "" for name in FIELDS} | {
        "language": "en", "artist_name": "Nebula", "ensemble": False, "contact_name": "Ines", "basis": "lives",
        "place_id": 1, "place_name": "Konz", "place_listed": True, "biography": TEXT, "motivation": TEXT,
        "project": TEXT, "rider_inputs": "none", "rider_setup_minutes": 0, "rider_people": 1,
    }  # fmt: skip
    own = {name: changes.pop(name) for name in list(changes) if name in FIELDS}
    whole = Content(
        fields={**fields, **own}, member_names=(), has_portrait=False, works=(work(1), work(2)),
        consents=(ConsentContent("rules", "Rules", True, True), ConsentContent("excerpt", "Excerpt", False, False)),
        limits={"biography": (10, 200)}, works_required=2, notes={},
    )  # fmt: skip
    return replace(whole, **changes)


def found(given: Content, key: str) -> tuple[Status, list[tuple[str, str]]]:
    task = next(task for task in tasks(given) if task.key == key)
    return task.status, [(problem.field, problem.code) for problem in task.problems]


def test_tasks_of_a_whole_application_are_done_and_ready() -> None:
    whole = tasks(content())
    assert ready(whole)
    assert [task.key for task in whole] == [
        *("about", "eligibility", "texts", "rider", "portrait", "work-1", "work-2", "consents"),
    ]
    assert {task.status for task in whole if task.required} == {Status.DONE}


def test_tasks_of_an_empty_application_are_to_do_and_each_says_what() -> None:
    empty = {name: None if name.startswith(("place_id", "rider_setup", "rider_people")) else "" for name in FIELDS}
    empty |= {"ensemble": False, "place_listed": True}
    blank = WorkContent(
        1, {**dict.fromkeys(WORK_FIELDS, ""), "year": None, "in_progress": False, "start_cue_ms": 0}, False
    )
    given = content(**empty, works=(blank, replace(blank, position=2)), consents=(
        ConsentContent("rules", "Rules", True, False),))  # fmt: skip
    whole = tasks(given)
    assert {task.status for task in whole} == {Status.TODO}
    assert not ready(whole)
    assert all(str(problem.message).endswith((".", "Rules")) for task in whole for problem in task.problems)


@pytest.mark.parametrize(
    ("changes", "key", "status", "problems"),
    [
        ({"artist_name": "  "}, "about", Status.PROGRESS, [("artist_name", "missing")]),
        ({"website": "example"}, "about", Status.PROBLEM, [("website", "not_an_address")]),
        ({"ensemble": True}, "about", Status.PROGRESS, [("members", "missing")]),
        ({"ensemble": True, "member_names": ("A", "")}, "about", Status.PROGRESS, [("members", "name_missing")]),
        ({"place_id": None}, "eligibility", Status.PROGRESS, [("place_name", "not_chosen")]),
        ({"place_id": None, "place_listed": False}, "eligibility", Status.PROGRESS, [("region_link", "missing")]),
        ({"place_id": None, "place_listed": False, "region_link": "near"}, "eligibility", Status.DONE, []),
        ({"biography": "x" * 9}, "texts", Status.PROGRESS, [("biography", "too_short")]),
        ({"biography": "x" * 10}, "texts", Status.DONE, []),
        ({"biography": "x" * 200}, "texts", Status.DONE, []),
        ({"biography": "x" * 201}, "texts", Status.PROBLEM, [("biography", "too_long")]),
        ({"rider_people": None}, "rider", Status.PROGRESS, [("rider_people", "missing")]),
        (
            {"has_portrait": True},
            "portrait",
            Status.PROGRESS,
            [("portrait_credit", "missing"), ("portrait_alt", "missing")],
        ),
        ({"works": (work(year=None), work(2))}, "work-1", Status.PROGRESS, [("year", "missing")]),
        ({"works": (work(year=None, in_progress=True), work(2))}, "work-1", Status.DONE, []),
        ({"works": (work(description=""), work(2))}, "work-1", Status.PROGRESS, [("description", "missing")]),
        ({"works": (work(has_audio=False), work(2))}, "work-1", Status.PROGRESS, [("audio", "missing")]),
        ({"works": (work(recording="refused"), work(2))}, "work-1", Status.PROBLEM, [("audio", "refused")]),
        ({"works": (work(recording="running", duration_ms=None), work(2))}, "work-1", Status.DONE, []),
        ({"works": (work(start_cue_ms=59_999), work(2))}, "work-1", Status.DONE, []),
        (
            {"works": (work(start_cue_ms=60_000), work(2))},
            "work-1",
            Status.PROBLEM,
            [("start_cue_ms", "after_the_end")],
        ),
        ({"works": (work(isrc="LUABC2600001"), work(2))}, "work-1", Status.DONE, []),
        ({"works": (work(isrc="LU1"), work(2))}, "work-1", Status.PROBLEM, [("isrc", "not_an_isrc")]),
        ({"consents": (ConsentContent("rules", "R", True, False),)}, "consents", Status.TODO, [("rules", "missing")]),
    ],
)
def test_tasks_tell_what_is_missing_from_what_is_wrong(
    changes: dict[str, Any], key: str, status: Status, problems: list[tuple[str, str]]
) -> None:
    assert found(content(**changes), key) == (status, problems)


def test_notes_are_told_and_hold_nothing_back() -> None:
    whole = tasks(content(notes={"eligibility": ("Far away.",)}))
    assert ready(whole)
    assert next(task for task in whole if task.key == "eligibility").notes == ("Far away.",)
