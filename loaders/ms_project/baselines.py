"""Baselines of tasks: baseline 0 stands in its task, the others are rows of their own."""

from typing import Any

from lxml import etree

from data.records import Baseline
from loaders.ms_project.columns import Fault
from loaders.ms_project.plan import Plan

_FIELDS = ("start", "finish", "duration", "work", "cost")


class Baselines:
    """Reads the baselines of tasks and assignments."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._columns = plan.tables.baseline
        self._number = plan.ns + "Number"

    def split(self, elements: list[etree._Element]) -> tuple[etree._Element | None, list[etree._Element]]:
        """Give the first baseline 0, and all the others."""
        zero = next((element for element in elements if (element.findtext(self._number) or "").strip() == "0"), None)
        return zero, [element for element in elements if element is not zero]

    def read(self, element: etree._Element) -> tuple[dict[str, Any], list[Fault]]:
        """Give start, finish, duration (working minutes), work and cost of a baseline, and what is wrong with it."""
        cells = self._plan.cells("Baseline", element)
        try:
            row = self._columns.read(cells)
        except ValueError:
            return {}, [fault._replace(field=f"Baseline {fault.field}") for fault in self._columns.faults(cells)]
        at = self._columns.at
        values = {name: row[at[name]] for name in _FIELDS}
        values["number"] = row[at["number"]]
        values["duration"] = self._plan.header.working(row[at["duration"]], row[at["format"]])
        return values, []

    def keep(self, element: etree._Element, task: str, what: str) -> None:
        """Keep one of the baselines 1 to 10 of a task as a row of its own."""
        intake = self._plan.intake
        place = intake.place("Baseline", element)
        values, faults = self.read(element)
        number = values.get("number")
        if not faults and (number is None or not 0 <= number <= 10):
            faults = [Fault("is not a number from 0 to 10", "Baseline Number", str(number))]
        key = f"{task}.{number}"
        if not faults and (number == 0 or intake.taken(Baseline, key, place) is not None):
            faults = [Fault("is there twice; the first is kept", "Baseline Number", str(number))]
        if faults:
            intake.reject(place, what, faults, Baseline, key)
        else:
            intake.keep(Baseline(key=key, task=task, **values, sheet=place.sheet, row=place.row))
