"""Projects as bubbles."""

from typing import Any

import pandas as pd

from dashboard.figures.bubbles import bubbles
from dashboard.figures.tokens import palette
from tests.figures.plotted import valid

EVIL = "<img src=x>$x$"


def drawn(**more: Any) -> Any:
    rows = pd.DataFrame(
        {
            "name": ["Line", EVIL, "Desk"],
            "x": [0.764, 1.0, 0.92],
            "y": [12.0, 3.0, 0.0],
            "size": [400.0, 100.0, None],
            "status": ["off_track", "on_track", "off_track"],
            "words": ["EUR 400", "EUR 100", "not known"],
        },
        index=["P1", "P2", "P3"],
    )
    return valid(bubbles(rows, across="SPI(t)", up="Weight", size="Left:", **more))


def test_the_area_is_the_size_and_colour_and_letter_are_the_status():
    on, off = drawn().data
    assert (list(off.x), list(off.y), list(off.text)) == ([0.764, 0.92], [12.0, 0.0], ["C", "C"])
    assert off.marker.size[0] == 2 * on.marker.size[0]
    assert (off.textfont.color, on.textfont.color) == ("#B42318", "#1A7051")


def test_what_is_not_known_is_an_open_ring_of_the_least_size():
    _, off = drawn().data
    assert (off.marker.size[1], off.marker.color[1]) == (14.0, "rgba(0,0,0,0)")
    assert off.hovertext[1] == "<b>Desk</b> (P3), off track<br>SPI(t) 0.92<br>Weight 0<br>Left: not known"


def test_names_stay_text():
    on, _ = drawn().data
    assert on.hovertext[0].startswith("<b>&lt;img src=x&gt;&#36;x&#36;</b> (P2), on track")


def test_the_other_colours_are_those_of_the_theme():
    _, off = drawn(theme="dark", blue_orange=True).data
    assert off.textfont.color == palette("dark", True).statuses["off_track"].ink
