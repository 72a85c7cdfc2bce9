"""Findings follow from the facts alone: not from the order of loading, nor from what was judged before."""

import json
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.assess import assess
from data import queries
from data.commit import Committed, Load, commit
from data.export import Delivery
from data.records import Assignment, Calendar, Kpi, Milestone, Project, Reading, Record, Resource, Setting, Task
from data.store import Store
from tests.answers import WHEN, Answers, answers
from tests.dashboard.worlds import worlds
from tests.data.loads import delivery, wipe

OFTEN = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def load(store: Store, *deliveries: Delivery, as_of: str = "2026-12-31", **options: Any) -> Committed:
    return commit(store, Load(deliveries, "a load", as_of=as_of, accept_shrink=True, **options), assess)


def judge_all(store: Store, day: str | None = None) -> Committed:
    return commit(store, Load([], "judged again", "assessment", "2026-12-31", day or "2000-01-01"), assess)


@OFTEN
@given(worlds)
def test_everything_stays_readable_as_it_was_and_judging_all_again_finds_the_same(
    store: Store, loads: Sequence[Delivery]
) -> None:
    wipe(store)
    then: dict[int, Answers] = {}
    for one in loads:
        done = load(store, one)
        if done.revision:
            then[done.revision.number] = answers(store, done.revision.number, without=frozenset({"until"}))
    for number, said in then.items():
        assert answers(store, number, without=frozenset({"until"})) == said
    assert not judge_all(store).changed, "a load judged less than what it concerned"


def test_a_milestone_stays_judged_when_the_project_it_belonged_to_before_comes_to_be_known(store: Store) -> None:
    def stated(first: str) -> list[Record]:
        belongs = ("1", first), ("2", "A")
        return [
            Resource("ada", name="Ada Byron", kind="person"),  # without people each load judges all
            Project("B", name="Bridge"),
            *(Milestone(key, project=of, baseline="2026-05-29", actual="2026-07-31") for key, of in belongs),
        ]

    for first in ("A", "B"):
        load(store, delivery("register", *stated(first), status_date="2026-10-31"))
    load(store, delivery("other", Project("A", name="Annex"), status_date="2026-10-31"))
    assert not judge_all(store).changed
    newest = store.revision()
    assert newest
    with store.reading() as connection:
        assert queries.findings(connection, newest.number, "milestone", ["1"])["value"].to_list() == [45.0]


@OFTEN
@given(worlds, st.randoms(use_true_random=False))
def test_any_order_of_loading_the_same_files_gives_the_same(
    store: Store, loads: Sequence[Delivery], chance: Any
) -> None:
    """Files of one feed follow each other; which feed is loaded when does not matter, nor what is loaded together."""
    found = []
    for order in (loads, _shuffled(loads, chance)):
        wipe(store)
        for one in order:
            load(store, one)
        newest = store.revision()
        found.append(answers(store, newest.number, without=WHEN) if newest else {})
    assert found[0] == found[1]


def _shuffled(loads: Sequence[Delivery], chance: Any) -> list[Delivery]:
    feeds: defaultdict[str, list[Delivery]] = defaultdict(list)
    for one in loads:
        feeds[one.feed].append(one)
    turns = [one.feed for one in loads]
    chance.shuffle(turns)
    return [feeds[feed].pop(0) for feed in turns]


# --- planned value by assignments -------------------------------------------------------------------------------------


def test_a_task_without_a_time_phased_baseline_has_that_of_its_assignments(store: Store) -> None:
    """Ten days of 100 evenly; Ada's 400 lie on the first day, Bob's 500 on the last, 100 belong to nobody."""
    week = {"baseline_start": "2026-06-01T08:00:00", "baseline_finish": "2026-06-12T17:00:00", "baseline_cost": 1000.0}
    task = Task("P.1", project="P", uid="1", kind="task", **week)
    own = task._replace(key="P.2", uid="2", baseline_cost_spread='[["2026-06-12","2026-06-12",1000]]')
    ada = Assignment("P.a", project="P", task="P.1", baseline_cost_spread='[["2026-06-01","2026-06-01",400]]')
    bob = Assignment("P.b", project="P", task="P.1", baseline_cost_spread='[["2026-06-12","2026-06-12",500]]')
    eva = Assignment("P.c", project="P", task="P.2", baseline_cost_spread='[["2026-06-01","2026-06-01",1000]]')
    load(store, _plan("2026-06-05", task, own, ada, bob, eva))
    assert _finding(store, "project", "pv")["value"] == pytest.approx(400 + 100 * 5 / 10)
    load(store, _plan("2026-06-05", task, own, ada._replace(baseline_cost_spread=None), bob, eva))
    assert _finding(store, "project", "pv")["value"] == pytest.approx(500 * 5 / 10)


# --- dates and freshness ----------------------------------------------------------------------------------------------


def _plan(day: str, *records: Record) -> Delivery:
    rows = [Project("P", status_date=day), *records]
    return delivery("plan", *rows, covers=[Task, Assignment, Calendar], loader="ms_project", status_date=day)


def _milestone(**fields: Any) -> Task:
    return Task("P.1", project="P", uid="1", kind="milestone", **fields)


def _finding(store: Store, kind: str, measure: str = "slip_days") -> dict[str, Any]:
    newest = store.revision()
    with closing(store), store.reading() as connection:
        rows = queries.findings(connection, newest.number if newest else 0, kind, measures=[measure]).to_dict("records")
    assert len(rows) == 1
    return {str(name): value for name, value in rows[0].items()}


@pytest.fixture
def later() -> Task:
    """A milestone that is forecast 5 working days after its baseline."""
    return _milestone(baseline_finish="2026-12-11T17:00:00", finish="2026-12-18T17:00:00")


def test_an_assessment_moves_the_day_of_judging_and_never_makes_old_data_fresh(store: Store, later: Task) -> None:
    load(store, _plan("2026-10-31", later))
    assert judge_all(store, "2026-12-25").changed
    found = _finding(store, "milestone")
    assert (found["value"], found["status"], found["on_date"]) == (10.0, "at_risk", "2026-12-25")
    assert found["text"] == "a fault of the plan: not done, and its forecast lies before the status date"
    assert found["fresh_until"] == "2026-12-05", "35 days after the schedule's own status date"


def test_a_later_schedule_is_judged_on_the_later_of_its_day_and_the_assessment(store: Store, later: Task) -> None:
    load(store, _plan("2026-10-31", later))
    judge_all(store, "2026-11-30")
    load(store, _plan("2026-11-15", later._replace(name="moved on")))
    found = _finding(store, "milestone")
    assert (found["on_date"], found["fresh_until"]) == ("2026-11-30", "2026-12-20")


def test_judging_again_on_the_same_day_changes_nothing(store: Store, later: Task) -> None:
    load(store, _plan("2026-10-31", later))
    assert [judge_all(store, day).changed for day in ("2026-12-25", "2026-12-25", "2026-12-24")] == [True, False, True]


@pytest.mark.parametrize(
    ("applies_to", "value", "fresh_until"),
    [
        ("plan", "week", "2026-11-10"),
        ("Plan.xml", "month", "2026-12-15"),
        ("*", "quarter", "2027-03-16"),
        ("other.xml", "week", "2026-12-05"),
    ],
)
def test_a_project_is_fresh_for_one_and_a_half_times_the_rhythm_of_its_feed(
    store: Store, later: Task, applies_to: str, value: str, fresh_until: str
) -> None:
    load(store, _plan("2026-10-31", later))
    rhythm = Setting("s", name="feed_rhythm", applies_to=applies_to, value=value, valid_from="2026-01-01")
    load(store, delivery("register", rhythm, status_date="2026-10-31"))
    assert _finding(store, "project", "status")["fresh_until"] == fresh_until


def test_a_project_without_a_schedule_stands_on_the_day_of_its_report_else_of_its_delivery(store: Store) -> None:
    line = Milestone("M1", project="P", baseline="2026-10-15")
    load(store, delivery("register", Project("P"), line, status_date="2026-09-30"))
    load(store, delivery("register", Project("P"), line, Kpi("K"), status_date="2026-10-31"))
    found = _finding(store, "milestone")
    assert (found["on_date"], found["value"], found["status"]) == ("2026-10-31", 12.0, "at_risk")
    load(store, delivery("register", Project("P", reported_on="2026-10-20"), line, Kpi("K"), status_date="2026-11-30"))
    found = _finding(store, "milestone")
    assert (found["on_date"], found["value"], found["status"]) == ("2026-10-20", 3.0, "at_risk")
    assert found["fresh_until"] == "2026-11-24"


def test_slip_is_counted_in_the_working_days_of_the_projects_calendar(store: Store, later: Task) -> None:
    free = json.dumps([["2026-12-14", "2026-12-16", []]])
    project = Project("P", status_date="2026-10-31", calendar="c1")
    rows = [project, later, Calendar("c1", exceptions=free)]
    load(store, delivery("plan", *rows, loader="ms_project", status_date="2026-10-31"))
    assert _finding(store, "milestone")["value"] == 2.0


# --- adopted baselines ------------------------------------------------------------------------------------------------

ADOPTS = delivery("register", Project("P", baseline_as_of="2026-05-31"), status_date="2026-10-31")


@pytest.mark.parametrize("register_first", [True, False])
def test_a_register_adopts_the_plan_of_a_day_as_baseline_whenever_it_says_so(
    store: Store, register_first: bool
) -> None:
    def plan(month_end: str, finish: str) -> Delivery:
        return _plan(month_end, _milestone(finish=f"{finish}T17:00:00"))

    if register_first:
        load(store, ADOPTS, as_of="2026-05-31")
    load(store, plan("2026-05-31", "2026-09-18"), as_of="2026-05-31")
    load(store, plan("2026-06-30", "2026-09-25"), as_of="2026-06-30")
    load(store, plan("2026-07-31", "2026-11-27"), *([] if register_first else [ADOPTS]), as_of="2026-07-31")
    found = _finding(store, "milestone")
    adopted = 2 if register_first else 1
    assert (found["value"], found["rule"]) == (
        50.0,
        f"slip against the plan of revision {adopted}, adopted as baseline; on track up to 5 working days, at risk up "
        "to 20",
    )
    assert json.loads(found["inputs"])["baseline"] == "2026-09-18"


def test_a_later_load_of_the_day_whose_plan_is_adopted_is_the_one_that_is_named(store: Store) -> None:
    load(store, ADOPTS, _plan("2026-05-31", _milestone(finish="2026-09-18T17:00:00")), as_of="2026-05-31")
    load(store, delivery("other", Project("Q"), status_date="2026-05-31"), as_of="2026-05-31")
    assert _finding(store, "milestone")["rule"].startswith("slip against the plan of revision 2, adopted as baseline;")
    load(store, delivery("other", Project("R"), status_date="2026-06-30"), as_of="2026-06-30")
    assert not judge_all(store).changed


def test_a_baseline_of_the_schedule_itself_is_never_replaced(store: Store) -> None:
    load(store, ADOPTS, _plan("2026-05-31", _milestone(finish="2026-09-18")), as_of="2026-05-31")
    stated = _milestone(finish="2026-11-27", baseline_finish="2026-11-20")
    load(store, _plan("2026-06-30", stated), as_of="2026-06-30")
    found = _finding(store, "milestone")
    rule = "slip against baseline; on track up to 5 working days, at risk up to 20"
    assert (found["value"], found["rule"]) == (5.0, rule)


def test_a_plan_that_nobody_declared_is_no_baseline(store: Store) -> None:
    load(store, _plan("2026-05-31", _milestone(finish="2026-09-18")))
    found = _finding(store, "milestone")
    assert (found["value"], found["status"], found["text"]) == (None, "no_data", "not computed: no baseline")


# --- what goes --------------------------------------------------------------------------------------------------------


def test_the_findings_of_what_is_gone_end_with_it(store: Store, later: Task) -> None:
    reading = Reading("K|1", kpi="K", date="2026-10-31", actual=1.0)
    kpi = Kpi("K", better="higher", target=2.0, target_date="2026-12-31", baseline=0.0, baseline_date="2025-12-31")
    load(store, _plan("2026-10-31", later), delivery("register", kpi, reading))
    load(store, delivery("plan", covers=[Project, Task], loader="ms_project"), delivery("register", covers=[Kpi]))
    with store.reading() as connection:
        kinds = ("kpi", "milestone", "project")
        held = [[list(queries.findings(connection, n, kind)["measure"]) for kind in kinds] for n in (1, 2)]
    of_kpi = ["actual", "attainment", "expected", "progress", "score"]
    of_project = ["bac", "ev", "milestones_status", "pv", "schedule_status", "slip_days", "status"]
    assert held == [[of_kpi, ["slip_days"], of_project], [[], [], []]]


def test_a_milestone_that_has_become_a_deliverable_is_no_longer_judged_as_one(store: Store) -> None:
    line = Milestone("M1", project="P", baseline="2026-10-15")
    load(store, delivery("register", Project("P"), line, status_date="2026-09-30"))
    load(store, delivery("register", Project("P"), line._replace(kind="deliverable"), status_date="2026-10-30"))
    assert not judge_all(store).changed
    with store.reading() as connection:
        assert queries.findings(connection, 2, "milestone").empty
