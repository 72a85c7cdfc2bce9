"""What is not there that a figure or a link would need: per project, KPI and objective, department and manager."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.earned_value import DAYS
from dashboard.analysis.status import DONE
from dashboard.selection import Selection
from dashboard.view import portfolio
from data import queries

WHAT = (
    "baseline", "budget", "actual cost", "link", "manager or owner", "owning department", "reported status",
    "objective", "target", "late",
)  # fmt: skip
NOBODY = "-"  # in an address: without a department, without a manager
_OVER = ("closed", "stopped")
_BEFORE = ("proposed", "approved")
_NO_MONEY = (DAYS, "h")  # units of projects that count in time
COLUMNS = ["kind", "key", "name", "department", "manager", "missing", "until"]


def everything(connection: Connection, revision: int, today: str, projects: pd.DataFrame | None = None) -> pd.DataFrame:
    """Give each project that still runs, KPI and objective of which something is missing: COLUMNS; `missing` is a tuple
    of WHAT, `until` the day to which its data reach, where they are late. One that another waits for needs no link.
    `projects`, as `portfolio.index` gives them, where they are at hand.
    """
    every = portfolio.index(connection, revision, today) if projects is None else projects
    enabling = {key for key in queries.dependencies(connection, revision)["from_key"] if key}
    found = [
        _projects(every, enabling, today),
        _kpis(connection, revision, today),
        _objectives(connection, revision),
    ]
    rows = [row for part in found for row in part if row[5]]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def chosen(rows: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Keep the rows of the departments and managers that a selection asks for; NOBODY is who is not stated."""
    for name, column in (("department", "department"), ("owner", "manager")):
        if values := getattr(selection, name):
            rows = rows[[(text or NOBODY) in values for text in rows[column]]]
    return rows


def counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Count, per department and manager, the things of which something is missing (`things`), and each of WHAT; those
    with most first.
    """
    marks = {what: [what in missing for missing in rows["missing"]] for what in WHAT}
    frame = pd.DataFrame(marks, index=rows.index).astype(int).assign(things=1)
    groups = [rows[name].map(lambda text: text or "") for name in ("department", "manager")]
    sums = frame.groupby(groups).sum()
    return sums.reset_index().sort_values(["things", "department", "manager"], ascending=[False, True, True])


def _marked(wanted: Sequence[tuple[str, pd.Series]], index: pd.Index) -> list[tuple[str, ...]]:
    """Give, for every row, the names of the conditions that hold."""
    names = [name for name, _ in wanted]
    flags = pd.DataFrame({name: holds.astype(bool) for name, holds in wanted}, index=index)
    return [tuple(name for name, flag in zip(names, line, strict=True) if flag) for line in flags.to_numpy()]


def _projects(frame: pd.DataFrame, enabling: set[str], today: str) -> list[tuple]:
    frame = frame[~frame["stage"].isin(list(_OVER)) & (frame["status"] != DONE)]
    begun = ~frame["stage"].isin(list(_BEFORE))
    money = ~frame["unit"].isin(list(_NO_MONEY))
    late = begun & pd.Series([bool(day and day < today) for day in frame["fresh_until"]], frame.index, dtype=bool)
    missing = _marked(
        [
            ("baseline", frame["pv"].isna() & frame["baseline_finish"].isna()),
            ("budget", frame["budget"].isna() & ~(frame["bac"].notna() & money)),
            ("actual cost", begun & ~(frame["ac"].notna() & money)),
            ("link", (frame["objectives"] == 0) & ~frame.index.isin(sorted(enabling))),
            ("manager or owner", frame["manager"].isna()),
            ("owning department", frame["department"].isna()),
            ("reported status", begun & frame["reported"].isna()),
            ("late", late),
        ],
        frame.index,
    )
    until = [day if flag else None for day, flag in zip(_said_on(frame), late, strict=True)]
    names = (frame[name] for name in ("name", "department", "manager"))
    return list(zip(["project"] * len(frame), frame.index, *names, missing, until, strict=True))


def _said_on(frame: pd.DataFrame) -> list[str | None]:
    days = frame["status_date"].where(frame["status_date"].notna(), frame["reported_on"])
    return [day[:10] if isinstance(day, str) else None for day in days]


def _kpis(connection: Connection, revision: int, today: str) -> list[tuple]:
    frame, objectives = queries.kpis(connection, revision), queries.objectives(connection, revision)
    figures = queries.figures(connection, revision, "kpi", ("actual", "score"))
    read, scored = figures["actual"], figures["score"]
    lines = [read.get(key) for key in frame.index]
    late = pd.Series([bool(line and line.fresh_until and line.fresh_until < today) for line in lines], frame.index)
    # Of several series none is the reading that counts, but there is a day up to which they were read.
    unread = pd.Series([key not in read and not _day(scored.get(key)) for key in frame.index], frame.index)
    aim = frame["target"].isna() & frame["low"].isna() & frame["high"].isna()
    wanted = [
        ("manager or owner", frame["owner"].isna()),
        ("objective", frame["objective"].isna()),
        ("target", aim),
        ("late", late | unread),
    ]
    of = objectives["department"].to_dict()
    departments = [of.get(key) for key in frame["objective"]]
    owners, missing = _owners(connection, revision, frame), _marked(wanted, frame.index)
    until = [read[str(key)].on_date if flag and key in read else None for key, flag in late.items()]
    return list(zip(["kpi"] * len(frame), frame.index, frame["name"], departments, owners, missing, until, strict=True))


def _day(line: Any) -> str | None:
    return line.on_date if line is not None else None


def _objectives(connection: Connection, revision: int) -> list[tuple]:
    frame = queries.objectives(connection, revision)
    missing = _marked(
        [("manager or owner", frame["owner"].isna()), ("owning department", frame["department"].isna())], frame.index
    )
    nothing = [None] * len(frame)
    names = (frame["name"], frame["department"], _owners(connection, revision, frame))
    return list(zip(["objective"] * len(frame), frame.index, *names, missing, nothing, strict=True))


def _owners(connection: Connection, revision: int, frame: pd.DataFrame) -> list[str | None]:
    """Give who owns each of some things, by name where the person is known."""
    people = queries.names_of_people(connection, revision, sorted({key for key in frame["owner_key"] if key}))
    return [people.get(key) or text for key, text in zip(frame["owner_key"], frame["owner"], strict=True)]
