"""What the objectives weigh to which projects lead."""

import pandas as pd


def served_weight(contributions: pd.DataFrame, kpis: pd.DataFrame, objectives: pd.DataFrame) -> pd.DataFrame:
    """Give, by project, to how many live objectives its contributions lead, and their weight: objectives, weight.

    `contributions`: project, serves_kind, serves; `kpis`, by key: objective; `objectives`, by key: weight (missing
    counts as 1).
    """
    to_objective = contributions["serves_kind"] == "objective"
    objective = contributions["serves"].where(to_objective, contributions["serves"].map(kpis["objective"]))
    frame = pd.DataFrame({"project": contributions["project"], "objective": objective}).dropna().drop_duplicates()
    frame = frame[frame["objective"].isin(objectives.index)]
    frame["weight"] = pd.to_numeric(frame["objective"].map(objectives["weight"])).fillna(1.0).astype(float)
    return frame.groupby("project").agg(objectives=("objective", "size"), weight=("weight", "sum"))
