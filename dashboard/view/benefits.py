"""What one project was to bring and has brought, and the reviews that ask for it after a project."""

import pandas as pd
from sqlalchemy import select

from dashboard.analysis import money
from dashboard.view import ProjectView, View
from dashboard.view.sources import with_sources
from data import queries, schema
from data.frames import frame, holds
from data.records import Milestone
from data.schema import FACTS

KIND = "post-implementation review"


def benefits_of(view: View, found: ProjectView) -> tuple[pd.DataFrame, str | None]:
    """Give the benefits of one project as `money.benefits`, a row or none, and the currency that they are in."""
    if not found.money["kind"].isin(money.BENEFITS).any():
        return pd.DataFrame(), None
    with view.store.reading() as connection:
        settings = queries.settings(connection, view.number)
    sums = money.converted(found.money, settings, pd.DataFrame([found.row], index=[found.key], dtype=object))
    return money.benefits(sums, view.today), money.reporting_currency(settings, found.money)


def reviews_of(view: View) -> pd.DataFrame:
    """Give the post-implementation reviews that registers plan and that have not been held, the earliest first.

    Gives project (key), name, day (forecast, else baseline; None where neither is given), source. One that several
    registers state is there once.
    """
    table, own, of = FACTS[Milestone], schema.identity, schema.reference
    day = table.c.forecast, table.c.baseline
    names = ("name", "actual", "state", "file", "sheet", "row")
    same = (own.c.feed == table.c.feed) & (own.c.source == table.c.key) & (own.c.record == "milestone")
    query = (
        select(own.c.key, of.c.key.label("project"), *day, *(table.c[name] for name in names))
        .join_from(table, own, same)
        .join(of, (of.c.feed == table.c.feed) & (of.c.text == table.c.project) & (of.c.wants == "project"))
        .where(table.c.kind == KIND, *(holds(each, view.number) for each in (table, own, of)))
        .order_by(own.c.key, table.c.feed, table.c.key)
    )
    with view.store.reading() as connection:
        rows = frame(connection, query).drop_duplicates("key")
        settled = rows["actual"].notna() | rows["state"].isin(["accepted", "passed", "failed", "waived"])
        due = rows[~settled]
        day = due["forecast"].where(due["forecast"].notna(), due["baseline"])
        return with_sources(connection, due.assign(day=day).sort_values("day", kind="stable", na_position="last"))
