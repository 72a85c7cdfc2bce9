"""Writes the export files of one month: what the project office of the story would drop into its folder."""

from datetime import date
from pathlib import Path

from data.samples import facts
from data.samples.facts import Row, email, table
from data.samples.mspdi import write_mspdi
from data.samples.packages import LOADS, MONTHS
from data.samples.plan import schedule
from data.samples.sheets import PLAN, TARGET, graduates, register
from data.samples.stratml import Goal, Indicator, Plan, Result, write_stratml
from data.samples.workbook import write_workbook
from data.samples.workdays import month_end
from data.samples.xer import write_xer

NOW = date(2026, 11, 4)  # the clock of the story: the day before the steering meeting
YEAR_START = date(2026, 1, 1)
LAST_GRADUATES = LOADS[2]  # the second workbook was not delivered after July
GOALS = {"C": "Service that towns can count on", "L": "Work from which everyone comes home"}
__all__ = ["LOADS", "MONTHS", "NOW", "write_portfolio"]


def write_portfolio(folder: Path, month: date) -> list[Path]:
    """Write all files of a load (any day of May to October 2026 stands for its month) and give their paths.

    Raises ValueError for another month.
    """
    status = month_end(month)
    if status not in LOADS:
        raise ValueError(f"the story has loads of {LOADS[0]} to {LOADS[-1]}, month by month, and none of {status}")
    folder.mkdir(parents=True, exist_ok=True)
    files = [write_stratml(folder / "strategy.xml", _plan(status))]
    files.append(write_workbook(folder / "register.xlsx", register(status), status, "Project Office"))
    if status <= LAST_GRADUATES:
        files.append(write_workbook(folder / "graduates.xlsx", graduates(status), status, "People and Safety"))
    return [*files, *_schedules(folder, status)]


def _schedules(folder: Path, status: date) -> list[Path]:
    rows = table("projects")
    engineering = [schedule(row, status) for row in rows if row["source"] == "XER"]
    files = [write_xer(folder / "engineering.xer", engineering)]
    return files + [
        write_mspdi(folder / row["file"], schedule(row, status)) for row in rows if row["source"] == "MSPDI"
    ]


def _plan(status: date) -> Plan:
    """Give the service and safety commitment that the organisation publishes."""
    lines = {kind: [row for row in table("strategy") if row["kind"] == kind] for kind in ("vision", "mission", "value")}
    perspectives = {row["key"]: row["name"] for row in table("strategy") if row["kind"] == "perspective"}
    measured = {row["objective"] for row in table("kpis") if row["key"] in PLAN}
    goals = [
        Goal(
            key,
            perspectives[key],
            text,
            [
                _objective(row, status)
                for row in table("objectives")
                if row["key"] in measured and row["perspective"] == key
            ],
        )
        for key, text in GOALS.items()
    ]
    return Plan(
        name="Service and safety commitment",
        description="What Tarnholm Water Systems promises to towns and to its own people, with results month by month.",
        organisation="Tarnholm Water Systems",
        acronym="TWS",
        vision=lines["vision"][0]["name"],
        mission=lines["mission"][0]["name"],
        values=[(row["name"], row["description"]) for row in lines["value"]],
        goals=goals,
        start=YEAR_START,
        end=TARGET,
        published=status,
        source="https://tarnholm.example/commitment",
        submitter=("Yusuf", "Adeleke-Storm", email("Yusuf Adeleke-Storm")),
    )


def _objective(row: Row, status: date) -> tuple[str, str, str, str, list[Indicator]]:
    kpis = [kpi for kpi in table("kpis") if kpi["key"] in PLAN and kpi["objective"] == row["key"]]
    return row["key"], row["name"], row["description"], row["owner"], [_indicator(kpi, status) for kpi in kpis]


def _indicator(row: Row, status: date) -> Indicator:
    """Give an indicator with its target of the year and one actual for each month so far."""
    results = [Result(YEAR_START, TARGET, row["target"], target=True)]
    for day in LOADS:
        if day <= status:
            first = YEAR_START if row["counts"] == "to_date" else day.replace(day=1)
            results.append(Result(first, day, facts.at(row, "m", day), target=False))
    stage = "Output" if row["counts"] == "to_date" else "Outcome"
    return Indicator(row["key"], row["name"], row["unit"], results, stage=stage)
