"""How far a contribution can be believed: its amount, the consent of the KPI's owner, its last review."""

from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import days_between, directions, numbers
from dashboard.analysis.thresholds import DEFAULTS, Thresholds


def claims(effects: pd.DataFrame, kpis: pd.DataFrame, day: str, cuts: Thresholds = DEFAULTS) -> pd.DataFrame:
    """Say how far each contribution can be believed on a day.

    `effects` as `effects` gives them, `kpis` by key: better, baseline, target, owner, owner_key. Gives, on the index of
    `effects`: quantified; agreed (by the KPI's owner); reviewed_days (since the last review); unreviewed (never, or
    more than `review_days` ago, 180); against (a dis-benefit: the amount moves the KPI away from its target).
    """
    owners = kpis["owner"].to_dict(), kpis["owner_key"].to_dict()
    agreed = [
        isinstance(who, str) and _folded(who) in [_folded(of.get(key)) for of in owners]
        for who, key in zip(effects["agreed_by"], effects["serves"], strict=True)
    ]
    age = days_between(effects["reviewed"], pd.Series(day, index=effects.index, dtype=object))
    moves = np.sign(numbers(effects["amount"])) * effects["serves"].map(directions(kpis)).astype(float)
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
