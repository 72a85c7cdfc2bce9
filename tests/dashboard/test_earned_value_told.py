"""Earned value from a load to its sentences: which form, unit and baseline, and what there is no figure for."""

from pathlib import Path
from typing import Any

import pytest

from dashboard import demonstration
from dashboard.assess import assess
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.explain import Explained, explain
from data.commit import Load, commit
from data.records import Assignment, Calendar, Money, Project, Record, Resource, Risk, Setting, Task
from data.store import Store
from tests.dashboard.stores import empty_store
from tests.data.loads import delivery

# Two weeks from Monday 1 to Friday 12 June 2026, 100 a day; judged on the first Friday: planned 500 of 1,000.
TASK = Task(
    "P.1", project="P", uid="1", kind="task", finish="2026-06-12T17:00:00", baseline_start="2026-06-01T08:00:00",
    baseline_finish="2026-06-12T17:00:00",
)  # fmt: skip
COSTLY = TASK._replace(baseline_cost=1000.0, percent_complete=40.0, actual_cost=500.0, remaining_cost=570.0)
MAY = Money("P|2026-05|cost", project="Plant", month="2026-05-01", kind="cost", actual=70.0, currency="EUR")


@pytest.fixture
def store(tmp_path: Path) -> Any:
    opened = empty_store(tmp_path)
    yield opened
    opened.close()


def plan(store: Store, *tasks: Record, day: str = "2026-06-05", recorded: str | None = None) -> None:
    rows = [Project("P", name="Plant", currency="EUR", status_date=day), *tasks]
    covers = [Task, Assignment, Calendar]
    load(store, delivery("plan", *rows, covers=covers, loader="ms_project", status_date=day, path=day), recorded)


def register(store: Store, *rows: Record, day: str = "2026-06-05", recorded: str | None = None) -> None:
    load(store, delivery("register", *rows, status_date=day), recorded)


def load(store: Store, given: Any, recorded: str | None) -> None:
    commit(store, Load([given], "a load", as_of=recorded or "2026-12-31"), assess)


def told(store: Store, as_of: int | None = None) -> dict[str, Explained]:
    shown = View(store, Selection(as_of=as_of), demonstration.settings().moment())
    key = shown.keys("project")[0]
    return {one.measure: one for one in explain(shown, "project", key) or []}


def values(found: dict[str, Explained], *names: str) -> list[float | None]:
    return [None if (value := found[name].value) is None else round(value, 4) for name in names]


def first(one: Explained) -> str:
    return one.because[0].text


def form(value: str, applies_to: str = "*") -> Setting:
    return Setting("eac", name="eac", applies_to=applies_to, value=value, valid_from="2026-01-01")


# --- the form of EAC --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "eac", "said"),
    [
        (None, 1250.0, "form (b): BAC / CPI = EUR 1_000 / 0.80 = EUR 1_250."),
        ("a", 1100.0, "form (a): AC + (BAC - EV) = EUR 500 + EUR 600 = EUR 1_100."),
        ("c", 1437.5, "form (c): AC + (BAC - EV) / (CPI x SPI) = EUR 500 + EUR 600 / (0.80 x 0.80) = EUR 1_437."),
        ("d", 1070.0, "form (d): AC + the plan's own remaining cost = EUR 500 + EUR 570 = EUR 1_070."),
    ],
)  # fmt: skip
def test_a_setting_says_which_form_is_shown_and_the_finding_names_it(
    store: Store, chosen: str | None, eac: float, said: str
) -> None:
    plan(store, COSTLY)
    if chosen:
        register(store, form(chosen))
    found = told(store)
    assert values(found, "eac", "etc", "vac") == [eac, eac - 500, 1000 - eac]
    assert found["tcpi_eac"].value == pytest.approx(600 / (eac - 500))
    assert (found["eac"].rule or "").startswith(f"form ({chosen or 'b'}): ")
    assert found["eac"].inputs["eac_form"] == (chosen or "b")
    assert first(found["eac"]) == f"EAC by {said}".replace("_", "\u202f")


def test_changing_the_form_computes_anew_and_what_was_computed_before_stays(store: Store) -> None:
    plan(store, COSTLY)
    register(store, form("d"))
    register(store, form("a"))
    assert [values(told(store, revision), "eac") for revision in (1, 2, 3)] == [[1250.0], [1070.0], [1100.0]]
    assert [told(store, revision)["cost_status"].status for revision in (1, 2, 3)] == ["off_track"] * 3


@pytest.mark.parametrize(
    ("spent", "remaining", "status"),
    [(400.0, 650.0, "on_track"), (400.0, 651.0, "at_risk"), (400.0, 700.0, "at_risk"), (400.0, 701.0, "off_track"),
     (430.0, 500.0, "at_risk")],
)  # fmt: skip
def test_by_the_plans_own_remaining_cost_the_worse_of_cpi_and_eac_counts(
    store: Store, spent: float, remaining: float, status: str
) -> None:
    """400 earned: CPI 1.00 for 400, 0.93 for 430; EAC / BAC from 1.05 on track up to over 1.10 off track."""
    plan(store, COSTLY._replace(actual_cost=spent, remaining_cost=remaining))
    register(store, form("d"))
    found = told(store)
    assert found["cost_status"].status == status
    assert "EAC / BAC" in (found["cost_status"].rule or "")
    assert "by the plan's own remaining cost" in first(found["cost_status"])


def test_by_another_form_eac_does_not_judge(store: Store) -> None:
    plan(store, COSTLY._replace(actual_cost=400.0, remaining_cost=900.0))
    assert told(store)["cost_status"].status == "on_track"
    register(store, form("d", "other"))
    assert told(store)["cost_status"].status == "on_track"


# --- what there is no figure for --------------------------------------------------------------------------------------


def texts(store: Store, *names: str) -> list[str | None]:
    found = told(store)
    return [found[name].text for name in names]


def test_nothing_spent_has_no_cpi_and_what_follows_from_it_says_so(store: Store) -> None:
    plan(store, COSTLY._replace(actual_cost=0.0))
    assert texts(store, "cpi", "eac") == [
        "not computed: nothing is spent yet",
        "not computed: form (b) needs CPI above 0",
    ]


def test_nothing_known_to_be_spent_says_where_to_give_it(store: Store) -> None:
    plan(store, COSTLY._replace(actual_cost=None))
    missing = "not computed: no actual cost is known; give it in the Money sheet, or load a schedule that holds it"
    assert texts(store, "cpi", "eac") == [missing, missing]


def test_nothing_planned_yet_has_no_spi(store: Store) -> None:
    plan(store, COSTLY, day="2026-05-29")
    assert texts(store, "spi", "spi_t") == [
        "not computed: no work was planned up to the status date, except level of effort",
        "not computed: its first month has not begun",
    ]


def test_all_earned_is_done_and_needs_no_rate(store: Store) -> None:
    plan(store, COSTLY._replace(percent_complete=100.0, remaining_cost=0.0))
    done = "done: the whole budget is earned"
    assert texts(store, "tcpi", "tcpi_eac") == [done, done]
    assert told(store)["status"].status == "done"


def test_a_budget_that_is_spent_with_work_left_is_not_attainable(store: Store) -> None:
    plan(store, COSTLY._replace(actual_cost=1000.0))
    assert texts(store, "tcpi") == ["not attainable: its budget is spent, and work is left"]
    assert values(told(store), "cpi", "eac", "tcpi_eac") == [0.4, 2500.0, 0.4]


def test_the_plan_without_remaining_cost_has_no_estimate_by_it(store: Store) -> None:
    plan(store, COSTLY._replace(remaining_cost=None))
    register(store, form("d"))
    assert texts(store, "eac") == ["not computed: the plan states no remaining cost or work; load a schedule that does"]
    assert told(store)["cost_status"].status == "off_track", "CPI alone"


def test_a_negative_budget_is_refused(store: Store) -> None:
    plan(store, COSTLY, COSTLY._replace(key="P.2", uid="2", baseline_cost=-50.0))
    bad = "not computed: its budget or its status date is missing or below zero; correct the schedule's baseline"
    assert texts(store, "bac", "pv", "ev") == [bad] * 3


def test_without_a_baseline_there_is_no_pv_and_what_was_spent_is_known_all_the_same(store: Store) -> None:
    plan(store, COSTLY._replace(baseline_start=None, baseline_finish=None, baseline_cost=None))
    found = told(store)
    assert (found["pv"].text or "").startswith("not computed: the schedule has no baseline;")
    assert (found["ac"].value, found["ac"].unit) == (500.0, "EUR")
    assert [name for name in ("cpi", "spi", "eac", "spi_t") if name in found] == []


def test_the_money_register_counts_where_the_schedule_has_no_baseline(store: Store) -> None:
    plan(store, COSTLY._replace(baseline_start=None, baseline_finish=None, baseline_cost=None))
    register(
        store, Money("P|2026-05|cost", project="Plant", month="2026-05-01", kind="cost", actual=70.0, currency="EUR")
    )
    found = told(store)
    assert (found["ac"].value, found["ac"].unit, found["ac"].inputs["ac_source"]) == (70.0, "EUR", "money register")


# --- units, level of effort, dates, adopted baselines -----------------------------------------------------------------


def test_without_costs_hours_count_and_it_is_said(store: Store) -> None:
    hours = TASK._replace(baseline_work=4800.0, percent_complete=40.0, actual_work=2400.0, remaining_work=3000.0)
    plan(store, hours)
    found = told(store)
    assert values(found, "bac", "pv", "ev", "ac", "cpi", "eac") == [80, 40, 32, 40, 0.8, 100]
    assert {found[name].unit for name in ("bac", "pv", "ev", "ac", "eac")} == {"h"}
    assert [each.text for each in found["bac"].because][-1] == (
        "It counts in hours of work, because its baseline holds no costs."
    )
    register(store, form("d"))
    assert values(told(store), "eac") == [40 + 50]


def test_without_hours_working_days_count_and_it_is_said(store: Store) -> None:
    plan(store, TASK._replace(percent_complete=40.0, actual_cost=900.0))
    found = told(store)
    assert values(found, "bac", "pv", "ev") == [10, 5, 4]
    assert [each.text for each in found["ev"].because][-1] == (
        "It counts in working days, because its baseline holds neither costs nor hours."
    )
    assert found["cpi"].text == (
        "not computed: the work counts in working days, in which nothing is spent; give the baseline costs or hours"
    )


def test_level_of_effort_stays_out_of_spi_and_its_share_is_said(store: Store) -> None:
    """Work: 400 of 1,000, 500 planned. Level of effort: 500, of which 250 were planned and count as earned."""
    effort = COSTLY._replace(key="P.2", uid="2", kind="level_of_effort", baseline_cost=500.0, percent_complete=0.0)
    plan(store, COSTLY, effort)
    found = told(store)
    assert values(found, "pv", "ev", "spi") == [750, 650, 0.8]
    assert found["spi"].inputs["loe"] == pytest.approx(1 / 3)
    assert [each.text for each in found["spi"].because] == [
        "Without level of effort EV / PV = EUR 400 / EUR 500 = 0.80.",
        "Work for EUR 650 is done, by duration percent complete.",
        "Work for EUR 750 was planned up to 5 Jun 2026.",
        "Level of effort is 33 % of the budget: it earns what was planned, and is left out of SPI and SPI(t).",
    ]
    # 400 of 1,000 after 5 of 22 working days of the month from 1 June on: earned 0.4 of the one month that is planned.
    assert found["spi_t"].value == pytest.approx(0.4 / (5 / 22))


def test_cost_of_another_date_than_the_work_is_said(store: Store) -> None:
    plan(store, COSTLY, day="2026-06-17")
    register(
        store, Money("P|2026-05|cost", project="Plant", month="2026-05-01", kind="cost", actual=70.0, currency="EUR")
    )
    found = told(store)
    assert (found["cpi"].inputs["ac_date"], found["cpi"].on_date) == ("2026-05-31", "2026-06-17")
    assert "The dates of work and cost are 17 days apart." in [each.text for each in found["cpi"].because]
    assert "The dates of work and cost are 17 days apart." in [each.text for each in found["cost_status"].because]


def test_an_adopted_baseline_is_named_by_its_revision(store: Store) -> None:
    bare = COSTLY._replace(baseline_start=None, baseline_finish=None, baseline_cost=None, start="2026-06-01T08:00:00")
    plan(store, bare._replace(cost=1000.0), day="2026-05-29", recorded="2026-05-29")
    later = bare._replace(cost=1300.0, finish="2026-06-30T17:00:00")
    plan(store, later, recorded="2026-06-05")
    register(store, Project("R1", schedule_id="P", baseline_as_of="2026-05-31"), recorded="2026-06-06")
    found = told(store)
    assert values(found, "bac", "pv") == [1000, 500]
    assert found["pv"].inputs["baseline"] == "adopted at revision 1"
    assert [first(found[name]) for name in ("bac", "pv")] == [
        "The budget of its tasks is EUR 1\u202f000, by the baseline adopted at revision 1.",
        "Work for EUR 500 was planned up to 5 Jun 2026, by the baseline adopted at revision 1.",
    ]


# --- threats in another currency --------------------------------------------------------------------------------------

RISK = Risk("R1", about="Plant", kind="threat", title="Flood", probability=0.1, money=200.0, currency="USD")
RATE = Setting("rate", name="rate USD", applies_to="*", value="0.90", valid_from="2026-01-01")
HOME = Setting("home", name="reporting_currency", applies_to="*", value="EUR")


def test_a_threat_without_a_rate_is_no_all_clear_and_with_one_it_counts(store: Store) -> None:
    plan(store, COSTLY)
    register(store, RISK, HOME)
    found = told(store)["risks_status"]
    assert (found.status, found.text) == (
        "no_data",
        "not computed: no rate to its currency for its threats in USD; give a line `rate ...` in the Settings sheet",
    )
    register(store, RISK, HOME, RATE)
    found = told(store)["risks_status"]
    assert (found.status, found.inputs["exposure"], found.inputs["remaining_budget"]) == ("on_track", 18.0, 500.0)


def test_a_threat_without_a_rate_takes_no_alarm_back_and_is_named(store: Store) -> None:
    plan(store, COSTLY)
    known = Risk("R2", about="Plant", kind="threat", title="Fire", probability=0.5, money=60.0, currency="EUR")
    register(store, RISK, known, known._replace(key="R3", title="Strike", probability=None))
    found = told(store)["risks_status"]
    assert (found.status, found.inputs["exposure"]) == ("at_risk", 30.0)
    assert [each.text for each in found.because][:2] == [
        "Its threats in USD are left out, because no rate to its currency is known.",
        "1 threat without a probability or money does not count.",
    ]


def test_what_was_spent_in_another_currency_counts_at_the_rate_of_its_month_or_is_named(store: Store) -> None:
    plan(store, COSTLY)
    spent = [MAY, MAY._replace(key="P|2026-04|cost", month="2026-04-01", actual=100.0, currency="USD")]
    register(store, *spent, HOME)
    found = told(store)
    assert (found["ac"].value, found["ac"].inputs["ac_left_out"]) == (70.0, "USD")
    assert first(found["ac"]) == (
        "What was spent in USD is left out, because no rate to its own currency is known; give a line `rate ...` in "
        "the Settings sheet."
    )
    monthly = Setting("april", name="month_rate USD", applies_to="*", value="0.80", valid_from="2026-04-01")
    register(store, *spent, HOME, RATE, monthly)
    found = told(store)
    assert (found["ac"].value, "ac_left_out" in found["ac"].inputs) == (70.0 + 80.0, False)


# --- resources --------------------------------------------------------------------------------------------------------


def test_a_project_whose_people_are_booked_by_others_is_at_risk_and_says_who_by_how_much_and_when(store: Store) -> None:
    """Ada has 36 hours a week; the plan asks for 30 in two weeks, then another for 24 of her: 54 of 36, or 150 %."""
    ada = Resource("ada@t.example", name="Ada Byron", kind="person", email="ada@t.example", hours_per_week=36.0)
    booked = Assignment("a", project="Plant", resource="ada@t.example", start="2026-06-08", finish="2026-06-19")
    own = booked._replace(hours_per_week=30.0)
    plan(store, COSTLY)
    register(store, ada, own)
    found = told(store)["resources_status"]
    assert (found.status, found.inputs["needed_share"]) == ("on_track", 100.0)
    register(store, ada, own, Project("z", name="Other"), booked._replace(key="b", project="z", hours_per_week=24.0))
    found = told(store)["resources_status"]
    assert (found.status, found.inputs["needed_share"]) == ("at_risk", 150.0)
    assert [each.text for each in found.because] == [
        "Ada Byron is asked for 108 hours and has 72, in 2 weeks of 8 Jun 2026 to 19 Jun 2026; 60 of them are for this "
        "project.",
        "In its fullest week it needs 150 % of what its people can give (more than 110 % is at risk).",
    ]
    assert told(store, as_of=2)["resources_status"].status == "on_track"
