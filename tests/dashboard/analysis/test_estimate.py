"""The four forms of the estimate at completion by figures computed by hand, and which of them counts."""

from typing import Any

import pandas as pd
import pytest

from dashboard.analysis import estimate

# 600 spent at half of 1,000, where 625 was planned: CPI 5/6, SPI 0.8; the plan has 480 still to spend.
HALF = {"bac": 1000.0, "ev": 500.0, "ac": 600.0, "cpi": 500 / 600, "spi": 0.8, "remaining": 480.0}
SETTING = ("name", "applies_to", "value", "valid_from")


def found(form: str = "b", **more: float | None) -> dict[str, Any]:
    frame = pd.DataFrame([HALF | more | {"eac_form": form}], index=["P"])
    return {str(k): None if v != v else v for k, v in estimate.estimates(frame).loc["P"].to_dict().items()}


@pytest.mark.parametrize(
    ("form", "eac", "tcpi_eac"),
    [
        ("a", 1100, 500 / 500),  # 600 + 500
        ("b", 1200, 500 / 600),  # 1,000 / 0.8333: as much for each as until now, which is CPI
        ("c", 1350, 500 / 750),  # 600 + 500 / (0.8333 x 0.8 = 0.6667)
        ("d", 1080, 500 / 480),  # 600 + 480
    ],
)
def test_each_form_and_what_follows_from_it(form: str, eac: float, tcpi_eac: float) -> None:
    assert found(form) == pytest.approx(
        {"eac": eac, "etc": eac - 600, "vac": 1000 - eac, "tcpi": 500 / 400, "tcpi_eac": tcpi_eac}
    )


def test_a_project_that_is_done_has_nothing_more_to_spend_not_even_a_last_digit() -> None:
    done = found("b", bac=860_000.0, ev=860_000.0, ac=845_000.0, cpi=860_000 / 845_000)
    assert (done["etc"], done["tcpi"]) == (0.0, None)


def test_what_a_form_needs_and_has_not_leaves_it_without_a_figure() -> None:
    assert found("b", ac=0.0, cpi=None)["eac"] is None
    assert found("c", spi=None)["eac"] is None
    assert found("c", spi=0.0)["eac"] is None
    assert found("d", remaining=None)["eac"] is None
    assert found("a", ac=None)["eac"] is None
    assert found("d", ac=0.0, cpi=None)["eac"] == 480


def test_when_all_is_earned_or_nothing_is_left_there_is_no_index_to_complete() -> None:
    assert [found(ev=1000.0)[name] for name in ("tcpi", "tcpi_eac")] == [None, None]
    assert [found("d", ac=1000.0, remaining=0.0)[name] for name in ("tcpi", "tcpi_eac")] == [None, None]
    assert found("d", ac=1000.0, remaining=100.0)["tcpi_eac"] == 5


def test_the_narrowest_setting_counts_and_of_those_the_newest_that_holds_on_the_status_date() -> None:
    settings = pd.DataFrame(
        [
            ("EAC", "*", "(C)", "2026-01-01"),
            ("eac", None, "a", None),
            ("eac", "LF", "d", "2026-02-01"),
            ("eac", "p2", "a", "2026-03-01"),
            ("eac", "P2", "d", "2027-01-01"),
            ("eac", "*", "x", "2026-05-01"),
            ("cpi", "*", "d", None),
            ("eac", "HALL", "b", None),
        ],
        columns=list(SETTING),
        dtype=object,
    )
    projects = pd.DataFrame(
        [("2026-06-30", "LF", None), ("2026-06-30", "LF", None), ("2026-06-30", "ENG", "X"), ("2025-06-30", "LF", None),
         (None, "LF", None), ("2026-06-30", "LF", "HALL")],
        index=["P1", "P2", "P3", "P4", "P5", "P6"], columns=["status_date", "department", "programme"], dtype=object,
    )  # fmt: skip
    found = estimate.forms(settings, projects).to_dict()
    assert found == {"P1": "d", "P2": "a", "P3": "c", "P4": "a", "P5": "a", "P6": "b"}  # of P6 the programme counts
    assert estimate.forms(settings.iloc[:0], projects).unique().tolist() == ["b"]


def test_a_value_that_names_no_form_is_said_to_be_wrong() -> None:
    assert [estimate.fault(value) for value in ("b", " (D) ")] == [None, None]
    assert estimate.fault("e") == (
        "'e' is no form of EAC: write a (AC + (BAC - EV)), b (BAC / CPI), c (AC + (BAC - EV) / (CPI x SPI)), "
        "d (AC + the plan's own remaining cost)"
    )
