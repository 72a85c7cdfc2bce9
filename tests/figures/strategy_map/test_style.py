"""The stylesheet of the map."""

import pytest

from dashboard.figures.strategy_map import stylesheet
from dashboard.figures.tokens import STATUSES, THEMES


def rules(theme="light"):
    found = {}
    for rule in stylesheet(theme):
        found.setdefault(rule["selector"], {}).update(rule["style"])
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_those_of_the_tokens(theme):
    colours, found = THEMES[theme], rules(theme)
    assert found["node.card"]["background-color"] == colours.card
    assert found["node.band"]["background-color"] == colours.band
    assert found["edge"]["line-color"] == colours.edge
    assert found["node.card.off_track"]["background-color"] == colours.statuses["off_track"].fill


def test_every_status_has_a_mark_and_stale_cards_a_hatch_under_it():
    found = rules()
    for status in STATUSES:
        assert len(found[f"node.card.{status}"]["background-image"]) == 1
        assert len(found[f"node.card.{status}.stale"]["background-image"]) == 2


def test_images_are_data_addresses_only():
    images = [image for style in rules().values() for image in style.get("background-image", [])]
    assert images
    assert all(image.startswith("data:image/svg+xml") for image in images)


def test_what_is_not_lit_is_faded_to_a_quarter():
    assert rules()[".faded"]["opacity"] == 0.25


def test_only_links_that_lower_end_in_a_bar():
    assert rules()["edge"]["target-arrow-shape"] == "triangle"
    assert rules()["edge.lowers"]["target-arrow-shape"] == "tee"
