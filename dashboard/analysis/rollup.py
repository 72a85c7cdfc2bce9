"""Weighted means with their coverage, and the worst child beside each mean; what projects earn and cost together."""

from collections.abc import Sequence

import pandas as pd

from dashboard.analysis.project_status import OF_DELIVERY
from dashboard.analysis.status import DONE, NO_DATA, WORST_FIRST, of_score
from dashboard.analysis.thresholds import DEFAULTS, Thresholds

EARNED = ("ev", "ac", "pv", "bac", "eac")


def roll_up(parents: Sequence[str], children: pd.DataFrame, cuts: Thresholds = DEFAULTS) -> pd.DataFrame:
    """Roll scored children up to their parents, judged by `cuts` (of each parent).

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
    result["status"] = [
        NO_DATA if pd.isna(value) else of_score(value, cuts.of(key)) for key, value in result["score"].items()
    ]
    result["coverage"] = scored.groupby("parent").size().reindex(result.index, fill_value=0)
    result["children"] = children.groupby("parent").size().reindex(result.index, fill_value=0)
    scored["rank"] = scored["status"].map(WORST_FIRST)
    ordered = scored.sort_values(["rank", "score", "key"], kind="stable").drop_duplicates("parent").set_index("parent")
    for name, column in (("worst", "key"), ("worst_name", "name"), ("worst_status", "status")):
        result[name] = ordered[column].reindex(result.index)
    stale = scored[scored["stale"].astype(bool)]["parent"].unique()
    result["stale"] = result.index.isin(stale)
    return result


def delivery(parents: Sequence[str], projects: pd.DataFrame, cuts: Thresholds = DEFAULTS) -> pd.DataFrame:
    """Roll projects up to their programmes, departments or what else they belong to: each counts once, and alike.

    `projects`: parent, key, name, status, stale; a status stands in the middle of its third of the scale (on track
    8.33, at risk 5, off track 1.67), done counts 10; what is not started or without data takes no part. Gives the
    columns of `roll_up`; where all that takes part is done, so is the parent.
    """
    rows = projects.assign(score=projects["status"].map(OF_DELIVERY).astype(float), weight=1.0)
    result = roll_up(parents, rows, cuts)
    result["status"] = result["status"].where(result["worst_status"] != DONE, DONE)
    return result


def earned(parents: Sequence[str], projects: pd.DataFrame) -> pd.DataFrame:
    """Add up what projects earn and cost: CPI = Σ EV/Σ AC, SPI = Σ EV/Σ PV [ANSI/EIA-748], forecast against budget.

    `projects`: parent, the figures of EARNED in their own unit, and rate, what one of that unit is worth in the one
    that is shown (missing where they cannot meet, as `money.in_one_unit` gives it). A pair of figures counts only where
    a project has both. Gives a row per parent: ev, ac, cpi, cpi_of (projects that count), pv, spi, spi_of, eac, bac,
    eac_share (Σ EAC/Σ BAC), cost_of, of (all projects).
    """
    known = {name: pd.to_numeric(projects[name]).astype(float) * projects["rate"] for name in EARNED}
    frame = pd.DataFrame({"parent": projects["parent"], **known})
    result = pd.DataFrame(index=pd.Index(list(parents), dtype=object, name="key"))
    result["of"] = frame.groupby("parent").size().reindex(result.index, fill_value=0)
    for name, of, above, below in _PAIRS:
        both = frame[frame[above].notna() & frame[below].notna()]
        sums = both.groupby("parent")[[above, below]].sum().reindex(result.index)
        result[of] = both.groupby("parent").size().reindex(result.index, fill_value=0)
        result[name] = sums[above] / sums[below].where(sums[below] > 0)
        for part in sums.columns.difference(result.columns):
            result[part] = sums[part]
    return result


_PAIRS = (("cpi", "cpi_of", "ev", "ac"), ("spi", "spi_of", "ev", "pv"), ("eac_share", "cost_of", "eac", "bac"))
