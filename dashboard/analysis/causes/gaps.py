"""How much of the way from baseline to target has work behind it, and what each contribution is worth."""

import numpy as np
import pandas as pd

from dashboard.analysis.causes.claims import claims
from dashboard.analysis.causes.columns import day_numbers, numbers, unless
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
    mine = effects[effects["serves"].isin(kpis.index) & ~effects["over"]]
    way = _way(kpis, ends["target"])
    until, read = (day_numbers(mine["serves"].map(ends[name])) for name in ("target_date", "last_date"))
    on, planned = day_numbers(mine["effective"]), day_numbers(mine["baseline"])
    delivered = mine["done"] & (on <= read)
    coming = ~delivered & ((on <= until) | until.isna() & on.notna())
    frame = mine[["project", "milestone"]].assign(kpi=mine["serves"], amount=numbers(mine["amount"]))
    frame["part"] = frame["amount"] / frame["kpi"].map(way).astype(float) * 100 + 0.0  # no minus zero
    frame["when"] = np.select([delivered, coming], [DELIVERED, COMING], default=LATE).astype(object)
    frame["slipped"] = ~delivered & (on > planned)
    return frame


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
        at = ends(kpis, readings)
        known = at, parts(kpis, at, effects)
    frame, mine = pd.DataFrame({"gap": _way(kpis, known[0]["target"])}), known[1]
    said = claims(effects.loc[mine.index], kpis, day, cuts)
    firm = said["agreed"] & ~said["unreviewed"]
    rows = pd.DataFrame({"kpi": mine["kpi"], "links": 1, "quantified": mine["amount"].notna(), "agreed_links": firm})
    rows["amounts"] = mine["amount"].fillna(0.0)
    held = {name: mine["when"] == name for name in (DELIVERED, COMING, LATE)}
    held |= {"slipped": held[COMING] & mine["slipped"], "agreed": firm}
    for name, part in held.items():
        rows[name] = rows["amounts"].where(part, 0.0)
    sums = rows.groupby("kpi").sum().reindex(kpis.index).fillna(0.0)
    frame = frame.join(sums.astype(dict.fromkeys(("links", "quantified", "agreed_links"), int)))
    frame["gap_covered"] = frame["amounts"] / frame["gap"] * 100 + 0.0
    frame[[*held]] = frame[[*held]].div(frame["gap"], axis=0) * 100 + 0.0  # no minus zero
    frame["open"] = (100 - frame["gap_covered"]).clip(lower=0)
    frame["beyond"] = (frame["gap_covered"] - 100).clip(lower=0)
    frame["over"] = frame["gap_covered"] > 100 + 1e-9
    return unless(frame, "gap_covered", {_NO_GAP: frame["gap"].isna()})


def points(effects: pd.DataFrame, kpis: pd.DataFrame, objectives: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Give what each contribution is worth: objective weight (of 100) × KPI weight × part of the KPI's gap.

    `objectives` by key: weight (missing counts as 1); KPI weights are shares within their objective. Gives, on the
    index of `effects`: objective, part (of the gap, in percent), points (0-100), why. Worked: 8 × 0.5 × 3/6 = 2.0.
    """
    own, whole = weights(kpis["weight"], kpis["objective"]), weights(objectives["weight"])
    way = _way(kpis, final_targets(kpis, readings)["target"])
    key = effects["serves"]
    objective = key.map(kpis["objective"]).where(effects["serves_kind"] == "kpi", key)
    frame = pd.DataFrame({"objective": objective, "part": numbers(effects["amount"]) / key.map(way) * 100})
    frame["points"] = objective.map(whole).astype(float) * 100 * key.map(own).astype(float) * frame["part"] / 100
    reasons = {
        "not computed: linked, not quantified; give an amount in the Contributions sheet": effects["amount"].isna(),
        "not computed: it serves an objective directly; let it serve a KPI": effects["serves_kind"] != "kpi",
        _NO_GAP: key.map(way).isna(),
        "not computed: the KPI leads to no live objective": ~objective.isin(objectives.index),
        "not computed: the weights sum to nothing; give weights above 0": frame["points"].isna(),
    }
    return unless(frame, "points", reasons)


def weights(stated: pd.Series, within: pd.Series | None = None) -> pd.Series:
    """Give weights as shares of their sum (of each group); missing counts as 1, a sum of 0 or less gives none."""
    weight = numbers(stated).where(stated.notna(), 1.0).clip(lower=0)
    total = pd.Series(weight.sum(), index=weight.index) if within is None else weight.groupby(within).transform("sum")
    return weight / total.where(total > 0)


def _way(kpis: pd.DataFrame, target: pd.Series) -> pd.Series:
    """Give target − baseline of each KPI, missing where there is none or where it is 0; yes or no starts from 0."""
    baseline = numbers(kpis["baseline"])
    baseline = baseline.where(kpis["better"] != "yes_no", baseline.fillna(0.0))
    target = target.where(target.notna(), numbers(kpis["target"]))
    way = (target - baseline).where(kpis["better"] != "range")
    return way.where(way != 0)
