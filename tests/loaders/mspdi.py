"""Microsoft Project XML in the hand of a test: elements as calls, and what every export must obey."""

import json
from datetime import date
from pathlib import Path

from data.records import KINDS, Assignment, Record
from loaders.base import Export
from loaders.ms_project import LOADER

OFFICE = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))


def el(name: str, *inner: str, **fields: object) -> str:
    """Give an element: what stands in it as text, then its fields; those that are None are left out."""
    texts = "".join(f"<{field}>{value}</{field}>" for field, value in fields.items() if value is not None)
    return f"<{name}>{texts}{''.join(inner)}</{name}>"


def weekday(kind: int, *times: tuple[str, str], inner: str = "") -> str:
    """Give a day of a week, or an exception of the old kind; without times it is not worked."""
    pairs = [el("WorkingTime", FromTime=start, ToTime=finish) for start, finish in times]
    working = [el("WorkingTimes", *pairs)] if pairs else []
    return el("WeekDay", inner, *working, DayType=kind, DayWorking=int(bool(pairs)))


def period(first: str, last: str) -> str:
    """Give the days on which something holds."""
    return el("TimePeriod", FromDate=f"{first}T00:00:00", ToDate=f"{last}T23:59:00")


def standard(*inner: str, uid: int = 1, **fields: object) -> str:
    """Give a calendar of Monday to Friday, 8 hours."""
    days = el("WeekDays", weekday(1), *(weekday(kind, *OFFICE) for kind in range(2, 7)), weekday(7))
    return el("Calendar", days, *inner, **({"UID": uid, "Name": "Standard", "IsBaseCalendar": 1} | fields))


def task(uid: int, *inner: str, **fields: object) -> str:
    """Give a task on the first level of the outline."""
    return el("Task", *inner, **({"UID": uid, "ID": uid, "OutlineLevel": 1} | fields))


def resource(uid: int, name: str | None, *inner: str, **fields: object) -> str:
    """Give a resource that works."""
    return el("Resource", *inner, **({"UID": uid, "Name": name, "Type": 1} | fields))


def assignment(uid: int, task: int, resource: int, *inner: str, **fields: object) -> str:
    """Give an assignment."""
    return el("Assignment", *inner, **({"UID": uid, "TaskUID": task, "ResourceUID": resource} | fields))


def phased(kind: int, start: str, finish: str, value: str | None) -> str:
    """Give time-phased data."""
    return el("TimephasedData", Type=kind, UID=1, Start=start, Finish=finish, Unit=2, Value=value)


def document(*inner: str, namespace: str | None = "http://schemas.microsoft.com/project") -> str:
    """Give a document from what stands in its root."""
    declared = f' xmlns="{namespace}"' if namespace else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Project{declared}>\n' + "\n".join(inner) + "\n</Project>"


def plan(
    *tasks: str,
    calendars: tuple[str, ...] = (),
    resources: tuple[str, ...] = (),
    assignments: tuple[str, ...] = (),
    before: str = "",
    namespace: str | None = "http://schemas.microsoft.com/project",
    **header: object,
) -> str:
    """Give a document from its lists and the fields of its header."""
    fields = {"Name": "plan.xml", "Title": "Plan", "CalendarUID": 1, "MinutesPerDay": 480, "MinutesPerWeek": 2400}
    return document(
        *(f"<{name}>{value}</{name}>" for name, value in (fields | header).items() if value is not None),
        before,
        el("Calendars", *(calendars or [standard()])),
        el("Tasks", *tasks),
        el("Resources", *resources),
        el("Assignments", *assignments),
        namespace=namespace,
    )


def load(path: Path, content: str | bytes) -> Export:
    """Write a file, read it, and hold what comes out to what every export obeys."""
    file = path / "plan.xml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return check(LOADER.read(file, "plan"))


def check(export: Export) -> Export:
    """Hold an export to the counts, the keys and the types that the store relies on."""
    stored = sum(map(len, export.records.values()))
    refused = {(rejection.sheet, rejection.row) for rejection in export.rejections}
    assert export.rows_in == stored + len(refused) + sum(skipped.count for skipped in export.skipped)
    for kind, records in export.records.items():
        assert kind in KINDS
        assert all(type(record) is kind for record in records)
        assert len({record.key for record in records}) == len(records)
        assert len({(record.sheet, record.row) for record in records if record.sheet}) == len(records)
    assert all(rejection.reason and rejection.sheet and rejection.row for rejection in export.rejections)
    return export


def rows(export: Export, kind: type[Record]) -> dict[str, dict[str, object]]:
    """Give the records of a kind by key, each as what it states, without key and where it stands."""
    left = {"key", "sheet", "row"}
    return {
        record.key: {name: value for name, value in record._asdict().items() if value is not None and name not in left}
        for record in export.records[kind]
    }


def reasons(export: Export) -> list[str]:
    """Give why rows were rejected, without the remedy that ends every sentence."""
    end = " Correct it in the tool and export the file again."
    assert all(rejection.reason.endswith(end) for rejection in export.rejections)
    return [rejection.reason.removesuffix(end) for rejection in export.rejections]


ANN = resource(1, "Ann", CalendarUID=1)


def assigned(path: Path, *data: str, calendars: tuple[str, ...] = (standard(),), person: str = ANN, **fields: object):
    """Give the assignment of one person to one task, with its notes."""
    text = plan(task(1), calendars=calendars, resources=(person,), assignments=(assignment(1, 1, 1, *data, **fields),))
    export = load(path, text)
    return rows(export, Assignment)["Plan.1"] | {"notes": export.notes}


def total(spread: object) -> float:
    """Give the sum of a packed spread, every day of a segment counted."""
    segments = json.loads(str(spread or "[]"))
    days = [(date.fromisoformat(last) - date.fromisoformat(first)).days + 1 for first, last, _ in segments]
    return sum(count * amount for count, (_, _, amount) in zip(days, segments, strict=True))
