"""Every schedule of the exports that is read with Java: its counts are those of the index, whatever its kind."""

import re
from pathlib import Path

import pytest

from data.records import Resource, Task
from loaders.registry import find_loader
from tests.dashboard.stores import empty_store
from tests.exports_dir import EXPORTS, needs_exports
from tests.real.line import load, view
from tests.real.test_every_export import index

pytestmark = needs_exports

FOLDERS = ("gan", "libreplan-mpp", "mpxj-fasttrack", "mpxj-mpp", "mpxj-mpx", "mpxj-planner", "mpxj-pmxml-xml")
FILES = sorted(path for folder in FOLDERS for path in EXPORTS.glob(f"schedules/{folder}/*"))
GERMAN = "sample.de.mpx"  # which the index's own reader, in English, does not read


NAMES = {  # in the index, and here
    "projects": "projects", "tasks": "tasks", "ms": "milestones", "res": "resources", "asg": "assignments",
    "milestones": "milestones", "resources": "resources", "allocations": "assignments", "depend": "links",
    "task": "tasks", "resource": "resources", "allocation": "assignments", "predecessor": "links",
    "Activity": "leaves", "Resource": "people", "ResourceAssignment": "assignments", "Relationship": "links",
}  # fmt: skip


def counted(path: Path) -> dict[str, int]:
    """Give what the index counts in a file, by MPXJ itself or by the elements of the file."""
    found = index()[path.relative_to(EXPORTS).as_posix()]
    return {NAMES[key]: int(value) for key, value in found.items() if key in NAMES and value.isdigit()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_holds_what_the_index_counts(path: Path):
    loader = find_loader(path)
    assert loader is not None and loader.name == "mpxj"
    export = loader.read(path, "plan")
    left_out = {one.reason.split(":")[0]: 0 for one in export.skipped}
    for one in export.skipped:
        left_out[one.reason.split(":")[0]] += one.count
    rows = export.totals | {
        "tasks": len(export.records[Task]) + left_out.get("Task", 0),
        "leaves": export.totals["tasks"],
        "resources": len(export.records[Resource]) + left_out.get("Resource", 0),
    }
    said = counted(path)
    assert said or path.name == GERMAN
    assert {name: rows[name] for name in said} == said
    assert export.rows_in == sum(map(len, export.records.values())) + sum(left_out.values()) + len(
        {(rejection.sheet, rejection.row) for rejection in export.rejections}
    )


def test_all_of_them_are_one_load_that_repeats_without_a_change(tmp_path: Path):
    store = empty_store(tmp_path)
    folders = [EXPORTS / "schedules" / folder for folder in FOLDERS]
    report = load(store, *folders, as_of="2026-10-31")
    assert {file.path: file.error for file in report.files if file.error} == {}
    assert {Path(file.path) for file in report.files} == set(FILES)
    assert (report.changed, report.revision, report.unknown) == (True, 1, {})
    projects = report.as_json()["totals"]["projects"]
    assert projects == len(FILES)
    assert len(view(store).projects()) > 0
    again = load(store, *folders, as_of="2026-11-15")
    assert (again.changed, again.revision) == (False, 1)
    assert again.as_json()["totals"] == report.as_json()["totals"]
    store.close()


def test_no_message_of_a_refused_row_is_without_a_remedy():
    export = next(path for path in FILES if path.name == "mpp14baselines.mpp")
    loader = find_loader(export)
    assert loader is not None
    for rejection in loader.read(export, "plan").rejections:
        assert re.fullmatch(
            r"Task 1 'Task One': finish '.*' is before the start .*\. Correct it in .*", rejection.reason
        )
