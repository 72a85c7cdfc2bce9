"""Hand-overs between projects: who gives when, who needs it when, and what is late."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.handovers import handovers
from tests.dashboard.analysis.conftest import Portfolio

GIVES: dict[str, Any] = {"project": "G", "name": "Bench", "uid": "1", "code": "A1", "source_key": "G.1"}
NEEDS: dict[str, Any] = {"project": "N", "name": "Approval", "uid": "2", "code": "B1", "source_key": "N.2"}
DATES = ("baseline", "forecast", "actual", "calendar")


def judged(gives: dict[str, Any], needs: dict[str, Any], calendars: Any = None, **fields: Any) -> dict[Any, Any]:
    rows = [{**dict.fromkeys(DATES), **GIVES, **gives}, {**dict.fromkeys(DATES), **NEEDS, **needs}]
    milestones = pd.DataFrame(rows, index=["g", "n"], dtype=object)
    line = {"from_key": "G", "from_task": "Bench", "to_key": "N", "to_task": "Approval", "lag": 0.0, "agreed": True}
    dependencies = pd.DataFrame([{**line, **fields}], dtype=object)
    return handovers(dependencies, milestones, calendars).iloc[0].to_dict()


# 10 Jul and 27 Nov 2026 are Fridays, 16 Sep is a Wednesday.
BENCH = {"baseline": "2026-07-10", "forecast": "2026-09-16", "actual": "2026-09-16"}
APPROVAL = {"baseline": "2026-09-18", "forecast": "2026-11-27"}


def test_a_late_hand_over_is_late_by_its_own_baseline_and_after_the_taker_needed_it() -> None:
    found = judged(BENCH, APPROVAL, lag=20 * 480.0)
    assert (found["from_milestone"], found["to_milestone"], found["lag"]) == ("g", "n", 20)
    assert (found["gives"], found["given"], found["needs"], found["needed_by"]) == (
        "2026-09-16", True, "2026-11-27", "2026-08-21",
    )  # fmt: skip
    assert (found["late_days"], found["overrun"], found["slack"], found["state"]) == (48, 18, 32, "late")


@pytest.mark.parametrize(
    ("gives", "needs", "slack", "state"),
    [
        (("2026-11-02", "2026-11-02", None), ("2026-11-06", "2026-11-06", None), 4, "on_time"),
        (("2026-11-02", "2026-11-09", None), ("2026-11-06", "2026-11-06", None), -1, "clash"),
        (("2026-11-02", None, "2026-11-02"), (None, "2026-11-06", None), 4, "done"),
        (("2026-11-02", "2026-11-20", None), ("2027-01-08", "2027-01-08", None), 35, "on_time"),
        (("2026-11-02", "2026-11-20", None), ("2026-11-06", None, "2026-11-06"), None, "late"),
    ],
)
def test_slack_is_what_is_left_until_the_taker_needs_it(gives: Any, needs: Any, slack: int | None, state: str) -> None:
    found = judged(dict(zip(DATES, gives, strict=False)), dict(zip(DATES, needs, strict=False)))
    assert found["state"] == state
    assert np.isnan(found["slack"]) if slack is None else found["slack"] == slack


@pytest.mark.parametrize(
    ("agreed", "lag", "informal"), [(False, 0.0, True), (None, None, True), (None, 0.0, False), (True, None, False)]
)
def test_what_nobody_agreed_to_is_informal(agreed: bool | None, lag: float | None, informal: bool) -> None:
    found = judged(BENCH, APPROVAL, agreed=agreed, lag=lag)
    assert (found["informal"], found["state"] == "informal") == (informal, informal)


@pytest.mark.parametrize("text", ["bench", "A1", "1", "g.1", "g"])
def test_a_milestone_is_named_by_its_name_code_uid_or_key(text: str) -> None:
    assert judged(BENCH, APPROVAL, from_task=text)["from_milestone"] == "g"


def test_a_name_that_two_milestones_have_means_neither() -> None:
    twice = pd.DataFrame(
        [{**dict.fromkeys(DATES), **GIVES, **BENCH, "uid": n, "code": n, "source_key": n} for n in "12"]
    )
    rows = pd.DataFrame(
        [{"from_key": "G", "from_task": "Bench", "to_key": "G", "to_task": "1", "lag": 0, "agreed": True}]
    )
    found = handovers(rows.astype(object), twice.set_axis(["a", "b"]).astype(object)).iloc[0]
    assert found[["from_milestone", "to_milestone", "state"]].to_list() == [None, "a", "unknown"]


@pytest.mark.parametrize(
    ("gives", "fields", "why"),
    [
        ({"baseline": "2026-07-10"}, {}, "not computed: one of the milestones has no date"),
        (BENCH, {"from_task": "Bank"}, "not computed: one of the milestones is not known"),
        (BENCH, {"from_key": None}, "not computed: one of the milestones is not known"),
        ({"forecast": "2026-09-16"}, {}, "lateness not computed: the giver's milestone has no baseline"),
    ],
)
def test_what_cannot_be_judged_says_why(gives: dict[str, Any], fields: dict[str, Any], why: str) -> None:
    assert judged(gives, APPROVAL, **fields)["why"].startswith(why)


def test_days_are_those_of_the_milestones_calendar() -> None:
    six_days = np.busdaycalendar(weekmask="1111110")
    gives = {"baseline": "2026-11-02", "forecast": "2026-11-09", "calendar": "1:six"}
    assert judged(gives, APPROVAL, {"1:six": six_days})["late_days"] == 6


def test_no_dependencies_are_no_hand_overs() -> None:
    none = pd.DataFrame(columns=["from_key", "from_task", "to_key", "to_task", "lag", "agreed"], dtype=object)
    milestones = pd.DataFrame([{**dict.fromkeys(DATES), **GIVES}], index=["g"], dtype=object)
    assert handovers(none, milestones).empty


def test_the_portfolios_late_and_informal_hand_overs_are_found(portfolio: Portfolio) -> None:
    found = handovers(portfolio.dependencies, portfolio.milestones)
    found.index = portfolio.dependencies["from_key"] + " " + portfolio.dependencies["to_key"]
    assert found["state"].to_dict() == {
        "P06 P10": "clash", "P09 P03": "informal", "P12 P11": "late", "P13 P11": "on_time", "P14 P07": "done",
        "P14 P02": "on_time", "P15 P07": "done",
    }  # fmt: skip
    assert found.loc[["P12 P11"], ["late_days", "overrun", "slack"]].values.tolist() == [[48.0, 18.0, 32.0]]
