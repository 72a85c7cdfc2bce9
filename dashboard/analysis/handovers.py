"""Hand-overs between projects: when one gives, when the other needs it, and how much slack is left.

All counts are working days; positive slack is time to spare, positive lateness is too late.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.analysis.schedule import working_days_by
from dashboard.analysis.thresholds import DEFAULTS, Thresholds

MINUTES = 480  # a working day of the register, which states lags in days
INFORMAL, LATE, CLASH, DONE, ON_TIME, UNKNOWN = "informal", "late", "clash", "done", "on_time", "unknown"


def handovers(
    dependencies: pd.DataFrame,
    milestones: pd.DataFrame,
    calendars: Mapping[str, np.busdaycalendar] | None = None,
    cuts: Thresholds = DEFAULTS,
) -> pd.DataFrame:
    """Judge dependencies across projects.

    `dependencies` as `queries.dependencies`; `milestones` by key: project, name, code, uid, source_key, baseline,
    forecast, actual, calendar (a key of `calendars`). Both ends are points in time, so every type (FS, SS, FF, SF) asks
    that the taker's date is not before the giver's date + lag. Gives, on the index of `dependencies`: from_milestone,
    to_milestone (keys), gives (actual, else forecast), given (it is an actual), needs (the taker's date), lag (days),
    slack (needs − gives − lag; missing once the taker is done), late_days (gives − the giver's baseline), needed_by
    (the taker's baseline − lag), overrun (gives − needed_by), informal (not agreed, or without a date), and state, the
    first that holds: unknown, informal, late (`too_late`), clash (negative slack), done, on_time; why.
    """
    frame = pd.DataFrame(index=dependencies.index)
    for side in ("from", "to"):
        frame[f"{side}_milestone"] = _resolved(dependencies, side, milestones)
    giver, taker = (milestones.reindex(frame[f"{side}_milestone"]).set_axis(frame.index) for side in ("from", "to"))
    frame["gives"], frame["given"] = _reached(giver), giver["actual"].notna()
    frame["needs"] = _reached(taker)
    lag = pd.to_numeric(dependencies["lag"]).astype(float)
    frame["lag"] = (lag.fillna(0.0) / MINUTES).round().clip(-_LONGEST, _LONGEST)
    frame["needed_by"] = _earlier(taker["baseline"], frame["lag"])
    between = {
        "slack": (frame["gives"], frame["needs"], taker),
        "late_days": (giver["baseline"], frame["gives"], giver),
        "overrun": (frame["needed_by"], frame["gives"], taker),
    }
    for name, (start, end, of) in between.items():
        frame[name] = working_days_by(start.astype("string"), end.astype("string"), of["calendar"], calendars or {})
    frame["slack"] = (frame["slack"] - frame["lag"]).where(taker["actual"].isna())
    frame["informal"] = (dependencies["agreed"] == False) | lag.isna() & dependencies["agreed"].isna()  # noqa: E712
    return frame.assign(state=_states(frame, taker, cuts), why=_reasons(frame))


_LONGEST = 20_000  # working days; a longer lag is a fault of the row


def _resolved(dependencies: pd.DataFrame, side: str, milestones: pd.DataFrame) -> pd.Series:
    """Give the key of the milestone that a text names: by UID, code, key or name that one alone has."""
    milestones = milestones[milestones["project"].isin(dependencies[f"{side}_key"])]
    texts = []
    for place, column in enumerate(("uid", "code", "source_key", "name")):
        text = milestones[column].astype("string").str.strip().str.casefold()
        texts.append(
            pd.DataFrame({"project": milestones["project"], "text": text, "key": milestones.index, "place": place})
        )
    own = milestones.index.to_series().astype("string").str.casefold()
    texts.append(pd.DataFrame({"project": milestones["project"], "text": own, "key": milestones.index, "place": 2}))
    known = pd.concat(texts, ignore_index=True).dropna(subset=["project", "text"])
    known = known.drop_duplicates(["project", "text", "place", "key"])
    several = known.duplicated(["project", "text", "place"], keep=False)
    known = known.assign(key=known["key"].where(~several, None)).astype(
        {"key": object, "project": object, "text": object}
    )
    known = known.sort_values("place", kind="stable").drop_duplicates(["project", "text"])
    found = known.set_index(["project", "text"])["key"]
    asked = dependencies[f"{side}_task"].astype("string").str.strip().str.casefold().astype(object)
    keys = found.reindex(pd.MultiIndex.from_arrays([dependencies[f"{side}_key"], asked])).set_axis(dependencies.index)
    return keys.where(keys.notna(), None)


def _reached(milestones: pd.DataFrame) -> pd.Series:
    day = milestones["actual"].where(milestones["actual"].notna(), milestones["forecast"])
    return day.astype(object).where(day.notna(), None)


def _earlier(days: pd.Series, lag: pd.Series) -> pd.Series:
    known = days.notna()
    found = pd.Series([None] * len(days), index=days.index, dtype=object)
    if known.any():
        last = days[known].str[:10].to_numpy(dtype="datetime64[D]")
        moved = np.busday_offset(last, -lag[known].to_numpy().astype("int64"), roll="backward")
        found[known] = moved.astype(str).astype(object)
    return found


def _states(frame: pd.DataFrame, taker: pd.DataFrame, cuts: Thresholds) -> pd.Series:
    state = pd.Series(ON_TIME, index=frame.index, dtype=object)
    state[frame["given"]] = DONE
    state[frame["slack"] < 0] = CLASH
    state[too_late(frame, cuts)] = LATE
    state[frame["informal"]] = INFORMAL
    state[frame["gives"].isna() | frame["needs"].isna()] = UNKNOWN
    return state


def too_late(handovers: pd.DataFrame, cuts: Thresholds = DEFAULTS) -> pd.Series:
    """Say which hand-overs came, or come, so late that their takers could not keep to their baselines: further after
    their own than a milestone may slip, and after the day that needed them. `handovers`: late_days, overrun.
    """
    late, overrun = (pd.to_numeric(handovers[name]).astype(float) for name in ("late_days", "overrun"))
    return (late > cuts.milestone_slip_on_track) & (overrun > 0)


def _reasons(frame: pd.DataFrame) -> pd.Series:
    why = pd.Series([None] * len(frame), index=frame.index, dtype=object)
    why[frame["late_days"].isna()] = "lateness not computed: the giver's milestone has no baseline"
    why[frame["informal"]] = "informal: nobody agreed to a date; agree on it in the Dependencies sheet"
    undated = frame["gives"].isna() | frame["needs"].isna()
    why[undated] = "not computed: one of the milestones has no date"
    unknown = frame["from_milestone"].isna() | frame["to_milestone"].isna()
    why[unknown] = "not computed: one of the milestones is not known; correct its name in the Dependencies sheet"
    return why
