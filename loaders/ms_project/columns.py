"""Which element fills which field of a record, and how its text is read."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from data.records import Assignment, Baseline, Dependency, Resource, Task
from loaders.intake import Fault
from loaders.ms_project.values import Values

Spec = Mapping[str, tuple[str, str]]  # field of the record -> element, kind of value


_ROWS = "rows"  # elements that hold rows of their own: the row has a list of them

_CUSTOM: Spec = {"custom": ("ExtendedAttribute", _ROWS), "codes": ("OutlineCode", _ROWS)}

TASK: Spec = {
    "uid": ("UID", "uid"),
    "position": ("ID", "position"),
    "wbs": ("WBS", "text"),
    "name": ("Name", "text"),
    "active": ("Active", "flag"),
    "start": ("Start", "moment"),
    "finish": ("Finish", "end"),
    "actual_start": ("ActualStart", "moment"),
    "actual_finish": ("ActualFinish", "end"),
    "duration": ("Duration", "minutes"),
    "remaining_duration": ("RemainingDuration", "minutes"),
    "work": ("Work", "minutes"),
    "actual_work": ("ActualWork", "minutes"),
    "remaining_work": ("RemainingWork", "minutes"),
    "cost": ("Cost", "money"),
    "actual_cost": ("ActualCost", "money"),
    "remaining_cost": ("RemainingCost", "money"),
    "percent_complete": ("PercentComplete", "percent"),
    "physical_percent": ("PhysicalPercentComplete", "percent"),
    "percent_kind": ("EarnedValueMethod", "percent_kind"),
    "total_slack": ("TotalSlack", "tenths"),
    "constraint_kind": ("ConstraintType", "constraint"),
    "constraint_date": ("ConstraintDate", "moment"),
    "deadline": ("Deadline", "end"),
    "calendar": ("CalendarUID", "shared_uid"),
    "priority": ("Priority", "number"),
    "note": ("Notes", "text"),
    "outline_number": ("OutlineNumber", "text"),
    "level": ("OutlineLevel", "whole"),
    "format": ("DurationFormat", "whole"),
    "milestone": ("Milestone", "flag"),
    "summary": ("Summary", "flag"),
    "blank": ("IsNull", "flag"),
    "external": ("ExternalTask", "flag"),
    "external_project": ("ExternalTaskProject", "text"),
    **_CUSTOM,
    "links": ("PredecessorLink", _ROWS),
    "baselines": ("Baseline", _ROWS),
    "data": ("TimephasedData", _ROWS),
    "inserted": ("Project", _ROWS),
}

BASELINE: Spec = {
    "number": ("Number", "whole"),
    "start": ("Start", "moment"),
    "finish": ("Finish", "end"),
    "duration": ("Duration", "minutes"),
    "work": ("Work", "minutes"),
    "cost": ("Cost", "money"),
    "format": ("DurationFormat", "whole"),
}

LINK: Spec = {
    "from_task": ("PredecessorUID", "uid"),
    "type": ("Type", "link_type"),
    "lag": ("LinkLag", "number"),
    "format": ("LagFormat", "whole"),
    "cross": ("CrossProject", "flag"),
    "cross_name": ("CrossProjectName", "text"),
}

RESOURCE: Spec = {
    "name": ("Name", "text"),
    "email": ("EmailAddress", "text"),
    "short_name": ("Initials", "text"),
    "department": ("Group", "text"),
    "max_units": ("MaxUnits", "number"),
    "cost_per_hour": ("StandardRate", "number"),
    "calendar": ("CalendarUID", "shared_uid"),
    "uid": ("UID", "uid"),
    "type": ("Type", "resource_type"),
    "generic": ("IsGeneric", "flag"),
    "cost_resource": ("IsCostResource", "flag"),
    "budget": ("IsBudget", "flag"),
    "blank": ("IsNull", "flag"),
    "from": ("AvailableFrom", "moment"),
    "to": ("AvailableTo", "moment"),
    **_CUSTOM,
    "baselines": ("Baseline", _ROWS),
    "data": ("TimephasedData", _ROWS),
    "rate_list": ("Rates", _ROWS),
    "periods": ("AvailabilityPeriods", _ROWS),
}

RATE: Spec = {
    "since": ("RatesFrom", "moment"),
    "table": ("RateTable", "whole"),
    "rate": ("StandardRate", "number"),
}

AVAILABILITY: Spec = {
    "since": ("AvailableFrom", "moment"),
    "until": ("AvailableTo", "moment"),
    "units": ("AvailableUnits", "number"),
}

ASSIGNMENT: Spec = {
    "uid": ("UID", "uid"),
    "task": ("TaskUID", "uid"),
    "resource": ("ResourceUID", "shared_uid"),
    "units": ("Units", "number"),
    "firm": ("BookingType", "firm"),
    "start": ("Start", "moment"),
    "finish": ("Finish", "end"),
    "actual_start": ("ActualStart", "moment"),
    "actual_finish": ("ActualFinish", "end"),
    "work": ("Work", "minutes"),
    "actual_work": ("ActualWork", "minutes"),
    "remaining_work": ("RemainingWork", "minutes"),
    "cost": ("Cost", "money"),
    "actual_cost": ("ActualCost", "money"),
    "remaining_cost": ("RemainingCost", "money"),
    **_CUSTOM,
    "baselines": ("Baseline", _ROWS),
    "data": ("TimephasedData", _ROWS),
}

# Fields of which the second cannot be on a day before the first. Tools that plan by days write a finish as 00:00.
_SPANS = (("start", "finish"), ("actual_start", "actual_finish"))


Target = tuple[int, Callable[[str | None], Any] | None]  # place, conversion; rows of their own have none

_NOT_READ: Target = (-1, None)


class _Targets(dict[Any, Target]):
    """Where an element goes, by its tag; it remembers those that go nowhere."""

    def __missing__(self, tag: Any) -> Target:
        self[tag] = _NOT_READ
        return _NOT_READ


class Columns:
    """The elements of one kind of row, read into a list: the record's fields in their order, then what else is named.

    `at` gives the place of each in that list, `width` how many belong to the record.
    """

    def __init__(self, fields: tuple[str, ...], spec: Spec, namespace: str, values: Values) -> None:
        self.width = len(fields)
        names = [*fields, *(name for name in spec if name not in fields)]
        self.at = {name: place for place, name in enumerate(names)}
        self._blank: list[Any] = [None] * len(names)
        self._spec = spec
        self._namespace = namespace
        self._targets = _Targets(
            {
                namespace + element: (self.at[name], None if kind == _ROWS else getattr(values, kind))
                for name, (element, kind) in spec.items()
            }
        )
        self._spans = [(self.at[a], self.at[b], b) for a, b in _SPANS if a in spec]

    @property
    def unread(self) -> list[Any]:
        """Give the tags of the file that stand in such rows and are not read."""
        return [tag for tag, target in self._targets.items() if target is _NOT_READ]

    def read(self, element: etree._Element) -> list[Any]:
        """Give the values of a row, None where the file says nothing. Raises ValueError; `faults` then tells why."""
        row = self._blank.copy()
        target = self._targets.__getitem__
        for child in element[:]:  # pyright: ignore[reportArgumentType] (quicker than iterating; the stubs know no slices)
            place, convert = target(child.tag)
            if convert is not None:
                row[place] = convert(child.text)
            elif place < 0:
                continue
            elif row[place] is None:
                row[place] = [child]
            else:
                row[place].append(child)
        for first, second, _ in self._spans:
            start, finish = row[first], row[second]
            if start is not None and finish is not None and finish[:10] < start[:10]:
                raise ValueError
        return row

    def faults(self, element: etree._Element) -> list[Fault]:
        """Tell what is wrong with each element of a row."""
        found: list[Fault] = []
        row = self._blank.copy()
        for child in element:
            place, convert = self._targets[child.tag]
            if convert is None:
                continue
            try:
                row[place] = convert(child.text)
            except ValueError as error:
                found.append(Fault(str(error), str(child.tag).removeprefix(self._namespace), child.text))
        for first, second, name in self._spans:
            start, finish = row[first], row[second]
            if start is not None and finish is not None and finish[:10] < start[:10]:
                found.append(Fault(f"is before the start {start}", self._spec[name][0], finish))
        return found


class Tables:
    """The columns of all kinds of rows, for the namespace of one file."""

    def __init__(self, namespace: str, values: Values) -> None:
        def columns(fields: tuple[str, ...], spec: Spec) -> Columns:
            return Columns(fields, spec, namespace, values)

        self.task = columns(Task._fields, TASK)
        self.baseline = columns(Baseline._fields, BASELINE)
        self.link = columns(Dependency._fields, LINK)
        self.resource = columns(Resource._fields, RESOURCE)
        self.rate = columns((), RATE)
        self.availability = columns((), AVAILABILITY)
        self.assignment = columns(Assignment._fields, ASSIGNMENT)
