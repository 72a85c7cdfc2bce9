"""Which things are there, and in which order."""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def some(things: pd.DataFrame, keys: Sequence[str] | None) -> pd.DataFrame:
    """Give the things with these keys; None gives all."""
    return things if keys is None else things[things.index.isin(list(keys))]


def live(things: pd.DataFrame) -> pd.DataFrame:
    """Give the things that are not retired."""
    return things[things["state"].isna() | (things["state"] != "retired")]


def in_order(things: pd.DataFrame) -> pd.DataFrame:
    """Order by position, then as loaded; things without a position come last."""
    return things.iloc[np.argsort(things["position"].to_numpy(dtype=float), kind="stable")]
