"""The tokens: the browser's are the same, and every status can be read and told apart."""

from pathlib import Path

import pytest

from dashboard.figures import tokens

CSS = Path(__file__).parents[2] / "assets" / "tokens.css"


def test_the_browser_has_the_same_tokens():
    assert CSS.read_text("utf-8") == tokens.css()


def test_variables_are_named_after_the_tokens():
    text = tokens.css()
    assert "  --card: #FFFFFF;\n" in text
    assert "  --off-track: #B42318;\n  --off-track-fill: #FBE1DE;\n" in text


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("blue_orange", [False, True])
def test_every_ink_is_readable_on_what_lies_under_it(theme, blue_orange):
    colours = tokens.palette(theme, blue_orange)
    for inks in colours.statuses.values():
        assert contrast(inks.ink, inks.fill) >= 4.5
        assert contrast(inks.ink, colours.card) >= 4.5
    for inks in colours.loads.values():
        assert contrast(inks.ink, inks.fill) >= 4.5
    for under in (colours.page, colours.band, colours.card):
        assert contrast(colours.ink, under) >= 4.5
        assert contrast(colours.second, under) >= 4.5
        assert contrast(colours.accent, under) >= 4.5
    assert contrast(colours.ink, colours.statuses["off_track"].fill) >= 4.5
    assert contrast(colours.second, colours.statuses["off_track"].fill) >= 4.5


def test_no_two_statuses_share_a_shape():
    shapes = [status.shape for status in tokens.STATUSES.values()]
    assert len(set(shapes)) == len(shapes) == 6


def test_the_blue_orange_set_changes_only_the_three_that_are_red_yellow_green():
    plain, other = tokens.palette("light"), tokens.palette("light", blue_orange=True)
    changed = {status for status in tokens.STATUSES if plain.statuses[status] != other.statuses[status]}
    assert changed == {"on_track", "at_risk", "off_track"}
    assert plain._replace(statuses={}) == other._replace(statuses={})
