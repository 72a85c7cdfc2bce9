"""Weighted means with their coverage, and the worst child beside each mean."""

from collections.abc import Sequence

import pandas as pd

from dashboard.analysis.status import NO_DATA, WORST_FIRST, of_score


def roll_up(parents: Sequence[str], children: pd.DataFrame) -> pd.DataFrame:
    """Roll scored children up to their parents.

    `children`: parent, key, name, score (0-10 or missing), status, weight (missing counts as 1, below 0 as 0), stale.
    Gives one row per parent, indexed by it: score (weighted mean of the scored children, weights renormalised), status,
    coverage (scored children), children (all), worst (key), worst_name, worst_status, stale (some scored child is).
    """
    scored = children[children["score"].notna()].copy()
    scored["weight"] = scored["weight"].fillna(1.0).astype(float).clip(lower=0)
    scored["product"] = scored["score"].astype(float) * scored["weight"]
    sums = scored.groupby("parent")[["product", "weight"]].sum()
    result = pd.DataFrame(index=pd.Index(list(parents), dtype=object, name="key"))
    score = (sums["product"] / sums["weight"]).where(sums["weight"] > 0)
    result["score"] = score.reindex(result.index)
    result["status"] = [NO_DATA if pd.isna(value) else of_score(value) for value in result["score"]]
    result["coverage"] = scored.groupby("parent").size().reindex(result.index, fill_value=0)
    result["children"] = children.groupby("parent").size().reindex(result.index, fill_value=0)
    scored["rank"] = scored["status"].map(WORST_FIRST)
    ordered = scored.sort_values(["rank", "score", "key"], kind="stable").drop_duplicates("parent").set_index("parent")
    for name, column in (("worst", "key"), ("worst_name", "name"), ("worst_status", "status")):
        result[name] = ordered[column].reindex(result.index)
    stale = scored[scored["stale"].astype(bool)]["parent"].unique()
    result["stale"] = result.index.isin(stale)
    return result
