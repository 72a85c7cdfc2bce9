"""Every real export through the whole line: what the index counts is in the report, the store, views and the API."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.dashboard.stores import empty_store
from tests.exports_dir import EXPORTS, needs_exports
from tests.real.line import get, hold_answers, load, view

pytestmark = needs_exports

FOLDERS = ("schedules/xer", "schedules/mpxj-xer", "schedules/mpxj-mspdi", "stratml")
MSPDI, XER, STRATML = "schedules/mpxj-mspdi/", "schedules/", "stratml/"


class Schedule(NamedTuple):
    """What `totals` say of a schedule, and how many of its rows are rejected."""

    tasks: int
    milestones: int
    people: int
    assignments: int
    links: int
    rejected: int = 0
    projects: int = 1


# The index counts every <Task>, <Resource> and milestone of a Microsoft Project file: `tasks` here are without the row
# of the project (UID 0), summaries and blank rows; `people` without the unnamed placeholder (UID 0).
SCHEDULES = {
    MSPDI + "DefaultDurationFormat.xml": Schedule(1, 0, 0, 1, 0),
    MSPDI + "alias.xml": Schedule(0, 0, 0, 0, 0),  # the only task and milestone is the row of the project
    MSPDI + "baselines.xml": Schedule(1, 0, 1, 1, 0, rejected=10),  # baselines 1 to 10 finish before they start
    MSPDI + "calendar-calendars-project2002-mspdi.xml": Schedule(0, 0, 2, 0, 0),
    MSPDI + "caltest.xml": Schedule(3, 0, 3, 3, 0),
    MSPDI + "enterprise.xml": Schedule(1, 0, 1, 1, 0),
    MSPDI + "headertest9.xml": Schedule(0, 0, 0, 0, 0),  # as alias.xml
    MSPDI + "mspdiassignmentcustom.xml": Schedule(1, 0, 2, 2, 0),
    MSPDI + "mspdiassignmentfields.xml": Schedule(1, 0, 4, 4, 0),
    MSPDI + "mspdiavailability.xml": Schedule(0, 0, 2, 0, 0),
    MSPDI + "mspdicostratetable.xml": Schedule(0, 0, 3, 0, 0),
    MSPDI + "mspdiduration.xml": Schedule(10, 0, 0, 10, 0),
    MSPDI + "mspdinulltasks.xml": Schedule(3, 0, 0, 3, 0),  # 9 = row of the project + 2 summaries + 3 blank rows + 3
    MSPDI + "mspdipriority.xml": Schedule(10, 0, 0, 10, 0),
    MSPDI + "mspdirelations.xml": Schedule(5, 0, 0, 5, 4),
    MSPDI + "mspdiresource.xml": Schedule(3, 0, 4, 5, 1),
    MSPDI + "mspdisplittask.xml": Schedule(2, 0, 0, 2, 0),
    MSPDI + "mspditimephased.xml": Schedule(40, 0, 41, 40, 0),
    MSPDI + "mspditimephasedsegments.xml": Schedule(20, 0, 6, 20, 0),
    MSPDI + "mspextattr.xml": Schedule(1, 0, 1, 1, 0),
    MSPDI + "sample.xml": Schedule(16, 1, 2, 17, 6),
    MSPDI + "sample1.xml": Schedule(18, 1, 2, 4, 6),
    MSPDI + "task-baselines-project2019-mspdi.xml": Schedule(110, 0, 0, 110, 0),
    MSPDI + "task-costs-project2019-mspdi.xml": Schedule(10, 0, 0, 10, 0),
    MSPDI + "task-links-project2010-mspdi.xml": Schedule(16, 0, 0, 16, 8),
    XER + "mpxj-xer/PredecessorCalendar.xer": Schedule(1, 0, 0, 0, 0),
    XER + "mpxj-xer/ProjectDefaultCalendar.xer": Schedule(1, 0, 0, 0, 0),
    XER + "mpxj-xer/invalid-8.4.xer": Schedule(12, 0, 0, 0, 0, rejected=1),  # a calendar whose data break off
    XER + "mpxj-xer/percent-complete-8.4.xer": Schedule(12, 0, 0, 0, 0),
    XER + "mpxj-xer/resource-rates-test.xer": Schedule(1, 0, 1, 5, 0),
    XER + "xer/CONSRTRUCTION.xer": Schedule(51, 0, 21, 56, 59),
    XER + "xer/Jaggelas-test.xer": Schedule(695, 30, 19, 449, 1595, projects=2),
}
ONLY_PROJECT_IS_MILESTONE = ("/alias.xml", "/headertest9.xml")


class Plan(NamedTuple):
    """What `totals` say of a plan. Fewer than in the index are the empty elements of a form, each of them skipped."""

    themes: int
    objectives: int
    kpis: int
    readings: int
    targets: int
    actuals: int


PLANS = {
    STRATML + "jlind/CyberSafteyHarborTREngagement.xml": Plan(1, 1, 0, 0, 0, 0),  # of 3 goals and 11 objectives
    STRATML + "jlind/LindInnovation.xml": Plan(0, 0, 0, 0, 0, 0),
    STRATML + "jlind/PMOAI.xml": Plan(1, 5, 0, 0, 0, 0),
    STRATML + "jlind/SMLC2011.xml": Plan(3, 10, 11, 11, 0, 4),  # 11 targets in words, 4 of 11 actuals are numbers
    STRATML + "jlind/Steffek-Lind-Transformation.xml": Plan(1, 1, 0, 0, 0, 0),
    STRATML + "jlind/StratTest.xml": Plan(3, 10, 11, 11, 0, 4),
    STRATML + "jlind/TrasnformationDotRun.xml": Plan(1, 1, 0, 0, 0, 0),
    STRATML + "jlind/WGlascoeCCIP.xml": Plan(0, 0, 0, 0, 0, 0),
    STRATML + "jlind/WGlascoeIIIStarPlanningMeth.xml": Plan(0, 0, 0, 0, 0, 0),  # its one goal is empty
    STRATML + "owenambur/temp.xml": Plan(5, 5, 0, 0, 0, 0),  # of 7 objectives; 7 indicators hold nothing
    STRATML + "owenambur/temp_oecd.xml": Plan(3, 0, 0, 0, 0, 0),  # 3 objectives and 3 indicators hold nothing
    STRATML + "pulkit/SMLC2023.xml": Plan(3, 13, 21, 93, 0, 33),  # 27 targets + 77 actuals, 11 of them side by side
    STRATML + "pulkit/US_Assistance_to_Albania.xml": Plan(8, 20, 20, 411, 411, 411),
}
FORM = "stratml/owenambur/out.xml"  # XHTML named .xml
NOTHING_TO_KEEP = "stratml/jlind/WGlascoeIIIStarPlanningMeth.xml"


@cache
def index() -> dict[str, dict[str, str]]:
    """Give the counts that the index states, by file; how many results are numbers as `num_targets`, `num_actuals`."""
    found: dict[str, dict[str, str]] = {}
    folder = ""
    for line in (EXPORTS / "INDEX.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            folder = line[3:].strip()
        elif cells := re.match(r"\| (\S+) \| \d+ \| (.*)", line):
            counts = dict(re.findall(r"([\w>]+)=([^\s()]+)", cells[2]))
            numbers = {f"num_{name}": n for name, n in re.findall(r"(targets|actuals)=\d+\(num (\d+)\)", cells[2])}
            found[f"{folder}/{cells[1]}"] = counts | numbers
    return found


def test_the_tables_hold_every_file_of_the_four_folders():
    found = {
        path.relative_to(EXPORTS).as_posix()
        for folder in FOLDERS
        for path in (EXPORTS / folder).rglob("*")
        if path.suffix in (".xer", ".xml")
    }
    assert found == SCHEDULES.keys() | PLANS.keys() | {FORM}
    assert found <= index().keys()


@pytest.mark.parametrize("name", [name for name in SCHEDULES if name.startswith(MSPDI)])
def test_project_files_hold_what_the_index_counts(name: str):
    counts, expected = {key: int(value) for key, value in index()[name].items() if value.isdigit()}, SCHEDULES[name]
    nobody = 0 if name.endswith("/sample1.xml") else 1  # which another program than Project wrote
    assert expected.tasks == counts["tasks"] - counts["summary"] - counts["null"]
    assert expected.milestones == counts["milestones"] - name.endswith(ONLY_PROJECT_IS_MILESTONE)
    assert expected.people == counts["resources"] - nobody
    assert (expected.assignments, expected.links) == (counts["assignments"], counts["links"])


@pytest.mark.parametrize("name", [name for name in SCHEDULES if name.endswith(".xer")])
def test_primavera_files_hold_what_the_index_counts(name: str):
    counts = index()[name]
    read = [int(counts[key]) for key in ("TASK", "milestones", "RSRC", "TASKRSRC", "TASKPRED")]
    assert SCHEDULES[name]._replace(rejected=0) == Schedule(*read, projects=int(counts["PROJECT"]))


@pytest.mark.parametrize("name", PLANS)
def test_plans_hold_what_the_index_counts_or_less(name: str):
    counts, expected = index()[name], PLANS[name]
    assert (expected.targets, expected.actuals) == (
        int(counts.get("num_targets", 0)),
        int(counts.get("num_actuals", 0)),
    )
    assert expected.themes <= int(counts["goals"])
    assert expected.objectives <= int(counts["objectives"])
    assert expected.kpis in (int(counts["indicators"]), 0)


@pytest.mark.parametrize("name", [*SCHEDULES, *PLANS])
def test_a_file_alone_is_counted_stored_unchanged_when_repeated_and_shown(tmp_path: Path, name: str):
    store, expected = empty_store(tmp_path), SCHEDULES.get(name) or PLANS[name]
    report = load(store, EXPORTS / name)
    (file,) = report.files
    counted = expected._asdict()
    rejected = counted.pop("rejected", 0)
    assert report.as_json()["totals"] == dict.fromkeys(report.as_json()["totals"], 0) | counted
    assert (file.error, file.rejected, report.exit_code) == (None, rejected, 3 if rejected else 0)
    assert (report.revision, report.changed) == ((None, False) if name == NOTHING_TO_KEEP else (1, True))
    again = load(store, EXPORTS / name)
    assert (again.changed, again.revision, again.exit_code) == (False, report.revision, report.exit_code)
    assert again.as_json()["totals"] == report.as_json()["totals"]
    assert again.as_json()["rejections"] == report.as_json()["rejections"]
    shown = view(store)
    rows = {kind: len(getattr(shown, kind)()) for kind in ("projects", "milestones", "objectives", "kpis")}
    assert rows == {kind: counted.get(kind, 0) for kind in rows}
    store.close()


def test_the_form_is_refused_with_what_was_expected(tmp_path: Path):
    store = empty_store(tmp_path)
    report = load(store, EXPORTS / FORM)
    assert (report.exit_code, report.changed, store.revision()) == (3, False, None)
    (file,) = report.files
    assert file.error and file.error.startswith("no loader knows this kind of file; expected one of: ")
    store.close()


def test_all_files_together_are_one_load_of_a_feed_each(tmp_path: Path):
    store = empty_store(tmp_path)
    folders = [EXPORTS / folder for folder in FOLDERS]
    report = load(store, *folders, as_of="2026-10-31")
    expected: dict[str, int] = dict.fromkeys(report.as_json()["totals"], 0)
    for row in (*SCHEDULES.values(), *PLANS.values()):
        for name, value in row._asdict().items():
            if name in expected:
                expected[name] += value
    assert report.as_json()["totals"] == expected
    assert len({file.feed for file in report.files}) == len(report.files) == len(SCHEDULES) + len(PLANS)
    assert (report.exit_code, report.revision, sum(file.rejected for file in report.files)) == (3, 1, 11)
    assert FORM in {Path(path).relative_to(EXPORTS).as_posix() for path in report.unknown}
    browser = hold_answers(store, at_most=8)
    assert len(view(store).projects()) == expected["projects"]

    again = load(store, *folders, as_of="2026-11-15")
    assert (again.changed, again.revision, again.exit_code) == (False, 1, 3)
    load(store, EXPORTS / "schedules/xer/CONSRTRUCTION.xer", feed="road", as_of="2026-11-20")
    assert len(view(store).projects()) == expected["projects"] + 1
    assert len(view(store, as_of=1).projects()) == expected["projects"]
    assert len(get(browser, "projects?as_of=2026-11-19")) == expected["projects"]
    assert get(browser, "projects?as_of=2026-10-30") == []
    store.close()
