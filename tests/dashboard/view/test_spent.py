"""What was spent where no Money row says it: by the schedule, as its earned value has it, put down to objectives."""

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard import demonstration
from dashboard.app import create_app
from dashboard.assess import assess
from dashboard.panels.alignment import matrix_columns
from dashboard.panels.headline import strip
from dashboard.selection import Selection
from dashboard.view import View, rollup
from dashboard.view.ahead import ahead_of
from dashboard.view.alignment import Alignment, alignment_of
from dashboard.view.stakes import cost_of
from data.commit import Load, commit
from data.records import Contribution, Money, Objective, Project, Record, Setting, Task
from data.store import Store
from tests.dashboard.pages.drawn import drawn, facts, parts, rows, section, words
from tests.data.loads import delivery

STATUS = "2026-09-30"


def plan(key: str, spent: float | None, currency: str | None, cost: float | None = 1000.0) -> list[Record]:
    """Give a schedule of one task that is half done, with or without costs."""
    return [
        Project(key, name=f"Line {key}", currency=currency, status_date=STATUS),
        Task(
            f"{key}.1", project=key, uid="1", name="Build", kind="task", percent_complete=50.0,
            baseline_start="2026-01-05", baseline_finish="2026-12-18", start="2026-01-05", finish="2026-12-18",
            baseline_cost=cost, baseline_work=6000.0, actual_work=3000.0, actual_cost=spent,
        ),
    ]  # fmt: skip


# By Money A has spent 300 (its schedule says 900), so have by schedules B EUR 500, C GBP 100 (of which September's rate
# makes EUR 120) and D CHF 70 (no rate); E counts in hours, of F nothing is known.
STORY: list[Record] = [
    Objective("O1", "Grow", weight=60.0),
    Objective("O2", "Save", weight=40.0),
    *(Project(key, name=f"Line {key}") for key in "ABCDEF"),
    *(Contribution(f"c{key}", key, serves="O1") for key in "AE"),
    *(Contribution(f"c{key}", key, serves="O2") for key in "BD"),
    Contribution("cC", "C", serves="O1", money_share=0.25),
    Money("m1", "A", "2026-08-01", kind="cost", actual=300.0, currency="EUR"),
    Money("m2", "B", "2026-08-01", kind="cost", plan=400.0, forecast=40.0, currency="EUR"),
    Money("m3", "B", "2026-10-01", kind="cost", plan=400.0, forecast=60.0, committed=9.0, currency="EUR"),
    Setting("s1", name="reporting_currency", value="EUR"),
    Setting("s2", name="rate GBP", value="1.17"),
    Setting("s3", name="month_rate GBP", value="1.20", valid_from="2026-09-30"),
]
PLANS = [
    *plan("A", 900.0, "EUR"), *plan("B", 500.0, "EUR"), *plan("C", 100.0, "GBP"), *plan("D", 70.0, "CHF"),
    *plan("E", None, "EUR", cost=None),
]  # fmt: skip


def load(store: Store, register: Sequence[Record], plans: Sequence[Record]) -> None:
    loads = [delivery("register", *register), delivery("plan", *plans, loader="ms_project", status_date=STATUS)]
    commit(store, Load(loads, "story", as_of="2026-10-31"), assess)


def aligned(store: Store) -> Alignment:
    return alignment_of(view(store, "/alignment"))


def view(store: Store, at: str) -> View:
    return View(store, Selection.parse(at), demonstration.settings().moment())


def told(frame: pd.DataFrame, *names: str) -> dict[Any, list[Any]]:
    """Give the rows of some columns by index, None for what is missing."""
    kept = frame[list(names)].astype(object)
    return {key: row for key, *row in kept.where(kept.notna(), None).itertuples()}


def test_where_no_money_row_says_what_was_spent_the_schedule_does_and_is_named(store: Store) -> None:
    load(store, STORY, PLANS)
    found = aligned(store)
    assert told(found.projects, "spent", "spent_by", "spent_until") == {
        "A": [300.0, "money register", None],
        "B": [500.0, "schedule", "2026-09-30"],
        "C": [pytest.approx(120.0), "schedule", "2026-09-30"],
        "D": [None, None, None],
        "E": [None, None, None],
        "F": [None, None, None],
    }
    assert (found.currency, found.left_out) == ("EUR", 1)


def test_spend_by_schedules_counts_in_the_shares_and_the_rest_of_it_is_unallocated(store: Store) -> None:
    """O1: 300 of A and a quarter of C's 120; O2: 500 of B; 90 of C is put down to nothing; 920 in all."""
    load(store, STORY, PLANS)
    found = aligned(store)
    assert told(found.balance, "spend", "spend_share", "difference") == {
        "O1": [pytest.approx(330.0), pytest.approx(100 * 330 / 920), pytest.approx(100 * 330 / 920 - 60)],
        "O2": [pytest.approx(500.0), pytest.approx(100 * 500 / 920), pytest.approx(100 * 500 / 920 - 40)],
        None: [pytest.approx(90.0), pytest.approx(100 * 90 / 920), pytest.approx(100 * 90 / 920)],
    }


def test_what_was_forecast_for_months_before_a_schedules_day_has_become_its_actual(store: Store) -> None:
    """B: the 40 of August are in the 500 of 30 September; the 60 of October are still to come."""
    load(store, STORY, PLANS)
    assert told(aligned(store).projects, "expected")["B"] == [560.0]


def test_what_a_schedule_has_spent_is_not_what_the_work_will_cost(store: Store) -> None:
    """Nobody forecasts C, and its ETC is in pounds, not in the money of the reports."""
    load(store, STORY, PLANS)
    assert told(aligned(store).projects, "spent", "expected", "remaining")["C"] == [pytest.approx(120.0), None, None]


def test_the_page_and_the_api_name_what_the_spend_comes_from(store: Store) -> None:
    load(store, STORY, PLANS)
    app = create_app(store, demonstration.settings())
    page = drawn(app, "/alignment")
    said = words(section(page, "Share of spend against share of weight"))
    assert "any that of its schedule: EUR 620 of 2 projects. 1 sum left out: no rate for its currency; give" in said
    assert "Spent, by" in [column.get("headerName") for column in matrix_columns(aligned(store))]
    answer = app.server.test_client().get("/api/v1/alignment").get_json()
    by = {
        (row["project"], row["objective"]): [row[name] for name in ("spend", "spent_by", "spent_until")]
        for row in answer
    }
    assert by["A", "O1"] == [300.0, "money register", None]
    assert by["B", "O2"] == [500.0, "schedule", "2026-09-30"]
    assert by["C", None] == [90.0, "schedule", "2026-09-30"]
    assert by["D", "O2"] == [None, None, None]


def test_work_that_serves_nothing_says_that_its_schedule_states_what_was_spent(store: Store) -> None:
    load(store, [Objective("O1", "Grow"), Project("B", name="Line B")], plan("B", 500.0, "EUR"))
    page = drawn(create_app(store, demonstration.settings()), "/alignment")
    assert rows(section(page, "Projects that serve nothing"))[1][3:5] == ["EUR 500", "schedule, 30 Sep 2026"]
    figures = [words(one) for one in parts(page, "Div") if "Spend that serves nothing" in words(one)]
    assert "Spend that serves nothing EUR 500 1 project, 1 of them by its schedule" in " ".join(figures[-1].split())


def test_above_the_map_it_is_said_of_what_spends_and_serves_nothing_by_its_schedule(store: Store) -> None:
    """A, which serves O1, is left out; of B's 500 its schedule tells, of C's 7 a Money row."""
    links = [Contribution("c", "A", serves="O1"), Money("m", "C", "2026-08-01", kind="cost", actual=7.0)]
    work = [Objective("O1", "Grow"), *(Project(key, name=f"Line {key}", currency="EUR") for key in "ABC")]
    load(store, [*work, *links], [*plan("A", 900.0, "EUR"), *plan("B", 500.0, "EUR")])
    found = view(store, "/").headline()
    assert found.unserved == {"actual": 507.0, "currency": "EUR", "projects": 2, "scheduled": 1, "left_out": 0}
    drawn_strip = json.loads(json.dumps(strip(found, Selection()), cls=PlotlyJSONEncoder))
    assert facts(drawn_strip)["Spend that serves nothing"] == "EUR 507"
    assert "by 2 projects, 1 as schedules say" in words(drawn_strip)


def test_the_money_put_down_to_an_objective_counts_its_projects_schedules(store: Store) -> None:
    """O1: 300 of A, a quarter of C's 120 and of its plan; 90 of C stay unallocated."""
    load(store, STORY, PLANS)
    shown = view(store, "/objective/O1")
    found = shown.objective("O1")
    assert found is not None
    cost = cost_of(shown, found, ahead_of(shown, found))
    assert told(cost.rows, "share", "actual", "unallocated", "source", "until") == {
        "A": [1.0, 300.0, None, "money register", None],
        "C": [0.25, pytest.approx(30.0), pytest.approx(90.0), "schedule", "2026-09-30"],
    }
    assert cost.currency == "EUR"


def test_a_roll_up_adds_what_schedules_say_to_the_spend_to_date_and_not_to_any_month(store: Store) -> None:
    """Department D: 300 of A by Money, 500 of B by its schedule; 70 francs of D have no rate."""
    story = [one._replace(department="D") if isinstance(one, Project) and one.key in "ABD" else one for one in STORY]
    load(store, story, PLANS)
    whole = rollup.whole_of(view(store, "/department/D"))
    found = rollup.take(whole, "department", "D")
    assert found is not None
    assert (found.scheduled.to_dict(), found.left_out) == ({"B": 500.0}, 1)
    assert found.money["actual"].sum() == 300.0
    page = words(drawn(create_app(store, demonstration.settings()), "/department/D"))
    assert "Spent to date: EUR 800, of it EUR 500 by 1 project of which only the schedule says so" in page


def test_a_project_whose_money_sheet_only_plans_has_spent_what_its_schedule_says(store: Store) -> None:
    load(store, STORY, PLANS)
    page = drawn(create_app(store, demonstration.settings()), "/project/B")
    assert "EUR 500 by its schedule" in " ".join(words(page).split())


def test_a_roll_up_of_schedules_alone_is_in_the_currency_that_they_are_in(store: Store) -> None:
    load(store, [Project("B", name="Line B", department="D")], plan("B", 500.0, "EUR"))
    page = words(drawn(create_app(store, demonstration.settings()), "/department/D"))
    assert "Spent to date: EUR 500, of it EUR 500 by 1 project of which only the schedule says so" in page


def test_a_roll_up_says_how_many_sums_are_left_out_and_why_also_where_no_month_is_drawn(store: Store) -> None:
    """Nothing says in which currency EUR 900 and GBP 500 could be added; pounds have no rate to the euro."""
    work = [Project("B", name="Line B", department="D"), Project("C", name="Line C", department="D")]
    load(store, work, [*plan("B", 900.0, "EUR"), *plan("C", 500.0, "GBP")])
    several = "2 sums left out: several currencies; give reporting_currency in the Settings sheet."
    assert several in words(drawn(create_app(store, demonstration.settings()), "/department/D"))
    load(store, [*work, Setting("s1", name="reporting_currency", value="EUR")], [])
    page = words(drawn(create_app(store, demonstration.settings()), "/department/D"))
    assert "Spent to date: EUR 900, of it EUR 900 by 1 project" in page
    assert "1 sum left out: no rate for its currency; give a line `rate ...` in the Settings sheet." in page


def test_above_the_map_all_money_decides_the_currency_as_in_the_alignment(store: Store) -> None:
    """A serves O1 and is in euros; B serves nothing and has spent dollars, which nothing converts into euros."""
    work = [
        Objective("O1", "Grow"),
        Contribution("c", "A", serves="O1"),
        Project("A", name="A"),
        Project("B", name="B"),
    ]
    booked = [Money("m", "A", "2026-08-01", kind="cost", plan=9.0, currency="EUR")]
    for register, plans in (
        ([*work, *booked], plan("B", 500.0, "USD")),
        (work, [*plan("A", 9.0, "EUR"), *plan("B", 500.0, "USD")]),
    ):
        load(store, register, plans)
        found = view(store, "/").headline().unserved
        assert found == {"actual": None, "currency": found["currency"], "projects": 1, "scheduled": 0, "left_out": 1}
        drawn_strip = json.loads(json.dumps(strip(view(store, "/").headline(), Selection()), cls=PlotlyJSONEncoder))
        assert facts(drawn_strip)["Spend that serves nothing"] == "not known"
        assert "1 project, 1 sum left out" in words(drawn_strip)
        assert told(aligned(store).projects, "spent")["B"] == [None]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ([], "2 sums could not be added: several currencies; give reporting_currency in the Settings sheet"),
        (
            [Setting("s1", name="reporting_currency", value="CHF")],
            "2 sums could not be added: no rate for its currency; give a line `rate ...` in the Settings sheet",
        ),
    ],
)
def test_where_no_sum_can_be_added_the_alignment_says_why_and_asks_for_no_sums(
    store: Store, settings: list[Setting], said: str
) -> None:
    work = [Objective("O1", "Grow"), Project("B", name="Line B"), Project("C", name="Line C")]
    load(store, [*work, *settings], [*plan("B", 900.0, "EUR"), *plan("C", 500.0, "GBP")])
    assert aligned(store).balance["why"].unique().tolist() == [f"not computed: {said}"]
    assert said in words(drawn(create_app(store, demonstration.settings()), "/alignment"))
