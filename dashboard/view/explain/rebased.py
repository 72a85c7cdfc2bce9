"""How far a milestone slipped since the load before, and how far against the baseline that it had first.

A baseline that moves between two loads without a recorded decision hides a slip: slip is shown against both.
"""

import json
from collections.abc import Iterator

import pandas as pd

from dashboard.analysis.changes import BASELINES
from dashboard.analysis.changes_causes import decided
from dashboard.analysis.schedule import working_days
from dashboard.view.explain import wording
from dashboard.words import day_of


def course(past: pd.DataFrame) -> pd.DataFrame:
    """Give of the history of a milestone's slip what it was found from: on_date, baseline, forecast, actual."""
    rows = [json.loads(text or "{}") for text in past["inputs"]]
    frame = pd.DataFrame(rows, columns=["baseline", "forecast", "actual"], dtype=object)
    return frame.assign(on_date=past["on_date"].to_list())


def sentences(found: pd.DataFrame, decisions: pd.DataFrame, project: str) -> Iterator[str]:
    """Say how far it moved since the load before, and from where its baseline moved. `found` as `course` gives it."""
    if len(found) < 2:
        return
    before, last = found.iloc[-2], found.iloc[-1]
    if last["actual"] is None and last["forecast"] and before["forecast"]:
        moved = _between(before["forecast"], last["forecast"])
        if moved:
            how = "slipped by" if moved > 0 else "came forward by"
            yield f"Since {day_of(before['on_date'])} it {how} {_days(moved)}"
    stated = found[found["baseline"].notna()]
    if stated.empty or stated["baseline"].iloc[0] == last["baseline"]:
        return
    first, day = stated.iloc[0], last["actual"] or last["forecast"]
    since = found.loc[found["baseline"] != first["baseline"], "on_date"].iloc[0]
    known = decided(decisions, project, BASELINES, first["on_date"])
    without = "" if known else " without a recorded decision"
    now = day_of(last["baseline"]) if last["baseline"] else "none"
    said = f"Its baseline moved from {day_of(first['baseline'])} to {now} by {day_of(since)}{without}"
    yield said + (f": against the first it is {wording.late(_between(first['baseline'], day))}" if day else "")


def _between(first: str, last: str) -> float:
    return float(working_days(pd.Series([first], dtype="string"), pd.Series([last], dtype="string")).iloc[0])


def _days(days: float) -> str:
    return wording.late(abs(days)).removesuffix(" late")
