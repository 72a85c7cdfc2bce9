"""The page of a KPI."""

from typing import Any

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
    assert "New line is to bring 5 of 9 days and is off track; Line ready is forecast for 7 Dec 2026" in words(lead)


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
    assert {row[0].split()[-1]: row[9] for row in table[1:]} == {
        "ready": "Ada Byron not the KPI's owner never reviewed", "whole": "not agreed",
    }  # fmt: skip
    said = words(section(draw("/kpi/K1", None), "Projects and milestones that are to move it"))
    assert "1 of 2 not agreed by the KPI's owner; 1 of 2 not reviewed for 180 days." in said


# --- the sample portfolio ---


MOVES = "Projects and milestones that are to move it"


def figure_of(drawn):
    return next(parts(section(drawn, "Course"), "Graph"))["props"]["figure"]


def told(figure):
    return {note["text"] for note in figure["layout"]["annotations"]}


def line(figure: Any, name: str) -> dict[str, Any]:
    trace = next(trace for trace in figure["data"] if trace["name"] == name)
    return dict(zip(trace["x"], [None if y is None else round(y, 4) for y in trace["y"]], strict=True))


def test_a_yes_or_no_is_drawn_on_an_axis_of_these_two(draw_demo):
    axis = figure_of(draw_demo("/kpi/K41", None))["layout"]["yaxis"]
    assert dict(zip(axis["tickvals"], axis["ticktext"], strict=True)) == {0: "no", 1: "yes"}


def test_the_curve_shows_what_was_expected_what_is_to_come_and_what_was_seen(draw_demo):
    figure = figure_of(draw_demo("/kpi/K17", None))
    expected = line(figure, "expected")
    # 64 and a drift of 0.2 a month; 6 points from 15 September on.
    assert (expected["2025-12-31"], expected["2026-10-31"], expected["2026-12-31"]) == (64.0, 72.0, 72.4)
    assert (round(expected["2026-09-14"], 2), round(expected["2026-09-15"], 2)) == (65.69, 71.7)
    assert line(figure, "outlook")["2026-12-31"] == 72.7
    assert line(figure, "red flag") == {"2025-12-31": 60.0, "2026-12-31": 68.0}
    assert "5.1 of 6.0 expected (85 %)" in told(figure)


def test_what_comes_after_the_targets_date_moves_no_line_and_says_so(draw_demo):
    figure = figure_of(draw_demo("/kpi/K21", None))
    assert line(figure, "outlook") == {
        "2026-10-31": 44.9, "2026-12-05": 44.9, "2026-12-06": 42.9, "2026-12-31": 42.9, "2027-01-01": 42.9,
    }  # fmt: skip
    marks = line(figure, "milestone")
    assert marks == {"2027-01-01": 42.9, "2026-12-06": 42.9}
    assert {"−2 d expected", "−5 d expected, too late"} <= told(figure)


def test_its_outlook_and_its_covered_gap_open_into_their_rows(draw_demo):
    for key, outlook, gap in (
        ("K21", "42.9 d", "77.8 %"), ("K26", "6\u202f704", "82.1 %"), ("K27", "44 %", "60.9 %"),
        ("K23", "96.1 %", "112.5 %"),
    ):  # fmt: skip
        said = facts(draw_demo(f"/kpi/{key}", None))
        shown = [said[name].split("why")[0].strip() for name in ("Outlook", "Gap covered")]
        assert (shown[0].split(maxsplit=1)[1], shown[1]) == (outlook, gap)
    said = words(draw_demo("/kpi/K21", None))
    assert "Rule: last reading + drift × months left + effects that come by the target's date, on 31 Oct 2026." in said


def test_every_milestone_that_moves_it_says_when_by_how_much_and_what_was_seen(draw_demo):
    table = rows(section(draw_demo("/kpi/K21", None), MOVES))
    assert [row[5:8] for row in table[1:]] == [
        ["1 Jan 2027 after the target's date, slipped from 25 Dec 2026", "55.6", "–"],
        ["6 Dec 2026 on its way, slipped from 15 Nov 2026", "22.2", "–"],
    ]
    seen = rows(section(draw_demo("/kpi/K17", None), MOVES))[1]
    assert seen[5:9] == ["15 Sep 2026 delivered", "75", "5.1 of 6.0 expected (85 %)", "+6 pp after 60 days, 80 % sure"]


def test_a_claim_over_the_whole_gap_is_flagged_with_what_nobody_agreed_to(draw_demo):
    moves = section(draw_demo("/kpi/K23", None), MOVES)
    said = facts(moves)
    assert [said[name] for name in ("Delivered", "On its way", "Late", "Not covered", "Declared too much")] == [
        "50 %", "37.5 %", "25 %", "0 %", "12.5 %",
    ]  # fmt: skip
    assert "2 of 3 not agreed by the KPI's owner; 1 of 3 not reviewed for 180 days." in words(moves)
    assert rows(moves)[1][9] == "not agreed reviewed 231 days ago"


def test_an_effect_seen_opens_into_the_readings_around_it(draw_demo):
    said = words(section(draw_demo("/kpi/K17", None), "What was seen of what was promised"))
    assert "App live in all regions (Field app for technicians): 5.1 of 6.0 expected (85 %)" in said
    assert "66.4 % was read on 30 Jun 2026, the last before it.   register.xlsx, Readings, row 27" in said
    assert "field-app." not in said, "keys of the store are nobody's words"


def test_an_unknown_key_says_what_to_do(draw):
    assert "There is no such KPI" in words(draw("/kpi/nothing", None))
