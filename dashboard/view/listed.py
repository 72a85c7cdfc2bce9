"""All projects in a few columns, as stated and computed: what tables sort by, and recommendations are made from."""

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.money import in_one_unit, rates, reporting_currency
from dashboard.analysis.reported import compare
from dashboard.analysis.status import NO_DATA
from dashboard.analysis.thresholds import of_projects
from dashboard.standings import known_standings
from dashboard.view.projects import few
from data import queries
from data.frames import objects, stated
from data.precedence import together
from data.records import Project
from data.remembered import once

NUMBERS = ("spi_t", "cpi", "bac", "eac", "ac", "etc", "pv", "ev", "slip_days", "ieac_t", "points", "weight")
_STATED = (
    "name", "department", "programme", "manager", "stage", "critical", "mandatory", "reported", "reported_on", "budget",
    "currency", "start", "finish", "baseline_start", "baseline_finish", "status_date", "percent_complete", "emptied",
)  # fmt: skip
_STANDING = (
    "status",
    "fresh_until",
    "unit",
    *NUMBERS,
    "objectives",
    "path",
    "enables",
    "slips",
    "slips_to",
    "short_kpi",
)


@once
def listed(connection: Connection, revision: int, today: str) -> pd.DataFrame:
    """Give every project by key: what is stated of it (department and programme by key, manager by name), status,
    stale, unit and figures as computed, share = EAC / BAC, alarm where reported and computed status disagree,
    objectives it serves (how many) and their weight, remaining: ETC at the plan rate in one unit for all,
    remaining_unit.
    """
    pointers = {"department": "department", "programme": "programme", "manager": "person"}
    rows = stated(connection, Project, "project", revision, None, pointers, None, _STATED)
    frame = together(connection, revision, "project", rows)
    standings = known_standings(connection, revision, only=_STANDING).reindex(frame.index)
    frame = frame.join(standings.astype(dict.fromkeys(NUMBERS, float)))
    for name in ("department", "programme"):
        frame[name] = frame[f"{name}_key"].where(frame[f"{name}_key"].notna(), frame[name])
    people = queries.names_of_people(connection, revision, few({key for key in frame["manager_key"] if key}))
    pairs = zip(frame["manager_key"], frame["manager"], strict=True)
    frame["manager"] = objects((people.get(key) or text for key, text in pairs), frame.index)
    frame["status"] = frame["status"].where(frame["status"].notna(), NO_DATA)
    frame["stale"] = [bool(until and until == until and until < today) for until in frame["fresh_until"]]
    frame["etc"] = frame["etc"].clip(lower=0)
    frame["share"] = (frame["eac"] / frame["bac"]).where(frame["bac"] > 0)
    settings = queries.settings(connection, revision)
    frame["alarm"] = compare(frame, of_projects(settings, frame).reported_places)["alarm"].astype(bool)
    frame["remaining"], frame["remaining_unit"] = _remaining(frame, settings)
    return frame.fillna({"objectives": 0, "weight": 0.0}).sort_index()


def _remaining(frame: pd.DataFrame, settings: pd.DataFrame) -> tuple[pd.Series, str | None]:
    """Give ETC in the reporting currency, or in the unit of most projects where there is none; and that unit."""
    to = reporting_currency(settings, frame[["currency"]])
    factors, unit = in_one_unit(frame["unit"].where(frame["etc"].notna()), rates(settings), to)
    return frame["etc"] * factors, unit
