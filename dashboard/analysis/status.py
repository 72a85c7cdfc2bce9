"""The six statuses, the cuts between them, and which is worse."""

from collections.abc import Iterable

from dashboard.analysis.thresholds import DEFAULTS, Thresholds

ON_TRACK, AT_RISK, OFF_TRACK = "on_track", "at_risk", "off_track"
DONE, NOT_STARTED, NO_DATA = "done", "not_started", "no_data"
STATUSES = (OFF_TRACK, AT_RISK, ON_TRACK, DONE, NOT_STARTED, NO_DATA)

GOOD, POOR = 20 / 3, 10 / 3  # what goal and red flag score
WORST_FIRST = {status: place for place, status in enumerate(STATUSES)}


def of_score(score: float, cuts: Thresholds = DEFAULTS) -> str:
    """Give the status of a 0-10 score (cuts of Spider Impact: thirds of the scale)."""
    # Scores are quotients of decimals: a hair below a cut is the cut.
    if score >= cuts.score_on_track - 1e-9:
        return ON_TRACK
    return AT_RISK if score >= cuts.score_at_risk - 1e-9 else OFF_TRACK


def worst(statuses: Iterable[str]) -> str | None:
    """Give the worst status; not started and no data do not take part. None when nothing takes part."""
    taking_part = [status for status in statuses if status not in (NOT_STARTED, NO_DATA)]
    return min(taking_part, key=WORST_FIRST.__getitem__, default=None)
