"""What must hold of every project's status, whatever its facts."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis.projects import Facts, judge
from dashboard.analysis.resources import COLUMNS
from dashboard.analysis.status import NO_DATA, WORST_FIRST

DAYS = [f"2026-{month:02}-{day:02}" for month in (3, 4, 5, 6, 7, 8) for day in (2, 15, 30)]
days = st.sampled_from(DAYS)
FIELDS = (
    "project", "kind", "active", "start", "finish", "actual_finish", "baseline_start", "baseline_finish",
    "baseline_cost", "baseline_work", "baseline_cost_spread", "baseline_spread", "percent_complete", "physical_percent",
    "percent_kind", "actual_cost", "actual_work", "remaining_cost", "remaining_work", "calendar",
)  # fmt: skip


NO_THREATS: dict[str, Any] = {"unconverted": None, "unweighed": 0}  # nothing is left out of the exposure
KEYS = [f"P{number}" for number in range(12)]  # judged together: an example costs as much for one as for twelve
SOME = settings(max_examples=12)


def task(draw: st.DrawFn, project: str) -> dict[str, Any]:
    first, last = sorted((draw(days), draw(days)))
    return {
        "project": project, "kind": draw(st.sampled_from(["task", "task", "level_of_effort"])),
        "baseline_start": first, "baseline_finish": last, "finish": draw(days),
        "baseline_cost": draw(st.sampled_from([0.0, 50.0, 100.0])),
        "percent_complete": draw(st.sampled_from([0.0, 30.0, 100.0])),
        "actual_cost": draw(st.sampled_from([None, 0.0, 60.0])),
        "remaining_cost": draw(st.sampled_from([None, 0.0, 60.0])),
    }  # fmt: skip


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    rows = [task(draw, key) for key in KEYS for _ in range(draw(st.integers(0, 3)))]
    fields = ("stage", "calendar", "start", "finish", "baseline_start", "baseline_finish")
    forms = st.sampled_from("abcd")
    projects = [
        dict.fromkeys(fields) | {"currency": "EUR", "status_date": draw(days), "eac_form": draw(forms)} for _ in KEYS
    ]
    budgets = [draw(st.sampled_from([None, 0.0, 500.0])) for _ in KEYS]
    months = draw(st.sets(st.tuples(st.sampled_from(KEYS), st.sampled_from(["2026-03-01", "2026-05-01"]))))
    money = [(key, month, draw(st.sampled_from([0.0, 40.0])), "EUR") for key, month in sorted(months)]
    threats = {key: draw(st.sampled_from([10.0, 900.0])) for key in sorted(draw(st.sets(st.sampled_from(KEYS))))}
    return Facts(
        pd.DataFrame(projects, index=KEYS, dtype=object).assign(budget=pd.Series(budgets, KEYS, dtype=object)),
        pd.DataFrame([{name: row.get(name) for name in FIELDS} for row in rows], columns=list(FIELDS), dtype=object),
        pd.DataFrame(columns=["project", "key", "status", "slip_days", "baseline", "actual", "status_date"]),
        pd.DataFrame(columns=["project", "name", "baseline", "forecast", "actual", "state"]),
        pd.DataFrame(money, columns=["project", "month", "actual", "currency"]),
        pd.DataFrame({"exposure": pd.Series(threats, dtype=float)}).assign(**NO_THREATS),
        pd.DataFrame(columns=list(COLUMNS), dtype=object),
        {},
    )


def worsened(better: Facts, than: Facts) -> dict[str, tuple[str, str]]:
    """Give what has got worse. What has become unknown, or known, cannot be compared."""
    found, before = judge(better)["status"], judge(than)["status"]
    both = {key: (before[key], found[key]) for key in KEYS if NO_DATA not in (before[key], found[key])}
    return {key: (then, now) for key, (then, now) in both.items() if WORST_FIRST[now] < WORST_FIRST[then]}


@SOME
@given(facts())
def test_every_figure_is_a_number_or_missing_never_infinite(known: Facts) -> None:
    judged = judge(known)
    assert np.isfinite(judged.select_dtypes("number").fillna(0.0).to_numpy(dtype=float)).all()
    assert set(judged["status"]) <= set(WORST_FIRST)


@SOME
@given(facts(), st.data())
def test_more_work_done_never_worsens_a_project(known: Facts, data: st.DataObject) -> None:
    more = [data.draw(st.sampled_from([0.0, 35.0])) for _ in range(len(known.tasks))]
    effort = known.tasks["kind"] == "level_of_effort"
    done = (known.tasks["percent_complete"].astype(float) + more).clip(upper=100.0)
    tasks = known.tasks.assign(percent_complete=done.where(~effort, known.tasks["percent_complete"]))
    assert not worsened(replace(known, tasks=tasks), known)


@SOME
@given(facts())
def test_less_money_spent_never_worsens_a_project(known: Facts) -> None:
    costs = known.tasks["actual_cost"].astype(float) / 2
    less = replace(
        known, tasks=known.tasks.assign(actual_cost=costs), money=known.money.assign(actual=known.money["actual"] / 2)
    )
    assert not worsened(less, known)


@SOME
@given(facts(), days)
def test_an_earlier_forecast_never_worsens_a_project(known: Facts, day: str) -> None:
    sooner = known.tasks.assign(finish=[min(value, day) for value in known.tasks["finish"]])
    assert not worsened(replace(known, tasks=sooner), known)


@pytest.mark.parametrize(
    ("month", "actual", "currency", "found"),
    [
        ("2026-05-01", 40.0, "EUR", (40.0, "money register", "2026-05-31")),
        ("2026-05-01", 40.0, None, (40.0, "money register", "2026-05-31")),
        ("2026-05-01", 40.0, "GBP", (60.0, "schedule", "2026-06-15")),
        ("2026-07-01", 40.0, "EUR", (60.0, "schedule", "2026-06-15")),
    ],
)
def test_actual_cost_comes_from_the_money_register_else_from_the_schedule(month, actual, currency, found):
    line = {"project": "P", "kind": "task", "baseline_cost": 100.0, "actual_cost": 60.0, "percent_complete": 50.0}
    line |= {"baseline_start": "2026-03-02", "baseline_finish": "2026-08-30"}
    project = dict.fromkeys(("stage", "calendar", "budget", "start", "finish", "baseline_start", "baseline_finish"))
    known = Facts(
        pd.DataFrame(
            [project | {"status_date": "2026-06-15", "currency": "EUR", "eac_form": "b"}], index=["P"], dtype=object
        ),
        pd.DataFrame([{name: line.get(name) for name in FIELDS}], dtype=object),
        pd.DataFrame(columns=["project", "key", "status", "slip_days", "baseline", "actual", "status_date"]),
        pd.DataFrame(columns=["project", "name", "baseline", "forecast", "actual", "state"]),
        pd.DataFrame(
            [("P", month, actual, currency)], columns=["project", "month", "actual", "currency"], dtype=object
        ),
        pd.DataFrame({"exposure": pd.Series(dtype=float)}).assign(**NO_THREATS),
        pd.DataFrame(columns=list(COLUMNS), dtype=object),
        {},
    )
    row = judge(known).loc["P"]
    assert (row["ac"], row["ac_source"], row["ac_date"]) == found
