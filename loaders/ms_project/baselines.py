"""Baselines of tasks: baseline 0 stands in its task, the others are rows of their own."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from lxml import etree

from data.records import Baseline
from loaders.intake import Fault
from loaders.ms_project.plan import Plan
from loaders.ms_project.values import ELAPSED

FIELDS = ("start", "finish", "duration", "work", "cost")


class Read(NamedTuple):
    """A baseline as read: start, finish, duration (working minutes), work and cost, or what is wrong with it."""

    element: etree._Element
    number: int | None
    values: dict[str, Any]
    faults: list[Fault]


class Baselines:
    """Reads the baselines inside tasks and assignments."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._columns = plan.tables.baseline

    def split(self, elements: Iterable[etree._Element]) -> tuple[Read | None, list[Read]]:
        """Read the baselines of a row: give its baseline 0, if any, and the others."""
        zero: Read | None = None
        others: list[Read] = []
        for element in elements:
            read = self._read(element)
            if zero is None and read.number == 0:
                zero = read
            else:
                others.append(read)
        return zero, others

    def _read(self, element: etree._Element) -> Read:
        try:
            row = self._columns.read(element)
        except ValueError:
            faults = [fault._replace(field=f"Baseline {fault.field}") for fault in self._columns.faults(element)]
            stated = (element.findtext(self._plan.ns + "Number") or "").strip()
            return Read(element, 0 if stated == "0" else None, {}, faults)
        at = self._columns.at
        values = {name: row[at[name]] for name in FIELDS}
        if row[at["format"]] in ELAPSED:
            values["duration"] = self._plan.header.working(values["duration"], row[at["format"]])
        return Read(element, row[at["number"]], values, [])

    def keep(self, read: Read, task: str, what: str) -> None:
        """Keep one of the baselines 1 to 10 of a task as a row of its own."""
        intake = self._plan.intake
        place = intake.place("Baseline", read.element.sourceline)
        number, faults = read.number, read.faults
        if not faults and (number is None or not 0 <= number <= 10):
            faults = [Fault("is not a number from 0 to 10", "Baseline Number", str(number))]
        key = f"{task}.{number}"
        if not faults and (number == 0 or intake.taken(Baseline, key, place) is not None):
            faults = [Fault("is there twice; the first is kept", "Baseline Number", str(number))]
        if faults or number is None:
            intake.reject(place, what, faults, Baseline, key)
        else:
            intake.keep(Baseline(key=key, task=task, number=number, **read.values, sheet=place.sheet, row=place.row))
