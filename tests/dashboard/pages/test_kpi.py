"""The page of a KPI."""

from tests.dashboard.pages.drawn import facts, links, parts, rows, section, words
from tests.dashboard.pages.story import EVIL


def grid(drawn, ident):
    return next(one["props"] for one in parts(drawn, "AgGrid") if one["props"]["id"] == ident)


def test_it_opens_with_value_expectation_completion_and_trend(draw):
    drawn = draw("/kpi/K1", {"scheme": "dark", "statuses": "usual"})
    said = facts(drawn)
    shown = [said[name].split("why")[0].strip() for name in ("Status", "Completion", "Trend")]
    assert tuple(shown) == ("C off track", "23.3 %", "– level")
    lead = next(one for one in parts(drawn, "P") if one["props"].get("className") == "lead")
    assert words(lead).startswith("Off track: 44.9 d on 31 Oct 2026, above the 39.5 d expected by then.")
    assert "Line ready (New line) is expected on 7 Dec 2026, 25 working days late." in words(lead)


def test_the_rule_is_said_in_words_with_its_own_numbers(draw):
    said = words(section(draw("/kpi/K1", None), "How it is judged"))
    assert "The goal on 31 Oct 2026 was 39.5 d, on a straight line between the dated targets." in said
    assert "The goal scores 6.67; the red flag, 4 d above it, scores 3.33." in said
    assert "Pace not computed: only totals that add up to a target have a pace" in said


def test_readings_are_all_there_the_newest_first_each_with_its_place(draw):
    readings = grid(draw("/kpi/K1", None), "kpi-readings")["rowData"]
    assert [(row["date"], row["actual"], row["source"], row["href"]) for row in readings] == [
        ("2026-10-31", 44.9, "register.xlsx, Readings, row 3", "/loads?load=2"),
        ("2026-09-30", 44.8, "register.xlsx, Readings, row 2", "/loads?load=2"),
    ]
    assert readings[0]["note"] == EVIL


def test_the_readings_can_be_taken_away_as_of_the_same_moment(draw):
    taken = links(section(draw("/kpi/K1?as_of=2026-10-31", None), "Readings"))
    assert taken["CSV"] == "/api/v1/kpis/K1/readings?format=csv&as_of=2026-10-31"


def test_the_curve_is_drawn_in_the_colours_of_the_browser(draw):
    def paper(theme):
        graph = next(parts(draw("/kpi/K1", theme), "Graph"))
        return graph["props"]["figure"]["layout"]["template"]["layout"]["paper_bgcolor"]

    assert paper({"scheme": "light"}) != paper({"scheme": "dark"})


def test_milestones_are_diamonds_on_the_day_of_their_effect(draw):
    graph = next(parts(draw("/kpi/K1", None), "Graph"))
    marks = [trace for trace in graph["props"]["figure"]["data"] if trace["name"] == "milestone"]
    assert [trace["x"] for trace in marks] == [["2026-12-21"]]


def test_a_kpi_without_reading_says_so_instead_of_a_curve(draw):
    drawn = draw("/kpi/K2", None)
    assert "not scored" in words(drawn) and "score not scored" not in words(drawn)
    assert not list(parts(drawn, "Graph"))
    assert "there is no reading with a date" in words(section(drawn, "Course"))


def test_a_range_is_judged_by_its_edges_and_is_stale_in_words_when_it_is_old(draw):
    drawn = draw("/kpi/K3", None)
    assert "The reading is 3 months old, older than twice its rhythm." in words(drawn)
    assert "In range. The middle of 4 to 6 weeks scores 10" in words(section(drawn, "How it is judged"))
    assert facts(section(drawn, "About it"))["Good between"] == "4 and 6"


def test_what_is_to_move_it_says_what_is_agreed(draw):
    table = rows(section(draw("/kpi/K1", None), "Projects and milestones that are to move it"))
    assert {row[0].split()[-1]: row[6] for row in table[1:]} == {"ready": "Ada Byron", "whole": "not agreed"}
    said = words(section(draw("/kpi/K1", None), "Projects and milestones that are to move it"))
    assert "1 of 2 not agreed by the KPI's owner." in said


def test_an_unknown_key_says_what_to_do(draw):
    assert "There is no such KPI" in words(draw("/kpi/nothing", None))
