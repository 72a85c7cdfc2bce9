"""Baselines that moved between loads: the first one, the last move, and whether anybody decided it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.analysis.changes_causes import decided
from dashboard.analysis.schedule import working_days_by

DECIDES = ("new baseline", "scope change", "change of baseline", "baseline change")  # kinds of decisions
COLUMNS = ["first_baseline", "moved_from", "moved_to", "moved_on", "moved_after"]


def moved(said: pd.DataFrame) -> pd.DataFrame:
    """Give what became of baselines that moved, by milestone: first_baseline, moved_from, moved_to (days; of the last
    move), moved_on (day of the load that moved it), moved_after (day of the load before).

    `said`: key, baseline (day or missing), on (day of the load), after (day of the load before), the oldest first.
    """
    said = said[said["key"].duplicated(keep=False)]
    if said.empty:
        return pd.DataFrame(columns=COLUMNS, dtype=object)
    begun = said["baseline"].notna().groupby(said["key"]).cummax()
    rows = said[begun].assign(day=said["baseline"].astype("string").str[:10].fillna(""))
    rows["before"] = rows.groupby("key")["day"].shift()
    moves = rows["before"].notna() & (rows["before"] != "") & (rows["day"] != rows["before"])
    turned = rows[moves].drop_duplicates("key", keep="last")
    last = turned.set_index("key")
    frame = pd.DataFrame({"first_baseline": rows.drop_duplicates("key").set_index("key")["day"].reindex(last.index)})
    frame["moved_from"], frame["moved_to"] = last["before"], last["day"].where(last["day"] != "", None)
    frame["moved_on"], frame["moved_after"] = last["on"], last["after"]
    return frame[COLUMNS].astype(object)


def judged(
    moves: pd.DataFrame,
    milestones: pd.DataFrame,
    decisions: pd.DataFrame,
    calendars: Mapping[str, np.busdaycalendar],
) -> pd.DataFrame:
    """Add to moves (as `moved`) first_slip_days (against the first baseline) and decided (the text of the decision that
    moved it, None where none is recorded: that is an alarm).

    `milestones` by key: project, baseline, slip_days, calendar (a key of `calendars`). `decisions`: about_key, kind,
    text, date, state; one counts that is neither proposed nor dropped, and not older than the load before the move.
    """
    mine = milestones.reindex(moves.index)
    first, now = (column.astype("string").str[:10] for column in (moves["first_baseline"], mine["baseline"]))
    between = working_days_by(first, now, mine["calendar"], calendars)
    slip = pd.to_numeric(mine["slip_days"]).astype(float) + between
    pairs = zip(moves.index, mine["project"], moves["moved_after"], strict=True)
    texts = [
        decided(decisions, key, DECIDES, after or "") or decided(decisions, project, DECIDES, after or "")
        for key, project, after in pairs
    ]
    return moves.assign(
        first_slip_days=slip.astype(object).where(slip.notna(), None),
        decided=pd.Series(texts, index=moves.index, dtype=object),
    )
