"""How far a contribution can be believed: its amount, the consent of the KPI's owner, its last review."""

from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import at, counted, directions, floats, places
from dashboard.analysis.thresholds import DEFAULTS, Thresholds


def claims(effects: pd.DataFrame, kpis: pd.DataFrame, day: str, cuts: Thresholds = DEFAULTS) -> pd.DataFrame:
    """Say how far each contribution can be believed on a day.

    `effects` as `effects` gives them, `kpis` by key: better, baseline, target, owner, owner_key. Gives, on the index of
    `effects`: quantified; agreed (by the KPI's owner); reviewed_days (since the last review); unreviewed (never, or
    more than `review_days` ago, 180); against (a dis-benefit: the amount moves the KPI away from its target).
    """
    of = places(kpis.index, effects["serves"])
    owners = [list(map(_folded, at(kpis[name].to_numpy(dtype=object), of))) for name in ("owner", "owner_key")]
    who = map(_folded, effects["agreed_by"])
    agreed = [one is not None and one in (name, key) for one, name, key in zip(who, *owners, strict=True)]
    age = counted(np.array([day])) - counted(effects["reviewed"])
    moves = np.sign(floats(effects["amount"])) * at(directions(kpis), of)
    return pd.DataFrame(
        {
            "quantified": effects["amount"].notna(),
            "agreed": np.array(agreed, dtype=bool),
            "reviewed_days": age,
            "unreviewed": ~(age <= cuts.review_days),
            "review_days": cuts.review_days,
            "against": moves < 0,
        }
    )


def _folded(who: Any) -> str | None:
    return who.strip().casefold() if isinstance(who, str) else None
