"""Money by month as sums to draw and to compare, one currency and one kind at a time."""

from collections.abc import Iterable, Iterator
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
    for _, kind, currency, rows in _groups(stated_once(money).assign(project="")):
        yield kind, currency, rows


def kinds_of_projects(money: pd.DataFrame) -> list[tuple[str, str, str, pd.DataFrame]]:
    """Give (project, kind, currency, rows) as `kinds` does, the projects in the order of their rows."""
    return _groups(stated_once(money))


def _groups(money: pd.DataFrame) -> list[tuple[str, str, str, pd.DataFrame]]:
    order = {"cost": 0, "revenue": 1, "saving": 2}
    place = {key: at for at, key in enumerate(money["project"].unique())}
    frame = money.assign(kind=money["kind"].fillna("cost"), currency=money["currency"].fillna("no currency given"))
    groups = frame.groupby(["project", "kind", "currency"], sort=False)
    found = [(str(project), str(kind), str(currency), rows) for (project, kind, currency), rows in groups]
    return sorted(found, key=lambda one: (place[one[0]], order.get(one[1], 9), *one[1:3]))


def sums(rows: pd.DataFrame) -> Sums:
    """Add up the rows of one kind and currency."""
    lines = list(zip(*(rows[name].to_list() for name in ("month", *COLUMNS)), strict=True))
    until = max((line[0] for line in lines if _known(line[0]) and _known(line[2])), default=None)
    before = [until is not None and _known(line[0]) and line[0] <= until for line in lines]
    actual = _total(line[2] for line in lines)
    to_come = _total(line[3] for line, gone in zip(lines, before, strict=True) if not gone)
    known = [value for value in (actual, to_come) if value is not None]
    return Sums(
        plan=_total(line[1] for line in lines),
        plan_to_date=_total(line[1] for line, gone in zip(lines, before, strict=True) if gone),
        actual=actual,
        to_come=to_come,
        at_end=sum(known) if to_come is not None else None,
        committed=_total(line[4] for line in lines),
        until=until,
    )


def _known(value: object) -> bool:
    return value is not None and value == value


def _total(values: Iterable[float | None]) -> float | None:
    """Add up what is given; None where nothing is."""
    known = [float(value) for value in values if value is not None and value == value]
    return sum(known) if known else None


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
