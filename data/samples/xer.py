"""Writes schedules as Primavera P6 exports them (XER): one file for several projects, tab-separated, in code page 1252.

The file carries no baseline. The planned (target) dates of what has started stay as they were; those of what has not
started follow the forecast, as the tool's own scheduling leaves them.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from data.samples.schedule import Person, Schedule
from data.samples.xer_project import BUDGET, CALENDAR, DEPARTMENT, HOURS, PROGRAMME, Book, Row, guid

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
    books = [Book(number, schedule, resources) for number, schedule in enumerate(schedules, 1)]
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
        "guid": guid(person.email),
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
    row: Row = {"rsrc_id": BUDGET, "clndr_id": CALENDAR, "guid": guid("budget"), "rsrc_seq_num": 0}
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
