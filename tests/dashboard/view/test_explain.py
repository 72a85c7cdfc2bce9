"""Why figures are what they are, on the sample portfolio: sentences with dates and money, each with its row."""

import pytest

from dashboard import demonstration
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.explain import Explained, explain
from dashboard.view.explain.history import since
from data.store import Store

SCHEDULE = "engineering.xer, PROJECT, row 31"


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
        ("Order-to-delivery time (I1) depends on it for 5 of 9 days.", "register.xlsx, Contributions, row 10"),
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
        ("'Safety acceptance of cell 3' was rejected; it was due on 9 Oct 2026.", "register.xlsx, Milestones, row 26")
    ]
    assert sentences(found["risks_status"])[::2] == [
        ("Threats of EUR 0.95 m are 38 % of what is left of the budget (more than 5 % is at risk).", None),
        ("'Line supplier of Vellin in administration': 40 % of EUR 2.20 m.", "register.xlsx, Risks, row 12"),
    ]


def test_a_figure_says_how_it_was_made_of_which_others(demo_store: Store) -> None:
    found = told(demo_store, "project:P06")
    first = {name: found[name].because[0].text for name in ("cv", "cpi", "spi", "eac", "vac", "tcpi", "ieac_t")}
    assert first == {
        "cv": "EV \u2212 AC = EUR 3.04 m \u2212 EUR 3.90 m = EUR \u22120.86 m.",
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
        ("That scores 2.2 of 10: off track.", "register.xlsx, KPIs, row 22"),
    ]


def test_a_milestone_says_its_dates(demo_store: Store) -> None:
    found = told(demo_store, "milestone:engineering.VEL-LINE1.100501")
    assert sentences(found["slip_days"]) == [
        ("Expected on 18 Dec 2026, 5 working days late against 11 Dec 2026.", "engineering.xer, TASK, row 184")
    ]


def test_an_objective_is_explained_by_its_kpis_the_worst_first(demo_store: Store) -> None:
    found = told(demo_store, "objective:I1")["result"]
    assert [text for text, _ in sentences(found)] == [
        "Order-to-delivery time scores 2.2 of 10.", "Orders changed after release scores 4.4 of 10.",
    ]  # fmt: skip
    assert found.inputs == {"coverage": 2, "children": 2, "worst": "K21"}


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
