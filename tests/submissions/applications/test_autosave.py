"""Autosave: what is refused, what is kept, and two devices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicprize.kernel.errors import Conflict, Invalid
from submissions.applications.autosave import Field, Kind, Wrong, checked, merge, parsed, text, versions_given

LINE = Field(Kind.LINE, longest=10)


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\u200f", "\u061c", "\ud800"])
def test_text_with_hidden_character_is_refused(bad: str) -> None:
    with pytest.raises(Wrong) as refused:
        text(f"a{bad}b", longest=10)
    assert refused.value.code == "control_characters"


def test_text_composes_and_folds_line_ends() -> None:
    assert text("e\u0301\r\nx\ry", longest=10) == "é\nx\ny"
    assert text("a\nb\tc", longest=10, lines=False) == "a b c"
    assert text("ä ö œ ë\u2019 🎵\u200d", longest=20) == "ä ö œ ë\u2019 🎵\u200d"


def test_text_counts_composed_characters_against_the_hard_maximum() -> None:
    assert text("e\u0301" * 10, longest=10) == "é" * 10
    with pytest.raises(Wrong) as refused:
        text("é" * 11, longest=10)
    assert refused.value.code == "too_long"


@given(st.text(max_size=40))
def test_text_is_stable_and_never_fails_otherwise(raw: str) -> None:
    try:
        once = text(raw, longest=100)
    except Wrong:
        return
    assert text(once, longest=100) == once
    once.encode()


@pytest.mark.parametrize(
    "typed", ["", "h", "http", "https:", "https://", "https://a", "example.org", "HTTPS://X.org/ä"]
)
def test_parsed_address_may_be_unfinished(typed: str) -> None:
    assert parsed(Field(Kind.ADDRESS, longest=300), typed) == typed


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "vbscript:x", "JaVaScRiPt:x", "a b"]
)
def test_parsed_address_of_another_scheme_is_refused(typed: str) -> None:
    with pytest.raises(Wrong):
        parsed(Field(Kind.ADDRESS, longest=300), typed)


@pytest.mark.parametrize("raw", [True, 1.5, "3", [], 2**70])
def test_parsed_whole_number_takes_no_other_type(raw: object) -> None:
    with pytest.raises(Wrong):
        parsed(Field(Kind.WHOLE, highest=100), raw)


def test_checked_names_every_wrong_field_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        checked({"a": LINE, "b": LINE}, {"a": 1, "b": "x" * 11, "c": ""})
    assert {name: found[0][0] for name, found in refused.value.fields.items()} == {
        "a": "not_text",
        "b": "too_long",
        "c": "unknown_field",
    }


def test_merge_bumps_only_what_changes() -> None:
    merged = merge({"a": "new", "b": "same"}, current={"a": "old", "b": "same"}, known={"a": 2}, given={"a": 2})
    assert (merged.values, merged.versions) == ({"a": "new"}, {"a": 3})


def test_merge_on_an_older_version_shows_what_stands_there_and_saves_nothing() -> None:
    with pytest.raises(Conflict) as refused:
        merge({"a": "mine", "b": "x"}, current={"a": "theirs", "b": ""}, known={"a": 3}, given={"a": 2})
    assert refused.value.code == "changed_elsewhere"
    assert refused.value.extra == {"current": {"a": "theirs"}, "versions": {"a": 3}}


def test_merge_of_a_repeated_request_is_no_conflict() -> None:
    assert merge({"a": "x"}, current={"a": "x"}, known={"a": 1}, given={}).versions == {"a": 1}


@pytest.mark.parametrize("raw", [[], "1", {"a": "1"}, {"a": True}, {"a": None}])
def test_versions_given_of_another_shape_is_refused(raw: object) -> None:
    with pytest.raises(Invalid):
        versions_given(raw)
