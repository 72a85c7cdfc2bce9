"""Small blocks of every page."""

from dashboard.panels.instead import no_such_thing
from dashboard.panels.marks import mark, status
from dashboard.panels.parts import heading, side_panel
from dashboard.selection import Selection
from tests.dashboard.layouts import children, find, plain


def test_a_heading_links_to_the_full_page_only_where_it_is_embedded():
    assert children(heading("Grow", Selection(page="objective", key="O1"))) == "Grow"
    link = children(heading("Grow", Selection.parse("/embed/objective/O1?as_of=2026-10-31")))
    assert (link.href, link.target, link.rel) == ("/objective/O1?as_of=2026-10-31", "_blank", "noopener")


def test_a_status_is_a_shape_a_letter_and_a_word():
    letter, words = children(status("off_track", stale="3 months old"))
    assert (letter.children, letter.className, words) == ("C", "mark mark-stale", "off track, 3 months old")


def test_a_mark_alone_says_its_word_to_a_screen_reader():
    alone = mark("at_risk", milestone=True).to_plotly_json()["props"]
    assert (alone["role"], alone["aria-label"], alone["className"]) == ("img", "at risk", "mark mark-milestone")


def test_the_panel_can_be_closed_and_has_a_name():
    panel = side_panel("map-panel", "Grow")
    assert panel.to_plotly_json()["props"]["aria-label"] == "Grow"
    assert "Close the details (Esc)" in plain(find(panel, "Button")[0])


def test_a_thing_that_is_not_there_offers_the_map_and_the_present():
    gone = no_such_thing("objective", Selection.parse("/objective/O9?as_of=2026-01-31"))
    assert "There is no such objective" in plain(gone) and " as of 31 Jan 2026." in plain(gone)
    assert [link.href for link in find(gone, "A")] == ["/?as_of=2026-01-31", "/objective/O9"]
