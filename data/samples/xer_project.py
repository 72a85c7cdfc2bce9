"""The rows of one project in a Primavera P6 export (XER), as the tool holds them in its tables."""

import base64
import uuid
from collections.abc import Iterator
from datetime import date

from data.samples.schedule import Schedule, Task, Work
from data.samples.workdays import Workdays

Row = dict[str, object]
HOURS = 8
PROJECTS = 100_000  # room for the IDs of one project
CALENDAR, BUDGET, DEPARTMENT, PROGRAMME = 597, 900, 70, 80
NAMESPACE = uuid.UUID("a4b7c0de-52d1-4a1b-8b0f-3f6c2d9e7a10")


def guid(text: str) -> str:
    """Give the tool's short form of an identifier that is always the same for a text."""
    return base64.b64encode(uuid.uuid5(NAMESPACE, text).bytes).decode().rstrip("=")


def begin(day: date | None) -> str | None:
    """Give the moment at which work begins on a day."""
    return day and f"{day} 08:00"


def end(day: date | None) -> str | None:
    """Give the moment at which work ends on a day."""
    return day and f"{day} 17:00"


class Book:
    """The rows of one project, table by table."""

    def __init__(self, number: int, schedule: Schedule, resources: dict[str, int]) -> None:
        self.schedule, self.resources = schedule, resources
        self.id, self.base = 4000 + number, number * PROJECTS
        self.days = Workdays(schedule.holidays)
        self.groups = {group: self.base + n for n, group in enumerate(schedule.groups, 1)}

    def project(self) -> Row:
        """Give the row of PROJECT."""
        schedule = self.schedule
        return {
            "proj_id": self.id,
            "fy_start_month_num": 1,
            "allow_complete_flag": "Y",
            "project_flag": "Y",
            "name_sep_char": ".",
            "def_complete_pct_type": "CP_Phys",
            "proj_short_name": schedule.short,
            "clndr_id": CALENDAR,
            "priority_num": 10,
            "critical_drtn_hr_cnt": 0,
            "def_cost_per_qty": "0.0000",
            "last_recalc_date": end(schedule.status),
            "plan_start_date": begin(schedule.start),
            "scd_end_date": end(schedule.finish),
            "add_date": begin(schedule.start),
            "def_duration_type": "DT_FixedDUR2",
            "guid": guid(schedule.key),
            "def_qty_type": "QT_Hour",
            "def_task_type": "TT_Task",
            "critical_path_type": "CT_TotFloat",
            "last_schedule_date": end(schedule.status),
            "export_flag": "Y",
        }

    def wbs(self) -> Iterator[Row]:
        """Give the rows of PROJWBS: the project and one for each group."""
        schedule = self.schedule
        shared: Row = {"proj_id": self.id, "est_wt": 1, "sum_data_flag": "N", "status_code": "WS_Open"}
        shared |= {"ev_compute_type": "EC_Cmp_pct", "ev_etc_compute_type": "EE_Rem_hr"}
        top: Row = {"wbs_id": self.base, "seq_num": 0, "proj_node_flag": "Y", "wbs_short_name": schedule.short}
        yield shared | top | {"wbs_name": schedule.name, "guid": guid(f"{schedule.key}.wbs")}
        for number, (group, wbs) in enumerate(self.groups.items(), 1):
            row: Row = {"wbs_id": wbs, "seq_num": number, "proj_node_flag": "N", "wbs_short_name": number}
            row |= {"wbs_name": group, "parent_wbs_id": self.base, "guid": guid(f"{schedule.key}.{group}")}
            yield shared | row

    def tasks(self) -> Iterator[Row]:
        """Give the rows of TASK."""
        for task in self.schedule.tasks:
            yield self._task(task)

    def _task(self, task: Task) -> Row:
        moment = end if task.milestone else begin
        left, length = self._left(task), 0 if task.milestone else self.days.count(task.start, task.finish)
        planned = (task.planned_start, task.planned_finish) if task.actual_start else (task.start, task.finish)
        target = 0 if task.milestone else self.days.count(*[day for day in planned if day])
        done = sum(self._hours(task, work)[0] for work in task.work)
        open_hours = sum(self._hours(task, work)[1] for work in task.work)
        open_dates = (None, None) if task.actual_finish else (self._resume(task), task.finish)
        first = moment(open_dates[0]) if not task.actual_start or task.milestone else begin(open_dates[0])
        return {
            "task_id": self.base + task.uid,
            "proj_id": self.id,
            "wbs_id": self.groups[task.group],
            "clndr_id": CALENDAR,
            "phys_complete_pct": task.percent,
            "rev_fdbk_flag": "N",
            "est_wt": 1,
            "complete_pct_type": "CP_Phys",
            "task_type": self._type(task),
            "duration_type": "DT_FixedDUR2",
            "status_code": _status(task),
            "task_code": self._code(task),
            "task_name": task.name,
            "total_float_hr_cnt": None if task.actual_finish else 0,
            "free_float_hr_cnt": None if task.actual_finish else 0,
            "remain_drtn_hr_cnt": left * HOURS,
            "act_work_qty": done,
            "remain_work_qty": open_hours,
            "target_work_qty": done + open_hours,
            "target_drtn_hr_cnt": (target if task.actual_start else length) * HOURS,
            "act_start_date": moment(task.actual_start),
            "act_end_date": end(task.actual_finish),
            "early_start_date": first,
            "early_end_date": end(open_dates[1]),
            "restart_date": first,
            "reend_date": end(open_dates[1]),
            "target_start_date": moment(planned[0]),
            "target_end_date": end(planned[1]),
            "priority_type": "PT_Normal",
            "guid": guid(f"{self.schedule.key}.{task.uid}"),
        }

    def _type(self, task: Task) -> str:
        if not task.milestone:
            return "TT_Task"
        return "TT_Mile" if task.name == "Project start" else "TT_FinMile"

    def _code(self, task: Task) -> str:
        return f"{'M' if task.milestone else 'A'}{task.uid * 10:04d}"

    def _resume(self, task: Task) -> date:
        """Give the first day of what is left: the day after the status date for work under way."""
        if not task.actual_start:
            return task.start
        return min(self.days.days[self.days.after(self.schedule.status)], task.finish)

    def _left(self, task: Task) -> int:
        if task.actual_finish or task.milestone:
            return 0
        first = self.days.after(self.schedule.status) if task.actual_start else self.days.on_or_after(task.start)
        return max(self.days.after(task.finish) - first, 0)

    def _hours(self, task: Task, work: Work) -> tuple[float, float]:
        """Give the hours of an assignment that are done and those still to do."""
        total = work.minutes * self.days.count(work.start, work.finish) / 60
        if task.actual_finish:
            return total, 0
        if not task.actual_start:
            return 0, total
        left = work.minutes * self._left(task) / 60
        return total - left, left

    def links(self) -> Iterator[Row]:
        """Give the rows of TASKPRED."""
        for task in self.schedule.tasks:
            for number, before in enumerate(task.after):
                ids: Row = {"task_pred_id": self.base + task.uid * 10 + number, "task_id": self.base + task.uid}
                ids |= {"pred_task_id": self.base + before, "proj_id": self.id, "pred_proj_id": self.id}
                yield ids | {"pred_type": "PR_FS", "lag_hr_cnt": 0}

    def assignments(self) -> Iterator[Row]:
        """Give the rows of TASKRSRC: the money of a task, then the people on it."""
        number = self.base
        for task in self.schedule.tasks:
            if task.budget:
                number += 1
                yield self._dated(number, task, task.start, task.finish) | self._money(task)
            for work in task.work:
                number += 1
                yield self._dated(number, task, work.start, work.finish) | self._labour(task, work)

    def _dated(self, number: int, task: Task, start: date, finish: date) -> Row:
        planned = (task.planned_start, task.planned_finish) if task.actual_start else (start, finish)
        done = task.actual_finish is not None
        return {
            "taskrsrc_id": number,
            "task_id": self.base + task.uid,
            "proj_id": self.id,
            "cost_qty_link_flag": "Y",
            "act_start_date": begin(task.actual_start),
            "act_end_date": end(task.actual_finish),
            "restart_date": None if done else begin(self._resume(task) if task.actual_start else start),
            "reend_date": None if done else end(finish),
            "target_start_date": begin(planned[0]),
            "target_end_date": end(planned[1]),
            "guid": guid(f"{self.schedule.key}.a{number}"),
            "rate_type": "COST_PER_QTY",
            "cost_per_qty_source_type": "ST_Rsrc",
        }

    def _money(self, task: Task) -> Row:
        return {
            "rsrc_id": BUDGET,
            "rsrc_type": "RT_Mat",
            "remain_qty": task.remaining_cost,
            "target_qty": task.budget,
            "act_reg_qty": task.actual_cost,
            "cost_per_qty": "1.0000",
            "target_cost": f"{task.budget}.0000",
            "act_reg_cost": f"{task.actual_cost}.0000",
            "remain_cost": f"{task.remaining_cost}.0000",
        }

    def _labour(self, task: Task, work: Work) -> Row:
        done, left = self._hours(task, work)
        rate = work.minutes / 60 / HOURS
        row: Row = {"rsrc_id": self.resources[work.person], "rsrc_type": "RT_Labor", "remain_qty": left}
        row |= {"target_qty": done + left, "remain_qty_per_hr": rate, "target_qty_per_hr": rate, "act_reg_qty": done}
        return row | dict.fromkeys(("cost_per_qty", "target_cost", "act_reg_cost", "remain_cost"), "0.0000")

    def codes(self, codes: dict[str, int]) -> Iterator[Row]:
        """Give the rows of TASKACTV: the department of each task."""
        for task in self.schedule.tasks:
            row: Row = {"task_id": self.base + task.uid, "actv_code_type_id": DEPARTMENT}
            yield row | {"actv_code_id": codes[self.schedule.department], "proj_id": self.id}

    def programme(self) -> Row:
        """Give the row of UDFVALUE: the programme of the project."""
        return {"udf_type_id": PROGRAMME, "fk_id": self.id, "proj_id": self.id, "udf_text": self.schedule.programme}


def _status(task: Task) -> str:
    if task.actual_finish:
        return "TK_Complete"
    return "TK_Active" if task.actual_start else "TK_NotStart"
