"""Bands of load: how much of their capacity is asked of people, in the steps of the heatmap.

Up to full there are four steps, beyond it three; the break at 100 % always stays, the others are thresholds
(`threshold.load.…`). Steps that settings turn round leave the lower of two empty.
"""

from typing import NamedTuple

from dashboard.analysis.thresholds import DEFAULTS, Thresholds

HAIR = 1e-6


class Bands(NamedTuple):
    """Beyond which percent of the capacity the steps begin, but for the first, which is no work at all."""

    some: float
    most: float
    full: float
    over: float
    much: float
    far: float

    def of(self, capacity: float, demand: float) -> str:
        """Give the band of what is asked of what there is; without capacity any work is in the highest."""
        if demand <= HAIR:
            return "free"
        if capacity <= HAIR:
            return "far"
        share = demand / capacity * 100
        return next((name for name, beyond in reversed(self._asdict().items()) if share > beyond + HAIR), "some")

    def words(self) -> list[tuple[str, str]]:
        """Give each band with what it stands for, the least load first."""
        up_to = zip(("some", "most", "full"), (self.most, self.full, self.over), strict=True)
        beyond = zip(("over", "much", "far"), (self.over, self.much, self.far), strict=True)
        below = [(name, f"up to {percent:g} %") for name, percent in up_to]
        return [("free", "free"), *below, *((name, f"over {percent:g} %") for name, percent in beyond)]


def bands(cuts: Thresholds = DEFAULTS) -> Bands:
    """Give the bands of the thresholds that hold for everything."""
    most, full, much, far = (
        round(100 * cut, 6) for cut in (cuts.load_most, cuts.load_full, cuts.load_much, cuts.load_far)
    )
    return Bands(0.0, most, full, 100.0, much, far)
