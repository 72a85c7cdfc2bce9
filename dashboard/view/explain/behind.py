"""What the sentences of one project are made of."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.analysis.chains import Chains
from dashboard.view import ProjectView
from dashboard.view.explain.reasons import Because


@dataclass(frozen=True)
class Behind:
    """What the sentences of one project are made of: its figures by measure with what they were judged by, what it is
    in the view, the places of its schedule and of its register's row, its history, the KPIs that it serves, the chain
    that made it so where it is not on track, what it is for where it serves none, the decisions about it whose day
    has passed undone, and what is asked of the room.
    """

    figures: dict[str, Any]
    found: ProjectView
    schedule: Because | None
    register: Because | None
    past: pd.DataFrame
    kpis: pd.DataFrame
    chain: Chains | None
    aim: str | None
    overdue: pd.DataFrame
    asked: str | None
