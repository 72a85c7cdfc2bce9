"""Writes schedules as Primavera P6 exports them (XER): one file for several projects, tab-separated, in code page 1252.

The file carries no baseline. The planned (target) dates of what has started stay as they were; those of what has not
started follow the forecast, as the tool's own scheduling leaves them.
"""

import base64
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from data.samples.schedule import Person, Schedule, Task, Work
from data.samples.workdays import Workdays

Row = dict[str, object]
HOURS = 8
PROJECTS = 100_000  # room for the IDs of one project
CALENDAR, BUDGET, DEPARTMENT, PROGRAMME = 597, 900, 70, 80
WEEK = "(0||CalendarData()(  (0||DaysOfWeek()({days}))  (0||VIEW(ShowTotal|Y)())  (0||Exceptions()())))"
OPEN_DAY = "    (0||{n}()(      (0||0(s|08:00|f|12:00)())      (0||1(s|13:00|f|17:00)())))"
FIELDS = {
    "CURRTYPE": "curr_id decimal_digit_cnt curr_symbol decimal_symbol digit_group_symbol pos_curr_fmt_type "
    "neg_curr_fmt_type curr_type curr_short_name group_digit_cnt base_exch_rate",
    "UDFTYPE": "udf_type_id table_name udf_type_name udf_type_label logical_data_type super_flag export_flag",
    "ROLES": "role_id parent_role_id seq_num role_name role_short_name def_cost_qty_link_flag cost_qty_type",
    "PROJECT": "proj_id fy_start_month_num allow_complete_flag project_flag name_sep_char def_complete_pct_type "
    "proj_short_name clndr_id priority_num critical_drtn_hr_cnt def_cost_per_qty last_recalc_date "
    "plan_start_date plan_end_date scd_end_date add_date def_duration_type guid def_qty_type "
    "def_task_type critical_path_type last_schedule_date export_flag",
    "CALENDAR": "clndr_id default_flag clndr_name proj_id base_clndr_id last_chng_date clndr_type day_hr_cnt "
    "week_hr_cnt month_hr_cnt year_hr_cnt rsrc_private clndr_data",
    "PROJWBS": "wbs_id proj_id seq_num est_wt proj_node_flag sum_data_flag status_code wbs_short_name wbs_name "
    "parent_wbs_id ev_compute_type ev_etc_compute_type guid",
    "RSRC": "rsrc_id parent_rsrc_id clndr_id role_id guid rsrc_seq_num email_addr employee_code rsrc_name "
    "rsrc_short_name rsrc_title_name def_qty_per_hr cost_qty_type active_flag curr_id unit_id rsrc_type",
    "ACTVTYPE": "actv_code_type_id actv_short_len seq_num actv_code_type proj_id wbs_id actv_code_type_scope "
    "export_flag",
    "RSRCRATE": "rsrc_rate_id rsrc_id max_qty_per_hr cost_per_qty start_date",
    "TASK": "task_id proj_id wbs_id clndr_id phys_complete_pct rev_fdbk_flag est_wt complete_pct_type task_type "
    "duration_type status_code task_code task_name total_float_hr_cnt free_float_hr_cnt "
    "remain_drtn_hr_cnt act_work_qty remain_work_qty target_work_qty target_drtn_hr_cnt act_start_date "
    "act_end_date early_start_date early_end_date restart_date reend_date target_start_date "
    "target_end_date priority_type guid",
    "ACTVCODE": "actv_code_id parent_actv_code_id actv_code_type_id actv_code_name short_name seq_num color",
    "TASKPRED": "task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt",
    "TASKRSRC": "taskrsrc_id task_id proj_id cost_qty_link_flag role_id rsrc_id remain_qty target_qty "
    "remain_qty_per_hr target_qty_per_hr act_reg_qty cost_per_qty target_cost act_reg_cost remain_cost "
    "act_start_date act_end_date restart_date reend_date target_start_date target_end_date guid rate_type "
    "rsrc_type cost_per_qty_source_type",
    "TASKACTV": "task_id actv_code_type_id actv_code_id proj_id",
    "UDFVALUE": "udf_type_id fk_id proj_id udf_date udf_number udf_text udf_code_id",
}
NAMESPACE = uuid.UUID("a4b7c0de-52d1-4a1b-8b0f-3f6c2d9e7a10")


def write_xer(path: Path, schedules: Sequence[Schedule], department: str = "Dept") -> Path:
    """Write several projects, all of one status date, into one file and give its path.

    `department` is the name of the activity code that carries the department.
    """
    status = max(schedule.status for schedule in schedules)
    people = list({person.email: person for schedule in schedules for person in schedule.people}.values())
    with path.open("w", encoding="cp1252", newline="\r\n") as file:
        file.write(
            f"ERMHDR\t23.12\t{status}\tProject\tpmo\tProject Office\tdbxDatabaseNoName\tProject Management\tEUR\n"
        )
        for name, rows in _tables(schedules, people, department).items():
            columns = FIELDS[name].split()
            file.write(f"%T\t{name}\n" + "\t".join(["%F", *columns]) + "\n")
            for row in rows:
                file.write("\t".join(["%R", *(_text(row.get(column)) for column in columns)]) + "\n")
        file.write("%E\n")
    return path


def _tables(schedules: Sequence[Schedule], people: Sequence[Person], department: str) -> dict[str, Iterable[Row]]:
    roles = {role: 300 + n for n, role in enumerate(dict.fromkeys(person.role for person in people))}
    resources = {person.email: 1000 + n for n, person in enumerate(people)}
    codes = {code: 7000 + n for n, code in enumerate(dict.fromkeys(s.department for s in schedules))}
    books = [_Book(number, schedule, resources) for number, schedule in enumerate(schedules, 1)]
    return {
        "CURRTYPE": _currencies(),
        "UDFTYPE": [_programme_field()],
        "ROLES": [_role(name, number) for name, number in roles.items()],
        "PROJECT": [book.project() for book in books],
        "CALENDAR": [_calendar()],
        "PROJWBS": (row for book in books for row in book.wbs()),
        "RSRC": [_budget(), *(_resource(person, resources[person.email], roles[person.role]) for person in people)],
        "ACTVTYPE": [_code_type(department)],
        "RSRCRATE": (_rate(number) for number in resources.values()),
        "TASK": (row for book in books for row in book.tasks()),
        "ACTVCODE": (_code(code, number) for code, number in codes.items()),
        "TASKPRED": (row for book in books for row in book.links()),
        "TASKRSRC": (row for book in books for row in book.assignments()),
        "TASKACTV": (row for book in books for row in book.codes(codes)),
        "UDFVALUE": (book.programme() for book in books if book.schedule.programme),
    }


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


def _guid(text: str) -> str:
    return base64.b64encode(uuid.uuid5(NAMESPACE, text).bytes).decode().rstrip("=")


def _begin(day: date | None) -> str | None:
    return day and f"{day} 08:00"


def _end(day: date | None) -> str | None:
    return day and f"{day} 17:00"


def _currencies() -> list[Row]:
    shared = {"decimal_digit_cnt": 2, "decimal_symbol": ".", "digit_group_symbol": ",", "pos_curr_fmt_type": "#1.1"}
    euro = {"curr_id": 1, "curr_symbol": "€", "curr_type": "Euro", "curr_short_name": "EUR", "base_exch_rate": 1}
    return [shared | {"neg_curr_fmt_type": "(#1.1)", "group_digit_cnt": 3} | euro]


def _programme_field() -> Row:
    return {
        "udf_type_id": PROGRAMME,
        "table_name": "PROJECT",
        "udf_type_name": "user_field_80",
        "udf_type_label": "Programme",
        "logical_data_type": "FT_TEXT",
        "super_flag": "N",
        "export_flag": "Y",
    }


def _role(name: str, number: int) -> Row:
    short = "".join(word[0] for word in name.split()).upper() + str(number)
    row: Row = {"role_id": number, "seq_num": number - 300, "role_name": name, "role_short_name": short}
    return row | {"def_cost_qty_link_flag": "Y", "cost_qty_type": "QT_Hour"}


def _calendar() -> Row:
    days = "".join(OPEN_DAY.format(n=n) if 1 < n < 7 else f"    (0||{n}()())" for n in range(1, 8))
    return {
        "clndr_id": CALENDAR,
        "default_flag": "Y",
        "clndr_name": "Standard 5 Day Workweek",
        "last_chng_date": "2025-12-01 00:00",
        "clndr_type": "CA_Base",
        "day_hr_cnt": HOURS,
        "week_hr_cnt": 40,
        "month_hr_cnt": 172,
        "year_hr_cnt": 2000,
        "rsrc_private": "N",
        "clndr_data": WEEK.format(days=days),
    }


def _resource(person: Person, number: int, role: int) -> Row:
    return {
        "rsrc_id": number,
        "clndr_id": CALENDAR,
        "role_id": role,
        "guid": _guid(person.email),
        "rsrc_seq_num": number,
        "email_addr": person.email,
        "rsrc_name": person.name,
        "rsrc_short_name": person.email.partition("@")[0],
        "rsrc_title_name": person.role,
        "def_qty_per_hr": 1,
        "cost_qty_type": "QT_Hour",
        "active_flag": "Y",
        "curr_id": 1,
        "rsrc_type": "RT_Labor",
    }


def _budget() -> Row:
    """Give the resource that carries the money: people have no rate in this file."""
    row: Row = {"rsrc_id": BUDGET, "clndr_id": CALENDAR, "guid": _guid("budget"), "rsrc_seq_num": 0}
    names = {"rsrc_name": "Budget", "rsrc_short_name": "BUDGET", "def_qty_per_hr": 0, "cost_qty_type": "QT_Hour"}
    return row | names | {"active_flag": "Y", "curr_id": 1, "rsrc_type": "RT_Mat"}


def _rate(number: int) -> Row:
    row: Row = {"rsrc_rate_id": number + 6000, "rsrc_id": number, "max_qty_per_hr": 1}
    return row | {"cost_per_qty": "0.0000", "start_date": "2026-01-01 00:00"}


def _code_type(name: str) -> Row:
    row: Row = {"actv_code_type_id": DEPARTMENT, "actv_short_len": 7, "seq_num": 0, "actv_code_type": name}
    return row | {"actv_code_type_scope": "AS_Global", "export_flag": "Y"}


def _code(code: str, number: int) -> Row:
    row: Row = {"actv_code_id": number, "actv_code_type_id": DEPARTMENT, "actv_code_name": code}
    return row | {"short_name": code, "seq_num": number - 7000, "color": "0000FF"}


class _Book:
    """The rows of one project."""

    def __init__(self, number: int, schedule: Schedule, resources: dict[str, int]) -> None:
        self.schedule, self.resources = schedule, resources
        self.id, self.base = 4000 + number, number * PROJECTS
        self.days = Workdays(schedule.holidays)
        self.groups = {group: self.base + n for n, group in enumerate(schedule.groups, 1)}

    def project(self) -> Row:
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
            "last_recalc_date": _end(schedule.status),
            "plan_start_date": _begin(schedule.start),
            "scd_end_date": _end(schedule.finish),
            "add_date": _begin(schedule.start),
            "def_duration_type": "DT_FixedDUR2",
            "guid": _guid(schedule.key),
            "def_qty_type": "QT_Hour",
            "def_task_type": "TT_Task",
            "critical_path_type": "CT_TotFloat",
            "last_schedule_date": _end(schedule.status),
            "export_flag": "Y",
        }

    def wbs(self) -> Iterator[Row]:
        schedule = self.schedule
        shared: Row = {"proj_id": self.id, "est_wt": 1, "sum_data_flag": "N", "status_code": "WS_Open"}
        shared |= {"ev_compute_type": "EC_Cmp_pct", "ev_etc_compute_type": "EE_Rem_hr"}
        top: Row = {"wbs_id": self.base, "seq_num": 0, "proj_node_flag": "Y", "wbs_short_name": schedule.short}
        yield shared | top | {"wbs_name": schedule.name, "guid": _guid(f"{schedule.key}.wbs")}
        for number, (group, wbs) in enumerate(self.groups.items(), 1):
            row: Row = {"wbs_id": wbs, "seq_num": number, "proj_node_flag": "N", "wbs_short_name": number}
            row |= {"wbs_name": group, "parent_wbs_id": self.base, "guid": _guid(f"{schedule.key}.{group}")}
            yield shared | row

    def tasks(self) -> Iterator[Row]:
        for task in self.schedule.tasks:
            yield self._task(task)

    def _task(self, task: Task) -> Row:
        begin = _end if task.milestone else _begin
        left, length = self._left(task), 0 if task.milestone else self.days.count(task.start, task.finish)
        planned = (task.planned_start, task.planned_finish) if task.actual_start else (task.start, task.finish)
        target = 0 if task.milestone else self.days.count(*[day for day in planned if day])
        done = sum(self._hours(task, work)[0] for work in task.work)
        open_hours = sum(self._hours(task, work)[1] for work in task.work)
        open_dates = (None, None) if task.actual_finish else (self._resume(task), task.finish)
        first = begin(open_dates[0]) if not task.actual_start or task.milestone else _begin(open_dates[0])
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
            "act_start_date": begin(task.actual_start),
            "act_end_date": _end(task.actual_finish),
            "early_start_date": first,
            "early_end_date": _end(open_dates[1]),
            "restart_date": first,
            "reend_date": _end(open_dates[1]),
            "target_start_date": begin(planned[0]),
            "target_end_date": _end(planned[1]),
            "priority_type": "PT_Normal",
            "guid": _guid(f"{self.schedule.key}.{task.uid}"),
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
        for task in self.schedule.tasks:
            for number, before in enumerate(task.after):
                ids: Row = {"task_pred_id": self.base + task.uid * 10 + number, "task_id": self.base + task.uid}
                ids |= {"pred_task_id": self.base + before, "proj_id": self.id, "pred_proj_id": self.id}
                yield ids | {"pred_type": "PR_FS", "lag_hr_cnt": 0}

    def assignments(self) -> Iterator[Row]:
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
            "act_start_date": _begin(task.actual_start),
            "act_end_date": _end(task.actual_finish),
            "restart_date": None if done else _begin(self._resume(task) if task.actual_start else start),
            "reend_date": None if done else _end(finish),
            "target_start_date": _begin(planned[0]),
            "target_end_date": _end(planned[1]),
            "guid": _guid(f"{self.schedule.key}.a{number}"),
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
        for task in self.schedule.tasks:
            row: Row = {"task_id": self.base + task.uid, "actv_code_type_id": DEPARTMENT}
            yield row | {"actv_code_id": codes[self.schedule.department], "proj_id": self.id}

    def programme(self) -> Row:
        return {"udf_type_id": PROGRAMME, "fk_id": self.id, "proj_id": self.id, "udf_text": self.schedule.programme}


def _status(task: Task) -> str:
    if task.actual_finish:
        return "TK_Complete"
    return "TK_Active" if task.actual_start else "TK_NotStart"
