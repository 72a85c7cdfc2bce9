"""Which element fills which field of a record, and how its text is read."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from data.records import Assignment, Baseline, Dependency, Resource, Task
from loaders.ms_project.values import Values

Cells = Mapping[str, str | None]  # tag with its namespace -> text
Spec = Mapping[str, tuple[str, str]]  # field of the record -> element, kind of value


class Fault(NamedTuple):
    """What is wrong with a row: the reason goes on after the field and its value, else after the row's name."""

    reason: str
    field: str | None = None
    value: str | None = None


TASK: Spec = {
    "uid": ("UID", "uid"),
    "position": ("ID", "whole"),
    "wbs": ("WBS", "text"),
    "name": ("Name", "text"),
    "active": ("Active", "flag"),
    "start": ("Start", "moment"),
    "finish": ("Finish", "moment"),
    "actual_start": ("ActualStart", "moment"),
    "actual_finish": ("ActualFinish", "moment"),
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
    "deadline": ("Deadline", "moment"),
    "calendar": ("CalendarUID", "uid"),
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
}

BASELINE: Spec = {
    "number": ("Number", "whole"),
    "start": ("Start", "moment"),
    "finish": ("Finish", "moment"),
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
    "calendar": ("CalendarUID", "uid"),
    "uid": ("UID", "uid"),
    "type": ("Type", "resource_type"),
    "generic": ("IsGeneric", "flag"),
    "cost_resource": ("IsCostResource", "flag"),
    "budget": ("IsBudget", "flag"),
    "blank": ("IsNull", "flag"),
    "from": ("AvailableFrom", "moment"),
    "to": ("AvailableTo", "moment"),
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
    "resource": ("ResourceUID", "uid"),
    "units": ("Units", "number"),
    "firm": ("BookingType", "firm"),
    "start": ("Start", "moment"),
    "finish": ("Finish", "moment"),
    "actual_start": ("ActualStart", "moment"),
    "actual_finish": ("ActualFinish", "moment"),
    "work": ("Work", "minutes"),
    "actual_work": ("ActualWork", "minutes"),
    "remaining_work": ("RemainingWork", "minutes"),
    "cost": ("Cost", "money"),
    "actual_cost": ("ActualCost", "money"),
    "remaining_cost": ("RemainingCost", "money"),
}

# Fields of which the second cannot be before the first.
_SPANS = (("start", "finish"), ("actual_start", "actual_finish"))


class Columns:
    """The elements of one kind of row, read into a list: the record's fields in their order, then what else is named.

    `at` gives the place of each in that list, `width` how many belong to the record.
    """

    def __init__(self, fields: tuple[str, ...], spec: Spec, namespace: str, values: Values) -> None:
        self.width = len(fields)
        names = [*fields, *(name for name in spec if name not in fields)]
        self.at = {name: place for place, name in enumerate(names)}
        self.elements = frozenset(element for element, _ in spec.values())
        self._blank: list[Any] = [None] * len(names)
        self._spec = spec
        self._namespace = namespace
        self._used: list[tuple[int, str, Callable[[str | None], Any]]] = [
            (self.at[name], namespace + element, getattr(values, kind)) for name, (element, kind) in spec.items()
        ]
        self._spans = [(self.at[a], self.at[b], b) for a, b in _SPANS if a in spec]

    def read(self, cells: Cells) -> list[Any]:
        """Give the values of a row, None where the file says nothing. Raises ValueError; `faults` then tells why."""
        row = self._blank.copy()
        get = cells.get
        for place, tag, convert in self._used:
            row[place] = convert(get(tag))
        for first, second, _ in self._spans:
            start, finish = row[first], row[second]
            if start is not None and finish is not None and finish < start:
                raise ValueError
        return row

    def faults(self, cells: Cells) -> list[Fault]:
        """Tell what is wrong with each element of a row."""
        found: list[Fault] = []
        row = self._blank.copy()
        for place, tag, convert in self._used:
            text = cells.get(tag)
            try:
                row[place] = convert(text)
            except ValueError as error:
                found.append(Fault(str(error), tag.removeprefix(self._namespace), text))
        for first, second, name in self._spans:
            start, finish = row[first], row[second]
            if start is not None and finish is not None and finish < start:
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
