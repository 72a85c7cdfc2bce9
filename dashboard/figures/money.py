"""Money by month as sums to draw and to compare, one currency and one kind at a time."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from dashboard.analysis.money import stated_once

COLUMNS = ("plan", "actual", "forecast", "committed")
MOST_MONTHS = 36  # longer ones are shown by year


class Sums(NamedTuple):
    """Totals of one kind in one currency, None where no source gives any.

    `plan_to_date` is the plan of the months up to `until`, the last month with an actual; `to_come` the forecast of the
    months after it; `at_end` what was spent and what is forecast after that.
    """

    plan: float | None
    plan_to_date: float | None
    actual: float | None
    to_come: float | None
    at_end: float | None
    committed: float | None
    until: str | None


def kinds(money: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Give (kind, currency, rows) for every pair there is, cost first; rows without a currency stand apart.

    `money` as `queries.money`; a sum that several feeds state counts once.
    """
    order = {"cost": 0, "revenue": 1, "saving": 2}
    frame = stated_once(money).assign(
        kind=money["kind"].fillna("cost"), currency=money["currency"].fillna("no currency given")
    )
    groups = [(str(kind), str(currency), rows) for (kind, currency), rows in frame.groupby(["kind", "currency"])]
    yield from sorted(groups, key=lambda group: (order.get(group[0], 9), group[0], group[1]))


def sums(rows: pd.DataFrame) -> Sums:
    """Add up the rows of one kind and currency."""
    spent = rows[rows["actual"].notna()]["month"].dropna()
    until = None if spent.empty else str(spent.max())
    before = rows["month"].astype(object).fillna("9") <= until if until else pd.Series(False, index=rows.index)
    actual = total(rows["actual"])
    to_come = total(rows["forecast"][~before])
    known = [value for value in (actual, to_come) if value is not None]
    return Sums(
        plan=total(rows["plan"]),
        plan_to_date=total(rows["plan"][before]),
        actual=actual,
        to_come=to_come,
        at_end=sum(known) if to_come is not None else None,
        committed=total(rows["committed"]),
        until=until,
    )


def by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Give a row per month from the first to the last, or per year where there are many: plan, actual, forecast,
    committed; missing where no source gives any. The index is the first day of each.
    """
    dated = rows[rows["month"].notna()]
    months = pd.period_range(dated["month"].min()[:7], dated["month"].max()[:7], freq="M") if len(dated) else []
    yearly = len(months) > MOST_MONTHS
    names = dated["month"].str[:4] + "-01-01" if yearly else dated["month"].str[:7] + "-01"
    added = pd.DataFrame({column: dated[column].astype(float).groupby(names).sum(min_count=1) for column in COLUMNS})
    index = sorted({f"{month.year}-01-01" for month in months}) if yearly else [f"{month}-01" for month in months]
    return added.reindex(index).astype(object).where(lambda frame: frame.notna(), None)


def total(column: pd.Series) -> float | None:
    """Add up what is given; None where nothing is."""
    known = column.dropna()
    return float(known.astype(float).sum()) if len(known) else None
