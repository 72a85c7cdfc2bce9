"""ServiceNow: CSV of projects (pm_project), of their tasks (pm_project_task) and of demands (dmn_demand)."""

from collections.abc import Sequence
from typing import Any

from loaders.tables.table import Table
from loaders.trackers import items as of
from loaders.trackers import values
from loaders.trackers.headed import WHO, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items
from loaders.trackers.numbered import refuse_others
from loaders.trackers.rules import Rules
from loaders.trackers.sheeted import Sheeted
from loaders.trackers.states import DOING, DONE, DROPPED, TODO, fold
from loaders.trackers.tool import Tool

_PROGRAMME, _DEPARTMENT, _HEALTH = "programme", "department", "reported"
_COMMON = {
    "number": of.KEY, "short_description": of.NAME, "description": of.NOTE, "state": of.STATUS,
    "priority": of.PRIORITY, "start_date | Planned start date": of.START, "end_date | Planned end date": of.DUE,
    "work_start | Actual start date": of.STARTED, "work_end | Actual end date": of.FINISHED,
    "percent_complete": of.PERCENT, "sys_updated_on | Updated": of.UPDATED,
}  # fmt: skip
_TASK = by_heading(_COMMON | {
    "top_task | Project": of.PROJECT, "parent": of.PARENT, "assigned_to": WHO,
    "effort | Planned effort": Meant(of.ESTIMATE, values.hours), "actual_effort": Meant(of.SPENT, values.hours),
    "remaining_effort": Meant(of.REMAINING, values.hours), "milestone | Key milestone": of.IS_MILESTONE,
    "sys_class_name | Task type": of.TYPE,
})  # fmt: skip
_PROJECT = by_heading(_COMMON | {
    "project_manager | demand_manager | Project manager | Demand manager": of.LEAD,
    "primary_program | Program": _PROGRAMME, "department | Department": _DEPARTMENT,
    "overall_health | Overall health": _HEALTH,
    "budget_cost | Budget": of.COST,  # exported as it is shown, with its sign
})  # fmt: skip
_STAGES = {
    TODO: "approved", DOING: "active", DONE: "closed", DROPPED: "stopped",
}  # fmt: skip
_STATES = {
    "-5": TODO, "1": TODO, "2": DOING, "3": DONE, "4": DROPPED, "7": DROPPED, "open": TODO, "pending": TODO,
    "work in progress": DOING, "closed complete": DONE, "closed incomplete": DROPPED, "closed skipped": DROPPED,
}  # fmt: skip


_FIELDS = {
    "name": of.NAME, "manager": of.LEAD, "programme": _PROGRAMME, "department": _DEPARTMENT, "reported": _HEALTH,
    "budget": of.COST, "percent_complete": of.PERCENT,
}  # fmt: skip


def _projects(items: Items, found: Table, columns: list[Sequence[Any]], proposed: bool = False) -> None:
    """Make each row a project: it is no item, but what items belong to."""
    refuse_others(items, "number")
    wrong = {fault.place for fault in items.faults}
    fields = {name: items.get(field) for name, field in _FIELDS.items()}
    start, due, started, finished, updated = (
        items.get(name) for name in (of.START, of.DUE, of.STARTED, of.FINISHED, of.UPDATED)
    )
    keys, states = items.get(of.KEY), [_STATES.get(fold(state or "")) for state in items.get(of.STATUS)]
    for place, key in enumerate(keys):
        if key is not None and place not in wrong:
            items.projects[key] = {name: cells[place] for name, cells in fields.items()} | {
                "start": started[place] or start[place],
                "finish": finished[place] or due[place],
                "reported_on": updated[place] and fields["reported"][place] and updated[place][:10],
                "stage": "proposed" if proposed else _STAGES.get(states[place] or ""),
                "row": items.rows[place],
            }
    newest = max(filter(None, updated), default=None)
    items.exported = newest and newest[:10]
    items.keep([place in wrong or key is None for place, key in enumerate(keys)])


def _demands(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Make each row a project that is proposed."""
    _projects(items, found, columns, proposed=True)


def _tasks(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Let what stands directly below its project stand below nothing else."""
    refuse_others(items, "number")
    if items.has(of.PARENT):
        pairs = zip(items.get(of.PARENT), items.get(of.PROJECT), strict=True)
        items.columns[of.PARENT] = [None if above == project else above for above, project in pairs]


_NUMBER = ("number", "short_description")
_LISTS = (
    Headed(_TASK, groups(*_NUMBER, "top_task | milestone | Key milestone", "state"), finish=_tasks),
    Headed(_PROJECT, groups(*_NUMBER, "demand_manager | dmn_demand", "state"), finish=_demands),
    Headed(_PROJECT, groups(*_NUMBER, "project_manager", "state"), finish=_projects),
    # A list of tasks as it stands before anybody adds columns: changes have planned dates too, but are never half done.
    Headed(_TASK, groups(*_NUMBER, "percent_complete", "start_date | Planned start date", "state"), finish=_tasks),
)
LOADER = Tool(
    "servicenow",
    ("ServiceNow projects, project tasks and demands (CSV, Excel)",),
    (".csv", ".xlsx"),
    (*_LISTS, *map(Sheeted, _LISTS)),
    Rules(states=_STATES),
)
