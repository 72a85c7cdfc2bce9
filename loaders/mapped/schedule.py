"""Rows that became tasks, as the store wants those of a schedule."""

from collections import Counter
from dataclasses import replace

from data.records import Project, Record, Task
from loaders.base import Export


def as_schedule(export: Export) -> None:
    """Key tasks as schedules key them, by project and uid, and give a project to those that state none."""
    tasks: list[Record] = []
    for position, task in enumerate((one for one in export.records[Task] if isinstance(one, Task)), 1):
        parent = f"{task.project}.{task.parent}" if task.parent else None
        tasks.append(task._replace(key=f"{task.project}.{task.uid}", parent=parent, position=position))
    export.records[Task] = tasks
    export.rejections = [
        replace(one, key=one.key.replace("|", ".", 1)) if one.kind is Task and one.key else one
        for one in export.rejections
    ]
    stated = export.records.setdefault(Project, [])
    known = {one.key for one in stated}
    rows = {task.project: task for task in reversed(tasks) if isinstance(task, Task)}
    made = [
        Project(task.project, task.project, short_name=task.project, sheet=task.sheet, row=task.row)
        for task in reversed(rows.values())
        if task.project not in known
    ]
    stated += made
    export.rows_in += len(made)
    kinds = Counter(task.kind for task in tasks if isinstance(task, Task))
    export.totals |= {
        "projects": len(stated),
        "tasks": kinds[None] + kinds["task"] + kinds["milestone"],
        "milestones": kinds["milestone"],
    }
