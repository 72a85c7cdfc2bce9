"""How long 100 projects and 50,000 activities in one XER take, against taking its lines apart at all."""

import gc
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loaders.primavera import LOADER

PROJECTS, ACTIVITIES, ELEMENTS, PEOPLE = 100, 500, 20, 500
WEEK = "".join(f"(0||{day}()((0||0(s|08:00|f|16:00)())))" for day in range(2, 7))
BLANKS = 12  # columns of P6 that nobody reads, in every row


def activities() -> Iterator[tuple[int, int]]:
    """Give project and number of every activity, numbers counted through."""
    return ((number // ACTIVITIES, number) for number in range(PROJECTS * ACTIVITIES))


def table(name: str, fields: str, rows: Iterator[str]) -> Iterator[str]:
    """Yield the lines of a table; its rows come parted by blanks, with `~` for a blank inside a cell."""
    names = [*fields.split(), *(f"unread_{number}" for number in range(BLANKS))]
    yield f"%T\t{name}"
    yield "\t".join(["%F", *names])
    blanks = "\t" * BLANKS
    for row in rows:
        yield "%R\t" + row.replace(" ", "\t").replace("~", " ").replace("-/-", "") + blanks


def portfolio() -> Iterator[str]:
    """Yield the lines of the file."""
    yield "ERMHDR\t23.12\t2026-10-31\tProject\tpmo\tProject Office\tpmdb\tProject Management\tEUR"
    yield from table(
        "CALENDAR",
        "clndr_id day_hr_cnt week_hr_cnt clndr_data",
        iter([f"500 8 40 (0||CalendarData()((0||DaysOfWeek()({WEEK}))))"]),
    )
    yield from table(
        "PROJECT",
        "proj_id proj_short_name clndr_id last_recalc_date export_flag",
        (f"{p} P{p} 500 2026-10-31~00:00 Y" for p in range(PROJECTS)),
    )
    yield from table(
        "PROJWBS",
        "wbs_id proj_id seq_num proj_node_flag wbs_short_name wbs_name parent_wbs_id",
        (
            f"{p * ELEMENTS + e} {p} {e} {'N' if e else 'Y'} W{e} Element~{e} {p * ELEMENTS if e else '-/-'}"
            for p in range(PROJECTS)
            for e in range(ELEMENTS)
        ),
    )
    yield from table(
        "RSRC",
        "rsrc_id clndr_id rsrc_name email_addr rsrc_type",
        (f"{r} 500 Person~{r} p{r}@example.org RT_Labor" for r in range(PEOPLE)),
    )
    yield from table(
        "TASK",
        "task_id proj_id wbs_id clndr_id phys_complete_pct complete_pct_type task_type status_code task_code task_name "
        "total_float_hr_cnt remain_drtn_hr_cnt target_drtn_hr_cnt act_work_qty remain_work_qty target_work_qty "
        "act_equip_qty remain_equip_qty target_equip_qty act_start_date act_end_date early_start_date early_end_date "
        "restart_date reend_date target_start_date target_end_date cstr_type cstr_date priority_type",
        (_activity(p, n) for p, n in activities()),
    )
    yield from table(
        "TASKPRED",
        "task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt",
        (f"{n} {n} {n - 1} {p} {p} PR_FS {n % 40}" for p, n in activities() if n % ACTIVITIES),
    )
    yield from table(
        "TASKRSRC",
        "taskrsrc_id task_id proj_id rsrc_id remain_qty target_qty remain_qty_per_hr target_qty_per_hr act_reg_qty "
        "target_cost act_reg_cost remain_cost act_start_date restart_date reend_date target_start_date "
        "target_end_date rsrc_type",
        (
            f"{n} {n} {p} {n % PEOPLE} {n % 80} {n % 160} 0.5 0.5 {n % 80} {n % 9000}.5000 {n % 4000}.2500 "
            f"{n % 5000}.2500 {_day(n)} {_day(n + 3)} {_day(n + 9)} {_day(n)} {_day(n + 9)} RT_Labor"
            for p, n in activities()
        ),
    )
    yield from table("ACTVTYPE", "actv_code_type_id actv_code_type", iter(["50 Dept"]))
    yield from table("ACTVCODE", "actv_code_id actv_code_type_id actv_code_name", (f"{c} 50 D{c}" for c in range(20)))
    yield from table(
        "TASKACTV", "task_id actv_code_type_id actv_code_id proj_id", (f"{n} 50 {n % 20} {p}" for p, n in activities())
    )
    yield "%E"


def _activity(project: int, number: int) -> str:
    dates = " ".join(_day(number + shift) for shift in (3, 9, 3, 9, 0, 9))
    return (
        f"{number} {project} {project * ELEMENTS + number % ELEMENTS} 500 {number % 100} CP_Phys TT_Task TK_Active "
        f"A{number} Activity~{number}~of~project~{project} {number % 400} {number % 160} 160 {number % 80} "
        f"{number % 90} 160 0 0 0 {_day(number)} -/- {dates} -/- -/- PT_Normal"
    )


def _day(number: int) -> str:
    return f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}~08:00"


def timed(work: Callable[[], object]) -> float:
    """Give the seconds that something takes, its garbage not counted."""
    gc.collect()
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    del result
    return seconds


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "portfolio.xer"
    path.write_text("\n".join(portfolio()) + "\n")
    return path


def test_a_portfolio_in_one_file_is_read_in_seconds(path: Path):
    export = LOADER.read(path, "portfolio")
    assert (export.totals["projects"], export.totals["tasks"], export.rejections) == (PROJECTS, 50_000, [])
    rows = export.rows_in
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    del export
    floor = min(timed(lambda: [line.split("\t") for line in path.read_text().split("\n")]) for _ in range(2))
    ours = min(timed(lambda: LOADER.read(path, "portfolio")) for _ in range(2))
    print(f"\n{'':34}{'seconds':>9}{'× floor':>9}")
    print(f"{'floor: lines taken apart at tabs':34}{floor:9.2f}{1:9.1f}")
    print(f"{'read: 50,000 activities':34}{ours:9.2f}{ours / floor:9.1f}")
    print(f"{path.stat().st_size / 1e6:.0f} MB, {rows:,} rows, {memory} MB of memory at most")
    assert ours <= 10 * floor
    assert memory <= 500
