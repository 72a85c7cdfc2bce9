"""Microsoft Project XML that is broken: what is refused whole, what loses a row, and that nothing else ever happens."""

import random
from copy import deepcopy
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from data.records import Baseline, Dependency, FieldValue, Task
from loaders.base import Refused
from loaders.ms_project import LOADER
from tests.exports_dir import EXPORTS, needs_exports
from tests.loaders.mspdi import assignment, check, document, el, load, phased, plan, reasons, resource, rows, task

SAMPLE = (Path(__file__).parents[1] / "exports" / "ms_project" / "bridge.xml").read_bytes()
REAL = EXPORTS / "schedules" / "mpxj-mspdi"


def link(uid: object) -> str:
    return el("PredecessorLink", PredecessorUID=uid)


REFUSED = {
    "empty": (b"", "The file is empty, cut off"),
    "not XML": (b"Task;Start;Finish\n", "line 1, column 1"),
    "cut off": (SAMPLE[: SAMPLE.index(b"</Tasks>")], "Premature end of data"),
    "wrong encoding": (SAMPLE.replace("€".encode(), b"\x80"), "encoding"),
    "document type": (b"<!DOCTYPE Project [<!ENTITY x 'y'>]>" + SAMPLE.partition(b"?>\n")[2], "DOCTYPE"),
    "entity": (SAMPLE.replace(b"Bank bridge", b"&bridge;", 1), "Entity 'bridge' not defined"),
    "something else": (b"<html><body/></html>", "its root element is 'html', expected 'Project'"),
    "status date": (
        plan(StatusDate="31.10.2026").encode(),
        "Project: StatusDate '31.10.2026' is not a date such as 2026-12-31T17:00:00. Correct it in the tool",
    ),
    "minutes of a day": (plan(MinutesPerDay="eight").encode(), "Project: MinutesPerDay 'eight' is not a number"),
    "lists out of order": (
        document(el("Assignments", assignment(1, 1, 1)), el("Tasks", task(1))).encode(),
        "the list of Task stands after that of Assignment",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_what_and_where(tmp_path: Path, name: str):
    content, said = REFUSED[name]
    with pytest.raises(Refused) as error:
        load(tmp_path, content)
    assert said in str(error.value)


FAULTS = {
    "Cost": ("12,50", "is not a number; expected digits and a decimal point"),
    "ActualCost": ("-1", "is negative, which no cost can be"),
    "Work": ("40 hours", "is not a duration in hours such as PT40H0M0S"),
    "Duration": ("P1Y2M", "is not a duration in hours such as PT40H0M0S"),
    "ActualWork": ("PT-8H0M0S", "is negative, which no duration can be"),
    "RemainingWork": ("-PT8H0M0S", "is negative, which no duration can be"),
    "Start": ("05/10/2026", "is not a date such as 2026-12-31T17:00:00"),
    "Finish": ("2026-02-30T17:00:00", "is not a date that exists"),
    "Deadline": ("2206-12-18T17:00:00", "lies outside 1984 to 2149, the years that Microsoft Project knows"),
    "ConstraintDate": ("1971-01-01T00:00:00", "lies outside 1984 to 2149, the years that Microsoft Project knows"),
    "PercentComplete": ("101", "is not a percentage from 0 to 100"),
    "PhysicalPercentComplete": ("half", "is not a number; expected digits and a decimal point"),
    "Priority": ("1e99", "is larger than any plan can hold"),
    "OutlineLevel": ("1.5", "is not a whole number"),
    "ConstraintType": ("8", "is not one of 0, 1, 2, 3, 4, 5, 6, 7"),
    "Milestone": ("yes", "is not 1 or 0"),
    "UID": ("\u0661", "is not a whole number"),  # a digit, but no ASCII one
    "TotalSlack": ("NaN", "is not a number; expected digits and a decimal point"),
}


@pytest.mark.parametrize("field", FAULTS)
def test_a_field_that_is_not_what_it_should_be_costs_its_row_only(tmp_path: Path, field: str):
    value, said = FAULTS[field]
    export = load(tmp_path, plan(task(1, **{"Name": "Dig", field: value}), task(2)))
    (rejection,) = export.rejections
    named = value if field == "UID" else 1
    assert rejection.reason.startswith(f"Task {named} 'Dig': {field} '{value}' {said}.")
    assert (rejection.sheet, rejection.field, rejection.value) == ("Task", field, value)
    assert (rejection.kind, rejection.key) == (Task, f"Plan.{named}")
    assert list(rows(export, Task)) == ["Plan.2"]


def test_every_fault_of_a_row_is_named_and_the_row_counts_once(tmp_path: Path):
    bad = task(1, Name="Dig", Cost="x", Start="y", ActualStart="2026-10-06", ActualFinish="2026-10-05")
    export = load(tmp_path, plan(bad))
    assert reasons(export) == [
        "Task 1 'Dig': Cost 'x' is not a number; expected digits and a decimal point.",
        "Task 1 'Dig': Start 'y' is not a date such as 2026-12-31T17:00:00.",
        "Task 1 'Dig': ActualFinish '2026-10-05T23:59:59' is before the start 2026-10-06T00:00:00.",
    ]
    assert len({(rejection.sheet, rejection.row) for rejection in export.rejections}) == 1


def test_a_finish_before_its_start_is_rejected(tmp_path: Path):
    export = load(tmp_path, plan(task(1, Start="2026-10-09T08:00:00", Finish="2026-10-05T17:00:00")))
    assert reasons(export) == ["Task 1: Finish '2026-10-05T17:00:00' is before the start 2026-10-09T08:00:00."]


def test_a_uid_that_comes_twice_keeps_the_first_and_names_both(tmp_path: Path):
    export = load(tmp_path, plan(task(1, Name="Dig"), "\n\n", task(1, Name="Paint")))
    assert rows(export, Task)["Plan.1"]["name"] == "Dig"
    (rejection,) = export.rejections
    first = export.records[Task][0].row
    assert rejection.reason.startswith(f"Task 1 'Paint': UID '1' is used by row {first} already, which is kept.")
    assert rejection.row == (first or 0) + 2


def test_a_task_without_uid_is_rejected(tmp_path: Path):
    export = load(tmp_path, plan(el("Task", Name="Dig")))
    assert reasons(export) == ["Task 'Dig': UID is missing."]


def test_what_stands_in_a_rejected_task_goes_with_it_and_what_stands_below_moves_up(tmp_path: Path):
    inner = (
        el("Baseline", Number=0, Cost=1),
        el("Baseline", Number=2, Cost=1),
        el("ExtendedAttribute", FieldID=1, Value="x"),
        link(1),
    )
    export = load(
        tmp_path,
        plan(task(1), task(2, *inner, OutlineLevel=2, Cost="x"), task(3, OutlineLevel=3), task(4, OutlineLevel=2)),
    )
    assert {key: row.get("parent") for key, row in rows(export, Task).items()} == {
        "Plan.1": None,
        "Plan.3": "Plan.1",
        "Plan.4": "Plan.1",
    }
    assert reasons(export) == [
        "Task 2: Cost 'x' is not a number; expected digits and a decimal point.",
        "ExtendedAttribute belongs to Task 2, which was rejected.",
        "Baseline belongs to Task 2, which was rejected.",
        "PredecessorLink belongs to Task 2, which was rejected.",
    ]
    # The store leaves earlier versions of these open.
    assert [(rejection.kind, rejection.key) for rejection in export.rejections] == [
        (Task, "Plan.2"),
        (FieldValue, "Plan.2.task.1"),
        (Baseline, "Plan.2.2"),
        (Dependency, "Plan.1-2.FS"),
    ]


def test_baselines_that_cannot_be_are_rejected(tmp_path: Path):
    further = (
        el("Baseline", Number=1, Start="2026-10-09", Finish="2026-10-05"),
        el("Baseline", Number=2, Cost=-5),
        el("Baseline", Number=11),
        el("Baseline", Cost=1),
        el("Baseline", Number=3),
        el("Baseline", Number=3),
    )
    export = load(tmp_path, plan(task(1, *further), task(2, el("Baseline", Number=0, Cost=-5))))
    assert list(rows(export, Baseline)) == ["Plan.1.3"]
    assert list(rows(export, Task)) == ["Plan.1"]
    assert reasons(export) == [
        "Task 1: Baseline Finish '2026-10-05T23:59:59' is before the start 2026-10-09T00:00:00.",
        "Task 1: Baseline Cost '-5' is negative, which no cost can be.",
        "Task 1: Baseline Number '11' is not a number from 0 to 10.",
        "Task 1: Baseline Number 'None' is not a number from 0 to 10.",
        "Task 1: Baseline Number '3' is there twice; the first is kept.",
        "Task 2: Baseline Cost '-5' is negative, which no cost can be.",
    ]


def test_a_long_bad_value_is_shortened_in_the_message(tmp_path: Path):
    (rejection,) = load(tmp_path, plan(task(1, Cost="x" * 5_000))).rejections
    assert len(rejection.reason) < 400
    assert rejection.value == "x" * 200


def test_nothing_of_a_broken_plan_takes_long(tmp_path: Path):
    """A few kilobytes must not become minutes: circles, gaps between levels, and days over centuries."""
    tasks = [task(uid, link(uid % 2_000 + 1), OutlineLevel=uid % 997) for uid in range(1, 2_001)]
    days = [phased(1, "2020-01-01T00:00:00", "2029-12-30T00:00:00", "PT9000H0M0S")] * 50
    circle = [el("Calendar", UID=uid, BaseCalendarUID=uid % 400 + 2) for uid in range(2, 402)]
    began = process_time()
    load(
        tmp_path,
        plan(
            *tasks,
            calendars=(el("Calendar", UID=1), *circle),
            resources=(resource(1, "Ann", CalendarUID=1),),
            assignments=tuple(assignment(uid, uid, 1, *days) for uid in range(1, 21)),
        ),
    )
    assert process_time() - began < 20


@settings(max_examples=120)
@given(st.randoms(use_true_random=False), st.integers(1, 30))
def test_changed_bytes_give_an_export_or_a_refusal(tmp_path_factory: pytest.TempPathFactory, chance, changes: int):
    content = bytearray(SAMPLE)
    for _ in range(changes):
        at = chance.randrange(len(content))
        content[at : at + chance.choice((0, 1, 1, 9))] = bytes(
            chance.choices(b'<>/&"0123456789-TPx\x00\xff', k=chance.choice((0, 1, 1, 3)))
        )
    read_or_refused(tmp_path_factory, bytes(content))


NASTY = """0 -1 -65535 1 99 1e400 NaN x PT P1D PT999999999H -PT1H \u0663 99999999999999999999 1984-01-01T00:00:00 true
    2149-12-31T23:59:00 0000-00-00T00:00:00 2026-02-30 2026-10-05T25:00:00"""


@settings(max_examples=120)
@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(NASTY.split())), min_size=1, max_size=8),
    st.integers(0, 3),
)
def test_changed_values_give_an_export_or_a_refusal(tmp_path_factory: pytest.TempPathFactory, changes, moved: int):
    parts = SAMPLE.decode().split(">")
    leaves = [n for n, part in enumerate(parts) if n and "</" in part and part.partition("<")[0].strip()]
    for at, value in changes:
        place = leaves[at % len(leaves)]
        parts[place] = value + parts[place][parts[place].index("<") :]
    text = ">".join(parts)
    rows_ = text.split("\t\t<Task>")
    random.Random(moved).shuffle(middle := rows_[1:-1])  # tasks in another order: other parents, links to and fro
    read_or_refused(tmp_path_factory, "\t\t<Task>".join([rows_[0], *middle, rows_[-1]]).encode())


@settings(max_examples=120)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 4)), min_size=1, max_size=8))
def test_elements_lost_doubled_moved_or_renamed_give_an_export_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int, int]]
):
    root = etree.fromstring(SAMPLE)
    for at, other, kind in changes:
        every = [element for element in root.iter("*") if element is not root]
        one, two = every[at % len(every)], every[other % len(every)]
        parent = one.getparent()
        assert parent is not None
        if kind == 0:
            parent.remove(one)
        elif kind == 1:
            parent.append(deepcopy(one))
        elif kind == 2:
            two.append(deepcopy(one))
        elif kind == 3:
            one.tag = two.tag
        else:
            one.text = two.text
    read_or_refused(tmp_path_factory, etree.tostring(root))


def read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("bad") / "plan.xml"
    file.write_bytes(content)
    began = process_time()
    try:
        export = LOADER.read(file, "plan")
    except Refused as refused:
        assert str(refused)
    else:
        check(export)
    assert process_time() - began < 5


@needs_exports
@pytest.mark.parametrize("name", ["mspdiresource.xml", "mspditimephasedsegments.xml"])
@pytest.mark.parametrize("part", [0.2, 0.6, 0.95])
def test_a_real_file_that_is_cut_off_is_refused_as_a_whole(tmp_path: Path, name: str, part: float):
    content = (REAL / name).read_bytes()
    with pytest.raises(Refused, match="not well-formed XML at line"):
        load(tmp_path, content[: int(len(content) * part)])
