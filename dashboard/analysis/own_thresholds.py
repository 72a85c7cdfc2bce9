"""A KPI's own thresholds: rules in an order, of which the first that holds gives the status [ClearPoint].

Written as `>= 6000: on track; >= 5500: at risk; else: off track`, in the KPI's unit (yes or no: 1 or 0). A status
scores the middle of its third of the scale: 8.33, 5 or 1.67.
"""

import operator
import re
from collections.abc import Sequence
from typing import NamedTuple

_HOLDS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq}
_RULE = re.compile(r"(?:(>=|<=|>|<|=)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|else)\s*:\s*(on track|at risk|off track)")
_SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "−": "-"})
EXAMPLE = "write rules such as >= 6000: on track; >= 5500: at risk; else: off track"
SCORES = {"on_track": 25 / 3, "at_risk": 5.0, "off_track": 5 / 3}


class Own(NamedTuple):
    """One rule: its comparison with a bound in the KPI's unit, both missing where it always holds; and the status."""

    comparison: str | None
    bound: float
    status: str

    def __str__(self) -> str:
        """Give the rule as it is written."""
        when = f"{self.comparison} {self.bound:.15g}" if self.comparison else "else"
        return f"{when}: {self.status.replace('_', ' ')}"


def read(text: str) -> tuple[Own, ...]:
    """Read rules as they are written; none where `fault` finds something wrong with them."""
    found = [_RULE.fullmatch(part) for part in _parts(text)]
    return () if fault(text) else tuple(
        Own(one[1], float(one[2] or 0), one[3].replace(" ", "_")) for one in found if one
    )  # fmt: skip


def fault(text: str) -> str | None:
    """Say what is wrong with rules as they are written, and what to do; None where nothing is."""
    parts = _parts(text)
    wrong = next((part for part in parts if not _RULE.fullmatch(part)), None if parts else text)
    if wrong is not None:
        return f"'{wrong}' is no rule: {EXAMPLE}"
    after = [part for part in parts[:-1] if part.startswith("else")]
    return f"what stands after '{after[0]}' would never hold: put it last" if after else None


def status_of(rules: Sequence[Own], actual: float) -> str | None:
    """Give the status of the first rule that holds for a reading, None where none does."""
    for rule in rules:
        if rule.comparison is None or _HOLDS[rule.comparison](actual, rule.bound):
            return rule.status
    return None


def written(rules: Sequence[Own]) -> str:
    """Give rules as they are written."""
    return "; ".join(map(str, rules))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.casefold().translate(_SIGNS).split(";") if part.strip()]
