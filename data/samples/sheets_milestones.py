"""The Milestones sheet of a register: what no schedule holds, deliverables, reviews, and one baseline moved by hand."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from data.samples import facts
from data.samples.facts import Row, email, table
from data.samples.packages import LOADS
from data.samples.plan import milestone_dates
from data.samples.workbook import Cell

Sheet = list[dict[str, Cell]]
SUBMIT_DAYS = 21  # a deliverable lies with its acceptor for so long


def milestones(projects: Iterable[Row], status: date) -> Sheet:
    """Give milestones that no schedule holds, the one baseline that was moved by hand, deliverables and reviews."""
    rows: Sheet = []
    for project in projects:
        key = project["key"]
        if project["source"] in ("register", "graduates"):
            rows += _own_milestones(project, status)
        if key == "P09":
            rows.append(_moved_baseline(status))
        wanted = (row for row in table("deliverables") if row["project"] == key)
        rows += [_deliverable(f"{key}-D{number}", row, status) for number, row in enumerate(wanted, 1)]
        if project["closed"] and project["closed"] <= str(status):
            review = date.fromisoformat(project["finish"]) + timedelta(91)
            name = "Review of benefits"
            rows.append(_milestone(key, f"{key}-R1", name, "post-implementation review", review, None, None))
    return rows


def _own_milestones(project: Row, status: date) -> Iterator[dict[str, Cell]]:
    key, start = project["key"], date.fromisoformat(project["start"])
    yield _milestone(key, f"{key}-M1", "Project start", "milestone", start, None, start)
    own = [row for row in table("milestones") if row["project"] == key]
    for number, row in enumerate(own, 2):
        baseline, forecast, actual = milestone_dates(row, status)
        yield _milestone(key, f"{key}-M{number}", row["name"], "milestone", baseline, forecast, actual)
    finish = date.fromisoformat(project["finish"])
    forecast = facts.day(facts.at(project, "f", status))
    yield _milestone(key, f"{key}-M{len(own) + 2}", "Project finish", "milestone", finish, forecast, None)


def _moved_baseline(status: date) -> dict[str, Cell]:
    """Give the baseline of the store at Holm, which its schedule cannot carry; September moves it in silence."""
    baseline = date(2026, 8, 28) if status < LOADS[4] else date(2026, 10, 30)
    return _milestone("P09", "P09-M1", "High-bay store in use", "milestone", baseline, None, None)


def _milestone(
    project: str, key: str, name: str, kind: str, baseline: date, forecast: date | None, actual: date | None
) -> dict[str, Cell]:
    first: dict[str, Cell] = {"project": project, "key": key, "name": name, "kind": kind, "of": None}
    dates: dict[str, Cell] = {"baseline": baseline, "forecast": None if actual else forecast, "actual": actual}
    return first | dates | {"state": None, "accepted_by": None}


def _deliverable(key: str, row: Row, status: date) -> dict[str, Cell]:
    """Give a deliverable in the state that it had on a day."""
    baseline, actual = date.fromisoformat(row["baseline"]), facts.day(row["actual"])
    forecast = facts.day(row["forecast"])
    line = _milestone(row["project"], key, row["name"], "deliverable", baseline, forecast, None)
    line["of"] = row["of"] or None
    if row["state"] == "rejected" and status >= baseline:
        return line | {"state": "rejected", "accepted_by": email(row["accepted_by"])}
    if actual and actual <= status:
        done = row["state"] == "accepted"
        return line | {
            "forecast": None,
            "actual": actual,
            "state": row["state"],
            "accepted_by": email(row["accepted_by"]) if done else None,
        }
    late = actual or forecast or baseline
    early = baseline if status < baseline - timedelta(30) else late
    handed_in = row["state"] != "planned" and late - timedelta(SUBMIT_DAYS) <= status
    return line | {"forecast": early, "state": "submitted" if handed_in else "planned"}
