"""Tasks, which no register holds: the fields that a mapping may fill of a plan kept as a table."""

from data.records import Task
from loaders.sheets.sheet import Column, Sheet, fields

_TASKS = (
    Column("project", "text", "R", "key of the project, the same in every row of it", "P06", called=("project key",)),
    Column("uid", "key", "R", "the row's own number or key, unique in its project", "17", called=("id", "key", "no")),
    Column("name", "text", "R", "name of the task", "Fit out hall 2", called=("task", "title", "summary", "activity")),
    Column("kind", "choice", "d", "what it is", "task", default="task",
           choices=("task", "milestone", "summary", "level_of_effort"), called=("type",)),
    Column("parent", "text", "", "uid of the summary above it", "3", called=("parent id",)),
    Column("code", "text", "", "activity ID", called=("activity id",)),
    Column("wbs", "text", "", "WBS or outline code", "1.2.3", called=("outline", "wbs code")),
    Column("start", "start", "", "forecast, or actual where it has begun", called=("start date",)),
    Column("finish", "finish", "", "forecast, or actual where it is done", called=("end", "end date", "due date")),
    Column("baseline_start", "start", "", "first agreed"),
    Column("baseline_finish", "finish", "", "first agreed", called=("baseline end",)),
    Column("actual_start", "start", "", "when it began", called=("started",)),
    Column("actual_finish", "finish", "", "when it was done", called=("finished", "done on", "completed")),
    Column("duration", "working days", "", "in working days", least=0),
    Column("work", "hours", "", "in hours", least=0, called=("effort", "estimate")),
    Column("baseline_work", "hours", "", "in hours", least=0),
    Column("actual_work", "hours", "", "in hours", least=0, called=("spent", "hours spent")),
    Column("remaining_work", "hours", "", "in hours", least=0, called=("remaining",)),
    Column("cost", "money", "", "forecast, whole task", called=("total cost",)),
    Column("baseline_cost", "money", "", "first agreed", called=("planned cost", "budget")),
    Column("actual_cost", "money", "", "spent", called=("cost to date",)),
    Column("remaining_cost", "money", "", "still to be spent"),
    Column("percent_complete", "percentage", "", "of its duration", called=("% complete", "progress", "% done")),
    Column("physical_percent", "percentage", "", "of what is to be delivered"),
    Column("deadline", "finish", "", "date it may not pass"),
    Column("note", "text", "", "remark", called=("comment", "description", "notes")),
)  # fmt: skip

TASKS = Sheet(
    "Tasks",
    "project managers",
    "tasks and milestones of a plan that is kept as a table",
    _TASKS,
    {Task: fields(_TASKS)},
    keyed_by=("project", "uid"),
    called=("Task", "Activities", "Plan"),
)
