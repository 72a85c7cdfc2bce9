"""How much of the way from baseline to target has work behind it, and what each contribution is worth."""

import numpy as np
import pandas as pd

from dashboard.analysis.causes.claims import claims
from dashboard.analysis.causes.columns import Array, at, counted, floats, framed, places, totals, unless
from dashboard.analysis.causes.outlook import ends, final_targets
from dashboard.analysis.thresholds import DEFAULTS, Thresholds

_NO_GAP = "not computed: no way from baseline to target; give a baseline and a target that differ in the KPIs sheet"
DELIVERED, COMING, LATE = "delivered", "coming", "late"


def parts(kpis: pd.DataFrame, ends: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """Give what each contribution to a KPI is of its gap, the way from baseline to target, and whether it has come.

    `ends`, by KPI: last_date, target, target_date (`outlook.ends`, or the outlooks themselves). Left out is what cannot
    come any more (`effects`, `over`). Gives, on the index of `effects`: project, milestone,
    kpi, amount, part (percent of the gap; missing without an amount or a gap), when: *delivered* (done, and effective
    by the last reading), *coming* (by the target's date, which is what the outlook counts) or *late* (after it, or
    without a date); slipped (still to come, and later than by its baseline).
    """
    of = places(kpis.index, effects["serves"])
    mine = np.flatnonzero((of >= 0) & ~effects["over"].to_numpy(dtype=bool))
    of = of[mine]
    until, read = (at(counted(ends[name]), of) for name in ("target_date", "last_date"))
    on, planned = counted(effects["effective"])[mine], counted(effects["baseline"])[mine]
    delivered = effects["done"].to_numpy(dtype=bool)[mine] & (on <= read)
    coming = ~delivered & ((on <= until) | (np.isnan(until) & ~np.isnan(on)))
    amount = floats(effects["amount"])[mine]
    named = {"project": "project", "milestone": "milestone", "kpi": "serves"}
    columns = {name: effects[one].to_numpy(dtype=object)[mine] for name, one in named.items()}
    columns["when"] = np.where(delivered, DELIVERED, np.where(coming, COMING, LATE)).astype(object)
    part = amount / at(_way(kpis, ends["target"]), of) * 100 + 0.0  # no minus zero
    return framed(columns, effects.index[mine], amount=amount, part=part, slipped=~delivered & (on > planned))


def gaps(
    kpis: pd.DataFrame,
    readings: pd.DataFrame,
    effects: pd.DataFrame,
    day: str,
    known: tuple[pd.DataFrame, pd.DataFrame] | None = None,
    cuts: Thresholds = DEFAULTS,
) -> pd.DataFrame:
    """Give how much of the gap of each KPI its contributions cover, in percent of (target − baseline).

    Gap covered = Σ amounts/(target − baseline), always shown, over 100 % flagged. `day` is the one on which reviews are
    judged; `known` are the ends of the KPIs and the `parts`, where they are at hand. Gives, by KPI: gap (in its unit),
    links, quantified, agreed_links (agreed by the owner and reviewed), amounts (their sum); in percent: gap_covered;
    its parts delivered, coming and late, as `parts` says; slipped (of what is coming, that which comes later than by
    its baseline); agreed (the part that its owner agreed to and that was reviewed within 180 days); open (what nothing
    covers, at least 0); beyond (what is declared beyond the whole gap, at least 0), so that delivered + coming + late +
    open − beyond = 100; over (covered over 100 %); why.
    """
    if known is None:
        found = ends(kpis, readings)
        known = found, parts(kpis, found, effects)
    way, mine = _way(kpis, known[0]["target"]), known[1]
    said = claims(effects.loc[mine.index], kpis, day, cuts)
    firm = (said["agreed"] & ~said["unreviewed"]).to_numpy()
    when, amount = mine["when"].to_numpy(), mine["amount"].to_numpy()
    held = {name: when == name for name in (DELIVERED, COMING, LATE)}
    held |= {"slipped": held[COMING] & mine["slipped"].to_numpy(), "agreed": firm}
    stated = {name: np.where(part, np.nan_to_num(amount), 0.0) for name, part in ({"amounts": True} | held).items()}
    counts = {"links": np.ones(len(mine)), "quantified": ~np.isnan(amount), "agreed_links": firm}
    of = places(kpis.index, mine["kpi"])
    sums = {name: totals(values, of, len(kpis)) for name, values in (stated | counts).items()}
    shares = {name: sums[name] / way * 100 + 0.0 for name in ("amounts", *held)}  # no minus zero
    covered, why = unless(shares.pop("amounts"), {_NO_GAP: np.isnan(way)})
    return framed(
        {"why": why},
        kpis.index,
        gap=way,
        **{name: sums[name].astype(int) for name in counts},
        amounts=sums["amounts"],
        gap_covered=covered,
        **shares,
        open=np.maximum(100 - covered, 0.0),
        beyond=np.maximum(covered - 100, 0.0),
        over=covered > 100 + 1e-9,
    )


def points(effects: pd.DataFrame, kpis: pd.DataFrame, objectives: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Give what each contribution is worth: objective weight (of 100) × KPI weight × part of the KPI's gap.

    `objectives` by key: weight (missing counts as 1); KPI weights are shares within their objective. Gives, on the
    index of `effects`: objective, part (of the gap, in percent), points (0-100), why. Worked: 8 × 0.5 × 3/6 = 2.0.
    """
    own, whole = weights(kpis["weight"], kpis["objective"]), weights(objectives["weight"])
    targets = final_targets(kpis, readings)
    target = np.array([targets.get(key, (None, np.nan))[1] for key in kpis.index], dtype=float)
    serves, to_kpi = effects["serves"], (effects["serves_kind"] == "kpi").to_numpy()
    of, amount = places(kpis.index, serves), floats(effects["amount"])
    objective = np.where(to_kpi, at(kpis["objective"].to_numpy(dtype=object), of), serves)
    aim, way = places(objectives.index, objective), at(_way(kpis, target), of)
    part = amount / way * 100
    figure = at(whole.to_numpy(), aim) * 100 * at(own.to_numpy(), of) * part / 100
    reasons = {
        "not computed: linked, not quantified; give an amount in the Contributions sheet": np.isnan(amount),
        "not computed: it serves an objective directly; let it serve a KPI": ~to_kpi,
        _NO_GAP: np.isnan(way),
        "not computed: the KPI leads to no live objective": aim < 0,
        "not computed: the weights sum to nothing; give weights above 0": np.isnan(figure),
    }
    worth, why = unless(figure, reasons)
    return framed({"objective": objective, "why": why}, effects.index, part=part, points=worth)


def weights(stated: pd.Series, within: pd.Series | None = None) -> pd.Series:
    """Give weights as shares of their sum (of each group); missing counts as 1, a sum of 0 or less gives none."""
    weight = weighing(stated)
    groups = np.zeros(len(weight), dtype=int) if within is None else pd.factorize(within.to_numpy(dtype=object))[0]
    whole = at(totals(weight, groups, len(weight)), groups)
    return pd.Series(weight / np.where(whole > 0, whole, np.nan), index=stated.index)


def weighing(stated: pd.Series) -> Array:
    """Give weights as they count: missing as 1, below 0 as 0."""
    return np.maximum(np.where(stated.isna(), 1.0, floats(stated)), 0.0)


def _way(kpis: pd.DataFrame, target: pd.Series | Array) -> Array:
    """Give target − baseline of each KPI, missing where there is none or where it is 0; yes or no starts from 0."""
    better, baseline, aim = kpis["better"], floats(kpis["baseline"]), floats(target)
    baseline = np.where((better == "yes_no") & np.isnan(baseline), 0.0, baseline)
    way = np.where(np.isnan(aim), floats(kpis["target"]), aim) - baseline
    return np.where((better == "range") | (way == 0), np.nan, way)
