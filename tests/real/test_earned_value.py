"""Earned value of real schedules against what the files themselves hold, figure by figure; every difference is named.

Microsoft Project keeps BCWS, BCWP, ACWP and CV of the whole project with its own row (UID 0), money in hundredths.
Primavera's XER holds neither PV nor EV nor a baseline: there the figures of its rows are added up by hand, with the
file's own plan adopted as baseline.
"""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from data import queries
from tests.dashboard.stores import empty_store
from tests.exports_dir import EXPORTS, needs_exports
from tests.loaders.register_book import write_xlsx
from tests.real.line import load

pytestmark = needs_exports

FOLDER = EXPORTS / "schedules"
MSPDI = sorted((FOLDER / "mpxj-mspdi").glob("*.xml"))
NAMES = {"m": "http://schemas.microsoft.com/project"}
CENT = 0.005


def figures(tmp_path: Path, *paths: Path, about: str | None = None) -> dict[str, tuple[float | None, str | None]]:
    """Load files and give value and unit of every computed figure of a project, or of the only one."""
    store = empty_store(tmp_path)
    load(store, *paths, as_of="2026-10-31")
    with store.reading() as connection:
        rows = queries.findings(connection, 1, "project", [about] if about else None).to_dict("records")
    store.close()
    assert len({row["subject"] for row in rows}) == 1
    return {row["measure"]: (row["value"], row["unit"]) for row in rows}


# --- Microsoft Project ------------------------------------------------------------------------------------------------


def held(path: Path) -> dict[str, float]:
    """Give what the row of the project holds, money in units and work in hours; what it does not state as 0."""
    tasks = etree.parse(str(path)).getroot().iterfind(".//m:Task", NAMES)
    row = next(task for task in tasks if task.findtext("m:UID", namespaces=NAMES) == "0")
    money = ("BCWS", "BCWP", "ACWP", "CV", "ActualCost")
    found = {name: float(row.findtext(f"m:{name}", "0", namespaces=NAMES)) / 100 for name in money}
    hours, minutes, _ = row.findtext("m:ActualWork", "PT0H0M0S", namespaces=NAMES)[2:-1].replace("M", "H").split("H")
    return found | {"hours": int(hours) + int(minutes) / 60}


@pytest.mark.parametrize("path", MSPDI, ids=lambda path: path.name)
def test_the_figures_are_those_of_the_row_of_the_project_or_differ_by_name(path: Path, tmp_path: Path) -> None:
    """What was spent agrees everywhere. Named differences: no file of the set has a baseline with cost and dates. Each
    states BCWS and BCWP of 0, for which we say *not computed: no baseline*, and a CV of 0 - ACWP, for which we have no
    CV. Where a baseline has a cost but no dates (1.00 on one of 110 tasks) both sides plan and earn 0.
    """
    ours, theirs = figures(tmp_path, path), held(path)
    spent, unit = ours.get("ac", (None, None))
    assert theirs["ACWP"] == pytest.approx(theirs["ActualCost"])
    if theirs["ACWP"]:
        assert (spent, unit != "h") == (pytest.approx(theirs["ACWP"], abs=CENT), True)
    elif theirs["hours"]:
        assert (spent, unit) == (pytest.approx(theirs["hours"], abs=0.01), "h")
    else:
        assert not spent
    assert (theirs["BCWS"], theirs["BCWP"], theirs["CV"]) == (0, 0, pytest.approx(-theirs["ACWP"]))
    if path.name == "task-baselines-project2019-mspdi.xml":
        values = [ours[name] for name in ("bac", "pv", "ev", "ac", "cv")]
        assert values == [(value, "GBP") for value in (1, 0, 0, 0, 0)]
    else:
        assert [ours[name][0] for name in ("bac", "pv", "ev")] == [None] * 3
        assert {"cpi", "cv", "sv", "spi", "eac"}.isdisjoint(ours)


def test_the_files_that_have_spent_anything_are_these() -> None:
    found = {path.name: (held(path)["ACWP"], held(path)["hours"]) for path in MSPDI if any(held(path).values())}
    assert found == {
        "mspdiassignmentfields.xml": (pytest.approx(299.0845), 7),
        "mspdiresource.xml": (800, 16),
        "mspditimephased.xml": (0, 1230),
        "mspditimephasedsegments.xml": (0, 30),
    }


# --- Primavera --------------------------------------------------------------------------------------------------------

Rows = dict[str, list[dict[str, str]]]


def tables(path: Path) -> Rows:
    """Read an XER by hand: its rows by table."""
    found: Rows = defaultdict(list)
    table, fields = "", [""]
    for line in path.read_text(encoding="cp1252").splitlines():
        kind, *cells = line.split("\t")
        if kind == "%T":
            table = cells[0]
        elif kind == "%F":
            fields = cells
        elif kind == "%R":
            found[table].append(dict(zip(fields, cells, strict=False)))
    return found


def number(row: dict[str, str], *names: str) -> float:
    return sum(float(row.get(name) or 0) for name in names)


def done(task: dict[str, str]) -> float:
    """Give the share complete of the kind that the activity declares."""
    if task["complete_pct_type"] == "CP_Phys":
        return number(task, "phys_complete_pct") / 100
    if task["complete_pct_type"] == "CP_Units":
        actual = number(task, "act_work_qty", "act_equip_qty")
        whole = actual + number(task, "remain_work_qty", "remain_equip_qty")
        return actual / whole if whole else 0.0
    planned = number(task, "target_drtn_hr_cnt")
    return 1 - number(task, "remain_drtn_hr_cnt") / planned if planned else 0.0


def by_hand(path: Path, project: str) -> dict[str, float]:
    """Add up the project's activities: in money where its assignments have a budget, else in hours."""
    found = tables(path)
    mine = next(row["proj_id"] for row in found["PROJECT"] if row["proj_short_name"] == project)
    tasks = {row["task_id"]: row for row in found["TASK"] if row["proj_id"] == mine}
    costs = [row for row in found["TASKRSRC"] if row["task_id"] in tasks]
    if sum(number(row, "target_cost") for row in costs):
        lines = [
            (tasks[row["task_id"]], number(row, "target_cost"), number(row, "act_reg_cost", "act_ot_cost"),
             number(row, "remain_cost"))
            for row in costs
        ]  # fmt: skip
    else:
        lines = [
            (row, number(row, "target_work_qty", "target_equip_qty"), number(row, "act_work_qty", "act_equip_qty"),
             number(row, "remain_work_qty", "remain_equip_qty"))
            for row in tasks.values()
        ]  # fmt: skip
    return {
        "bac": sum(budget for _, budget, _, _ in lines),
        "ev": sum(budget * done(task) for task, budget, _, _ in lines),
        "ac": sum(actual for _, _, actual, _ in lines),
        "eac": sum(actual + remaining for _, _, actual, remaining in lines),
    }


XER = [
    ("xer/CONSRTRUCTION.xer", "KH 10", "INR"),
    ("mpxj-xer/resource-rates-test.xer", "NEWPROJ", "USD"),
    ("mpxj-xer/percent-complete-8.4.xer", "EC00640", "h"),
    ("xer/Jaggelas-test.xer", "10001", "h"),
]


@pytest.mark.parametrize(("name", "project", "unit"), XER, ids=[name for name, _, _ in XER])
def test_of_an_adopted_plan_the_figures_are_those_of_its_rows(
    name: str, project: str, unit: str, tmp_path: Path
) -> None:
    path = FOLDER / name
    sheets = {
        "Projects": [["key", "schedule_id", "baseline_as_of"], ["P1", project, date(2026, 10, 31)]],
        "Settings": [["name", "value"], ["eac", "d"]],
    }
    ours = figures(tmp_path, path, write_xlsx(tmp_path / "register.xlsx", sheets), about="P1")
    theirs = by_hand(path, project)
    assert {measure: ours[measure][0] for measure in theirs} == pytest.approx(theirs, abs=0.01)
    assert {ours[measure][1] for measure in theirs} == {unit}
    assert 0 <= (ours["pv"][0] or 0.0) <= theirs["bac"] + CENT
