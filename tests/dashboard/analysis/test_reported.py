"""Reported against computed status, on one scale."""

import pandas as pd
import pytest

from dashboard.analysis import reported
from tests.dashboard.analysis.conftest import Portfolio


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("green", 1), ("On track", 1), ("amber/green", 2), ("Amber-Green", 2), ("amber", 3), ("at_risk", 3),
        ("amber / red", 4), (" RED ", 5), ("off track", 5),
    ],
)  # fmt: skip
def test_every_way_to_report_has_its_place(text: str, place: int) -> None:
    assert reported.place(pd.Series([text])).to_list() == [place]


@pytest.mark.parametrize(
    ("said", "status", "difference", "alarm"),
    [
        ("green", "off_track", 4, True), ("green", "at_risk", 2, True), ("amber", "off_track", 2, True),
        ("amber/red", "off_track", 1, False), ("amber", "at_risk", 0, False), ("red", "on_track", -4, False),
        ("green", "done", 0, False),
    ],
)  # fmt: skip
def test_two_places_worse_than_reported_is_an_alarm(said: str, status: str, difference: int, alarm: bool) -> None:
    found = reported.compare(pd.DataFrame({"reported": [said], "status": [status]})).iloc[0]
    assert (found["difference"], found["alarm"], found["why"]) == (difference, alarm, None)


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        (None, "off_track", "not compared: no status is reported"),
        ("fine", "off_track", "not compared: the reported status is none of green"),
        ("green", "no_data", "not compared: no status could be computed"),
        ("green", None, "not compared: no status could be computed"),
    ],
)
def test_what_cannot_be_compared_is_no_alarm_and_says_why(said: str | None, status: str | None, why: str) -> None:
    found = reported.compare(pd.DataFrame({"reported": [said], "status": [status]}, dtype=object)).iloc[0]
    assert not found["alarm"]
    assert found["why"].startswith(why)


def test_the_portfolios_green_that_is_red_is_the_loudest_alarm(portfolio: Portfolio) -> None:
    computed = dict.fromkeys(["P06", "P09", "P11", "P12", "P13"], "off_track") | dict.fromkeys(
        ["P07", "P08", "P16"], "at_risk"
    )
    status = pd.Series(
        [computed.get(key, "on_track") for key in portfolio.projects.index], index=portfolio.projects.index
    )
    found = reported.compare(portfolio.projects.assign(status=status))
    assert found.loc[["P06"], ["difference", "alarm"]].values.tolist() == [[4.0, True]]
    assert found.index[found["alarm"]].to_list() == ["P06", "P09", "P11", "P12", "P13", "P16"]
