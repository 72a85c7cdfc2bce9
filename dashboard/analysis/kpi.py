"""How a KPI stands: goal on a day, score, progress, attainment, pace and trend.

Rules and worked figures are in docs/measures.md. Every rule gives a score of 0-10 with the cuts of `status`; a figure
that cannot be computed is given as the reason why, never as a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.analysis.own_thresholds import SCORES, Own, status_of
from dashboard.analysis.status import GOOD, NO_DATA, NOT_STARTED, POOR, of_score
from dashboard.analysis.thresholds import DEFAULTS, Thresholds
from dashboard.words import day_of

OWN = "own thresholds"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a KPI is judged by. Days are dates; numbers are in the KPI's unit. `points` are further dated targets."""

    better: str | None = None  # higher, lower, range, yes_no
    counts: str = "level"  # level, to_date
    baseline: float | None = None
    baseline_date: date | None = None
    target: float | None = None
    target_date: date | None = None
    red_flag: float | None = None
    path: str = "line"
    low: float | None = None
    high: float | None = None
    lowest: float | None = None
    highest: float | None = None
    points: tuple[tuple[date, float], ...] = ()

    @property
    def final(self) -> tuple[date, float] | None:
        """Give the last dated target, which completion is measured against; of one day that of the `points` counts."""
        dated = dict(self.points)
        if self.target is not None and self.target_date is not None:
            dated.setdefault(self.target_date, self.target)
        return max(dated.items(), default=None)


@dataclass(frozen=True, slots=True)
class Score:
    """A score of 0-10 with its status and the rule that made it; or no score, and why."""

    value: float | None
    status: str
    rule: str
    why: str | None = None
    goal: float | None = None


def goal_on(rule: Rule, day: date) -> float | None:
    """Give the goal of a day: on the straight line between dated targets, or the last one reached where it steps."""
    points = dict(rule.points)
    if rule.baseline is not None and rule.baseline_date is not None:
        points.setdefault(rule.baseline_date, rule.baseline)
    if rule.target is not None and rule.target_date is not None:
        points.setdefault(rule.target_date, rule.target)
    dated = sorted(points.items())
    if not dated or day < dated[0][0]:
        return dated[0][1] if dated else None
    before = [point for point in dated if point[0] <= day][-1]
    after = next((point for point in dated if point[0] > day), None)
    if after is None or rule.path == "step":
        return before[1]
    share = (day - before[0]).days / (after[0] - before[0]).days
    return before[1] + (after[1] - before[1]) * share


def score(rule: Rule, actual: float | None, day: date | None, cuts: Thresholds = DEFAULTS) -> Score:
    """Score a reading by the KPI's one rule: its own thresholds (`cuts.kpi`), in range, yes or no, to date, else goal
    and red flag.

    `actual` is in the KPI's unit (yes_no: 1 or 0), `day` the end of the period measured.
    """
    own = cuts.kpi if actual is not None and day is not None else ()
    if rule.better == "yes_no" and not own:
        return _yes_no(rule, actual, day, cuts)
    if actual is None or day is None:
        return Score(None, NO_DATA, "no reading", "not computed: no reading; give one in the Readings sheet")
    if own:
        return _own(rule, actual, day, own)
    if rule.better == "range":
        return _in_range(rule, actual, cuts)
    if rule.counts == "to_date":
        return _to_date(rule, actual, day, cuts)
    return _goal_and_flag(rule, actual, day, cuts)


def progress(rule: Rule, actual: float | None) -> float | None:
    """Give the way gone from the baseline to the final target in percent; below 0 is worse than the baseline.

    (actual - baseline) / (target - baseline), for higher and lower better alike [BSC Designer].
    """
    final = rule.final
    if actual is None or final is None or rule.baseline is None or final[1] == rule.baseline:
        return None
    return (actual - rule.baseline) / (final[1] - rule.baseline) * 100


def attainment(rule: Rule, actual: float | None, target: float | None) -> float | None:
    """Give actual/target (higher better) or target/actual (lower better) as a ratio, where both are above 0."""
    if actual is None or target is None or actual <= 0 or target <= 0 or rule.better not in ("higher", "lower"):
        return None
    return actual / target if rule.better == "higher" else target / actual


def expected_on(rule: Rule, day: date) -> float | None:
    """Give the value that a KPI should have by now; for one that adds up, by elapsed share of the time."""
    if rule.better in ("range", "yes_no"):
        return None
    return goal_on(rule, day)


def pace(rule: Rule, actual: float, day: date) -> float | None:
    """Give (actual - start) / (expected - start) of a total that adds up; None where nothing is expected yet, and where
    it should not come far: a total that is to stay low, or high, has no pace.
    """
    expected = goal_on(rule, day)
    start = rule.baseline
    if expected is None or start is None or expected == start or _against(rule, expected - start):
        return None
    return (actual - start) / (expected - start)


def trend(
    rule: Rule, before: tuple[date, float], last: tuple[date, float], level: float = DEFAULTS.trend_share
) -> str | None:
    """Compare the last reading with the one before, both (day, value): better, worse, level; None without a rule.

    A total that adds up is compared by its pace, a range by the distance from its middle.
    """
    if rule.counts == "to_date":
        paces = pace(rule, before[1], before[0]), pace(rule, last[1], last[0])
        change = None if None in paces else paces[1] - paces[0]  # type: ignore[operator]
        unit = 1.0
    elif rule.better == "range" and rule.low is not None and rule.high is not None:
        middle = (rule.low + rule.high) / 2
        change, unit = abs(before[1] - middle) - abs(last[1] - middle), rule.high - rule.low
    else:
        final = rule.final
        far = final is not None and rule.baseline is not None
        unit = abs(final[1] - rule.baseline) if far else 0.0  # type: ignore[index,operator]
        sign = {"higher": 1, "yes_no": 1, "lower": -1}.get(rule.better or "")
        change = None if sign is None else sign * (last[1] - before[1])
    if change is None:
        return None
    if abs(change) <= level * unit - 1e-12 or change == 0:
        return "level"
    return "better" if change > 0 else "worse"


def _own(rule: Rule, actual: float, day: date, own: Sequence[Own]) -> Score:
    """Give the status of the first own threshold that holds, and the middle of its third as the score."""
    goal, status = goal_on(rule, day) if rule.better not in ("range", "yes_no") else None, status_of(own, actual)
    if status is None:
        why = "not computed: none of its own thresholds holds for the reading; end them with else: off track"
        return Score(None, NO_DATA, OWN, why, goal)
    return Score(SCORES[status], status, OWN, goal=goal)


def _yes_no(rule: Rule, actual: float | None, day: date | None, cuts: Thresholds) -> Score:
    if actual:
        return Score(10.0, of_score(10.0, cuts), "yes or no")
    due = rule.target_date
    if due is not None and (day is None or day < due):
        return Score(None, NOT_STARTED, "yes or no", f"not started: not due before {day_of(due.isoformat())}")
    if actual is None:
        return Score(None, NO_DATA, "no reading", "not computed: no reading; give one in the Readings sheet")
    return Score(0.0, of_score(0.0, cuts), "yes or no")


def _in_range(rule: Rule, actual: float, cuts: Thresholds) -> Score:
    """Score 10 in the middle, 20/3 at the inner edges, 10/3 at the outer limits, each side for itself."""
    low, high, lowest, highest = rule.low, rule.high, rule.lowest, rule.highest
    if low is None or high is None or lowest is None or highest is None:
        return Score(None, NO_DATA, "in range", "not computed: give low, high, lowest and highest in the KPIs sheet")
    middle = (low + high) / 2
    inner, outer = (high, highest) if actual >= middle else (low, lowest)
    if abs(actual - middle) <= abs(inner - middle):
        away = abs(actual - middle) / abs(inner - middle) if inner != middle else 0.0
        value = 10 - away * POOR
    elif outer == inner:
        value = 0.0
    else:
        value = GOOD - (actual - inner) / (outer - inner) * POOR
    value = _clamp(value)
    return Score(value, of_score(value, cuts), "in range")


def _to_date(rule: Rule, actual: float, day: date, cuts: Thresholds) -> Score:
    """Score a total that adds up by its pace: 10/3 at 0.75, 20/3 at 0.95, straight between and beyond."""
    if rule.baseline is None or rule.baseline_date is None or rule.final is None:
        return Score(None, NO_DATA, "to date", "not computed: give baseline, baseline_date, target and target_date")
    ratio = pace(rule, actual, day)
    if ratio is None and _against(rule, rule.final[1] - rule.baseline):
        why = f"not computed: {rule.better} is better, so a pace says nothing; count it as a level with a red flag"
        return Score(None, NO_DATA, "to date", why)
    if ratio is None:
        return Score(None, NO_DATA, "to date", "not computed: nothing is expected yet on the reading's date")
    poor, good = cuts.pace_at_risk, cuts.pace_on_track
    value = _clamp(POOR + (ratio - poor) / (good - poor) * POOR)
    return Score(value, of_score(value, cuts), "to date", goal=goal_on(rule, day))


def _goal_and_flag(rule: Rule, actual: float, day: date, cuts: Thresholds) -> Score:
    """Score 10/3 at the red flag and 20/3 at the goal of the day, straight on both sides [Spider Impact]."""
    goal = goal_on(rule, day)
    if goal is None or rule.final is None:
        return Score(None, NO_DATA, "goal and red flag", "not computed: no target; give one in the KPIs sheet")
    target = rule.target if rule.target is not None else rule.final[1]
    flag = rule.red_flag
    if flag is None:
        if rule.baseline is None:
            why = "not computed: no red flag and no baseline; give one of them in the KPIs sheet"
            return Score(None, NO_DATA, "goal and red flag", why, goal)
        flag = (rule.baseline + target) / 2
    distance = target - flag
    if distance == 0:
        why = "not computed: the red flag equals the target; correct one of them in the KPIs sheet"
        return Score(None, NO_DATA, "goal and red flag", why, goal)
    if _against(rule, distance):
        why = "not computed: the red flag lies on the better side of the target; correct one of them in the KPIs sheet"
        return Score(None, NO_DATA, "goal and red flag", why, goal)
    value = _clamp(GOOD + (actual - goal) / distance * POOR)
    return Score(value, of_score(value, cuts), "goal and red flag", goal=goal)


def _against(rule: Rule, way: float) -> bool:
    """Say whether a way leads to where the KPI, by its stated direction, should not go."""
    return way < 0 if rule.better == "higher" else way > 0 if rule.better == "lower" else False


def _clamp(value: float) -> float:
    return min(10.0, max(0.0, value))
