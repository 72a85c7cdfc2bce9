"""How long a plan of 100,000 tasks takes as Microsoft Project XML, against stepping through its elements at all."""

import gc
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from loaders.ms_project import LOADER

TASKS, PEOPLE, BLOCK = 100_000, 500, 20  # every 20th task is the summary of those that follow
NS = "{http://schemas.microsoft.com/project}"
ROWS = tuple(NS + name for name in ("Calendar", "Task", "Resource", "Assignment"))
OFFICE = "".join(
    f"<WorkingTime><FromTime>{start}:00:00</FromTime><ToTime>{finish}:00:00</ToTime></WorkingTime>"
    for start, finish in (("08", "12"), ("13", "17"))
)

TASK = """\t\t<Task>
\t\t\t<UID>{n}</UID>
\t\t\t<ID>{n}</ID>
\t\t\t<Name>Task number {n} of the plan</Name>
\t\t\t<Active>1</Active>
\t\t\t<Type>0</Type>
\t\t\t<IsNull>0</IsNull>
\t\t\t<WBS>{wbs}</WBS>
\t\t\t<OutlineLevel>{level}</OutlineLevel>
\t\t\t<Priority>500</Priority>
\t\t\t<Start>{start}</Start>
\t\t\t<Finish>{finish}</Finish>
\t\t\t<Duration>PT40H0M0S</Duration>
\t\t\t<DurationFormat>7</DurationFormat>
\t\t\t<Work>PT40H0M0S</Work>
\t\t\t<Milestone>0</Milestone>
\t\t\t<Summary>{summary}</Summary>
\t\t\t<TotalSlack>4800</TotalSlack>
\t\t\t<PercentComplete>{percent}</PercentComplete>
\t\t\t<Cost>{cost}</Cost>
\t\t\t<ActualCost>0</ActualCost>
\t\t\t<RemainingWork>PT40H0M0S</RemainingWork>
\t\t\t<ConstraintType>0</ConstraintType>
\t\t\t<CalendarUID>-1</CalendarUID>
{link}\t\t\t<Baseline>
\t\t\t\t<Number>0</Number>
\t\t\t\t<Start>{start}</Start>
\t\t\t\t<Finish>{finish}</Finish>
\t\t\t\t<Duration>PT40H0M0S</Duration>
\t\t\t\t<DurationFormat>7</DurationFormat>
\t\t\t\t<Work>PT40H0M0S</Work>
\t\t\t\t<Cost>{cost}</Cost>
\t\t\t</Baseline>
\t\t</Task>
"""
LINK = """\t\t\t<PredecessorLink>
\t\t\t\t<PredecessorUID>{before}</PredecessorUID>
\t\t\t\t<Type>1</Type>
\t\t\t\t<CrossProject>0</CrossProject>
\t\t\t\t<LinkLag>0</LinkLag>
\t\t\t\t<LagFormat>7</LagFormat>
\t\t\t</PredecessorLink>
"""
ASSIGNMENT = """\t\t<Assignment>
\t\t\t<UID>{n}</UID>
\t\t\t<TaskUID>{n}</TaskUID>
\t\t\t<ResourceUID>{person}</ResourceUID>
\t\t\t<PercentWorkComplete>0</PercentWorkComplete>
\t\t\t<ActualCost>0</ActualCost>
\t\t\t<ActualWork>PT0H0M0S</ActualWork>
\t\t\t<Cost>{cost}</Cost>
\t\t\t<CostRateTable>0</CostRateTable>
\t\t\t<Finish>{finish}</Finish>
\t\t\t<OvertimeWork>PT0H0M0S</OvertimeWork>
\t\t\t<RegularWork>PT40H0M0S</RegularWork>
\t\t\t<RemainingCost>{cost}</RemainingCost>
\t\t\t<RemainingWork>PT40H0M0S</RemainingWork>
\t\t\t<Start>{start}</Start>
\t\t\t<Units>1</Units>
\t\t\t<Work>PT40H0M0S</Work>
\t\t\t<WorkContour>0</WorkContour>
\t\t\t<BookingType>0</BookingType>
{days}\t\t</Assignment>
"""
DAY = """\t\t\t<TimephasedData>
\t\t\t\t<Type>4</Type>
\t\t\t\t<UID>{n}</UID>
\t\t\t\t<Start>{start}</Start>
\t\t\t\t<Finish>{finish}</Finish>
\t\t\t\t<Unit>2</Unit>
\t\t\t\t<Value>PT8H0M0S</Value>
\t\t\t</TimephasedData>
"""

READ = """
import resource, sys
from pathlib import Path
from loaders.ms_project import LOADER
export = LOADER.read(Path(sys.argv[1]), "plan")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def document() -> Iterator[str]:
    """Yield the file, a row at a time."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<Project xmlns="http://schemas.microsoft.com/project">\n'
    yield "\t<Title>Big</Title>\n\t<StatusDate>2026-06-30T17:00:00</StatusDate>\n\t<CalendarUID>1</CalendarUID>\n"
    days = "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>{int(1 < day < 7)}</DayWorking>"
        f"<WorkingTimes>{OFFICE if 1 < day < 7 else ''}</WorkingTimes></WeekDay>"
        for day in range(1, 8)
    )
    yield f"\t<Calendars><Calendar><UID>1</UID><WeekDays>{days}</WeekDays></Calendar></Calendars>\n\t<Tasks>\n"
    for n in range(1, TASKS + 1):
        yield _task(n)
    yield "\t</Tasks>\n\t<Resources>\n"
    for n in range(1, PEOPLE + 1):
        yield f"<Resource><UID>{n}</UID><Name>Person {n}</Name><Type>1</Type><CalendarUID>1</CalendarUID></Resource>\n"
    yield "\t</Resources>\n\t<Assignments>\n"
    for n in range(1, TASKS + 1):
        yield _assignment(n)
    yield "\t</Assignments>\n</Project>\n"


def _week(n: int) -> tuple[datetime, datetime]:
    start = datetime(2026, 1, 5, 8) + timedelta(weeks=n % 200)
    return start, start + timedelta(days=4, hours=9)


def _task(n: int) -> str:
    start, finish = _week(n)
    summary = n % BLOCK == 1
    return TASK.format(
        n=n,
        wbs=f"{n // BLOCK + 1}" if summary else f"{n // BLOCK + 1}.{n % BLOCK}",
        level=1 if summary else 2,
        start=start.isoformat(),
        finish=finish.isoformat(),
        summary=int(summary),
        percent=n % 101,
        cost=n % 7_919 * 100,
        link="" if summary else LINK.format(before=n - 1),
    )


def _assignment(n: int) -> str:
    start, finish = _week(n)
    days = [start + timedelta(days=day) for day in range(5)] + [finish]
    return ASSIGNMENT.format(
        n=n,
        person=n % PEOPLE + 1,
        cost=n % 7_919 * 100,
        start=start.isoformat(),
        finish=finish.isoformat(),
        days="".join(
            DAY.format(n=n, start=day.isoformat(), finish=end.isoformat())
            for day, end in zip(days[:5], [*days[1:5], finish], strict=True)
        ),
    )


def every_element(path: Path) -> None:
    """Step through all elements and free them: what a reader must do at least."""
    for _, element in etree.iterparse(str(path), events=("end",)):
        element.clear()


def rows_only(path: Path) -> None:
    """Step through the rows alone, without a look into them, and free them."""
    for _, element in etree.iterparse(str(path), events=("end",), tag=ROWS):
        element.clear()
        while (before := element.getprevious()) is not None and (parent := element.getparent()) is not None:
            parent.remove(before)


def timed(work: Callable[[], object]) -> float:
    """Give the processor seconds that something takes, here and in the processes that it starts; not its garbage."""
    gc.collect()
    start = spent()
    result = work()
    seconds = spent() - start
    del result
    return seconds


def spent() -> float:
    """Give the processor seconds that this process and those that it has ended took so far."""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "plan.xml"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(document())
    return path


def test_a_plan_of_100_000_tasks_is_read_about_as_fast_as_its_elements_can_be_stepped_through(path: Path):
    export = LOADER.read(path, "plan")
    assert (export.totals["tasks"], export.totals["links"]) == (TASKS - TASKS // BLOCK, TASKS - TASKS // BLOCK)
    assert (export.totals["assignments"], export.rejections) == (TASKS, [])
    rows = export.rows_in
    del export
    floor = min(timed(lambda: every_element(path)) for _ in range(2))
    rows_floor = min(timed(lambda: rows_only(path)) for _ in range(2))
    ours = min(timed(lambda: LOADER.read(path, "plan")) for _ in range(2))
    child = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    memory = int(child.stdout)
    print(f"\n{'':38}{'seconds':>9}{'× floor':>9}")
    print(f"{'floor: iterparse, every element':38}{floor:9.2f}{1:9.2f}")
    print(f"{'iterparse, rows without a look inside':38}{rows_floor:9.2f}{rows_floor / floor:9.2f}")
    print(f"{'read: 100,000 tasks':38}{ours:9.2f}{ours / floor:9.2f}")
    print(f"{path.stat().st_size / 1e6:.0f} MB, {rows:,} rows, {memory} MB of memory at most, Python and all")
    assert ours <= 2 * floor
    assert memory <= 350
