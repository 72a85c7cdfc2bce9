"""Microsoft Project XML: tasks, their outline, their durations and their baselines."""

from pathlib import Path

import pytest

from data.records import Baseline, Task
from tests.loaders.mspdi import el, load, plan, resource, rows, task


def kinds(path: Path, *tasks: str) -> dict[str, tuple[object, object]]:
    """Give kind and parent of the tasks of a plan by UID."""
    found = rows(load(path, plan(*tasks)), Task).values()
    return {str(row["uid"]): (row["kind"], str(row.get("parent", "")).removeprefix("Plan.")) for row in found}


def test_the_outline_gives_parents_and_summaries(tmp_path: Path):
    assert kinds(
        tmp_path,
        task(0, OutlineLevel=0, Summary=1),
        task(1, Summary=1),
        task(2, OutlineLevel=2),
        task(3, OutlineLevel=2, Milestone=1),
        task(4, OutlineLevel=4),  # a level may be jumped
        task(5),
        task(6, Summary=1),  # nothing below it, but the tool says so: an inserted project, perhaps
    ) == {
        "0": ("project", ""),
        "1": ("summary", "0"),
        "2": ("task", "1"),
        "3": ("summary", "1"),
        "4": ("task", "3"),
        "5": ("task", "0"),
        "6": ("summary", "0"),
    }


def test_without_levels_the_outline_number_counts(tmp_path: Path):
    numbers = {1: "1", 2: "1.1", 3: "1.1.1", 4: "2"}
    found = kinds(tmp_path, *(task(uid, OutlineLevel=None, OutlineNumber=at) for uid, at in numbers.items()))
    assert found == {"1": ("summary", ""), "2": ("summary", "1"), "3": ("task", "2"), "4": ("task", "")}


def test_a_first_task_with_uid_0_on_level_1_is_a_task_like_any_other(tmp_path: Path):
    assert kinds(tmp_path, task(0), task(1)) == {"0": ("task", ""), "1": ("task", "")}


def test_totals_count_leaves_only(tmp_path: Path):
    tasks = (
        task(0, OutlineLevel=0),
        task(1),
        task(2, OutlineLevel=2),
        task(3, OutlineLevel=2, Milestone=1),
        task(4, IsNull=1),
    )
    assert load(tmp_path, plan(*tasks)).totals == {
        "projects": 1,
        "tasks": 2,
        "milestones": 1,
        "people": 0,
        "assignments": 0,
        "links": 0,
    }


def test_blank_rows_are_left_out_and_do_not_break_the_outline(tmp_path: Path):
    export = load(tmp_path, plan(task(1), task(9, OutlineLevel=0, IsNull=1), task(2, OutlineLevel=2)))
    assert rows(export, Task)["Plan.2"]["parent"] == "Plan.1"
    assert [(skipped.reason, skipped.count) for skipped in export.skipped] == [("Task: a blank row of the plan", 1)]


def test_baseline_0_stands_in_the_task_and_the_others_are_rows(tmp_path: Path):
    baselines = (
        el(
            "Baseline",
            Number=0,
            Start="2026-10-05T08:00:00",
            Finish="2026-10-06T17:00:00",
            Duration="PT16H0M0S",
            Cost=12345,
        ),
        el("Baseline", Number=3, Finish="2026-10-09T17:00:00", Work="PT8H30M0S"),
    )
    export = load(tmp_path, plan(task(1, *baselines)))
    found = rows(export, Task)["Plan.1"]
    assert {name: value for name, value in found.items() if name.startswith("baseline")} == {
        "baseline_start": "2026-10-05T08:00:00",
        "baseline_finish": "2026-10-06T17:00:00",
        "baseline_duration": 960,
        "baseline_cost": 123.45,
    }
    assert rows(export, Baseline) == {
        "Plan.1.3": {"task": "Plan.1", "number": 3, "finish": "2026-10-09T17:00:00", "work": 510}
    }


def test_time_phased_baselines_of_a_task_are_packed(tmp_path: Path):
    data = (
        el(
            "TimephasedData",
            Type=9,
            UID=1,
            Start="2026-10-05T08:00:00",
            Finish="2026-10-06T17:00:00",
            Value="PT16H0M0S",
        ),
        el("TimephasedData", Type=10, UID=1, Start="2026-10-05T08:00:00", Finish="2026-10-06T17:00:00", Value="100000"),
        el("TimephasedData", Type=11, UID=1, Start="2026-10-05T08:00:00", Finish="2026-10-06T17:00:00", Value="5"),
    )
    export = load(tmp_path, plan(task(1, *data)))
    assert rows(export, Task)["Plan.1"]["baseline_spread"] == '[["2026-10-05","2026-10-06",480]]'
    assert rows(export, Task)["Plan.1"]["baseline_cost_spread"] == '[["2026-10-05","2026-10-06",500]]'
    assert export.notes == ["time-phased data that is not kept: percent complete (1)"]


def test_elapsed_durations_become_working_time(tmp_path: Path):
    # 8 = elapsed days: 7 of them are 168 hours on the clock, and 40 hours of a working week.
    baseline = el("Baseline", Number=0, Duration="PT336H0M0S", DurationFormat=8)
    export = load(
        tmp_path, plan(task(1, baseline, Duration="PT168H0M0S", RemainingDuration="PT84H0M0S", DurationFormat=8))
    )
    found = rows(export, Task)["Plan.1"]
    assert (found["duration"], found["remaining_duration"], found["baseline_duration"]) == (2400, 1200, 4800)
    assert export.notes == [
        "elapsed durations were read as working time, an elapsed week as a working week: 1 (first: Task 1)"
    ]


@pytest.mark.parametrize(
    ("fields", "finish"),
    [
        ({"Start": "2026-10-08T13:00:00", "Duration": "PT16H0M0S"}, "2026-10-12T12:00:00"),  # over a weekend
        ({"Start": "2026-10-08T13:00:00", "Duration": "PT0H0M0S"}, "2026-10-08T13:00:00"),
        ({"Start": "2026-10-08T13:00:00"}, None),
        ({"Duration": "PT16H0M0S"}, None),
        ({"Start": "2026-10-08T13:00:00", "Duration": "PT999999999H0M0S"}, None),
    ],
)
def test_a_task_with_start_and_duration_only_ends_by_the_calendar(tmp_path: Path, fields, finish):
    assert rows(load(tmp_path, plan(task(1, **fields))), Task)["Plan.1"].get("finish") == finish


def test_a_finish_on_the_day_of_the_start_is_kept_as_written(tmp_path: Path):
    export = load(tmp_path, plan(task(1, Start="2026-10-05T08:00:00", Finish="2026-10-05T00:00:00")))
    assert rows(export, Task)["Plan.1"]["finish"] == "2026-10-05T00:00:00"


@pytest.mark.parametrize(
    ("method", "default", "kind"),
    [("0", None, "duration"), ("1", None, "physical"), (None, "1", "physical"), (None, None, None)],
)
def test_the_method_of_earned_value_says_which_percentage_counts(tmp_path: Path, method, default, kind):
    export = load(tmp_path, plan(task(1, EarnedValueMethod=method), DefaultTaskEVMethod=default))
    assert rows(export, Task)["Plan.1"].get("percent_kind") == kind


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-10-05T08:30:00", "2026-10-05T08:30:00"),
        ("2026-10-05T08:30", "2026-10-05T08:30:00"),
        ("2026-10-05", "2026-10-05T23:59:59"),  # something ends with a day that has no time
        ("2026-10-05T08:30:00.000", "2026-10-05T08:30:00"),
        ("2026-10-05T08:30:00+02:00", "2026-10-05T08:30:00"),  # as the clock of the project shows it
        ("2026-12-31T24:00:00", "2027-01-01T00:00:00"),
        (" 2026-10-05T08:30:00\n", "2026-10-05T08:30:00"),
        ("", None),
        ("1984-01-01T00:00:00", None),
        ("2049-12-31T23:59:00", None),
        ("2149-12-31T23:59:00", None),
        ("1900-01-01T00:00:00", None),
        ("0001-01-01T00:00:00", None),
    ],
)
def test_moments_are_as_the_project_shows_them_and_ends_of_time_are_no_date(tmp_path: Path, written, read):
    assert rows(load(tmp_path, plan(task(1, Deadline=written))), Task)["Plan.1"].get("deadline") == read


def test_days_without_a_time_are_whole_days(tmp_path: Path):
    days = {"Start": "2026-10-05", "Finish": "2026-10-06", "ActualStart": "2026-10-05", "ActualFinish": "2026-10-06"}
    said = rows(load(tmp_path, plan(task(1, **days))), Task)["Plan.1"]
    assert (said["start"], said["finish"]) == ("2026-10-05T00:00:00", "2026-10-06T23:59:59")
    assert (said["actual_start"], said["actual_finish"]) == ("2026-10-05T00:00:00", "2026-10-06T23:59:59")


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("PT8H30M0S", 510),
        ("PT0H0M30S", 0.5),
        ("PT6H59M60S", 420),
        ("P1DT2H", 1560),
        ("PT1.5S", 0.025),
        ("PT16.5H", 990),
        ("PT1H7.5M", 67.5),
        ("P0Y0M0DT8H0M0S", 480),
        ("-PT0H0M0S", 0),
    ],
)
def test_durations_are_minutes(tmp_path: Path, written, minutes):
    assert rows(load(tmp_path, plan(task(1, Work=written))), Task)["Plan.1"]["work"] == minutes


@pytest.mark.parametrize(
    ("written", "header", "minutes"),
    [
        ("P10D", {}, 4800),
        ("P2W", {}, 4800),
        ("P0Y0M10DT0H0M0S", {}, 4800),
        ("P1W1D", {"MinutesPerDay": 420, "MinutesPerWeek": 2100}, 2520),
        ("P2.5D", {"MinutesPerDay": 420}, 1050),
    ],
)
def test_durations_of_days_alone_are_working_days_and_that_is_said(tmp_path: Path, written, header, minutes):
    export = load(tmp_path, plan(task(1, Duration=written), **header))
    assert rows(export, Task)["Plan.1"]["duration"] == minutes
    (note,) = [note for note in export.notes if "durations of days alone" in note]
    assert f"such as {written}, count as working days of {header.get('MinutesPerDay', 480) / 60:g} hours" in note


def test_days_of_durations_count_24_hours_where_others_have_hours_beside_their_days(tmp_path: Path):
    export = load(tmp_path, plan(task(1, Work="P2D"), task(2, Work="P1DT16H"), task(3, Work="PT8H")))
    assert [row["work"] for row in rows(export, Task).values()] == [2880, 2400, 480]
    assert [note for note in export.notes if "24 hours each" in note] == [
        "days of durations, such as P2D, count 24 hours each, because others have hours beside theirs, such as P1DT16H"
    ]


def test_placeholders_of_other_projects_and_rows_of_inserted_ones_are_left_out(tmp_path: Path):
    inner = el("Project", el("Tasks", task(1), task(2)), el("Resources", resource(1, "Ann")))
    ghost = task(3, ExternalTask=1, ExternalTaskProject="C:\\plans\\Tunnel.mpp")
    export = load(tmp_path, plan(task(1, inner, IsSubproject=1, Summary=1), ghost))
    assert list(rows(export, Task)) == ["Plan.1"]
    assert {skipped.reason.partition(":")[0]: skipped.count for skipped in export.skipped} == {
        "rows of an inserted project that stands inside the file": 3,
        "Task": 1,
    }
