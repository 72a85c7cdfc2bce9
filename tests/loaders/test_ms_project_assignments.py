"""Microsoft Project XML: who works on what, and what it costs."""

from pathlib import Path

from data.records import Assignment, FieldValue
from tests.loaders.mspdi import (
    ANN,
    assigned,
    assignment,
    el,
    load,
    phased,
    plan,
    reasons,
    resource,
    rows,
    task,
)


def test_an_assignment_has_dates_work_and_cost(tmp_path: Path):
    found = assigned(
        tmp_path,
        el("Baseline", Number=0, Work="PT32H0M0S", Cost=249600, Finish="2026-10-08T17:00:00"),
        Start="2026-10-05T08:00:00",
        Finish="2026-10-09T17:00:00",
        ActualStart="2026-10-05T08:00:00",
        Work="PT40H0M0S",
        ActualWork="PT8H0M0S",
        RemainingWork="PT32H0M0S",
        Cost="312050.5",
        ActualCost=62410,
        RemainingCost=249640,
        Units="0.5",
        BookingType=1,
    )
    assert found == {
        "project": "Plan",
        "task": "Plan.1",
        "resource": "Plan.1",
        "units": 0.5,
        "firm": False,
        "start": "2026-10-05T08:00:00",
        "finish": "2026-10-09T17:00:00",
        "actual_start": "2026-10-05T08:00:00",
        "work": 2400,
        "baseline_work": 1920,
        "actual_work": 480,
        "remaining_work": 1920,
        "cost": 3120.505,
        "baseline_cost": 2496,
        "actual_cost": 624.1,
        "remaining_cost": 2496.4,
        "notes": [],
    }


def test_a_quantity_of_material_is_no_work(tmp_path: Path):
    day = ("2026-10-05T08:00:00", "2026-10-05T17:00:00")
    found = assigned(
        tmp_path,
        phased(1, *day, "PT50H0M0S"),
        phased(5, *day, "700000"),
        person=resource(1, "Concrete", Type=0),
        Work="PT50H0M0S",
        Units=50,
        Cost=700000,
    )
    assert found == {
        "project": "Plan",
        "task": "Plan.1",
        "resource": "Plan.1",
        "units": 50,
        "cost": 7000,
        "baseline_cost_spread": '[["2026-10-05","2026-10-05",7000]]',
        "notes": [
            "assignments of material or cost: their quantity is no work and not kept as such: 1 (first: Assignment 1)"
        ],
    }


def test_the_days_of_a_task_that_nobody_works_on_are_no_work(tmp_path: Path):
    day = phased(1, "2026-10-05T08:00:00", "2026-10-05T17:00:00", "PT8H0M0S")
    export = load(
        tmp_path, plan(task(1), assignments=(assignment(1, 1, -65535, day, Work="PT0H0M0S", RemainingWork="PT0H0M0S"),))
    )
    assert rows(export, Assignment)["Plan.1"] == {"project": "Plan", "task": "Plan.1", "work": 0, "remaining_work": 0}
    assert export.notes == [
        "assignments of nobody that state no work: the days of their task are not kept as work: 1 (first: Assignment 1)"
    ]
    assert export.totals["assignments"] == 1


def test_baselines_that_are_not_kept_are_counted(tmp_path: Path):
    extra = [el("Baseline", Number=number, Work="PT1H0M0S") for number in (0, 1, 2)]
    export = load(
        tmp_path,
        plan(task(1), resources=(resource(1, "Ann", extra[0]),), assignments=(assignment(1, 1, 1, *extra),)),
    )
    assert rows(export, Assignment)["Plan.1"]["baseline_work"] == 60
    assert {skipped.reason: skipped.count for skipped in export.skipped} == {
        "Baseline of a resource: baselines are kept of tasks and assignments": 1,
        "Baseline of an assignment: of assignments baseline 0 is kept": 2,
    }


def test_an_assignment_without_uid_is_known_by_its_ends(tmp_path: Path):
    pair = el("Assignment", TaskUID=1, ResourceUID=1)
    export = load(tmp_path, plan(task(1), resources=(ANN,), assignments=(pair, pair)))
    assert list(rows(export, Assignment)) == ["Plan.1-1"]
    assert len(export.rejections) == 1


def test_assignments_that_cannot_be_are_rejected(tmp_path: Path):
    day = ("2026-10-05T08:00:00", "2026-10-05T17:00:00")
    bad = (
        assignment(1, 99, 1),
        assignment(2, 1, 99),
        assignment(3, 2, 2),
        assignment(4, 1, 1, Work="forty"),
        assignment(5, 1, 1, Cost=-1, Units="x"),
        assignment(6, 1, 1, phased(1, *day, "much")),
        assignment(7, 1, 1, phased(1, day[1], day[0], "PT8H0M0S")),
        assignment(8, 1, 1, phased(1, "1990-01-01T08:00:00", "2026-01-01T08:00:00", "PT8H0M0S")),
        assignment(9, 1, 1, phased(1, "soon", "later", "PT8H0M0S")),
        assignment(10, 1, 1, el("Baseline", Number=0, Cost="x"), el("Baseline", Number=1)),
        assignment(11, 1, 1),
        assignment(11, 1, 1),
        assignment(12, 1, 1, Start=day[1], Finish="2026-10-04T17:00:00"),
        el(
            "Assignment",
            el("ExtendedAttribute", FieldID=1, Value="x"),
            el("Baseline", Number=1),
            UID="?",
            ResourceUID=1,
        ),
    )
    tasks = (task(1), task(2, Cost="x"))
    export = load(tmp_path, plan(*tasks, resources=(ANN, resource(2, "Bo", MaxUnits="half")), assignments=bad))
    assert list(rows(export, Assignment)) == ["Plan.11"]
    assert list(rows(export, FieldValue)) == []
    assert [reason for reason in reasons(export) if reason.startswith(("Assignment", "Extended"))] == [
        "Assignment 1: TaskUID '99' is a task that the file does not have.",
        "Assignment 2: ResourceUID '99' is a resource that the file does not have or that was rejected.",
        "Assignment 3: TaskUID '2' is a task that was rejected.",
        "Assignment 3: ResourceUID '2' is a resource that the file does not have or that was rejected.",
        "Assignment 4: Work 'forty' is not a duration in hours such as PT40H0M0S.",
        "Assignment 5: Cost '-1' is negative, which no cost can be.",
        "Assignment 5: Units 'x' is not a number; expected digits and a decimal point.",
        "Assignment 6: TimephasedData '2026-10-05T08:00:00 2026-10-05T17:00:00 much' is not a duration in hours such "
        "as PT40H0M0S.",
        "Assignment 7: TimephasedData '2026-10-05T17:00:00 2026-10-05T08:00:00 PT8H0M0S' ends before it begins.",
        "Assignment 8: TimephasedData '1990-01-01T08:00:00 2026-01-01T08:00:00 PT8H0M0S' is longer than 3660 days.",
        "Assignment 9: TimephasedData 'soon later PT8H0M0S' is not a date such as 2026-12-31T17:00:00.",
        "Assignment 10: Baseline Cost 'x' is not a number; expected digits and a decimal point.",
        "Assignment 11: UID '11' is used by row 22 already, which is kept.",
        "Assignment 12: Finish '2026-10-04T17:00:00' is before the start 2026-10-05T17:00:00.",
        "Assignment ?: UID '?' is not a whole number.",
        "ExtendedAttribute belongs to Assignment ?, which was rejected.",
    ]
