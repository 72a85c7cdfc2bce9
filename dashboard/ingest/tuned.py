"""Settings that analysis could not use are refused when they are loaded, never met when a page is read."""

import pandas as pd

from dashboard.analysis import estimate, recommendation, thresholds
from dashboard.analysis.freshness import RHYTHM_DAYS
from data import precedence
from data.export import Export, Rejection
from data.records import Setting

# In which cell a fault stands, by how it begins; else in that of the value.
_FIELDS = {
    thresholds.UNKNOWN: "name",
    precedence.UNKNOWN: "name",
    precedence.FOR_ALL: "applies_to",
    precedence.AT_ONCE: "from",
}
_COLUMNS = ["name", "applies_to", "value", "valid_from"]


def refuse_unusable(export: Export) -> None:
    """Move the settings of an export that cannot be used from its records to its rejections, each with its reason."""
    rows = [row for row in export.records.get(Setting, []) if isinstance(row, Setting)]
    if not rows:
        return
    faults = {at: why for at, row in enumerate(rows) if (why := _fault(row))}
    sound = pd.DataFrame([row for at, row in enumerate(rows) if at not in faults], columns=list(Setting._fields))
    sound.index = pd.Index([at for at in range(len(rows)) if at not in faults])
    faults |= thresholds.wrong_side(sound[_COLUMNS].astype(object))
    export.records[Setting] = [row for at, row in enumerate(rows) if at not in faults]
    for at, why in sorted(faults.items()):
        row = rows[at]
        field = next((field for begin, field in _FIELDS.items() if why.startswith(begin)), "value")
        stated = row.valid_from if field == "from" else getattr(row, field)
        export.rejections.append(Rejection(why, row.sheet, row.row, field, stated, Setting, row.key))


def _fault(row: Setting) -> str | None:
    """Say what is wrong with a setting by itself."""
    name, value = row.name.strip().casefold(), (row.value or "").strip()
    if name.startswith(thresholds.PREFIX):
        return thresholds.fault(name, value)
    if name.startswith(("rate ", "month_rate ")) and not (thresholds.number_of(value) or 0) > 0:
        return f"'{value}' is no rate: write a number above 0, with a point before decimals, such as 1.17"
    if name == "feed_rhythm" and value.casefold() not in RHYTHM_DAYS:
        return f"'{value}' is no rhythm: write one of {', '.join(RHYTHM_DAYS)}"
    if name == estimate.SETTING:
        return estimate.fault(value)
    if name.startswith(precedence.PREFIX):
        return precedence.fault(name, row.applies_to or "", row.valid_from)
    if name.startswith("recommendation "):
        return recommendation.fault(name, value)
    return None
