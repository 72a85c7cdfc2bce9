"""Exposure to risk: threats and opportunities of projects and objectives, never set off against each other.

Exposure = Σ probability × money of what is open (measures.md, "Project status"); issues have happened and are counted
apart.
"""

import numpy as np
import pandas as pd

from dashboard.analysis.money import folded, worth

OPEN = ("open", "in hand")
KINDS = ("threat", "opportunity", "issue")


def weighed(risks: pd.DataFrame, rates: pd.DataFrame | None = None, currency: str | None = None) -> pd.DataFrame:
    """Give the open risks with what they weigh, each once however many feeds state it.

    `risks` as `queries.risks`: key, about_key, kind, title, probability (0-1), money, currency, state. `rates` as
    `money.rates`, `currency` that of the reports; the newest plan rate counts. Gives key, about, kind, title,
    probability, money (reporting), exposure (issues: their money), why.
    """
    kept = risks[risks["state"].fillna("open").isin(OPEN) & risks["about_key"].notna() & risks["kind"].isin(KINDS)]
    frame = stated_once(kept)[["key", "about_key", "kind", "title"]]
    frame = frame.rename(columns={"about_key": "about"})
    frame["probability"] = _numbers(kept["probability"].reindex(frame.index)).clip(0, 1)
    money, stated = _numbers(kept["money"].reindex(frame.index)), kept["currency"].reindex(frame.index)
    rate = _rates(stated, rates, currency)
    frame["money"] = money * rate
    issue = frame["kind"] == "issue"
    frame["exposure"] = frame["money"] * frame["probability"].where(~issue, 1.0)
    frame["why"] = None
    frame.loc[frame["probability"].isna() & ~issue, "why"] = "not computed: no probability; give it in the Risks sheet"
    frame.loc[rate.isna(), "why"] = (
        "not computed: no rate for its currency; give a line `rate ...` in the Settings sheet"
    )
    frame.loc[money.isna(), "why"] = "not computed: no money; give it in the Risks sheet"
    return frame.reset_index(drop=True)


def stated_once(risks: pd.DataFrame) -> pd.DataFrame:
    """Keep each risk once, as the first feed states it; `risks` as `queries.risks`."""
    return risks.drop_duplicates(["about_key", "kind", "title", "key"])


def _rates(stated: pd.Series, rates: pd.DataFrame | None, currency: str | None) -> pd.Series:
    upper = folded(stated)
    home = upper.isna() | (upper == currency).fillna(False).astype(bool)
    if currency is None:
        home = upper.isna() | (upper.nunique() == 1)
    if rates is None or rates.empty:
        return pd.Series(1.0, index=stated.index).where(home)
    newest = rates[rates["basis"] == "plan"].drop_duplicates("currency", keep="last").set_index("currency")["rate"]
    return upper.astype(object).map(newest).astype(float).where(~home, 1.0)


def of_threats(risks: pd.DataFrame, of: pd.Series, projects: pd.DataFrame, settings: pd.DataFrame) -> pd.DataFrame:
    """Give the exposure of projects to open threats, in the currency of each, by the plan rates of its status date.

    `risks` as `queries.risks`; `of`: the project of each, or missing; `projects` by key: currency, status_date. Gives,
    by project that has a threat: exposure (missing where none could be weighed), unconverted (currencies without a
    rate, in words, or missing), unweighed (threats without a probability or money).
    """
    kept = risks[(risks["kind"] == "threat") & risks["state"].fillna("open").isin(OPEN) & of.isin(projects.index)]
    of = of[kept.index]
    own = folded(of.map(projects["currency"]))
    stated = folded(kept["currency"]).fillna(own)
    rate = worth(stated, own, of.map(projects["status_date"]), settings, "plan_rate")
    weight = _numbers(kept["probability"]).clip(0, 1) * _numbers(kept["money"])
    left_out = weight.notna() & rate.isna()
    frame = pd.DataFrame({"exposure": (weight * rate).groupby(of).sum(min_count=1)})
    frame["unweighed"] = weight.isna().groupby(of).sum().astype(int)
    names = stated[left_out].groupby(of[left_out]).agg(lambda found: ", ".join(sorted(set(found))))
    frame["unconverted"] = names.reindex(frame.index).astype(object)
    return frame


def by_objective(
    weighed: pd.DataFrame, objectives: pd.Index, kpis: pd.DataFrame, milestones: pd.DataFrame, paths: pd.DataFrame
) -> pd.DataFrame:
    """Give the exposure of each objective: its own and its KPIs', and that of the projects behind it.

    `kpis` by key: objective; `milestones` by key: project; `paths`: project, objective (`alignment.paths`). A risk
    counts once for an objective; one of a project that serves several stands with each of them, so the lines do not
    add up. Gives, by objective, of what is its own: threats, opportunities, issues (how many), threat, opportunity
    (exposure), issue (money), unquantified (threats and opportunities without a figure), largest (key of the threat
    that weighs most); and `behind_threat`, `behind_opportunity`.
    """
    about = weighed["about"]
    own = weighed.assign(group=about.where(about.isin(objectives), about.map(kpis["objective"])))
    frame = _summed(own, objectives)
    pairs = paths[["project", "objective"]].drop_duplicates().astype(object)
    of = milestones["project"].reindex(about).set_axis(about.index)
    through = weighed.assign(project=of.where(of.notna(), about).astype(object)).merge(pairs, on="project")
    through = through.rename(columns={"objective": "group"})
    theirs = _summed(through, objectives)
    return frame.assign(behind_threat=theirs["threat"], behind_opportunity=theirs["opportunity"])


def _summed(rows: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    rows = rows[rows["group"].isin(index)]
    frame = pd.DataFrame(index=index)
    for kind, many in zip(KINDS, ("threats", "opportunities", "issues"), strict=True):
        mine = rows[rows["kind"] == kind].groupby("group")["exposure"]
        frame[many] = mine.size().reindex(index, fill_value=0).astype(int)
        frame[kind] = mine.sum().reindex(index, fill_value=0.0).astype(float)
    risks = rows[rows["kind"] != "issue"]
    frame["unquantified"] = (
        risks["exposure"].isna().groupby(risks["group"]).sum().reindex(index, fill_value=0).astype(int)
    )
    heavy = rows[(rows["kind"] == "threat") & rows["exposure"].notna()].sort_values(["exposure", "key"])
    largest = heavy.drop_duplicates("group", keep="last").set_index("group")["key"].reindex(index)
    return frame.assign(largest=largest.astype(object).where(largest.notna(), None))


def _numbers(column: pd.Series) -> pd.Series:
    values = pd.to_numeric(column, errors="coerce").astype(float)
    return values.where(np.isfinite(values))
