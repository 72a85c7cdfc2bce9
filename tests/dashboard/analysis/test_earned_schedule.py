"""Earned schedule by worked figures [Lipke] and those of the sample portfolio's plant."""

import pandas as pd
import pytest

from dashboard.analysis import earned_schedule


def earned(pv: list[float], ev: float, at: float) -> dict[str, float | None]:
    curve = pd.DataFrame({"project": "P", "number": range(1, len(pv) + 1), "pv": pv})
    found = earned_schedule.earned(curve, pd.DataFrame({"ev": [ev], "at": [at]}, index=["P"])).loc["P"]
    return {str(name): None if value != value else value for name, value in found.to_dict().items()}


def test_the_plant_has_earned_in_ten_months_what_seven_and_a_half_were_planned_for():
    pv = [300, 700, 1100, 1500, 1900, 2300, 2750, 3200, 3650, 4100, 4600, 5100, 5600, 6000, 6400]
    found = earned([float(value) for value in pv], 3040.0, 10.0)
    assert found["es"] == pytest.approx(7.644, abs=5e-4)
    assert found["spi_t"] == pytest.approx(0.764, abs=5e-4)
    assert found["ieac_t"] == pytest.approx(19.6, abs=0.05)
    assert found["sv_t"] == pytest.approx(-2.356, abs=5e-4)


@pytest.mark.parametrize("at", [2.0, 3.0, 4.0])
def test_on_a_flat_stretch_that_has_just_been_reached_time_is_held(at):
    assert earned([10.0, 20.0, 20.0, 20.0, 30.0], 20.0, at)["spi_t"] == 1.0


@pytest.mark.parametrize(("at", "es"), [(1.0, 2.0), (5.0, 4.0)])
def test_a_flat_stretch_holds_time_within_itself_only(at, es):
    assert earned([10.0, 20.0, 20.0, 20.0, 30.0], 20.0, at)["es"] == es


def test_when_all_is_earned_es_is_the_first_period_with_the_whole_budget():
    assert earned([10.0, 20.0, 30.0, 30.0], 30.0, 5.0)["es"] == 3.0


def test_nothing_earned_is_no_time_earned_and_no_time_gone_gives_no_index():
    assert earned([10.0, 20.0], 0.0, 1.0)["spi_t"] == 0.0
    assert earned([10.0, 20.0], 0.0, 1.0)["ieac_t"] is None
    assert earned([10.0, 20.0], 0.0, 0.0)["spi_t"] is None


def test_the_running_month_counts_by_its_working_days():
    # June 2026 has 22 working days; from Monday 8 June on there are 17, of which five are gone on Friday the 12th.
    spans = pd.DataFrame({"start": pd.to_datetime(["2026-06-08"]), "calendar": [None]}, index=["P"])
    days = ["2026-06-07", "2026-06-12", "2026-06-30", "2026-07-31", "2026-08-07"]
    found = [earned_schedule.elapsed(spans, pd.Series(pd.to_datetime([day]), ["P"]), {})["P"] for day in days]
    assert found == pytest.approx([0, 5 / 17, 1, 2, 2 + 5 / 21])


def test_periods_are_the_months_from_the_start_of_the_baseline_to_its_finish():
    found = earned_schedule.periods(
        pd.Series(pd.to_datetime(["2026-11-16"]), ["P"]), pd.Series(pd.to_datetime(["2027-02-01"]), ["P"])
    )
    assert [(n, str(day)[:10]) for n, day in zip(found["number"], found["day"], strict=True)] == [
        (1, "2026-11-30"), (2, "2026-12-31"), (3, "2027-01-31"), (4, "2027-02-28"),
    ]  # fmt: skip
