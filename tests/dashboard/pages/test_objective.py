"""The page of an objective."""

import plotly.graph_objects as go

from tests.dashboard.pages.drawn import facts, later, links, parts, rows, section, words
from tests.dashboard.pages.story import EVIL


def test_it_opens_with_one_sentence_naming_the_worst_kpi_and_the_late_milestone(draw):
    lead = next(one for one in parts(draw("/objective/O1", None), "P") if one["props"].get("className") == "lead")
    assert words(lead) == (
        "Off track at 2.2 of 10. Order-to-delivery time stands at 44.9 d on 31 Oct 2026, where 39.5 d was expected; "
        "New line is to bring 5 of 9 days and is off track; Line ready is forecast for 7 Dec 2026, "
        "25 working days late. Recommended for New line: correct."
    )


def test_its_figures_say_status_result_coverage_worst_and_age(draw):
    drawn = draw("/objective/O1", None)
    said = facts(drawn)
    assert said["Result"].startswith("C off track   why")
    assert "2.2 of 10, 1 of 2 KPIs, " in words(drawn)
    assert said["Worst KPI"] == "C Order-to-delivery time"
    assert said["Data up to"] == "31 Oct 2026"
    assert (said["Owner"], said["Weight"], said["Theme"]) == ("Ada Byron", "7", "Reliable service")


def test_every_kpi_is_a_row_and_one_without_reading_says_what_is_missing(draw):
    table = rows(section(draw("/objective/O1", None), "KPIs"))
    by_name = {row[0]: row for row in table[1:]}
    assert by_name["Order-to-delivery time"][1:6] == ["C off track", "", "44.9 d", "39.5 d", "23.3"]
    assert by_name["Orders confirmed"][2].startswith("not computed: no reading")


def test_projects_stand_with_milestone_dates_slip_and_effect(draw):
    table = rows(section(draw("/objective/O1", None), "Projects and milestones behind it"))
    line = next(row for row in table if "Line ready" in row[0])
    assert line[1:5] == ["2 Nov 2026", "7 Dec 2026", "–", "+25"]
    assert line[5:8] == ["Order-to-delivery time", "−5 d after 14 days, 70 % sure", "Ada Byron"]
    whole = next(row for row in table if "as a whole" in row[0])
    assert whole[5] == "this objective itself"
    assert "not quantified" in whole[6]
    assert any(row[0].startswith("P9") for row in table), "a project that is not known yet stays visible"


def test_money_of_two_currencies_is_never_added(draw):
    table = rows(section(draw("/objective/O1", None), "Expenditure and revenue against plan"))
    assert [row[:9] for row in table[1:]] == [
        ["New line", "Expenditure", "EUR", "850", "880", "+30", "1\u202f000", "1\u202f080", "–"],
        ["New line", "Expenditure", "GBP", "70", "60", "−10", "70", "–", "–"],
        ["New line", "Revenue", "EUR", "–", "–", "–", "900", "–", "–"],
    ]


def test_causes_are_said_with_sign_strength_and_lag(draw):
    said = words(section(draw("/objective/O1", None), "Causes and effects"))
    assert "Driven by A Secure supply helps, strong, after 2 months" in said


def test_links_keep_the_moment_and_the_embedding(draw):
    found = links(draw("/embed/objective/O1?as_of=2026-10-31", None))
    assert found["Order-to-delivery time"] == "/embed/kpi/K1?as_of=2026-10-31"
    assert found["register.xlsx, Strategy, row 4"] == "/embed/loads?as_of=2026-10-31&load=2"


def test_text_of_exports_stays_text(draw):
    drawn = draw("/objective/O1", None)
    assert facts(drawn)["Description"] == EVIL
    assert not [one for one in parts(drawn) if "dangerously_allow_html" in one["props"]]


def test_stale_data_is_hatched_and_its_age_is_said(draw):
    drawn = draw("/objective/O2", None)
    marks = [one for one in parts(drawn, "Span") if "mark-stale" in (one["props"].get("className") or "")]
    assert len(marks) == 2
    assert facts(drawn)["Result"].startswith("A on track, 3 months old   why")
    assert "What it rests on is stale: the last reading is 3 months old." in words(drawn)


def test_an_unknown_key_says_what_to_do(draw):
    drawn = draw("/objective/O77", None)
    assert words(next(parts(drawn, "H1"))) == "There is no such objective"
    assert links(drawn)["Go to the map"] == "/"


def test_the_page_says_what_its_status_rests_on(draw):
    said = "Every status is computed from the loaded facts by the rule that stands beside it"
    assert said in words(draw("/objective/O1", None))


# --- the sample portfolio ---


def figure_of(drawn, title="What closes the gap"):
    figure = next(parts(section(drawn, title), "Graph"))["props"]["figure"]
    go.Figure(figure)  # which Plotly checks
    return figure


def under(drawn):
    """Give the three figures by name: the status, and what is said below it."""
    cells = [one for one in parts(drawn, "Div") if [each.get("type") for each in one["props"].get("children") or []
             if isinstance(each, dict)] == ["Dt", "Dd", "Dd"]]  # fmt: skip
    said = {}
    for cell in cells:
        name, figure, below = cell["props"]["children"]
        said.setdefault(words(name), (words(figure).split("why")[0].strip(), words(below)))
    return {name: said[name] for name in ("Result", "Delivery", "Outlook")}


def test_result_delivery_and_outlook_stand_apart_each_with_what_takes_part(draw_demo):
    assert under(draw_demo("/objective/I1", None)) == {
        "Result": ("C off track", "3.3 of 10, 2 of 2 KPIs, ↓ worse"),
        "Delivery": ("B at risk", "3.9 of 10, 3 of 3 projects; worst: New assembly line, Vellin plant"),
        "Outlook": ("B at risk", "4.6 of 10, 2 of 2 KPIs; 1 short, 50 % of the weight"),
    }
    assert under(draw_demo("/objective/I4", None))["Delivery"] == (
        "C off track", "1.7 of 10, 2 of 2 projects; worst: Pump series 7",
    )  # fmt: skip
    assert under(draw_demo("/objective/C4", None))["Delivery"][0] == "done"
    assert under(draw_demo("/objective/C1", None))["Outlook"] == (
        "B at risk", "3.8 of 10, 2 of 2 KPIs; 2 short, 100 % of the weight",
    )  # fmt: skip


def test_an_objective_that_nothing_serves_says_so_and_one_served_by_others_through_which(draw_demo):
    assert under(draw_demo("/objective/C5", None))["Delivery"] == ("no data", "no project is behind it")
    drawn = draw_demo("/objective/F2", None)
    assert under(drawn)["Delivery"] == ("no data", "no project is behind it")
    assert "No project serves it itself; Lower the cost to serve and Keep cash free to invest lead to it" in words(
        drawn
    )


def test_what_is_stale_or_not_scored_shows_in_all_three(draw_demo):
    stale = under(draw_demo("/objective/L3", None))
    assert [said[0] for said in stale.values()] == [
        "B at risk, 3 months old", "A on track, rests on stale data", "B at risk, 3 months old",
    ]  # fmt: skip
    assert under(draw_demo("/objective/L4", None)) == {
        "Result": ("A on track", "7.6 of 10, 1 of 2 KPIs, ↑ better"),
        "Delivery": ("A on track", "8.3 of 10, 2 of 2 projects; worst: Core data platform"),
        "Outlook": ("A on track", "9.4 of 10, 2 of 2 KPIs; none is short"),
    }


def test_the_gap_is_drawn_and_the_same_stands_in_its_table(draw_demo):
    drawn = draw_demo("/objective/I2", None)
    bars = {one["name"]: (one["base"], one["x"]) for one in figure_of(drawn)["data"] if one["type"] == "bar"}
    assert bars == {
        "delivered": ([0, 0, 0], [50, 62.5, 0]),
        "on its way": ([50, 62.5, 0], [37.5, 0, 62.5]),
        "late": ([87.5, 62.5, 62.5], [25, 0, 0]),
        "not covered": ([112.5, 62.5, 62.5], [0, 37.5, 37.5]),
    }
    closes = section(drawn, "What closes the gap")
    assert rows(closes)[1] == ["First-pass yield", "50", "37.5", "25", "0", "12.5", "90", "–"]
    shown = facts(closes)
    assert shown["Covered"].startswith("79.2 %   why")
    assert [shown[name] for name in ("Delivered", "On its way", "Late", "Not covered")] == [
        "37.5 %", "33.3 %", "8.3 %", "25 %",
    ]  # fmt: skip


def test_text_of_exports_stays_text_in_the_picture(draw):
    notes = [note["text"] for note in figure_of(draw("/objective/O1", None))["layout"]["annotations"]]
    assert notes == ["Order-to-delivery time: measured 23.3 %"]


def test_money_goes_to_it_by_declared_shares_and_the_rest_stays_unallocated(demo_app):
    money = section(later(demo_app, "objective-cost", "/objective/I1"), "Money put down to it")
    # P06 80 % of 6.40 and 3.90 m, P07 50 % of 1.30 and 0.93 m, P14 10 % of 5.60 and 3.82 m.
    assert [row[:4] for row in rows(money)[1:]] == [
        ["New assembly line, Vellin plant", "80", "5\u202f120\u202f000", "3\u202f120\u202f000"],
        ["Order-flow redesign", "50", "650\u202f000", "465\u202f000"],
        ["Core data platform", "10", "560\u202f000", "382\u202f000"],
    ]
    assert facts(money)["Spent"] == "EUR 3.97 m"


def test_exposure_counts_threats_and_opportunities_apart(demo_app):
    said = facts(section(later(demo_app, "objective-stakes", "/objective/C5"), "Exposure"))
    assert (said["Threats of its own"], said["Opportunities of its own"]) == ("EUR 0", "EUR 480 k")  # 0.6 × 0.8 m
    risks = words(section(later(demo_app, "objective-stakes", "/objective/I4"), "Risks, opportunities and issues"))
    assert "Type-approval laboratory has one slot per quarter" in risks


def test_what_changed_since_the_load_before_stands_with_its_cause(demo_app):
    said = words(section(later(demo_app, "objective-stakes", "/objective/I1"), "What changed since the load before"))
    assert "Between 30 Sep 2026 and 31 Oct 2026." in said
    assert "Shorten order to delivery went from at risk to off track." in said
    assert "Through Order-to-delivery time: 44.9 d on 31 Oct 2026" in said
    assert "Type approval" not in said
    first = words(
        section(
            later(demo_app, "objective-stakes", "/objective/I1?revision=1&as_of=1"),
            "What changed since the load before",
        )
    )
    assert "This is the first load" in first
