"""Hours by person and week from every real schedule with assignments, against what MPXJ 16.10 lays over the same weeks.

`hours_by_mpxj.json` holds MPXJ's figures by file, resource (`-` is nobody), kind (done, left) and Monday. They agree to
0.01 hours but where `EXPLAINED` says why not; there the hours of the file itself decide.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.analysis.load import edges
from dashboard.analysis.pieces import ASKED, DONE, FIRM, OVERDUE
from dashboard.analysis.working_time import Span
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.workload import Workload, workload_of
from tests.dashboard.stores import empty_store
from tests.exports_dir import EXPORTS, needs_exports
from tests.real.line import load

pytestmark = needs_exports

FOLDER = EXPORTS / "schedules"
MPXJ: dict[str, dict[str, dict[str, dict[str, float]]]] = json.loads(
    (Path(__file__).parent / "hours_by_mpxj.json").read_text("utf-8")
)
SPAN = Span.of("1999-12-27", "2034-12-31")
KINDS = {DONE: "done", FIRM: "left", OVERDUE: "left", ASKED: "left"}
NO_WORK = "assignments of nobody that state no work: MPXJ counts the days of their task"
OVERTIME = "MPXJ adds overtime to work that holds it already; the file states 80 and 23 hours"
ROUNDED = "Project rounds each piece of the spread; ours adds up to the 56 hours that the file states"
RUNNING = "40 hours of a task that still runs: even up to the data date here, at the full rate from its start in MPXJ"
EXPLAINED = {
    **dict.fromkeys(
        [
            ("mpxj-mspdi/DefaultDurationFormat.xml", "-"), ("mpxj-mspdi/baselines.xml", "-"),
            ("mpxj-mspdi/caltest.xml", "-"), ("mpxj-mspdi/enterprise.xml", "-"), ("mpxj-mspdi/mspdiduration.xml", "-"),
            ("mpxj-mspdi/mspdinulltasks.xml", "-"), ("mpxj-mspdi/mspdipriority.xml", "-"),
            ("mpxj-mspdi/mspdirelations.xml", "-"), ("mpxj-mspdi/mspdisplittask.xml", "-"),
            ("mpxj-mspdi/mspextattr.xml", "-"), ("mpxj-mspdi/sample.xml", "-"),
        ],
        NO_WORK,
    ),
    ("mpxj-mspdi/mspdiassignmentfields.xml", "Resource One"): OVERTIME,
    ("mpxj-mspdi/mspdiassignmentfields.xml", "Resource Two"): OVERTIME,
    ("mpxj-mspdi/mspdiresource.xml", "Wade Golden"): ROUNDED,
    ("xer/Jaggelas-test.xer", "PRDW"): RUNNING,
}  # fmt: skip


def hours(found: Workload) -> dict[tuple[str, str], dict[str, float]]:
    """Give, by resource and kind, the hours of each week that has any."""
    called = [text or "-" for text in found.lines["called"]]
    names = sorted(set(called))
    rows = np.array([names.index(text) for text in called])
    starts, weeks = edges(SPAN, "week")
    sums: dict[tuple[str, str], dict[str, float]] = {}
    for kind, minutes in found.by_day(rows, len(names)).items():
        weekly = np.add.reduceat(minutes, starts, axis=1) / 60
        for row, week in zip(*np.nonzero(weekly > 1e-9), strict=True):
            mine = sums.setdefault((names[row], KINDS[kind]), {})
            mine[weeks[week]] = mine.get(weeks[week], 0.0) + float(weekly[row, week])
    return sums


def stated(lines: Any) -> dict[str, float]:
    """Give the hours that the file states, done and left, by resource."""
    rows = lines.assign(called=[text or "-" for text in lines["called"]])
    both = rows["actual_work"].astype(float).fillna(0.0) + rows["remaining_work"].astype(float).fillna(0.0)
    return (both.groupby(rows["called"]).sum() / 60).to_dict()


@pytest.mark.parametrize("name", MPXJ)
def test_hours_by_person_and_week_are_those_of_mpxj_and_add_up_to_the_file(name: str, tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    load(store, FOLDER / name)
    found = workload_of(View(store, Selection(), datetime(2026, 11, 28, tzinfo=UTC)), SPAN)
    store.close()
    assert found.laid.unplaced.empty
    ours = hours(found)
    for called, total in stated(found.lines).items():
        mine = sum(sum(weeks.values()) for (who, _), weeks in ours.items() if who == called)
        assert mine == pytest.approx(total, abs=0.01), called
    theirs = {(who, kind): weeks for who, kinds in MPXJ[name].items() for kind, weeks in kinds.items()}
    differ = {
        who
        for who, kind in {*ours, *theirs}
        for week in {*ours.get((who, kind), {}), *theirs.get((who, kind), {})}
        if abs(ours.get((who, kind), {}).get(week, 0.0) - theirs.get((who, kind), {}).get(week, 0.0)) > 0.01
    }
    assert differ == {who for file, who in EXPLAINED if file == name}
