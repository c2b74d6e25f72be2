"""Range headers as a table."""

import pytest

from musicprize.objectstore.ranges import Slice, Unsatisfiable, wanted

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-1", 0, 1),
        ("bytes=500-", 500, 999),
        ("bytes=-1", 999, 999),
        ("bytes=-5000", 0, 999),
        ("bytes=990-5000", 990, 999),
        ("bytes=999-999", 999, 999),
        ("Bytes = 1-2", None, None),
        ("BYTES=1-2", 1, 2),
        ("bytes= 1 - 2 ", 1, 2),
    ],
)
def test_wanted_one_range_is_cut_to_the_object(header: str, first: int | None, last: int | None) -> None:
    assert wanted(header, SIZE) == (None if first is None or last is None else Slice(first, last))


@pytest.mark.parametrize(
    "header", ["", "bytes=-", "bytes=", "items=0-1", "bytes=5-4", "bytes=a-b", "bytes=0-1,5-6", "0-1", "bytes=١-٢"]
)
def test_wanted_what_cannot_be_honoured_means_everything(header: str) -> None:
    assert wanted(header, SIZE) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=99999999999999999999-"])
def test_wanted_past_the_end_is_unsatisfiable(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(header, SIZE)


@pytest.mark.parametrize("header", ["bytes=0-", "bytes=-1", "bytes=0-0"])
def test_wanted_of_an_empty_object_is_unsatisfiable(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(header, 0)
