"""Resources: people, roles, equipment, materials and costs, with their rates and availability over time."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from data.records import Resource
from loaders.intake import Fault, called
from loaders.mpxj.calendars import Calendars
from loaders.mpxj.custom import Custom
from loaders.mpxj.plan import Plan, shown
from loaders.mpxj.values import Columns

_COMMON = {
    "name": ("NAME", "text"),
    "email": ("EMAIL_ADDRESS", "text"),
    "calendar": ("CALENDAR_UNIQUE_ID", "text"),
    "uid": ("UNIQUE_ID", "text"),
    "type": ("TYPE", "text"),
}
RESOURCE = _COMMON | {
    "short_name": ("INITIALS", "text"),
    "department": ("GROUP", "text"),
    "generic": ("GENERIC", "flag"),
    "budget": ("BUDGET", "flag"),
    "booking": ("BOOKING_TYPE", "text"),
}
P6_RESOURCE = _COMMON | {
    "short_name": ("RESOURCE_ID", "text"),
    "role_flag": ("ROLE", "flag"),
    "booking": ("BOOKING_TYPE", "text"),
}
_KINDS = {"MATERIAL": "material", "COST": "cost", "NON_LABOR": "equipment", "WORK": "person"}
_SKILLS = {"MASTER": 5.0, "EXPERT": 4.0, "SKILLED": 3.0, "PROFICIENT": 2.0, "INEXPERIENCED": 1.0}
_BOOKINGS = {"COMMITTED": True, "PROPOSED": False}
_PAID_BY_HOUR = ("person", "role", "equipment")
_NOBODY = "Resource: the tool's placeholder for nobody, without a name"
_OTHER_RATES = "resources with cost rate tables B to E, of which table A is kept only"
_OPEN = ("1984-01-01T00:00", "2049-12-31T23:59")  # the ends of Microsoft Project's range: no date
_TABLES = 5


class Resources:
    """Reads the resources of a project; those of Primavera that several projects share are read once."""

    def __init__(self, plan: Plan, calendars: Calendars, custom: Custom) -> None:
        self._plan = plan
        self._calendars = calendars
        self._custom = custom
        spec = P6_RESOURCE if plan.primavera else RESOURCE
        self._columns = Columns(Resource._fields, spec, plan.fields("Resource"), plan.values)
        self._groups_are_roles = str(plan.project.getProjectProperties().getFileType()) == "GAN"
        self.kinds: dict[str, str | None] = {}  # unique ID -> kind of the resources that were kept
        self.keys: dict[str, str] = {}
        self.firm: dict[str, bool] = {}  # unique ID -> whether it is committed, not only proposed
        self.nobody: set[str] = set()  # unique IDs of rows that name nobody

    def read(self) -> None:
        """Read all resources and roles."""
        for resource in self._plan.project.getResources():
            self._add(resource)

    def _add(self, resource: Any) -> None:
        plan, at = self._plan, self._columns.at
        row, faults = self._columns.read(resource)
        uid = row[at["uid"]] or ""
        key = self._key(uid, row)
        if plan.primavera and plan.intake.has(Resource, key):
            self.kinds[uid], self.keys[uid] = self._kind(row), key
            return
        place = plan.intake.place("Resource")
        if resource.getNull() or row[at["name"]] is None:
            self.nobody.add(uid)
            plan.intake.skip(_NOBODY)
            return
        if not uid:
            faults.append(Fault("has no unique ID"))
        elif not faults and (first := plan.intake.taken(Resource, key, place)) is not None:
            faults.append(Fault(f"is used by row {first} already, which is kept", "UNIQUE_ID", uid))
        what = called("Resource", uid, row[at["name"]])
        if faults:
            plan.intake.reject(place, what, faults, Resource, key)
            return
        row[at["key"]], row[at["currency"]] = key, plan.header.currency
        row[at["sheet"]], row[at["row"]] = place
        kind = row[at["kind"]] = self.kinds[uid] = self._kind(row)
        self.keys[uid] = key
        if (booked := _BOOKINGS.get(row[at["booking"]] or "")) is not None:
            self.firm[uid] = booked
        row[at["calendar"]] = self._calendars.key(row[at["calendar"]], what)
        self._over_time(row, resource, kind, what)
        if self._groups_are_roles:  # MPXJ gives what somebody is in GanttProject, which knows no departments, as group
            row[at["role"]], row[at["department"]] = row[at["department"]], None
        if plan.primavera:
            self._complete_p6(row, resource)
        plan.intake.keep(Resource._make(row[: self._columns.width]))
        self._custom.read(resource, "RESOURCE", "resource", key)
        if plan.primavera:
            self._custom.codes(resource.getResourceCodeValues(), "rsrc_catg", "resource", key)
            self._custom.codes(resource.getRoleCodeValues(), "role_catg", "resource", key)

    def _key(self, uid: str, row: list[Any]) -> str:
        if not self._plan.primavera:
            return self._plan.key(uid)
        return f"role.{uid}" if row[self._columns.at["role_flag"]] else uid

    def _kind(self, row: list[Any]) -> str:
        """A budget resource is a figure that nobody works; a generic one is a role."""
        at = self._columns.at
        kind = _KINDS.get(row[at["type"]] or "WORK", "person")
        if self._plan.primavera:
            return "role" if row[at["role_flag"]] else kind
        if row[at["budget"]]:
            return "cost"
        return "role" if row[at["generic"]] and kind == "person" else kind

    def _over_time(self, row: list[Any], resource: Any, kind: str, what: str) -> None:
        """Fill rates and availability over time, and those in force on the plan's day; materials and costs have none.

        MPXJ's own "current" rate and units are those of today, and would change with the clock.
        """
        at, today = self._columns.at, self._plan.header.status_date or ""
        rates, limits = self._rates(resource, what), _availability(resource.getAvailability())
        if self._plan.primavera:
            most = {since: units for since, _, units in limits}
            steps = [[since, price, most.get(since)] for since, price in rates]
            row[at["rates"]] = _compact(steps) if steps else None
        if kind not in _PAID_BY_HOUR:
            return
        # A rate of 0 is what tools write where nobody has given one.
        row[at["cost_per_hour"]], row[at["max_units"]] = _in_force(rates, 1, today) or None, _in_force(limits, 2, today)
        if self._plan.primavera:
            row[at["availability"]] = _compact(limits) if len({units for _, _, units in limits}) > 1 else None
            return
        if any(since for since, _ in rates):
            row[at["rates"]] = _compact([[since, price, None] for since, price in rates if price is not None])
        if any(since or until for since, until, _ in limits):
            row[at["availability"]] = _compact(limits)

    def _rates(self, resource: Any, what: str) -> list[tuple[str | None, float | None]]:
        """Give the steps of table A: since when, and money an hour (of a material: for one of its units)."""
        others = (resource.getCostRateTable(table) for table in range(1, _TABLES))
        if any(table is not None and table.tableIsPopulated() for table in others) and not self._plan.primavera:
            self._plan.intake.remark(_OTHER_RATES, what)
        table = resource.getCostRateTable(0)
        found: list[tuple[str | None, float | None]] = []
        for entry in table if table is not None and table.tableIsPopulated() else ():
            try:
                found.append((_day(entry.getStartDate()), self._plan.values.hourly(str(entry.getStandardRate()))))
            except ValueError:
                self._plan.intake.remark("rates that are no number, which are not kept", what)
        return found

    def _complete_p6(self, row: list[Any], resource: Any) -> None:
        """Fill what P6 knows besides: the resource above, the primary role, the place, and roles with proficiencies."""
        at = self._columns.at
        above, role, place = resource.getParentResource(), resource.getPrimaryRole(), resource.getLocation()
        row[at["department"]] = shown(above.getName()) if above is not None else None
        row[at["role"]] = shown(role.getName()) if role is not None else None
        row[at["place"]] = shown(place.getName()) if place is not None else None
        roles = resource.getRoleAssignments()
        skills = {shown(each.getName()) or "": _SKILLS.get(shown(roles.get(each)) or "") for each in roles.keySet()}
        if skills:
            row[at["skills"]] = json.dumps(dict(sorted(skills.items())), ensure_ascii=False, separators=(",", ":"))


def _in_force(steps: Sequence[Sequence[Any]], place: int, today: str) -> Any:
    """Give what holds on a day: the newest step that has begun, else the first."""
    begun = [step for step in steps if (step[0] or "") <= today]
    return (begun[-1] if begun else steps[0])[place] if steps else None


def _availability(table: Any) -> list[list[Any]]:
    """Give [[from, to, units], ...]."""
    found: list[list[Any]] = []
    for entry in table if table is not None else ():
        span, units = entry.getRange(), entry.getUnits()
        share = None if units is None else round(float(str(units)) / 100, 6)
        found.append([_day(span.getStart()), _day(span.getEnd()), share])
    for one, after in pairwise(found):  # MPXJ ends a period when the next one begins
        if one[1] is not None and one[1] == after[0]:
            one[1] = (date.fromisoformat(one[1]) - timedelta(days=1)).isoformat()
    return found


def _day(moment: Any) -> str | None:
    """Give the day of a moment, None for the ends of Microsoft Project's range."""
    if moment is None or str(moment)[:16] in _OPEN:
        return None
    return str(moment)[:10]


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
