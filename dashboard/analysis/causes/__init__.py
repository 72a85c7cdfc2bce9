"""Causes: what contributions should do to KPIs, what was seen, and where each KPI will be on its target's date.

Formulas are those of measures.md, "Causes". Days are ISO text, amounts in the KPI's own unit, shares in percent; what
cannot be computed is missing, with the reason in `why`.
"""

from dashboard.analysis.causes.claims import claims
from dashboard.analysis.causes.course import course
from dashboard.analysis.causes.effects import effects
from dashboard.analysis.causes.gaps import gaps, parts, points
from dashboard.analysis.causes.outlook import expected, outlook
from dashboard.analysis.causes.seen import seen

__all__ = ["claims", "course", "effects", "expected", "gaps", "outlook", "parts", "points", "seen"]
