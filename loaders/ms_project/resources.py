"""Resources: people, roles, materials and costs, with their rates and availability over time."""

import json
from typing import Any

from lxml import etree

from data.records import Resource
from loaders.intake import Fault, Place, called
from loaders.ms_project.columns import Columns
from loaders.ms_project.plan import Plan

_NOBODY = "Resource: the tool's placeholder for nobody, without a name"
_BLANK = "Resource: a blank row of the list"
_BASELINE = "Baseline of a resource: baselines are kept of tasks and assignments"
_OTHER_RATES = "resources with cost rate tables B to E, of which table A is kept only"
_PAID_BY_HOUR = ("person", "role")


class Resources:
    """Reads the resources of a file."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._columns = plan.tables.resource
        self.kinds: dict[str, str | None] = {}  # UID -> kind of the resources that were kept
        self.calendars: dict[str, str | None] = {}  # UID -> UID of the calendar
        self.nobody: set[str] = set()  # UIDs of rows that name nobody

    def add(self, element: etree._Element) -> None:
        """Read one resource with all that stands in it."""
        plan, at = self._plan, self._columns.at
        if baselines := len(plan.inside(element, "Baseline")):
            plan.intake.skip(_BASELINE, baselines)
        place = plan.intake.place("Resource", element.sourceline)
        try:
            row = self._columns.read(element)
        except ValueError:
            self._reject(element, place, self._columns.faults(element))
            return
        if row[at["blank"]] or row[at["name"]] is None:
            self.nobody.add(row[at["uid"]] or "")
            rows = 1 + len(plan.inside(element, "ExtendedAttribute", "OutlineCode"))
            plan.intake.skip(_BLANK if row[at["blank"]] else _NOBODY, rows)
        else:
            self._take(element, place, row)

    def _take(self, element: etree._Element, place: Place, row: list[Any]) -> None:
        plan, at = self._plan, self._columns.at
        uid = row[at["uid"]]
        if uid is None:
            self._reject(element, place, [Fault("is missing", "UID")])
            return
        key = row[at["key"]] = plan.key(uid)
        rates, faults = self._periods(plan.tables.rate, element, "Rates", "Rate")
        available, more = self._periods(plan.tables.availability, element, "AvailabilityPeriods", "AvailabilityPeriod")
        faults += more
        if not faults and (first := plan.intake.taken(Resource, key, place)) is not None:
            faults = [Fault(f"is used by row {first} already, which is kept", "UID", uid)]
        if faults:
            self._reject(element, place, faults)
            return
        what = called("Resource", uid, row[at["name"]])
        row[at["sheet"]], row[at["row"]] = place
        row[at["currency"]] = plan.header.currency
        kind = row[at["kind"]] = _kind(
            row[at["type"]], row[at["generic"]], row[at["cost_resource"]] or row[at["budget"]]
        )
        self.kinds[uid], self.calendars[uid] = kind, row[at["calendar"]]
        row[at["calendar"]] = plan.calendars.key(row[at["calendar"]], what)
        if kind in _PAID_BY_HOUR:
            row[at["availability"]] = _availability(
                available or [[row[at[name]] for name in ("from", "to", "max_units")]]
            )
            row[at["rates"]] = self._rates(rates, what)
            row[at["cost_per_hour"]] = row[at["cost_per_hour"]] or None  # 0 is what stands where nobody gave one
        else:
            row[at["cost_per_hour"]] = row[at["max_units"]] = None
        plan.intake.keep(Resource._make(row[: self._columns.width]))
        plan.custom((row[at["custom"]] or []) + (row[at["codes"]] or []), "resource", key, what)

    def _rates(self, rates: list[list[Any]], what: str) -> str | None:
        """Give the steps of the rates of table A as JSON."""
        if any(table for _, table, _ in rates):
            self._plan.intake.remark(_OTHER_RATES, what)
        steps = [[since and since[:10], rate, None] for since, table, rate in rates if not table and rate is not None]
        return json.dumps(steps, separators=(",", ":")) if steps else None

    def _periods(
        self, columns: Columns, element: etree._Element, group: str, name: str
    ) -> tuple[list[list[Any]], list[Fault]]:
        """Give the rows of a list inside the resource, and what is wrong with them."""
        rows: list[list[Any]] = []
        faults: list[Fault] = []
        for inner in element.iterfind(f"{self._plan.ns}{group}/{self._plan.ns}{name}"):
            if found := columns.faults(inner):
                faults += [fault._replace(field=f"{name} {fault.field}") for fault in found]
            else:
                rows.append(columns.read(inner))
        return rows, faults

    def _reject(self, element: etree._Element, place: Place, faults: list[Fault]) -> None:
        uid = self._plan.text(element, "UID")
        what = called("Resource", uid, self._plan.text(element, "Name"))
        self._plan.intake.reject(place, what, faults, Resource, self._plan.key(uid) if uid else None)
        self._plan.orphans(element, "resource", uid, what)


def _kind(stated: str | None, generic: bool | None, cost: bool | None) -> str:
    """A budget resource is a figure that nobody works; a generic one is a role."""
    if cost:
        return "cost"
    return "role" if generic and stated in (None, "person") else stated or "person"


def _availability(periods: list[list[Any]]) -> str | None:
    """Give periods as JSON; one that is open on both sides says no more than the units themselves."""
    shown = [[since and since[:10], until and until[:10], units] for since, until, units in periods]
    if all(since is None and until is None for since, until, _ in shown):
        return None
    return json.dumps(shown, separators=(",", ":"))
