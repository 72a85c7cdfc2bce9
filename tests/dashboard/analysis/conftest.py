"""The frames of the sample portfolio as they stand after its last load."""

from dataclasses import dataclass

import pandas as pd
import pytest

from dashboard.view import projects as work
from data import queries
from data.store import Store

TODAY = "2026-11-04"


@dataclass(frozen=True)
class Portfolio:
    """The frames of the sample portfolio; milestones have the baselines that the register adopts."""

    objectives: pd.DataFrame
    kpis: pd.DataFrame
    readings: pd.DataFrame
    links: pd.DataFrame
    projects: pd.DataFrame
    milestones: pd.DataFrame
    contributions: pd.DataFrame
    dependencies: pd.DataFrame
    money: pd.DataFrame
    risks: pd.DataFrame
    settings: pd.DataFrame


@pytest.fixture(scope="session")
def portfolio(demo_address: str) -> Portfolio:
    """Read the portfolio once; nobody changes its frames."""
    store = Store.open(demo_address)
    newest = store.revision()
    assert newest is not None
    named = ("objectives", "kpis", "readings", "links", "projects", "contributions", "dependencies", "money", "risks")
    with store.reading() as connection:
        frames = {name: getattr(queries, name)(connection, newest.number) for name in (*named, "settings")}
        milestones = work.milestones(connection, newest.number, TODAY)
    store.close()
    return Portfolio(milestones=milestones, **frames)
