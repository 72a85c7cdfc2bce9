"""Targets and weights that are stated otherwise than before are told, each with its row, and by nothing else."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.changes import changes_of, moments
from data.records import Decision, Kpi, Objective, Reading, Record
from data.store import Store
from tests.dashboard.stores import empty_store, load_records

NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
GROW = Objective("O1", name="Grow", weight=3.0, sheet="Strategy", row=10)
SAVE = Objective("O2", name="Save", weight=1.0, sheet="Strategy", row=11)
TIME = Kpi(
    "K1", name="Time to delivery", objective="O1", unit="d", better="lower", baseline=47.0, baseline_date="2025-12-31",
    target=38.0, target_date="2026-12-31", sheet="KPIs", row=12,
)  # fmt: skip
SPARE = Kpi(
    "K2", name="Spares", objective="O1", unit="weeks", better="range", low=4.0, high=6.0, lowest=2.0, highest=9.0,
    target_date="2026-12-31", sheet="KPIs", row=13,
)  # fmt: skip
DONE = Kpi(
    "K3", name="Certified", objective="O2", better="yes_no", target=1.0, target_date="2026-12-31", sheet="KPIs", row=14
)
FIRST: tuple[Record, ...] = (GROW, SAVE, TIME, SPARE, DONE)


def later(day: str, target: float | None, row: int, **more: Any) -> Reading:
    """Give a reading of K1 that has a target of some day."""
    return Reading(f"K1:{day}", kpi="K1", date=day, target=target, sheet="Readings", row=row, **more)


def changes(store: Store, first: int, last: int) -> pd.DataFrame:
    since, until = moments(View(store, Selection(), NOW), first, last)
    assert until is not None
    return changes_of(View(store, Selection(), NOW), since, until)


def two_loads(folder: Path, first: tuple[Record, ...], last: tuple[Record, ...]) -> pd.DataFrame:
    store = empty_store(folder)
    for records, day in ((first, "2026-09-30"), (last, "2026-10-31")):
        ordered = sorted(records, key=lambda one: type(one).__name__)
        load_records(store, ordered, title="register.xlsx", as_of=day)
    rows = changes(store, 1, 2)
    store.close()
    return rows


def told(rows: pd.DataFrame) -> list[tuple[str, str | None]]:
    mine = rows[rows["kind"].isin(["target", "weight"])]
    return list(zip(mine["what"], mine["cause"], strict=True))


def test_a_target_that_moved_is_told_with_its_row_and_is_neither_worse_nor_better(tmp_path: Path) -> None:
    rows = two_loads(tmp_path, FIRST, (GROW, SAVE, TIME._replace(target=40.5, row=15), SPARE, DONE))
    assert rows.drop(columns=["rank", "project"]).values.tolist() == [
        [
            "target", "kpi", "K1", "Time to delivery", "same",
            "Time to delivery: target changed from 38 d to 40.5 d by 31 Dec 2026.",
            "38 d by 31 Dec 2026", "40.5 d by 31 Dec 2026", 2.5, "d", "By register.xlsx, KPIs, row 15.",
        ],
    ]  # fmt: skip


def test_a_date_a_band_and_an_answer_are_targets_too(tmp_path: Path) -> None:
    """From 31 December to 31 March are 31 + 28 + 31 = 90 days."""
    moved = (
        TIME._replace(target_date="2027-03-31"),
        SPARE._replace(high=6.5),
        DONE._replace(target_date="2027-03-31"),
    )
    rows = two_loads(tmp_path, FIRST, (GROW, SAVE, *moved))
    assert rows[["key", "what", "size", "unit"]].values.tolist() == [
        ["K1", "Time to delivery: target of 38 d moved from 31 Dec 2026 to 31 Mar 2027.", 90.0, "days"],
        [
            "K2", "Spares: target changed from 4 to 6 weeks to 4 to 6.5 weeks by 31 Dec 2026.",
            None, None,
        ],
        ["K3", "Certified: target of yes moved from 31 Dec 2026 to 31 Mar 2027.", 90.0, "days"],
    ]  # fmt: skip


def test_weights_are_told_as_stated_with_their_share_of_100(tmp_path: Path) -> None:
    """O1: 3 of 4 is 75, 5 of 6 is 83.3. K2: 1 of 2, as blank counts as 1, is 50, and 3 of 4 is 75."""
    rows = two_loads(tmp_path, FIRST, (GROW._replace(weight=5.0), SAVE, TIME, SPARE._replace(weight=3.0), DONE))
    assert told(rows) == [
        ("Grow: weight raised from 3 to 5, 83.3 of 100 where it was 75.", "By register.xlsx, Strategy, row 10."),
        (
            "Spares: weight raised from 1 to 3, 75 of 100 in its objective where it was 50.",
            "By register.xlsx, KPIs, row 13.",
        ),
    ]
    assert rows[["before", "after", "size", "unit", "change"]].values.tolist() == [
        [3.0, 5.0, 2.0, None, "same"], [1.0, 3.0, 2.0, None, "same"],
    ]  # fmt: skip


def test_weights_that_all_doubled_keep_their_shares(tmp_path: Path) -> None:
    rows = two_loads(tmp_path, FIRST, (GROW._replace(weight=6.0), SAVE._replace(weight=2.0), TIME, SPARE, DONE))
    assert [what for what, _ in told(rows)] == [
        "Grow: weight raised from 3 to 6, 75 of 100 as before.",
        "Save: weight raised from 1 to 2, 25 of 100 as before.",
    ]


def test_a_last_target_that_a_reading_moved_is_told_with_the_row_of_the_reading(tmp_path: Path) -> None:
    rows = two_loads(tmp_path, FIRST, (*FIRST, later("2027-12-31", 35.0, 8)))
    assert told(rows) == [
        (
            "Time to delivery: last target changed from 38 d by 31 Dec 2026 to 35 d by 31 Dec 2027.",
            "By register.xlsx, Readings, row 8.",
        )
    ]


def test_a_target_and_a_later_one_that_both_moved_are_two_changes(tmp_path: Path) -> None:
    """The own target goes from 38 to 40 d; that of 2027, which counts as the last, from 35 to 36 d."""
    first = (*FIRST, later("2027-12-31", 35.0, 8))
    last = (GROW, SAVE, TIME._replace(target=40.0), SPARE, DONE, later("2027-12-31", 36.0, 9))
    assert told(two_loads(tmp_path, first, last)) == [
        (
            "Time to delivery: target changed from 38 d to 40 d by 31 Dec 2026.",
            "By register.xlsx, KPIs, row 12.",
        ),
        (
            "Time to delivery: last target changed from 35 d to 36 d by 31 Dec 2027.",
            "By register.xlsx, Readings, row 9.",
        ),
    ]


def test_a_later_target_that_a_reading_no_longer_has_leaves_the_own(tmp_path: Path) -> None:
    first = (*FIRST, later("2027-12-31", 35.0, 8))
    rows = two_loads(tmp_path, first, (*FIRST, later("2027-12-31", None, 8, forecast=36.0, emptied="target")))
    assert told(rows) == [
        (
            "Time to delivery: last target changed from 35 d by 31 Dec 2027 to 38 d by 31 Dec 2026.",
            "No reading has one of a later day now. By register.xlsx, KPIs, row 12.",
        )
    ]


@pytest.mark.parametrize("about", ["K1", "O1"])
def test_a_strategy_change_is_named_as_the_decision(tmp_path: Path, about: str) -> None:
    """Of two decisions only the strategy change explains it, be it about the KPI or about its objective."""
    decisions = (
        Decision("D1", date="2026-10-10", about=about, kind="strategy change", text="Take it slower", state="done"),
        Decision("D2", date="2026-10-11", about=about, kind="decision", text="Hire", state="done"),
    )
    rows = two_loads(tmp_path, FIRST, (GROW, SAVE, TIME._replace(target=40.0), SPARE, DONE, *decisions))
    assert [cause for _, cause in told(rows)] == [
        "By register.xlsx, KPIs, row 12. Decided on 10 Oct 2026: Take it slower."
    ]


def test_a_target_that_came_or_went_is_told_as_such(tmp_path: Path) -> None:
    rows = two_loads(
        tmp_path,
        (GROW, SAVE, TIME, DONE._replace(target=None, target_date=None)),
        (GROW, SAVE, TIME._replace(target=None, target_date=None), DONE),
    )
    assert told(rows) == [
        (
            "Time to delivery: target of 38 d by 31 Dec 2026 was taken away.",
            "By register.xlsx, KPIs, row 12, which states none.",
        ),
        ("Certified: target was set to yes by 31 Dec 2026.", "By register.xlsx, KPIs, row 14."),
    ]


def test_a_kpi_of_another_objective_than_before_has_no_share_that_could_be_compared(tmp_path: Path) -> None:
    """K2 had 3 of 4 in O1 and is alone with K3 in O2: 75 of 100 there would say nothing of 75 in O1."""
    first = (GROW, SAVE, TIME, SPARE._replace(weight=3.0), DONE)
    rows = two_loads(tmp_path, first, (GROW, SAVE, TIME, SPARE._replace(weight=9.0, objective="O2"), DONE))
    assert [what for what, _ in told(rows)] == ["Spares: weight raised from 3 to 9."]


def test_a_target_of_another_direction_has_no_size(tmp_path: Path) -> None:
    """From yes to 38 d is no way of 37 d."""
    asked = DONE._replace(unit="d")
    rows = two_loads(tmp_path, (SAVE, asked), (SAVE, asked._replace(better="lower", target=38.0)))
    mine = rows[rows["kind"] == "target"]
    assert mine[["what", "size", "unit"]].values.tolist() == [
        ["Certified: target changed from yes to 38 d by 31 Dec 2026.", None, None]
    ]


HALF = SPARE._replace(high=None)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (SPARE, HALF, ["Spares: target of 4 to 6 weeks by 31 Dec 2026 was taken away."]),
        (HALF, HALF._replace(low=5.0), []),
        (HALF, SPARE, ["Spares: target was set to 4 to 6 weeks by 31 Dec 2026."]),
    ],
)
def test_a_range_with_one_edge_has_no_band(tmp_path: Path, was: Kpi, now: Kpi, said: list[str]) -> None:
    rows = two_loads(tmp_path, (GROW, was), (GROW, now))
    assert told(rows) == [(what, "By register.xlsx, KPIs, row 13.") for what in said]


def test_a_status_that_a_moved_target_turned_names_it_first_and_so_does_its_objective(tmp_path: Path) -> None:
    """At 46 d on 30 September of a way from 47 to 38 d it is far behind; of one to 46.5 d it is done."""
    seen = Reading("K1:2026-09-30", kpi="K1", date="2026-09-30", actual=46.0, sheet="Readings", row=3)
    rows = two_loads(tmp_path, (GROW, TIME, seen), (GROW, TIME._replace(target=46.5, row=15), seen))
    turned = rows[rows["kind"] == "status"].set_index("key")["cause"]
    moved = "Its target changed from 38 d to 46.5 d by 31 Dec 2026. By register.xlsx, KPIs, row 15."
    assert turned["K1"].startswith(moved)
    assert turned["O1"].startswith("Through Time to delivery: 46 d on 30 Sep 2026")
    assert turned["O1"].endswith(moved)


def test_the_digits_tell_two_targets_apart(tmp_path: Path) -> None:
    """38.24 and 38.21 d are both said as 38.2 d elsewhere; what is the same in other writing is no change."""
    near = TIME._replace(target=38.24)
    rows = two_loads(tmp_path, (GROW, SAVE, near), (GROW, SAVE, near._replace(target=38.21)))
    assert rows[["before", "after", "size"]].values.tolist() == [
        ["38.24 d by 31 Dec 2026", "38.21 d by 31 Dec 2026", -0.03],
    ]  # fmt: skip


def test_other_writing_other_rows_and_other_names_of_units_are_no_change(tmp_path: Path) -> None:
    """0.1 + 0.2 is 0.3 but for a hair; a blank weight is 1."""
    first = (GROW, SAVE, TIME._replace(target=0.1 + 0.2, red_flag=3.0), DONE)
    last = (GROW._replace(row=9), SAVE, TIME._replace(target=0.3, unit="days", weight=1.0, row=30, red_flag=3.0), DONE)
    assert told(two_loads(tmp_path, first, last)) == []


def test_a_day_without_a_target_is_no_target(tmp_path: Path) -> None:
    none = TIME._replace(target=None)
    assert told(two_loads(tmp_path, (GROW, none), (GROW, none._replace(target_date="2027-03-31")))) == []


def test_what_is_new_or_gone_is_told_as_that_alone(tmp_path: Path) -> None:
    """The weights of the others stay as they are stated, though their shares change."""
    extra = Objective("O3", name="Learn", weight=4.0)
    rows = two_loads(tmp_path, FIRST, (GROW, extra, TIME, SPARE, Kpi("K9", name="New", objective="O3", target=5.0)))
    assert sorted(rows["what"]) == [
        "KPI added: New.", "KPI removed: Certified.", "Objective added: Learn.", "Objective removed: Save.",
    ]  # fmt: skip


def test_it_stands_behind_what_fell_and_before_what_came_by_the_weight_of_the_objective(tmp_path: Path) -> None:
    """K3 of the lighter objective stands behind K1; the objective that came stands last."""
    moved = (TIME._replace(target=40.0), DONE._replace(target_date="2027-03-31"))
    rows = two_loads(tmp_path, FIRST, (GROW, SAVE, Objective("O3", name="Learn"), *moved, SPARE))
    assert rows["key"].to_list() == ["K1", "K3", "O3"]


def test_of_two_sources_the_row_that_states_the_target_is_named(tmp_path: Path) -> None:
    """A register that states all but the target, and a plan that states the target."""
    store = empty_store(tmp_path)
    load_records(store, [GROW, TIME._replace(target=None)], title="register.xlsx", as_of="2026-09-29", feed="register")
    for target, day in ((38.0, "2026-09-30"), (39.0, "2026-10-31")):
        mine = [Kpi("K1", target=target, sheet="Aims", row=4)]
        load_records(store, mine, title="aims.xlsx", as_of=day, feed="aims", loader="mapped")
    rows = changes(store, 2, 3)
    store.close()
    assert told(rows) == [
        (
            "Time to delivery: target changed from 38 d to 39 d by 31 Dec 2026.",
            "By aims.xlsx, Aims, row 4.",
        )
    ]


def test_what_goes_on_under_the_key_of_a_register_is_one_thing(tmp_path: Path) -> None:
    """A plan of its own tool knows the objective and its KPI; the register gives both its keys, and a later day."""
    store = empty_store(tmp_path)
    load_records(store, [GROW, TIME], title="plan.xml", as_of="2026-09-30", feed="aims", loader="stratml")
    moved = TIME._replace(target_date="2027-03-31")
    load_records(store, [GROW, moved], title="register.xlsx", as_of="2026-10-31", feed="register")
    rows = changes(store, 1, 2)
    store.close()
    assert rows[["kind", "key", "before"]].values.tolist() == [
        ["target", "K1", "38 d by 31 Dec 2026"], ["renamed", "K1", "aims.K1"], ["renamed", "O1", "aims.O1"],
    ]  # fmt: skip
    assert rows["cause"].iloc[0] == "By register.xlsx, KPIs, row 12."


def test_the_sample_portfolio_moves_no_goalpost(demo_store: Store) -> None:
    """In its files targets and weights stay as they are, those of the StratML plan included."""
    for first in range(1, 6):
        assert told(changes(demo_store, first, 6)) == []
