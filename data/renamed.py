"""What a source calls by another name or key than before, but by the same identifier: it stays the same thing.

A project whose key changed while its GUID stayed is stored under the key that it always had, and so is everything below
it: history, links and what a register says of it go on. So is an item of a tracker that has another project or key than
before, but the same number. A new name comes with the row. All of it is told.
"""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from data.derived import PART
from data.export import Delivery
from data.feeds import REGISTERS
from data.names import WORK_OF_ITEM
from data.records import Project, Record, Task
from data.schema import FACTS, OPEN, table_name
from data.versions import Difference

_PROJECTS = ("project", "from_project", "to_project", "subject")  # fields that hold the key of a project as it stands
# Fields whose text may begin with it and a point: so are made the keys of what is below it.
_BELOW = ("key", "parent", "task", "subject", "calendar", "base", "from_task", "to_task")
_ITEMS = ("key", "parent", "task", "subject", "from_task", "to_task")  # fields that hold the key of an item
_SHOWN = 5  # names, before the rest is only counted


def keep_keys(connection: Connection, feed: int, deliveries: Sequence[Delivery]) -> None:
    """Give projects and items that go on under another key the key under which the feed holds them."""
    _keep_projects(connection, feed, deliveries)
    _keep_items(connection, feed, [delivery for delivery in deliveries if delivery.export.lasting])


def _keep_projects(connection: Connection, feed: int, deliveries: Sequence[Delivery]) -> None:
    """Give projects of schedules whose key changed, but not their GUID, the key under which the feed holds them.

    Only where exactly one project that is gone and one that is new have the GUID: nothing is guessed.
    """
    schedules = [delivery for delivery in deliveries if delivery.loader not in REGISTERS]
    stated = [(d, p) for d in schedules for p in d.export.records.get(Project, []) if isinstance(p, Project)]
    if not any(project.guid for _, project in stated):
        return
    table = FACTS[Project].c
    query = select(table.key, table.guid, table.short_name).where(table.feed == feed, table.until == OPEN)
    held = {row.key: row for row in connection.execute(query)}
    now = {project.key for _, project in stated}
    gone = {row.guid: row for key, row in held.items() if row.guid and key not in now}
    often = Counter(row.guid for row in held.values()), Counter(project.guid for _, project in stated)
    for delivery, project in stated:
        before = gone.get(project.guid or "")
        if before is None or project.key in held or any(count[before.guid] > 1 for count in often):
            continue
        if any(other.startswith(f"{project.key}.") for other in now):
            continue  # whose is `A.B.7`, where projects A and A.B are there?
        _rekey(delivery, project.key, before.key)
        if before.short_name != project.short_name:
            delivery.export.notes.append(
                f"renamed: project {before.short_name or before.key} is now {project.short_name or project.key} "
                f"(GUID {project.guid}); it goes on as {before.key}"
            )


def _keep_items(connection: Connection, feed: int, deliveries: Sequence[Delivery]) -> None:
    """Give items whose key or project changed, but not their number (UID), the key under which the feed holds them.

    Only where exactly one that is gone and one that is new have the number.
    """
    if not deliveries:
        return
    table = FACTS[Task].c
    query = select(table.key, table.uid, table.code, table.name, table.project).where(
        table.feed == feed, table.until == OPEN
    )
    held = {row.key: row for row in connection.execute(query) if _numbered(row)}
    if not held:
        return
    stated = [t for d in deliveries for t in d.export.records.get(Task, []) if isinstance(t, Task) and _numbered(t)]
    _keep_rejected(deliveries, {f"{row.project}.{row.code}": row.key for row in held.values()}, held)
    now = {task.key for task in stated}
    gone = {row.uid: row for key, row in held.items() if key not in now}
    moved = [task for task in stated if task.key not in held and task.uid in gone]
    if not moved:
        return
    often = Counter(row.uid for row in held.values()), Counter(task.uid for task in stated)
    before = {task.key: gone[task.uid] for task in moved if all(count[task.uid] == 1 for count in often)}
    for delivery in deliveries:
        _rekey_items(delivery, before)


def _keep_rejected(deliveries: Sequence[Delivery], called: dict[str, str], held: Container[str]) -> None:
    """Write the keys of rejected items as the feed holds them, so that what it holds of them stays.

    `called` says by which key it holds what is called so now.
    """
    for delivery in deliveries:
        delivery.export.rejections[:] = [
            replace(one, key=called[one.key]) if one.kind is Task and one.key in called and one.key not in held else one
            for one in delivery.export.rejections
        ]


def _numbered(task: Any) -> bool:
    """Say whether a line is an item that has a number: versions and sums have no own, and a name is none."""
    return task.uid is not None and task.code is not None and task.uid != task.name


def _rekey_items(delivery: Delivery, before: dict[str, Any]) -> None:
    """Write the keys of items as they were before, wherever the rows of a delivery have them, and tell of it."""
    records = delivery.export.records
    told = []
    for task in records.get(Task, []):
        was = before.get(task.key) if isinstance(task, Task) else None
        if isinstance(task, Task) and was and (was.code, was.project) != (task.code, task.project):
            place = "" if was.project == task.project else f" of project {was.project}"
            now = "" if was.project == task.project else f" of project {task.project}"
            told.append(f"{was.code}{place} is now {task.code}{now} (UID {task.uid}); it goes on as {was.key}")
    delivery.export.notes += _told(Task, told)
    keys = {now + more: was.key + more for now, was in before.items() for more in ("", WORK_OF_ITEM)}
    for kind, rows in records.items():
        fields = [name for name in kind._fields if name in _ITEMS]  # type: ignore[attr-defined]
        for place, record in enumerate(rows) if fields else ():
            own = {name: keys[text] for name in fields if (text := getattr(record, name)) in keys}
            if not own:
                continue
            key = record.key
            for name, text in own.items():  # the key of what hangs on an item is made from that of the item
                key = text if name == "key" else key if name == "parent" else _within(key, getattr(record, name), text)
            rows[place] = record._replace(**own | {"key": key})  # type: ignore[call-arg]


def _within(key: str, now: str, before: str) -> str:
    """Give a key that begins with the key of an item and a point, or holds it before or behind a `>`, as it was."""
    ends = [before if end == now else end for end in key.split(">")]
    return before + key[len(now) :] if key.startswith(f"{now}.") else ">".join(ends)


def _rekey(delivery: Delivery, now: str, before: str) -> None:
    """Write the key of a project as it was before, wherever the rows of a delivery have it."""
    for kind, records in delivery.export.records.items():
        fields = [name for name in kind._fields if name in _PROJECTS or name in _BELOW]  # type: ignore[attr-defined]
        for place, record in enumerate(records):
            own = {name: _ends_before(kind, name, getattr(record, name), now, before) for name in fields}
            records[place] = record._replace(**own)  # type: ignore[call-arg, assignment]
    delivery.export.rejections[:] = [
        replace(one, key=one.key and _before(one.kind, "key", one.key, now, before))
        for one in delivery.export.rejections
    ]


def _ends_before(kind: type | None, field: str, text: str | None, now: str, before: str) -> str | None:
    """Give a text as `_before`; the key of a link of a tracker holds those of both its ends."""
    if field != "key" or text is None:
        return _before(kind, field, text, now, before)
    return ">".join(_before(kind, field, end, now, before) or "" for end in text.split(">"))


def _before(kind: type | None, field: str, text: str | None, now: str, before: str) -> str | None:
    """Give a text of a field with the key of the project as it was."""
    whole = text == now and (field in _PROJECTS or kind is Project)
    below = field in _BELOW and text is not None and text.startswith(f"{now}.")
    return before + text[len(now) :] if text is not None and (whole or below) else text


def renamed(connection: Connection, kind: type, feed: int, difference: Difference) -> list[str]:
    """Say which projects and lines of a feed have another name than before: `difference` is not yet written."""
    if kind not in (Project, Task) or not difference.replaced:
        return []
    now = _named(difference)
    table = FACTS[kind].c
    found: list[str] = []
    for start in range(0, len(difference.replaced), PART):
        part = difference.replaced[start : start + PART]
        query = select(table.key, table.name).where(table.feed == feed, table.until == OPEN, table.key.in_(part))
        for key, before in connection.execute(query.order_by(table.key)):
            record = now[key]
            if before and record.name and before != record.name:
                found.append(f"{before} is now {record.name} ({_identifier(record)})")
    return _told(kind, found)


def _told(kind: type, found: Sequence[str]) -> list[str]:
    more = f" and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
    return [f"renamed: {table_name(kind)} {'; '.join(found[:_SHOWN])}{more}"] if found else []


def _named(difference: Difference) -> dict[str, Any]:
    """Give the new records of what is replaced, by key."""
    replaced = set(difference.replaced)
    return {record.key: record for _, _, record in difference.added if record.key in replaced}


def _identifier(record: Record) -> str:
    """Say by what a record is known: its UID or GUID, else its key."""
    uid, guid = getattr(record, "uid", None), getattr(record, "guid", None)
    return f"UID {uid}" if uid else f"GUID {guid}" if guid else f"key {record.key}"
