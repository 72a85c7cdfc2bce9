"""Planned value, earned value and cost of the sample projects add up from the raw files to the figures of the story."""

from datetime import date
from pathlib import Path

import pytest

from data.samples import LOADS
from tests.data.raw_exports import MSPDI_PROJECTS, XER_PROJECTS, Row, mspdi, workbook, xer

THOUSAND = 1000
# BAC, PV, EV, AC at the end of October, in thousands of the project's currency
OCTOBER = {
    "P01": (4200, 3100, 3060, 3010),
    "P02": (1150, 900, 905, 880),
    "P03": (860, 860, 860, 845),
    "P05": (1900, 1900, 1900, 1940),
    "P06": (6400, 4100, 3040, 3900),
    "P07": (1300, 980, 900, 930),
    "P08": (740, 560, 515, 520),
    "P09": (5100, 4700, 3560, 3790),
    "P10": (1050, 820, 830, 800),
    "P11": (7800, 5600, 4950, 5380),
    "P12": (2300, 2300, 2190, 2390),
    "P13": (3400, 2050, 1640, 1600),
    "P14": (5600, 3900, 3850, 3820),
    "P15": (2700, 2000, 2010, 1990),
    "P17": (980, 760, 770, 750),
    "P19": (4200, 2600, 2620, 2560),
    "P20": (1600, 1150, 1140, 1130),
}
ASSEMBLY_LINE = {  # PV, EV, AC of P06 at each load
    5: (1900, 1850, 1880),
    6: (2300, 2150, 2290),
    7: (2750, 2420, 2720),
    8: (3200, 2640, 3140),
    9: (3650, 2850, 3540),
    10: (4100, 3040, 3900),
}


def mspdi_figures(path: Path, status: str) -> tuple[float, ...]:
    """Give BAC, PV, EV and AC from leaf tasks: whole baselines, physical progress, money in hundredths."""
    leaves = [row for row in mspdi(path, "Task") if row["Summary"] == "0" and "Baseline.Cost" in row]
    budget = {row["UID"]: int(row["Baseline.Cost"]) / 100 for row in leaves}
    planned = [row for row in leaves if row["Baseline.Finish"][:10] <= status]
    assert not [row for row in leaves if row["Baseline.Start"][:10] <= status < row["Baseline.Finish"][:10]]
    assert {row["EarnedValueMethod"] for row in leaves} == {"1"}
    earned = sum(budget[row["UID"]] * int(row["PhysicalPercentComplete"]) for row in leaves) / 100
    spent = sum(int(row["ActualCost"]) for row in leaves) / 100
    return sum(budget.values()), sum(budget[row["UID"]] for row in planned), earned, spent


def xer_costs(path: Path, short: str) -> tuple[list[Row], dict[str, list[float]]]:
    """Give a project's activities and for each the budgeted, actual and remaining cost of its assignments."""
    tables = xer(path)
    project = next(row["proj_id"] for row in tables["PROJECT"] if row["proj_short_name"] == short)
    costs: dict[str, list[float]] = {}
    for row in tables["TASKRSRC"]:
        if row["proj_id"] == project:
            sums = costs.setdefault(row["task_id"], [0, 0, 0])
            for place, name in enumerate(("target_cost", "act_reg_cost", "remain_cost")):
                sums[place] += float(row[name])
    tasks = [row for row in tables["TASK"] if row["proj_id"] == project and row["task_id"] in costs]
    return tasks, costs


def xer_figures(folders: dict[date, Path], load: date, short: str) -> tuple[float, ...]:
    """Give BAC, EV and AC from the load's file, and PV from the first load's plan, which is the declared baseline."""
    first, budgets = xer_costs(folders[LOADS[0]] / "engineering.xer", short)
    planned = sum(budgets[row["task_id"]][0] for row in first if row["target_end_date"][:10] <= str(load))
    tasks, costs = xer_costs(folders[load] / "engineering.xer", short)
    earned = sum(costs[row["task_id"]][0] * float(row["phys_complete_pct"]) / 100 for row in tasks)
    return sum(c[0] for c in costs.values()), planned, earned, sum(c[1] for c in costs.values())


def figures_of(folders: dict[date, Path], load: date, key: str) -> tuple[float, ...]:
    """Give BAC, PV, EV and AC of a project at a load, whichever tool holds it."""
    if key in MSPDI_PROJECTS:
        return mspdi_figures(folders[load] / MSPDI_PROJECTS[key], str(load))
    return xer_figures(folders, load, XER_PROJECTS[key])


def thousands(*values: float) -> tuple[float, ...]:
    return tuple(value * THOUSAND for value in values)


@pytest.mark.parametrize("key", MSPDI_PROJECTS)
def test_microsoft_project_files_add_up_to_the_figures_of_october(last: Path, key: str):
    assert mspdi_figures(last / MSPDI_PROJECTS[key], "2026-10-31") == pytest.approx(thousands(*OCTOBER[key]))


@pytest.mark.parametrize("key", XER_PROJECTS)
def test_the_xer_adds_up_to_the_figures_of_october(months: dict[date, Path], key: str):
    assert xer_figures(months, LOADS[-1], XER_PROJECTS[key]) == pytest.approx(thousands(*OCTOBER[key]))


@pytest.mark.parametrize("load", LOADS)
def test_the_assembly_line_has_the_stated_figures_in_every_month(months: dict[date, Path], load: date):
    expected = (6400, *ASSEMBLY_LINE[load.month])
    assert xer_figures(months, load, "VEL-LINE1") == pytest.approx(thousands(*expected))


@pytest.mark.parametrize("short", XER_PROJECTS.values())
def test_the_plan_of_may_is_the_baseline_in_dates_and_cost_alike(months: dict[date, Path], short: str):
    """What has started or ended by then did so as planned and for its budget, so any reading of that plan agrees."""
    tasks, costs = xer_costs(months[LOADS[0]] / "engineering.xer", short)
    for row in tasks:
        start = row["act_start_date"] or row["early_start_date"]
        finish = row["act_end_date"] or row["early_end_date"]
        budget, spent, left = costs[row["task_id"]]
        assert (start, finish) == (row["target_start_date"], row["target_end_date"])
        assert spent + left == budget


@pytest.mark.parametrize("key", OCTOBER)
def test_the_money_register_spends_what_the_schedule_spends(last: Path, key: str):
    rows = [row for row in workbook(last / "register.xlsx")["Money"] if (row["project"], row["kind"]) == (key, "cost")]
    actual = sum(float(str(row["actual"])) for row in rows if row["actual"] != "")
    assert actual == OCTOBER[key][3] * THOUSAND


@pytest.mark.parametrize("key", [*MSPDI_PROJECTS, *XER_PROJECTS])
def test_earned_value_and_cost_never_fall(months: dict[date, Path], key: str):
    figures = [figures_of(months, load, key) for load in months]
    for column in (1, 2, 3):
        values = [row[column] for row in figures]
        assert values == sorted(values)


def test_a_budget_was_raised_in_july_without_a_decision(months: dict[date, Path]):
    budgets = [mspdi_figures(folder / MSPDI_PROJECTS["P19"], str(load))[0] for load, folder in months.items()]
    assert budgets == [3_600_000] * 2 + [4_200_000] * 4
    registers = [workbook(folder / "register.xlsx") for folder in months.values()]
    stated = [next(row["budget"] for row in book["Projects"] if row["key"] == "P19") for book in registers]
    assert stated == budgets
    assert {row["kind"] for row in registers[-1]["Decisions"]} == {"decision", "action"}
