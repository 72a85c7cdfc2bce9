"""A KPI's own thresholds: how they are written, and which holds."""

from datetime import date

import pytest

from dashboard.analysis import kpi, own_thresholds
from dashboard.analysis.thresholds import Thresholds

RULES = "≥ 90: On track; >=70 : at risk ; else: off track;"


@pytest.mark.parametrize(
    ("actual", "status"), [(90, "on_track"), (89.9, "at_risk"), (70, "at_risk"), (-5, "off_track")]
)
def test_the_first_that_holds_gives_the_status(actual: float, status: str) -> None:
    assert own_thresholds.status_of(own_thresholds.read(RULES), actual) == status


def test_a_status_scores_the_middle_of_its_third_whatever_the_kpi_else_goes_by() -> None:
    cuts = Thresholds(kpi=own_thresholds.read("< 10: on track; <= 20: at risk"))
    for better in ("higher", "range", "yes_no", None):
        rule = kpi.Rule(better=better)
        found = [kpi.score(rule, actual, date(2026, 10, 31), cuts) for actual in (9.9, 20, 21)]
        assert [one.value for one in found] == [pytest.approx(25 / 3), 5.0, None]
        assert [one.status for one in found] == ["on_track", "at_risk", "no_data"]
    assert kpi.score(kpi.Rule(better="lower"), None, None, cuts).rule == "no reading"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' is no rule"),
        ("90: on track", "'90: on track' is no rule"),
        (">= 90: green", "'>= 90: green' is no rule"),
        (">= 1,5: on track", "'>= 1,5: on track' is no rule"),
        ("else: at risk; > 1: on track", "what stands after 'else: at risk' would never hold: put it last"),
    ],
)
def test_what_cannot_be_read_says_how_it_is_written(text: str, said: str) -> None:
    assert (own_thresholds.fault(text) or "").startswith(said)
    assert own_thresholds.read(text) == ()


def test_rules_are_written_as_they_are_read() -> None:
    text = ">= 90: on track; > -0.5: at risk; else: off track"
    assert own_thresholds.written(own_thresholds.read(text)) == text
    assert own_thresholds.fault(RULES) is None
