"""References and entry codes."""

import re

from submissions.applications import codes


def test_draw_reference_has_the_printed_form_and_a_right_check() -> None:
    for _ in range(200):
        reference = codes.draw_reference(2027)
        found = re.fullmatch(r"QP27-([A-Z]\d[A-Z]\d)-([A-Z0-9])", reference)
        assert found, reference
        assert codes.check_character(found[1]) == found[2]
        assert not set(reference[5:]) & set("01OILUQ")


def test_check_character_finds_every_wrong_character_and_every_swap() -> None:
    body = "A7K4"
    right = codes.check_character(body)
    for place in range(4):
        others = set(codes.ALPHABET) - {body[place]}
        assert all(codes.check_character(body[:place] + other + body[place + 1 :]) != right for other in others)
    for place in range(3):
        swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
        assert codes.check_character(swapped) != right


def test_draw_code_spreads_over_the_whole_space() -> None:
    drawn = {codes.draw_code(2027) for _ in range(500)}
    assert len(drawn) > 480
    assert all(re.fullmatch(r"QP27-[A-Z]\d[A-Z]\d", code) for code in drawn)


def test_same_reference_forgives_case_blanks_and_dashes_only() -> None:
    assert codes.same_reference(" qp27–a7k4 9", "QP27-A7K4-9")
    assert not codes.same_reference("QP27-A7K4-8", "QP27-A7K4-9")
    assert not codes.same_reference("", "QP27-A7K4-9")
