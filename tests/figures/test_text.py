"""Widths of text in Inter, and breaking it into lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures import text


def test_width_is_the_sum_of_the_advances_of_inter():
    assert text.width("A", 1000, 600) == pytest.approx(728, abs=1)  # 1,490 of 2,048 units
    assert text.width("AB", 20, 600) == pytest.approx((1490 + 1350) / 2048 * 20, abs=0.05)
    assert text.width("Order", 20, 600) > text.width("Order", 20, 400)


def test_letters_that_inter_does_not_have_take_room_too():
    assert text.width("水", 10) == 10
    assert text.width("é", 10) == text.width("e", 10)  # a combining accent takes none


def test_a_name_is_broken_at_blanks():
    assert text.wrap("Predict failures before they happen", 214, 20.5, 600) == [
        "Predict failures",
        "before they happen",
    ]


def test_the_last_line_ends_in_dots_when_there_is_too_much():
    lines = text.wrap("Secure the supply of critical parts and of everything else that we need", 214, 20.5, 600)
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_one_line_of_plain_text_has_no_line_breaks_and_no_control_characters():
    assert text.plain(" Order\nto\t delivery\x00\x1b ") == "Order to delivery"


@given(st.text(max_size=60), st.integers(20, 300), st.integers(1, 3))
def test_no_line_is_wider_than_its_room(given_text, room, lines):
    words = text.plain(given_text)
    found = text.wrap(words, room, 14, 400, lines)
    assert len(found) <= lines
    assert all(text.width(line, 14) <= room + 0.01 for line in found)
    assert "".join(found).replace(" ", "") == words.replace(" ", "") or found[-1].endswith("…") or "…" in "".join(found)
