"""A threshold that a register changes: colours turn in that revision, say by which value, and stay what they were."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.assess import assess
from dashboard.ingest import Options, load
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.changes import between
from dashboard.view.explain import explain
from data import queries
from data.commit import Load, commit
from data.records import Kpi, Milestone, Money, Objective, Perspective, Project, Reading, Record, Setting, Task
from data.store import Store
from tests.dashboard.conftest import NOW
from tests.data.loads import delivery

RECORDS: tuple[Record, ...] = (
    Perspective("p", name="People", position=1),
    Objective("O", name="Keep people", perspective="p", department="HR"),
    Kpi(
        "K", name="Retention", objective="O", better="higher", baseline=60.0, baseline_date="2025-12-31", target=80.0,
        target_date="2026-12-31", red_flag=70.0, unit="%", every="month",
    ),
    Reading("K|2026-09-30", kpi="K", date="2026-09-30", actual=75.0),
    Reading("K|2026-10-31", kpi="K", date="2026-10-31", actual=76.0),
    Project("A", name="Alpha", department="ENG", reported="green", currency="EUR", schedule_id="A"),
    Money("A|2026-10|cost", project="A", month="2026-10-01", kind="cost", actual=108.0, currency="EUR"),
    Milestone("M", project="A", name="Gate", baseline="2026-11-02", forecast="2026-11-11"),
)  # fmt: skip
PLAN: tuple[Record, ...] = (
    Project("A", status_date="2026-10-31"),
    Task(
        "A.1", project="A", uid="1", name="Build", kind="task", baseline_start="2026-10-01",
        baseline_finish="2026-12-31", finish="2026-12-31", baseline_cost=200.0, percent_complete=50.0,
    ),
)  # fmt: skip


def tune(store: Store, *lines: tuple[str, str, str], since: str | None = None, day: str = "2026-11-10") -> None:
    rows = [
        Setting(f"{name}|{of}|", name=f"threshold.{name}", applies_to=of, value=value, valid_from=since)
        for name, of, value in lines
    ]
    commit(store, Load([delivery("tuning", *rows, covers=[Setting], guarded=frozenset())], "tuning", as_of=day), assess)


@pytest.fixture
def tuned(empty: Store) -> Store:
    first = [delivery("register", *RECORDS), delivery("plan", *PLAN, loader="ms_project", status_date="2026-10-31")]
    commit(empty, Load(first, "first", as_of="2026-10-31"), assess)
    return empty


def view(store: Store, revision: int) -> View:
    return View(store, Selection(as_of=revision), NOW)


def statuses(store: Store, revision: int) -> dict[str, Any]:
    of = view(store, revision)
    project: Any = of.projects().loc["A"]
    return {
        "cost": project["cost_status"],
        "milestone": of.milestones().loc["M", "status"],
        "kpi": of.kpis().loc["K", "status"],
        "objective": of.objectives().loc["O", "status"],
    }


BEFORE = {"cost": "at_risk", "milestone": "at_risk", "kpi": "at_risk", "objective": "at_risk"}


def test_a_threshold_turns_what_it_judges_in_its_revision_and_not_before(tuned: Store) -> None:
    assert statuses(tuned, 1) == BEFORE  # CPI 100/108 = 0.926, slip 7 working days, score 6.45
    tune(tuned, ("cpi.on_track", "*", "0.92"), ("milestone_slip.on_track", "A", "8"), ("score.on_track", "O", "5"))
    assert statuses(tuned, 2) == dict.fromkeys(BEFORE, "on_track")
    assert statuses(tuned, 1) == BEFORE
    tune(tuned)
    assert statuses(tuned, 3) == BEFORE, "what is taken back is judged by the defaults again"


def test_a_threshold_of_another_department_or_of_a_later_day_changes_nothing(tuned: Store) -> None:
    tune(tuned, ("cpi.on_track", "LAB", "0.92"), ("score.on_track", "O2", "5"))
    assert statuses(tuned, 2) == BEFORE
    tune(tuned, ("cpi.on_track", "ENG", "0.92"), ("score.on_track", "*", "5"), since="2026-11-11")
    assert statuses(tuned, 3) == BEFORE


def test_findings_and_explanations_say_the_threshold_that_applied(tuned: Store) -> None:
    tune(tuned, ("cpi.on_track", "*", "0.92"), ("score.on_track", "*", "5.5"), ("exposure.share", "*", "10 %"))
    found = {one.measure: one for one in explain(view(tuned, 2), "project", "A") or []}
    assert found["cost_status"].rule == "CPI: on track from 0.92, at risk from 0.9"
    assert found["cost_status"].inputs["cpi_on_track"] == 0.92
    kpi = {one.measure: one for one in explain(view(tuned, 2), "kpi", "K") or []}["score"]
    assert kpi.because[-1].text == "That scores 6.4 of 10: on track (on track from 5.5, at risk from 3.33)."
    result = (explain(view(tuned, 2), "objective", "O") or [])[0]
    assert result.rule == (
        "weighted mean of its scored KPIs: on track from 5.5, at risk from 3.33; the worst stands beside it"
    )
    assert result.inputs["score_on_track"] == 5.5


def test_changes_name_the_setting_that_turned_a_colour(tuned: Store) -> None:
    tune(tuned, ("cpi.on_track", "*", "0.92"), ("score.at_risk", "*", "6.5"), ("milestone_slip.on_track", "*", "7"))
    first, last = (view(tuned, number).revision for number in (1, 2))
    assert first and last
    with tuned.reading() as connection:
        rows = between(connection, first, last, "2026-11-10")
    found = {row["key"]: (row["what"], row["cause"]) for row in rows.to_dict("records")}
    said = "A setting has changed: threshold.score.at_risk is 6.5 instead of 3.333."
    assert found["O"][0] == "Keep people went from at risk to off track."
    assert (found["O"][1] or "").startswith(f"{said} Through Retention: 76 % on 31 Oct 2026")
    assert found["K"] == (
        "Retention went from at risk to off track: 76 % on 31 Oct 2026, where 76.7 % was expected.", said,
    )  # fmt: skip
    assert found["A"] == (
        "Alpha: went from at risk to on track.",
        "A setting has changed: threshold.cpi.on_track is 0.92 instead of 0.95 and threshold.milestone_slip.on_track "
        "is 7 instead of 5.",
    )


def test_a_kpi_is_judged_by_its_own_thresholds_of_which_the_first_that_holds_counts(tuned: Store) -> None:
    rules = ">= 76: at risk; >= 70: on track; else: off track"
    tune(tuned, ("kpi", "K", rules), ("kpi", "*", "else: on track"))
    score = {one.measure: one for one in explain(view(tuned, 2), "kpi", "K") or []}["score"]
    assert (score.value, score.status, score.rule) == (5.0, "at_risk", "own thresholds")
    assert score.inputs["thresholds"] == rules
    assert score.because[-2].text == f"That scores 5.0 of 10: at risk ({rules})."
    tune(tuned, ("kpi", "K", ">= 80: on track"))
    score = {one.measure: one for one in explain(view(tuned, 3), "kpi", "K") or []}["score"]
    assert (score.value, score.status) == (None, "no_data")
    assert score.text == (
        "not computed: none of its own thresholds holds for the reading; end them with else: off track"
    )
    first, last = (view(tuned, number).revision for number in (2, 3))
    assert first and last
    with tuned.reading() as connection:
        rows = between(connection, first, last, "2026-11-10")
    cause = next(row["cause"] for row in rows.to_dict("records") if row["key"] == "K")
    assert cause == f"A setting has changed: threshold.kpi is >= 80: on track instead of {rules}."


SETTINGS = """name,applies_to,value,from,reason
threshold.cpi.on_track,*,0.97,2026-01-01,stricter
threshold.cpi.at_risk,*,high,2026-01-01,
threshold.cpi.amber,*,0.9,2026-01-01,
threshold.spi_t.on_track,*,0.8,2026-01-01,
threshold.exposure.share,ENG,-5 %,2026-01-01,
feed_rhythm,plan.xml,now and then,2026-01-01,
rate GBP,*,none,2026-01-01,
recommendation 30,*,stop: ugly,2026-01-01,
reporting_currency,*,EUR,2026-01-01,
eac,*,e,2026-01-01,
"""


def test_a_setting_that_cannot_be_used_is_rejected_when_it_is_loaded(empty: Store, tmp_path: Path) -> None:
    folder = tmp_path / "register"
    folder.mkdir()
    (folder / "Settings.csv").write_text(SETTINGS)
    report = load(empty, [folder], Options(as_of="2026-10-31"))
    file = report.files[0]
    assert (file.error, file.rows_in, file.stored, file.rejected) == (None, 10, 2, 8)
    assert [(one.row, one.field, one.value, one.reason.partition(":")[0]) for one in file.rejections] == [
        (3, "value", "high", "'high' is no number of 0 or more"),
        (4, "name", "threshold.cpi.amber", "there is no threshold of this name"),
        (5, "value", "0.8", "threshold.spi_t.on_track 0.8 is not above threshold.spi_t.at_risk 0.9, so nothing could "
         "be at risk"),
        (6, "value", "-5 %", "'-5 %' is no number of 0 or more"),
        (7, "value", "now and then", "'now and then' is no rhythm"),
        (8, "value", "none", "'none' is no rate"),
        (9, "value", "stop: ugly", "'ugly' is no condition; known are over, no facts, path, enabling, mandatory, money "
         "left, off track, on track, in trouble, nearly complete, gives way, cost holds, slips past target, can close "
         "a gap"),
        (11, "value", "e", "'e' is no form of EAC"),
    ]  # fmt: skip
    with empty.reading() as connection:
        assert sorted(queries.settings(connection, 1)["name"]) == ["reporting_currency", "threshold.cpi.on_track"]
