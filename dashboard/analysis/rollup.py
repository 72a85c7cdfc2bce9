"""Weighted means with their coverage, and the worst child beside each mean; what projects earn and cost together."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.causes.columns import floats, framed, places, totals
from dashboard.analysis.causes.gaps import weighing
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
    index = pd.Index(list(parents), dtype=object, name="key")
    columns = [children[name].to_list() for name in ("key", "name", "status", "stale")]
    of, score, weight = places(index, children["parent"]), floats(children["score"]), weighing(children["weight"])
    scored = ~np.isnan(score)
    mine = np.where(scored, of, -1)
    whole = totals(weight, mine, len(index))
    means = totals(np.nan_to_num(score) * weight, mine, len(index)) / np.where(whole > 0, whole, np.nan)
    worst: dict[int, tuple[Any, ...]] = {}
    stale = np.zeros(len(index), dtype=bool)
    for parent, figure, key, name, status, old in zip(mine.tolist(), score.tolist(), *columns, strict=True):
        if parent >= 0:
            stale[parent] |= bool(old)
            line = (WORST_FIRST.get(status, len(WORST_FIRST)), figure, key, name, status)
            worst[parent] = min(worst.get(parent, line), line, key=lambda one: one[:3])
    beside = [worst.get(place, (None,) * 5) for place in range(len(index))]
    each = zip(means, cuts.each(index), strict=True)
    judged = [NO_DATA if mean != mean else of_score(mean, own) for mean, own in each]
    texts = {"status": judged} | {name: [line[at] for line in beside] for name, at in _WORST.items()}
    return framed(
        {name: np.array(values, dtype=object) for name, values in texts.items()},
        index,
        score=means,
        coverage=totals(scored.astype(float), mine, len(index)).astype(int),
        children=totals(np.ones(len(of)), of, len(index)).astype(int),
        stale=stale,
    )


_WORST = {"worst": 2, "worst_name": 3, "worst_status": 4}


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
