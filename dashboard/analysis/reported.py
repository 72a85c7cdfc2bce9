"""The status that a manager reports beside the one that is computed, on one scale of five places.

Green or on track 1, amber-green 2, amber or at risk 3, amber-red 4, red or off track 5 (measures.md, "Project status").
"""

import pandas as pd

from dashboard.analysis.status import AT_RISK, DONE, OFF_TRACK, ON_TRACK
from dashboard.analysis.thresholds import DEFAULTS, Cut

SCALE = {
    "green": 1,
    "on track": 1,
    "amber green": 2,
    "amber": 3,
    "at risk": 3,
    "amber red": 4,
    "red": 5,
    "off track": 5,
}
COMPUTED = {ON_TRACK: 1, DONE: 1, AT_RISK: 3, OFF_TRACK: 5}


def place(reported: pd.Series) -> pd.Series:
    """Give the place 1-5 of a status as reported; missing where the text says none of them."""
    words = reported.astype("string").str.casefold().str.replace(r"[\s/_\-–]+", " ", regex=True).str.strip()
    return words.astype(object).map(SCALE).astype(float)


def compare(projects: pd.DataFrame, places: Cut = DEFAULTS.reported_places) -> pd.DataFrame:
    """Compare reported and computed status; computed − reported of 2 (`places`) or more is an alarm.

    `projects` by key: reported (as given, never changed), status (computed). Gives, by project: reported_place,
    computed_place, difference (positive: it is worse than reported), alarm, why (it cannot be compared).
    """
    frame = pd.DataFrame({"reported_place": place(projects["reported"])}, index=projects.index)
    frame["computed_place"] = projects["status"].map(COMPUTED).astype(float)
    frame["difference"] = frame["computed_place"] - frame["reported_place"]
    frame["alarm"] = frame["difference"] >= pd.Series(places, index=frame.index, dtype=float)
    frame["why"] = None
    frame.loc[frame["computed_place"].isna(), "why"] = "not compared: no status could be computed"
    unknown = frame["reported_place"].isna()
    frame.loc[unknown, "why"] = "not compared: the reported status is none of green, amber/green, amber, amber/red, red"
    frame.loc[projects["reported"].isna(), "why"] = "not compared: no status is reported"
    return frame
