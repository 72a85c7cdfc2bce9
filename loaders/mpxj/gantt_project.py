"""GanttProject: what MPXJ passes over. Holidays that come back every year become days of the years that a plan spans;
vacations and baselines are counted.
"""

from copy import deepcopy
from datetime import date
from pathlib import Path

from lxml import etree

from loaders.xml import parse

_UNREAD = {
    "vacation": "Vacation: days on which somebody is away; put them into the sheet Absences of a register",
    "previous-task": "Baseline: tasks as an earlier plan had them; baseline_as_of in a register names a loaded one",
}
_AFTER, _MOST = 2, 60  # years after the last start that a task may take; years that are filled in


def with_every_holiday(path: Path) -> bytes:
    """Give a plan with its yearly holidays written out. Raises `Refused` for XML that is broken."""
    root = parse(path)
    yearly = [day for day in root.iter("date") if not (day.get("year") or "").strip()]
    starts = [int(text[:4]) for task in root.iter("task") if (text := task.get("start") or "")[:4].isdecimal()]
    if yearly and starts:
        stated = {_day(day, day.get("year")) for day in root.iter("date")}
        for year in range(min(starts), min(max(starts) + _AFTER, min(starts) + _MOST) + 1):
            for day in yearly:
                if (found := _day(day, str(year))) is not None and found not in stated:
                    day.addprevious(_of_year(day, year))
        for day in yearly:
            above = day.getparent()
            if above is not None:
                above.remove(day)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def unread(path: Path) -> dict[str, int]:
    """Give by its reason how much of a plan is not read."""
    root = parse(path)
    return {reason: count for name, reason in _UNREAD.items() if (count := sum(1 for _ in root.iter(name)))}


def _day(day: etree._Element, year: str | None) -> date | None:
    try:
        return date(int(year or ""), int(day.get("month") or ""), int(day.get("date") or ""))
    except ValueError:
        return None


def _of_year(day: etree._Element, year: int) -> etree._Element:
    copy = deepcopy(day)
    copy.set("year", str(year))
    return copy
