"""Why figures are what they are, on the sample portfolio: sentences with dates and money, each with its row."""

import pytest

from dashboard import demonstration
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.explain import Explained, explain
from dashboard.view.explain.history import since
from data.records import Contribution, Kpi, Objective, Project, Reading
from data.store import Store
from tests.dashboard.stores import load_records

SCHEDULE = "engineering.xer, PROJECT, row 31"
WAITS = (
    "New assembly line, Vellin plant is to bring 5 of 9 days and earns 78 cents for each euro; Line in series "
    "production is forecast for 18 Dec 2026, 5 working days late; its effect comes on 1 Jan 2027, after the target's "
    "date, 31 Dec 2026. To be decided by 5 Nov 2026: Recovery plan or new scope for the Vellin line."
)


def view(store: Store, as_of: int | None = None) -> View:
    return View(store, Selection(as_of=as_of), demonstration.settings().moment())


def told(store: Store, subject: str, as_of: int | None = None) -> dict[str, Explained]:
    kind, key = subject.split(":", 1)
    return {one.measure: one for one in explain(view(store, as_of), kind, key) or []}


def sentences(one: Explained) -> list[tuple[str, str | None]]:
    return [(each.text, each.source) for each in one.because]


def test_a_green_that_is_red_says_for_how_long_what_it_comes_to_and_what_depends_on_it(demo_store: Store) -> None:
    status = told(demo_store, "project:P06")["status"]
    assert (status.status, status.stale) == ("off_track", False)
    assert sentences(status) == [
        ("Reported green for six months; computed off track since July.", "register.xlsx, Projects, row 7"),
        (
            "EUR 3.90 m spent for EUR 3.04 m of work; at this rate EUR 8.21 m instead of 6.40 m and August 2027 "
            "instead of March.",
            SCHEDULE,
        ),
        ("Line in series production is forecast for 18 Dec 2026, 5 working days late.", None),
        ("Order-to-delivery time (I1) depends on it for 5 of 9 days.", "register.xlsx, Contributions, row 10"),
        ("To be decided by 5 Nov 2026: Recovery plan or new scope for the Vellin line.", None),
    ]


def test_every_dimension_names_the_rows_that_made_it(demo_store: Store) -> None:
    found = told(demo_store, "project:P06")
    assert sentences(found["cost_status"]) == [
        (
            "EUR 3.04 m of work is done for EUR 3.90 m spent, 78 cents for each euro; at this rate EUR 8.21 m instead "
            "of 6.40 m.",
            None,
        ),
        ("Work for EUR 3.04 m is done, by physical percent complete.", SCHEDULE),
        ("EUR 3.90 m was spent, by the money register, up to 31 Oct 2026.", "register.xlsx, Money, rows 76 to 85"),
    ]
    assert sentences(found["schedule_status"])[0] == (
        "It stands where it should have stood after 7.6 of 10 months; at this pace August 2027 instead of March.",
        SCHEDULE,
    )
    assert sentences(found["deliverables_status"]) == [
        ("“Safety acceptance of cell 3” was rejected; it was due on 9 Oct 2026.", "register.xlsx, Milestones, row 26")
    ]
    assert sentences(found["risks_status"])[::2] == [
        ("Threats of EUR 952 k are 38 % of what is left of the budget (more than 5 % is at risk).", None),
        ("“Line supplier of Vellin in administration”: 40 % of EUR 2.20 m.", "register.xlsx, Risks, row 12"),
    ]


def test_a_figure_says_how_it_was_made_of_which_others(demo_store: Store) -> None:
    found = told(demo_store, "project:P06")
    first = {name: found[name].because[0].text for name in ("cv", "cpi", "spi", "eac", "vac", "tcpi", "ieac_t")}
    assert first == {
        "cv": "EV \u2212 AC = EUR 3.04 m \u2212 EUR 3.90 m = EUR \u2212860 k.",
        "cpi": "EV / AC = EUR 3.04 m / EUR 3.90 m = 0.78.",
        "spi": "EV / PV = EUR 3.04 m / EUR 4.10 m = 0.74.",
        "eac": "EAC by form (b): BAC / CPI = EUR 6.40 m / 0.78 = EUR 8.21 m.",
        "vac": "BAC \u2212 EAC = EUR 6.40 m \u2212 EUR 8.21 m = EUR \u22121.81 m.",
        "tcpi": "To end within its budget it has to earn 134 cents for each euro from now on.",
        "ieac_t": "15 planned months / SPI(t) 0.76 = 19.6 months, which is August 2027.",
    }


def test_what_was_said_in_june_is_said_as_of_june(demo_store: Store) -> None:
    status = told(demo_store, "project:P06", as_of=2)["status"]
    assert status.status == "at_risk"
    assert sentences(status)[:2] == [
        ("Reported green for two months; computed at risk since June.", "register.xlsx, Projects, row 7"),
        (
            "EUR 2.29 m spent for EUR 2.15 m of work; at this rate EUR 6.82 m instead of 6.40 m and April 2027 "
            "instead of March.",
            SCHEDULE,
        ),
    ]


def test_every_figure_of_every_project_is_explained_or_says_what_to_supply(demo_store: Store) -> None:
    shown = view(demo_store)
    silent = [
        (key, one.measure)
        for key in shown.keys("project")
        for one in explain(shown, "project", key) or []
        if not one.because
    ]
    assert silent == []


def test_what_is_not_computed_says_why(demo_store: Store) -> None:
    found = told(demo_store, "project:P04")
    assert sentences(found["ev"]) == [
        ("Not computed: no schedule is known; load the project's schedule.", None),
    ]


def test_a_kpi_leads_to_its_reading_and_its_target(demo_store: Store) -> None:
    score = told(demo_store, "kpi:K21")["score"]
    assert sentences(score) == [
        ("44.9 d was read on 31 Oct 2026.", "register.xlsx, Readings, row 95"),
        ("39.5 d was expected by then.", "register.xlsx, KPIs, row 22"),
        (
            "The goal scores 6.67, the red flag 3.33, and the way between and beyond is straight.",
            "register.xlsx, KPIs, row 22",
        ),
        ("That scores 2.2 of 10: off track (on track from 6.67, at risk from 3.33).", "register.xlsx, KPIs, row 22"),
        (WAITS, "register.xlsx, KPIs, row 22"),
    ]


def test_a_milestone_says_its_dates(demo_store: Store) -> None:
    found = told(demo_store, "milestone:engineering.VEL-LINE1.100501")
    assert sentences(found["slip_days"]) == [
        ("Expected on 18 Dec 2026, 5 working days late against 11 Dec 2026.", "engineering.xer, TASK, row 184"),
        (
            "Line in series production is forecast for 18 Dec 2026, 5 working days late; New assembly line, Vellin "
            "plant earns 78 cents for each euro; its effect was due on 25 Dec 2026 and comes on 1 Jan 2027, after the "
            "target's date, 31 Dec 2026: Shorten order to delivery (Order-to-delivery time) and Build it right first "
            "time (First-pass yield). To be decided by 5 Nov 2026: Recovery plan or new scope for the Vellin line.",
            None,
        ),
    ]


def test_an_objective_is_explained_by_its_kpis_the_worst_first(demo_store: Store) -> None:
    found = told(demo_store, "objective:I1")["result"]
    assert [text for text, _ in sentences(found)] == [
        f"Order-to-delivery time stands at 44.9 d on 31 Oct 2026, where 39.5 d was expected; {WAITS}",
        "Order-to-delivery time scores 2.2 of 10 and counts 50 %.",
        "Orders changed after release scores 4.4 of 10 and counts 50 %.",
    ]
    cuts = {"score_on_track": 6.666667, "score_at_risk": 3.333333}
    assert found.inputs == {"coverage": 2, "children": 2, "worst": "K21", **cuts}


def test_delivery_names_each_project_once_with_its_part_of_the_gap(demo_store: Store) -> None:
    one = told(demo_store, "objective:I1")["delivery"]
    assert (round(one.value or 0, 4), one.status, one.inputs) == (
        3.8978, "at_risk", {"coverage": 3, "children": 3, "worst_name": "New assembly line, Vellin plant"},
    )  # fmt: skip
    assert sentences(one) == [
        ("Order-flow redesign is at risk and is to close 36.1 % of the gap.", "register.xlsx, Contributions, row 14"),
        (
            "New assembly line, Vellin plant is off track and is to close 27.8 % of the gap.",
            "register.xlsx, Contributions, row 10",
        ),
        ("Core data platform is on track and is to close 5 % of the gap.", "register.xlsx, Contributions, row 31"),
    ]


def test_an_objective_that_only_others_serve_says_through_which(demo_store: Store) -> None:
    one = told(demo_store, "objective:F2")["delivery"]
    assert (one.value, one.status) == (None, "no_data")
    assert (one.text or "").startswith("not computed: no project contributes to it or to its KPIs")
    assert sentences(one) == [
        (
            "No project serves it itself; Lower the cost to serve and Keep cash free to invest lead to it, and are "
            "served.",
            None,
        )
    ]
    assert sentences(told(demo_store, "objective:C5")["delivery"]) == []


def test_the_outlook_of_an_objective_says_what_each_kpi_comes_to(demo_store: Store) -> None:
    one = told(demo_store, "objective:I1")["outlook"]
    assert (round(one.value or 0, 3), one.status, one.inputs["short"], one.inputs["short_share"]) == (
        4.625, "at_risk", 1, 50.0,
    )  # fmt: skip
    assert sentences(one) == [
        (
            "Order-to-delivery time comes to 42.9 d by 31 Dec 2026, short of the target of 38 d by 4.9 d.",
            "register.xlsx, KPIs, row 22",
        ),
        (
            "Orders changed after release comes to 12 % by 31 Dec 2026, which meets the target of 12 %.",
            "register.xlsx, KPIs, row 23",
        ),
    ]
    unknown = [text for text, _ in sentences(told(demo_store, "objective:F1")["outlook"]) if "no outlook" in text]
    assert unknown == [
        f"{name} has no outlook; not computed: a total that adds up needs a drift; give in the KPIs sheet what it "
        "gains in a month."
        for name in ("Service revenue, year to date", "Service orders taken, year to date")
    ]


def test_the_outlook_of_a_kpi_says_what_is_in_it_and_what_comes_too_late(demo_store: Store) -> None:
    one = told(demo_store, "kpi:K21")["outlook"]
    assert (one.value, one.unit, one.status) == (pytest.approx(42.9), "d", "off_track")
    assert sentences(one) == [
        ("44.9 d was read on 31 Oct 2026.", "register.xlsx, Readings, row 95"),
        (
            "−2 d by Variant rules live (Order-flow redesign), which takes effect on 6 Dec 2026.",
            "register.xlsx, Contributions, row 14",
        ),
        (
            "Not in it: −5 d by Line in series production (New assembly line, Vellin plant), which takes effect on "
            "1 Jan 2027.",
            "register.xlsx, Contributions, row 10",
        ),
        ("That makes 42.9 d on 31 Dec 2026, short of the target of 38 d by 4.9 d.", None),
    ]


def test_a_gap_that_is_covered_more_than_once_is_flagged(demo_store: Store) -> None:
    one = told(demo_store, "kpi:K23")["gap_covered"]
    assert one.value == 112.5
    assert one.inputs == {
        "delivered": 50.0, "coming": 37.5, "late": 25.0, "open": 0.0, "beyond": 12.5, "links": 3, "quantified": 3,
        "agreed_links": 1,
    }  # fmt: skip
    assert sentences(one)[-1][0] == (
        "In all 4.5 of 4.0 pp, 112.5 % of the way from baseline to target, which is more than the whole of it."
    )


def test_an_effect_seen_leads_to_the_two_readings_around_it(demo_store: Store) -> None:
    one = told(demo_store, "kpi:K17")["seen"]
    assert (one.value, one.unit) == (pytest.approx(85.0), "%")
    assert sentences(one) == [
        ("App live in all regions was reached on 17 Jul 2026.", "register.xlsx, Contributions, row 9"),
        ("66.4 % was read on 30 Jun 2026, the last before it.", "register.xlsx, Readings, row 27"),
        ("72.1 % was read on 30 Sep 2026, the first with its effect.", "register.xlsx, Readings, row 64"),
        ("+0.6 pp of the difference is drift.", "register.xlsx, KPIs, row 18"),
        ("5.1 of 6.0 expected (85 %).", None),
    ]


@pytest.mark.parametrize("subject", ["project:NOPE", "kpi:NOPE", "milestone:NOPE", "objective:NOPE", "person:NOPE"])
def test_what_the_store_does_not_know_is_not_explained(demo_store: Store, subject: str) -> None:
    kind, key = subject.split(":")
    assert explain(view(demo_store), kind, key) is None


def test_a_run_begins_where_the_last_value_began() -> None:
    days = ["2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31"]
    assert since(days, ["red", "amber", "red", "red"]) == ("2026-07-31", True)
    assert since(days, ["red"] * 4) == ("2026-05-31", False)
    assert since(days, ["red", "red", "red", None]) is None
    assert since([], []) is None


MOVED = (
    "Its baseline moved from 28 Aug 2026 to 30 Oct 2026 in the load of 30 Sep 2026 without a recorded decision: "
    "against the first it is 100 working days late.",
    "register.xlsx, Milestones, row 35",
)


def test_a_baseline_that_moved_in_silence_is_told_with_the_slip_against_the_first(demo_store: Store) -> None:
    found = told(demo_store, "milestone:P09-M1")["slip_days"]
    assert found.value == 55
    assert MOVED in sentences(found)
    named = f"“High-bay store in use”: {MOVED[0][0].lower()}{MOVED[0][1:]}"
    project = told(demo_store, "project:P09")
    assert (named, MOVED[1]) in sentences(project["status"])
    assert (named, MOVED[1]) in sentences(project["milestones_status"])
    before = sentences(told(demo_store, "milestone:P09-M1", as_of=4)["slip_days"])
    assert not [text for text, _ in before if "baseline moved" in text]


@pytest.mark.parametrize(
    ("key", "text", "rule", "facts"),
    [
        ("P19", "stop",
         "stop: no live path of contributions leads to an objective; no aligned project waits for one of its "
         "milestones; neither law nor safety asks for it; some of its money is not spent yet",
         [("No live path of contributions leads from it to an objective.", "register.xlsx, Projects, row 19"),
          ("EUR 2.56 m of it is spent.", "showroom.xml, Project, row 2"),
          ("EUR 1.54 m is still to be spent.", "showroom.xml, Project, row 2")]),
        ("P09", "accelerate",
         "accelerate: off track or at risk; its CPI is not off track; the forecast, not the baseline, takes a "
         "contribution past its KPI's target date",
         [("It is off track.", "engineering.xer, PROJECT, row 32"),
          ("Its CPI is 0.94.", "engineering.xer, PROJECT, row 32"),
          ("By the forecast, what it brings to “Stock days” comes on 14 Feb 2027, after its target date.",
           "register.xlsx, Contributions, row 20")]),
        ("P18", "ask for data", "ask for data: no status can be computed, or the facts are stale",
         [("Its last data are of 31 Jul 2026.", "graduates.xlsx, Projects, row 2")]),
    ],
)  # fmt: skip
def test_what_is_recommended_says_by_which_line_and_by_which_facts(
    demo_store: Store, key: str, text: str, rule: str, facts: list[tuple[str, str]]
) -> None:
    one = told(demo_store, f"project:{key}")["recommendation"]
    assert (one.text, one.rule, sentences(one)) == (text, rule, facts)


def test_a_yes_that_came_after_its_date_is_not_said_of_that_date(store: Store) -> None:
    kpi = Kpi("K1", "Certificate", "O1", "yes/no", better="yes_no", target=1.0, target_date="2026-10-15")
    late = [Reading("1", "K1", "2026-10-15", actual=0.0, actual_text="no"),
            Reading("2", "K1", "2026-10-31", actual=1.0, actual_text="yes")]  # fmt: skip
    load_records(store, [Objective("O1", "Be safe"), kpi, *late], title="register.csv")
    kpis, objective = told(store, "kpi:K1"), told(store, "objective:O1")
    assert [one.text for one in kpis["outlook"].because][-1] == (
        "The target's date, 15 Oct 2026, has gone by: it stands at yes, which meets the target of yes."
    )
    assert [one.text for one in objective["outlook"].because] == [
        "Certificate stood at yes on 31 Oct 2026, after the target's date, 15 Oct 2026, which meets the target of yes."
    ]
    assert [one.text for one in kpis["gap_covered"].because] == [
        "Nothing is to bring the yes, 0 % of the way from baseline to target."
    ]


def test_a_project_that_moves_one_kpi_on_and_one_back_says_with_what_it_counts(store: Store) -> None:
    """2 of 10 of one KPI and -4 of 20 of the other are nothing together, and 20 % of the gap without signs."""
    kpis = [
        Kpi(key, f"Sales {key}", "O1", "m", better="higher", baseline=0.0, baseline_date="2025-12-31", target=target,
            target_date="2026-12-31") for key, target in (("K1", 10.0), ("K2", 20.0))
    ]  # fmt: skip
    claims = [Contribution(key, "P1", serves=key, amount=amount) for key, amount in (("K1", 2.0), ("K2", -4.0))]
    load_records(store, [Objective("O1", "Grow"), *kpis, Project("P1", "Depot"), *claims], title="register.csv")
    assert [one.text for one in told(store, "objective:O1")["delivery"].because] == [
        "Depot is not judged and is to close 0 % of the gap; with what moves away from the target it counts 20 %."
    ]
