"""Thresholds: what settings make of them, for whom and since when, and what is wrong with them."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.analysis import thresholds
from dashboard.analysis.thresholds import DEFAULTS, Thresholds

COLUMNS = ["name", "applies_to", "value", "valid_from"]


def settings(*rows: tuple[str, str | None, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def projects(**fields: dict[str, Any]) -> pd.DataFrame:
    nothing = {"status_date": "2026-10-31", "department": None, "programme": None}
    return pd.DataFrame([nothing | row for row in fields.values()], index=list(fields), dtype=object)


def cut(rows: pd.DataFrame, of: pd.DataFrame, name: str = "cpi_on_track") -> list[float]:
    found = thresholds.of_projects(rows, of)
    return [getattr(found.of(key), name) for key in of.index]


def test_every_threshold_is_a_setting_by_its_name() -> None:
    names = [thresholds.setting_of(name) for name in thresholds.FIELDS]
    assert [thresholds.field_of(name) for name in names] == list(thresholds.FIELDS)
    assert {"threshold.cpi.on_track", "threshold.finish_slip.share", "threshold.spi_t.at_risk"} < set(names)
    assert thresholds.field_of(" Threshold.CPI.On_track ") == "cpi_on_track"
    assert [thresholds.field_of(name) for name in ("threshold.colour", "cpi.on_track", None)] == [None] * 3


def test_without_settings_the_defaults_hold() -> None:
    assert thresholds.of_projects(settings(("rate GBP", "*", "1.17", None)), projects(A={})) is DEFAULTS
    assert thresholds.on(settings(), "2026-10-31") == Thresholds()


def test_the_narrowest_setting_counts_and_of_those_the_newest_of_the_day() -> None:
    rows = settings(
        ("threshold.cpi.on_track", "*", "0.99", None),
        ("threshold.cpi.on_track", None, "0.97", "2026-10-01"),
        ("threshold.cpi.on_track", "everything", "0.98", "2026-11-01"),
        ("threshold.cpi.on_track", "eng", "0.96", "2026-01-01"),
        ("threshold.cpi.on_track", "WATER", "0.94", "2026-01-01"),
        ("threshold.cpi.on_track", "p3", "0.93", "2026-01-01"),
    )
    of = projects(
        P1={"department": "LAB"},
        P2={"department": "ENG"},
        P3={"department": "ENG", "programme": "WATER"},
        P4={"department": "ENG", "programme": "WATER"},
        P5={"status_date": "2026-09-30"},
        P6={"status_date": None},
        P7={"status_date": "2026-11-01"},
    )
    assert cut(rows, of) == [0.97, 0.96, 0.93, 0.94, 0.99, 0.99, 0.98]
    assert cut(rows, of, "cpi_at_risk") == [0.90] * 7


def test_what_belongs_to_a_project_has_its_thresholds() -> None:
    rows = settings(("threshold.milestone_slip.on_track", "P1", "10", None))
    cuts = thresholds.of_projects(rows, projects(P1={}, P2={}))
    of = pd.Series(["P2", "P1", "P9"], index=["m1", "m2", "m3"])
    assert [cuts.at(of).of(key).milestone_slip_on_track for key in of.index] == [5, 10, 5]
    assert DEFAULTS.at(of) is DEFAULTS


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("threshold.cpi.on_track", "0.9", None),
        ("threshold.exposure.share", "7.5 %", None),
        ("threshold.finish_slip.on_track", "0", None),
        ("threshold.cpi.green", "0.9", "there is no threshold of this name: take one of threshold.cpi.on_track"),
        ("threshold.cpi.on_track", "high", "'high' is no number of 0 or more: write it as 0.95"),
        ("threshold.cpi.on_track", "-0.9", "'-0.9' is no number of 0 or more"),
        ("threshold.cpi.on_track", "0,9", "'0,9' is no number of 0 or more: write it as 0.95, with a point before"),
        ("threshold.cpi.on_track", "nan", "'nan' is no number"),
        ("threshold.cpi.on_track", "9" * 400, f"'{'9' * 400}' is no number"),
        ("threshold.exposure.share", "5", "'5' is more than 100 %: write it as 0.05 or 5 %"),
        ("threshold.stale.periods", "1.5", "'1.5' is not a whole number: write it as 2"),
        ("threshold.score.on_track", "11", "'11' lies outside the scores of 0 to 10"),
    ],
)
def test_what_cannot_be_used_is_said_with_what_to_do_and_does_not_count(name: str, value: str, why: str | None) -> None:
    said = thresholds.fault(name, value)
    assert said is None if why is None else (said or "").startswith(why)
    if why:
        assert thresholds.on(settings((name, "*", value, None)), "2026-10-31") == DEFAULTS


def test_a_pair_that_lies_the_wrong_way_round_is_said_and_does_not_count() -> None:
    alone = settings(
        ("threshold.cpi.on_track", "*", "0.85", None), ("threshold.milestone_slip.at_risk", "*", "5", None)
    )
    assert thresholds.wrong_side(alone) == {
        0: "threshold.cpi.on_track 0.85 is not above threshold.cpi.at_risk 0.9, so nothing could be at risk: correct "
        "one of them",
        1: "threshold.milestone_slip.on_track 5 is not below threshold.milestone_slip.at_risk 5, so nothing could be "
        "at risk: correct one of them",
    }
    assert thresholds.on(alone, "2026-10-31") == DEFAULTS
    both = settings(("threshold.cpi.on_track", "*", "0.85", None), ("threshold.cpi.at_risk", "*", "0.8", None))
    assert thresholds.wrong_side(both) == {}
    found = thresholds.on(both, "2026-10-31")
    assert (found.cpi_on_track, found.cpi_at_risk) == (0.85, 0.8)


def test_every_threshold_stands_in_the_documentation() -> None:
    page = (Path(__file__).parents[3] / "docs" / "measures.md").read_text()
    assert [name for name in map(thresholds.setting_of, thresholds.FIELDS) if name not in page] == []
