"""Status marks: well-formed, and told apart without colour."""

import re

import pytest
from lxml import etree

from dashboard.figures import marks, tokens

COLOURLESS = re.compile(r"#[0-9A-F]{6}")


@pytest.mark.parametrize("milestone", [False, True])
def test_no_two_statuses_look_alike_without_colour(milestone):
    drawn = {COLOURLESS.sub("", marks.mark(status, tokens.LIGHT, milestone)) for status in tokens.STATUSES}
    assert len(drawn) == 6


@pytest.mark.parametrize("status", tokens.STATUSES)
def test_a_mark_is_well_formed_and_has_the_ink_of_its_status(status):
    drawn = marks.mark(status, tokens.DARK)
    etree.fromstring(f"<svg>{drawn}</svg>")
    assert tokens.DARK.statuses[status].ink in drawn


def test_an_image_is_an_address_that_needs_nothing_from_outside():
    address = marks.image(marks.hatch(tokens.LIGHT), 10, 10)
    assert address.startswith("data:image/svg+xml;utf8,%3Csvg")
    assert "#" not in address
