"""Load as the browser draws it: small typed arrays of one page of groups, and a picture of all groups in bins."""

from base64 import b64encode
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from dashboard.analysis.load import HAIR, Bins
from dashboard.analysis.load_bands import Bands
from dashboard.figures.template import shown, template
from dashboard.figures.tokens import Palette
from dashboard.words import day_of

MOST_BINS = 150
_TOP = 250.0  # percent; what is beyond has the colour of this

Array = npt.NDArray[Any]


def typed(values: Array) -> dict[str, str]:
    """Give whole numbers from 0 on as bytes: `dtype` u2 or u4, little end first, and `bdata`, base64; row by row."""
    whole = np.rint(np.nan_to_num(values))
    kind = "u2" if not whole.size or whole.max() < 2**16 else "u4"
    return {"dtype": kind, "bdata": b64encode(whole.astype(f"<{kind}").tobytes()).decode("ascii")}


def cells(bins: Bins, rows: Array, bands: Bands, step: str) -> dict[str, Any]:
    """Give the cells of some groups (places) for the browser: step, periods (ISO days), minutes of capacity (None where
    there can be none) and of demand, percent of the worst day (None of days), and the bands with the percent beyond
    which each begins.
    """
    capacity = bins.capacity[rows]
    return {
        "step": step,
        "periods": bins.periods,
        "capacity": None if np.isnan(capacity).any() else typed(capacity),
        "demand": typed(bins.demand[rows]),
        "worst": None if step == "day" else typed(bins.worst[rows].clip(max=9_999)),
        "bands": [[name, beyond] for name, beyond in bands._asdict().items()],
    }


def overview(bins: Bins, order: Array, bands: Bands, many: str, colours: Palette) -> go.Figure:
    """Draw all groups in their order, so many in one line that no more than `MOST_BINS` are drawn: the colour is the
    load of the most loaded of them, on hover stands how many of them are over capacity. `y` is the first of a line.
    """
    size = -(-len(order) // MOST_BINS)
    starts = np.arange(0, len(order), size)
    capacity, demand = bins.capacity[order], bins.demand[order]
    share = np.where(capacity > HAIR, demand * 100 / np.where(capacity > HAIR, capacity, 1.0), 0.0)
    share = np.where((capacity <= HAIR) & (demand > HAIR), _TOP, share)
    worst = np.maximum.reduceat(share, starts, axis=0).clip(max=999)
    over = np.add.reduceat((demand > capacity + HAIR).astype(np.int64), starts, axis=0)
    picture = go.Heatmap(
        z=np.rint(worst).astype(np.uint16),
        x=[day_of(day) for day in bins.periods],
        y=[f"{start + 1}–{min(start + size, len(order))}" for start in starts],
        customdata=over.astype(np.uint16),
        colorscale=_scale(bands, colours),
        zmin=0,
        zmax=_TOP,
        showscale=False,
        hovertemplate=f"{shown(many)} %{{y}}, from %{{x}}<br>%{{customdata}} over capacity, the most loaded at "
        "%{z} %<extra></extra>",
    )
    return go.Figure(
        picture,
        {
            "template": template(colours),
            "height": 320,
            "margin": {"l": 76, "r": 8, "t": 8, "b": 28},
            "xaxis": {"nticks": 8, "type": "category"},
            "yaxis": {"autorange": "reversed", "nticks": 8, "type": "category", "showgrid": False},
            "dragmode": False,
        },
    )


def _scale(bands: Bands, colours: Palette) -> list[list[Any]]:
    """Give the bands as a scale in steps over whole percents up to `_TOP`."""
    beyond = np.maximum.accumulate([-0.5, *bands]) + 0.5
    edges = [*(np.minimum(beyond, _TOP) / _TOP), 1.0]
    names = ["free", *bands._fields]
    return [
        [float(edge), colours.loads[name].fill] for at, name in enumerate(names) for edge in (edges[at], edges[at + 1])
    ]
