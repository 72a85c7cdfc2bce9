"""Names of lines, written at their ends instead of in a legend, clear of each other."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from dashboard.figures import labels
from dashboard.figures.template import shown
from dashboard.figures.text import fit, width

SIZE = 12
ROOM = 150  # pixels at the right of the last point, at most
_HEIGHT = 190  # pixels of a small plot: labels that are apart on it are apart on all larger ones
_BESIDE = 10


class End(NamedTuple):
    """The last point of a line, its height as a share of the plot (0 at the foot), its name and its colour."""

    x: Any
    y: Any
    height: float
    name: str
    colour: str


def names(ends: Sequence[End]) -> tuple[list[dict[str, Any]], float]:
    """Give the annotations of ends that all stand at the right of the plot, and how much room they need there."""
    said = [fit(end.name, ROOM, SIZE) for end in ends]
    wanted = [labels.Label((0.0, (1 - end.height) * _HEIGHT), text, True) for end, text in zip(ends, said, strict=True)]
    found = labels.shifts(wanted, [], SIZE, _BESIDE)
    notes = [
        {
            "x": end.x,
            "y": end.y,
            "text": shown(text),
            "font": {"size": SIZE, "color": end.colour},
            "xanchor": "left",
            "xshift": shift.across,
            "yshift": -shift.down,
            "showarrow": False,
        }
        for end, text, shift in zip(ends, said, found, strict=True)
    ]
    return notes, max((width(text, SIZE) for text in said), default=0.0) + _BESIDE + 12
