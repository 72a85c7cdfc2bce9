"""Money by month and kind, in one currency; put down to objectives by declared shares; benefits planned, seen and owed.

Formulas are those of measures.md, "Money". Nothing is added twice, nothing is spread that nobody declared, and no
currency is added without a rate: what cannot be converted is missing, with the reason in `why`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

FIGURES = ["plan", "committed", "actual", "forecast"]
REGISTER, SCHEDULE = "money register", "schedule"  # what says that a cost was spent
BENEFITS = ("revenue", "saving", "other benefit")


def rates(settings: pd.DataFrame) -> pd.DataFrame:
    """Give the rates that settings state: currency, basis (plan, month), day, rate (reporting money for one unit).

    `settings` as `queries.settings`: `rate GBP` is a plan rate, `month_rate GBP` that of the month of its date.
    """
    words = settings["name"].astype("string").str.casefold().str.extract(r"^\s*(rate|month_rate)\s+(\S+)\s*$")
    basis = words[0].map({"rate": "plan", "month_rate": "month"})
    frame = pd.DataFrame({"currency": words[1].str.upper(), "basis": basis, "day": settings["valid_from"]})
    frame["rate"] = _numbers(settings["value"])
    frame = frame[frame["basis"].notna() & frame["currency"].notna() & (frame["rate"] > 0)].astype({"currency": object})
    return frame.fillna({"day": ""}).sort_values("day", kind="stable").reset_index(drop=True)


def reporting_currency(settings: pd.DataFrame, money: pd.DataFrame) -> str | None:
    """Give the currency of the reports: the newest setting, else the only one that money is in, else None."""
    named = settings["name"].astype("string").str.strip().str.casefold() == "reporting_currency"
    stated = settings[named.fillna(False).astype(bool) & settings["value"].notna()]
    if len(stated):
        newest = stated.fillna({"valid_from": ""}).sort_values("valid_from", kind="stable")
        return str(newest["value"].iloc[-1]).strip().upper()
    used = {str(one).upper() for one in money["currency"].dropna().unique()}
    return used.pop() if len(used) == 1 else None


def in_one_unit(units: pd.Series, listed: pd.DataFrame, currency: str | None) -> tuple[pd.Series, str | None]:
    """Give what one of each unit is worth in the one unit in which figures of projects can be added, and that unit.

    `units`: a currency, `h` or `working days` each; `listed` as `rates`, of which the newest plan rate counts. It is
    the reporting currency where any of them is money with a rate, else the unit of most. What cannot be said in it is
    missing: money and hours never meet.
    """
    plan = listed[listed["basis"] == "plan"].drop_duplicates("currency", keep="last")
    known = dict(zip(plan["currency"], plan["rate"], strict=True)) | {currency: 1.0}
    factors = units.map(known).astype(float) if currency else pd.Series(np.nan, units.index)
    if factors.notna().any():
        return factors, currency
    counts = units.value_counts()
    most = sorted(counts.index[counts == counts.max()])[0] if len(counts) else None
    return pd.Series(np.where(units == most, 1.0, np.nan), units.index), most


def once(money: pd.DataFrame) -> pd.DataFrame:
    """Keep each sum once: where several feeds state a figure of a project, month and kind, the first feed's counts.

    `money` as `queries.money` (in order of feeds). The figures of later feeds become missing in their own rows; rows
    that are left without any figure go.
    """
    frame = money[money["project"].notna() & money["month"].notna() & money["kind"].notna()]
    frame = stated_once(frame)
    return frame[frame[FIGURES].notna().any(axis=1)]


def stated_once(money: pd.DataFrame) -> pd.DataFrame:
    """Give all rows of money without the figures that an earlier feed states for the same project, month and kind."""
    figures = money[[*FIGURES]].to_numpy(dtype=float)
    figures = np.where(np.isfinite(figures), figures, np.nan)
    frame = money.assign(**dict(zip(FIGURES, figures.T, strict=True)))
    same = ["project", "month", "kind"]
    several = frame[frame.duplicated(same, keep=False)]
    if several.empty:
        return frame
    for name in FIGURES:
        known = several[several[name].notna()]
        first = known.groupby(same, dropna=False)["feed"].transform("first")
        frame.loc[known.index[known["feed"] != first], name] = np.nan
    return frame


def converted(
    money: pd.DataFrame, settings: pd.DataFrame, projects: pd.DataFrame, counted: pd.Series | None = None
) -> pd.DataFrame:
    """Give money in the reporting currency: plan, commitment and forecast at the plan rate, actual at the month's rate.

    `money` as `queries.money`, `projects` by key: currency (that of rows without one). The plan rate is the newest of
    the month or before, else the first after; where no month has a rate up to then, the plan rate stands for it. Gives
    the rows of `once` with the four figures converted, currency (reporting), stated_currency, plan_rate, plan_rate_day,
    actual_rate, actual_rate_day, why. Where no setting names the currency of the reports, the stated ones of all these
    rows decide it, or where they are only some, `counted`: those of all.
    """
    frame = once(money)
    frame = frame.assign(stated_currency=stated_currency(frame, projects))
    return _converted(frame, frame["stated_currency"] if counted is None else counted, settings)


def _converted(frame: pd.DataFrame, counted: pd.Series, settings: pd.DataFrame) -> pd.DataFrame:
    """Convert rows with their stated_currency; where no setting names that of the reports, `counted` decide on it."""
    to = reporting_currency(settings, pd.DataFrame({"currency": counted}))
    # Where nobody names a currency anywhere, there is only one.
    nameless = to is None and bool(counted.isna().all())
    frame = _with_rates(frame, rates(settings), to)
    stated = frame["stated_currency"]
    home = stated.isna() if nameless else (stated == to).fillna(False).astype(bool)
    for name in ("plan_rate", "actual_rate"):
        frame[name] = frame[name].where(~home, 1.0)
        frame[f"{name}_day"] = frame[f"{name}_day"].where(~home & frame[name].notna(), None)
    for name in FIGURES:
        frame[name] = frame[name] * frame["actual_rate" if name == "actual" else "plan_rate"]
    frame["why"] = None
    missing = frame["plan_rate"].isna()
    frame.loc[missing, "why"] = "not added: no rate for its currency; give a line `rate ...` in the Settings sheet"
    frame.loc[missing & stated.isna(), "why"] = "not added: no currency; give it in the Money sheet"
    if to is None:
        frame.loc[missing, "why"] = "not added: several currencies; give reporting_currency in the Settings sheet"
    return frame.assign(currency=to)


def with_schedules(
    money: pd.DataFrame,
    spent: pd.DataFrame,
    settings: pd.DataFrame,
    projects: pd.DataFrame,
    counted: pd.Series | None = None,
) -> pd.DataFrame:
    """Add what schedules say was spent by projects of whose cost no Money row gives an actual that could be converted.

    AC comes from the money register where given, else from the schedule, named (measures.md, "Money"). A total up to a
    day has no months: it is converted at the rate of the month of its day, and what was ordered or forecast for months
    without a working day after it has become it; of the forecast of its own month counts the share of the working days
    (Monday to Friday) that come after it. `money` as `converted`; `spent`: project, month (that day), kind, the four
    figures, currency; `projects` and `counted` as there. Where no setting names the currency of the reports, Money
    decides if it holds anything. Gives the rows of both, with source: money register or schedule.
    """
    rows = spent[~spent["project"].isin(actual_cost(money)["project"])]
    found = money.assign(source=REGISTER)
    if rows.empty:
        return found
    rows = rows.assign(stated_currency=stated_currency(rows, projects), source=SCHEDULE)
    decides = (found if len(found) else rows)["stated_currency"] if counted is None else counted
    made = _converted(rows, decides, settings)
    added = made[made["actual"].notna()]
    until = found["project"].map(dict(zip(added["project"], added["month"].map(_number), strict=True)))
    cost = (found["kind"] == "cost") & until.notna()
    ahead = _ahead(found.loc[cost, "month"], until[cost]).reindex(found.index, fill_value=1.0)
    found["committed"] = found["committed"].where(ahead > 0)
    found["forecast"] = (found["forecast"] * ahead).where(ahead > 0)
    return pd.concat([one for one in (found, made) if len(one)], ignore_index=True)


def actual_cost(money: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of money that say what a project has spent."""
    return money[(money["kind"] == "cost") & money["actual"].notna()]


def _ahead(months: pd.Series, until: pd.Series) -> pd.Series:
    """Give which part of the working days of months (Monday to Friday) comes after a day each, in days since 1970."""
    first = months.str[:7].to_numpy(dtype="datetime64[M]")
    begin, end = first.astype("datetime64[D]"), (first + 1).astype("datetime64[D]")
    after = np.clip((until.to_numpy(dtype="int64") + 1).astype("datetime64[D]"), begin, end)
    return pd.Series(np.busday_count(after, end) / np.busday_count(begin, end), months.index)


def spent_by(money: pd.DataFrame) -> pd.DataFrame:
    """Say, by project, what its actual cost comes from: source (money register, schedule), until (the day of the total
    of a schedule); `money` as `with_schedules`. Who has no actual cost is not among them.
    """
    rows = actual_cost(money).drop_duplicates("project").set_index("project")
    until = rows["month"].where(rows["source"] == SCHEDULE, None)
    return pd.DataFrame({"source": rows["source"], "until": until}, dtype=object)


def reasons(whys: pd.Series) -> str:
    """Say why sums could not be added (`why` of `converted`), each reason once: no rate for its currency; give ..."""
    return "; or ".join(str(why).removeprefix("not added: ") for why in whys.dropna().unique())


def stated_currency(money: pd.DataFrame, projects: pd.DataFrame) -> pd.Series:
    """Give the currency of rows of money, in capitals; `projects` by key: currency, that of rows without one."""
    stated = money["currency"].where(money["currency"].notna(), money["project"].map(projects["currency"]))
    return folded(stated).astype(object).where(stated.notna(), None)


def _with_rates(frame: pd.DataFrame, listed: pd.DataFrame, to: str | None) -> pd.DataFrame:
    """Add the rates of each row of another currency, which are looked up once for every currency and month."""
    foreign = frame["stated_currency"].notna() & (frame["stated_currency"] != to).fillna(True)
    if to is None or not foreign.any():
        return frame.assign(plan_rate=np.nan, plan_rate_day=None, actual_rate=np.nan, actual_rate_day=None)
    plan, monthly = (_by_currency(listed[listed["basis"] == basis]) for basis in ("plan", "month"))
    by = ["stated_currency", "month"]
    asked = frame[by].drop_duplicates()
    found = []
    for currency, on in zip(asked["stated_currency"], _ends(asked["month"]), strict=True):
        fitting = _until(plan, currency, on) or _after(plan, currency, on) or (np.nan, None)
        found.append((*fitting, *(_until(monthly, currency, on) or fitting)))
    of_each = frame.groupby(by, dropna=False, sort=False).ngroup()  # numbered in the order of `asked`
    names = ["plan_rate", "plan_rate_day", "actual_rate", "actual_rate_day"]
    of_rows = pd.DataFrame(found, columns=names).iloc[of_each].set_axis(frame.index)
    return pd.concat([frame, of_rows], axis=1)


Rates = dict[str, tuple[list[int], list[tuple[float, str]]]]  # by currency: days since 1970; the rate and day of each


def _by_currency(listed: pd.DataFrame) -> Rates:
    """Give listed rates in the order of their days; one without a day comes before all."""
    found: Rates = {}
    columns = (listed[name] for name in ("currency", "rate", "day"))
    for currency, rate, day in sorted(zip(*columns, strict=True), key=lambda one: one[2]):
        days, rates = found.setdefault(currency, ([], []))
        days.append(_number(day or "0001-01-01"))
        rates.append((rate, day))
    return found


def _until(listed: Rates, currency: Any, on: int) -> tuple[float, str] | None:
    """Give the newest rate of a currency up to a day."""
    days, rates = listed.get(currency, ([], []))
    place = bisect_right(days, on)
    return rates[place - 1] if place else None


def _after(listed: Rates, currency: Any, on: int) -> tuple[float, str] | None:
    """Give the first rate of a currency from a day on."""
    days, rates = listed.get(currency, ([], []))
    place = bisect_left(days, on)
    return rates[place] if place < len(days) else None


def plan_rates(currencies: pd.Series, days: pd.Series, settings: pd.DataFrame) -> pd.Series:
    """Give the plan rate (reporting money for one unit) of currencies on days: the newest of the month or before, else
    the first after; of a missing day the newest. 1 for the reporting currency; missing where none is stated.
    """
    return _stated_rates(folded(currencies), days, settings)["plan_rate"]


def in_own_currency(money: pd.DataFrame, projects: pd.DataFrame, settings: pd.DataFrame) -> pd.DataFrame:
    """Give actual money in the currency of its project, at the rates of its month (as in `converted`).

    `money`: project, month, actual, currency; `projects` by key: currency. What has no rate stays in its own currency.
    """
    own = folded(money["project"].map(projects["currency"]))
    stated = folded(money["currency"]).fillna(own)
    rate = worth(stated, own, money["month"], settings, "actual_rate")
    currency = own.where(rate.notna(), stated).astype(object)
    return money.assign(
        actual=_numbers(money["actual"]) * rate.fillna(1.0), currency=currency.where(currency.notna(), None)
    )


def worth(stated: pd.Series, own: pd.Series, days: pd.Series, settings: pd.DataFrame, rate: str) -> pd.Series:
    """Give what one of each stated currency is worth in another (both as `folded`): 1 where it is the same, or none is
    stated; missing where a rate is. `rate` says which: plan_rate (as `plan_rates`), or actual_rate, that of the month.
    """
    found = pd.Series(1.0, stated.index)
    foreign = stated.notna() & ~(stated == own).fillna(False).astype(bool)
    if foreign.any():
        one, other = (_stated_rates(of[foreign], days[foreign], settings)[rate] for of in (stated, own))
        found[foreign] = one / other
    return found


def _stated_rates(currencies: pd.Series, days: pd.Series, settings: pd.DataFrame) -> pd.DataFrame:
    """Give plan_rate and actual_rate of currencies on days; a missing day is after all that are stated."""
    to = reporting_currency(settings, pd.DataFrame({"currency": []}))
    asked = pd.DataFrame({"stated_currency": currencies.astype(object)})
    asked["month"] = days.astype("string").str[:10].fillna("9999-12-31").astype(object)
    found = _with_rates(asked, rates(settings), to or "")[["plan_rate", "actual_rate"]].astype(float)
    return found.mask(asked["stated_currency"].eq(to).fillna(False).astype(bool), 1.0) if to else found


def folded(currency: pd.Series) -> pd.Series:
    """Give currencies in capitals; there are few different ones."""
    places, written = pd.factorize(currency)
    known = pd.Series(written, dtype="string").str.strip().str.upper()
    return known.reindex(places).set_axis(currency.index)


def by_month(money: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Sum converted money by month and kind, and by further columns of it.

    Gives rows of the `by` columns, month, kind, plan, committed, actual, forecast (missing where nobody states one),
    rows, left_out (rows that could not be converted).
    """
    keys = [*by, "month", "kind"]
    return _sums(money, keys).sort_values(keys, kind="stable").reset_index(drop=True)


def _sums(money: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    grouped = money.assign(left_out=money["why"].notna()).groupby(keys, dropna=False, sort=False)
    counts = grouped["left_out"].agg(rows="size", left_out="sum")
    return grouped[FIGURES].sum(min_count=1).join(counts).reset_index()


def totals(money: pd.DataFrame, day: str, fiscal_year_start: str = "01-01") -> pd.DataFrame:
    """Sum converted money of each project and kind, for its whole life and for the fiscal year of a day.

    Commitments and forecasts of a month that has ended and has an actual have become that actual and do not count
    again; the forecast of a running month counts for what goes beyond its actual. Gives rows of project, kind, plan,
    committed, actual, forecast; exposure (actual + committed); expected (actual + forecast); the same figures of the
    fiscal year as year_plan ...; rows, left_out.
    """
    frame = _still_open(money, day)
    first, last = fiscal_year(day, fiscal_year_start)
    this = frame[(frame["month"].str[:10] >= first) & (frame["month"].str[:10] <= last)]
    year = _of_projects(this)[[*FIGURES, "exposure", "expected"]].add_prefix("year_")
    return _of_projects(frame).join(year).sort_index().reset_index()


def whole_life(money: pd.DataFrame, day: str) -> pd.DataFrame:
    """Sum as `totals` does, without the fiscal year."""
    return _of_projects(_still_open(money, day)).sort_index().reset_index()


def _of_projects(money: pd.DataFrame) -> pd.DataFrame:
    by = ["project", "kind"]
    found = _exposed(_sums(money, by).set_index(by))
    if "source" in money:  # a schedule's total says nothing of what is still to come
        scheduled = found.index.isin(pd.MultiIndex.from_frame(money.loc[money["source"] == SCHEDULE, by]))
        found["expected"] = found["expected"].mask(scheduled & found["forecast"].isna())
    return found


def _still_open(money: pd.DataFrame, day: str) -> pd.DataFrame:
    """Give money without the commitments and forecasts that are actuals by now."""
    month = money.groupby(["project", "month", "kind"], sort=False, dropna=False).ngroup()
    booked = money["actual"].notna().groupby(month).transform("any")
    spent, ahead = (money[name].groupby(month).transform("sum") for name in ("actual", "forecast"))
    left = ((ahead - spent).clip(lower=0) / ahead.where(ahead > 0)).where(booked, 1.0).fillna(0.0)
    closed = booked & (_ends(money["month"]) <= _number(day))
    forecast = (money["forecast"] * left).where(~closed)
    return money.assign(committed=money["committed"].where(~closed), forecast=forecast)


def _exposed(sums: pd.DataFrame) -> pd.DataFrame:
    return sums.assign(
        exposure=sums[["actual", "committed"]].sum(axis=1, min_count=1),
        expected=sums[["actual", "forecast"]].sum(axis=1, min_count=1),
    )


def fiscal_year(day: str, start: str = "01-01") -> tuple[str, str]:
    """Give the first and the last day of the fiscal year of a day; `start` is its month and day."""
    begins = f"{day[:4]}-{start}" if day[5:10] >= start else f"{int(day[:4]) - 1:04}-{start}"
    ends = np.datetime64(f"{int(begins[:4]) + 1:04}-{start}") - 1
    return begins, str(ends)


def shares(contributions: pd.DataFrame, kpis: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Give the part of each project's money that is put down to each objective; the parts of a project sum to 1.

    `contributions` as `queries.contributions`; `kpis` by key: objective; `projects` by key. A project's only link has
    the whole unless it says otherwise; what nobody declares stays with no objective (`objective` None, *unallocated*).
    Shares that sum to over 1 are scaled down to 1, and marked. Gives rows of project, objective, kpi, share, over.
    """
    rows = contributions[contributions["project"].isin(projects.index) & contributions["serves"].notna()]
    named = rows["milestone"].where(rows["milestone"].notna(), rows["milestone_text"])
    rows = rows.assign(named=named).drop_duplicates(["project", "named", "serves"])
    share = _numbers(rows["money_share"]).clip(lower=0)
    only = ~rows["project"].duplicated(keep=False) & share.isna()
    kpi = rows["serves"].where(rows["serves_kind"] == "kpi")
    objective = kpi.map(kpis["objective"]).where(rows["serves_kind"] == "kpi", rows["serves"])
    frame = pd.DataFrame({"project": rows["project"], "objective": objective, "kpi": kpi})
    frame["share"] = share.where(~only, 1.0).fillna(0.0)
    total = frame.groupby("project")["share"].transform("sum")
    frame["over"] = total > 1 + 1e-9
    frame["share"] /= total.clip(lower=1.0)
    declared = frame.groupby("project")["share"].sum().reindex(projects.index, fill_value=0.0)
    rest = pd.DataFrame({"project": projects.index, "share": (1.0 - declared.to_numpy()).clip(min=0.0)})
    parts = pd.concat([frame[frame["share"] > 0], rest[rest["share"] > 1e-12]], ignore_index=True)
    parts = parts.astype({"objective": object, "kpi": object}).sort_values("project", kind="stable", ignore_index=True)
    parts["over"] = parts["over"].eq(True)
    return parts.where(parts.notna(), None).astype({"share": float, "over": bool})


def allocated(money: pd.DataFrame, shares: pd.DataFrame, objectives: pd.DataFrame) -> pd.DataFrame:
    """Put sums of money down to objectives by their shares, with the theme and the perspective of each.

    `money` holds project and figures (rows of `converted`, `by_month` or `totals`); `objectives` by key: theme,
    perspective. Gives a row per row of money and share: its columns, and objective, kpi, share, theme, perspective;
    the figures sum to those of `money`. Where the objective is not a live one, they stay *unallocated* (None).
    """
    known = shares.assign(objective=shares["objective"].where(shares["objective"].isin(objectives.index), None))
    parts = known.drop(columns="over").astype({"project": object})
    frame = money.astype({"project": object}).merge(parts, on="project", how="left")
    frame["share"] = frame["share"].fillna(1.0)
    money_columns = frame.columns.intersection([*FIGURES, "exposure", "expected"])
    frame[money_columns] = frame[money_columns].mul(frame["share"], axis=0)
    for name in ("theme", "perspective"):
        frame[name] = frame["objective"].map(objectives[name])
    placed = ["objective", "kpi", "theme", "perspective"]
    frame[placed] = frame[placed].astype(object).where(frame[placed].notna(), None)
    return frame


def by(money: pd.DataFrame, column: str) -> pd.DataFrame:
    """Sum allocated money by objective, theme, perspective or any other column, and by kind; None is *unallocated*."""
    known = [name for name in [*FIGURES, "exposure", "expected"] if name in money.columns]
    sums = money.groupby([column, "kind"], dropna=False, sort=False)[known].sum(min_count=1).reset_index()
    sums[column] = sums[column].astype(object).where(sums[column].notna(), None)
    return sums


def benefits(money: pd.DataFrame, day: str) -> pd.DataFrame:
    """Give the benefits (revenue, saving, other benefit) of each project, also after it has closed.

    Benefit realisation = seen to date/planned to date, over the months that have ended by the day. Worked: 120 of 240
    = 50 %. Gives, by project: planned and seen (to date), realised (percent), behind (planned − seen, at least 0),
    planned_life, owed (planned over the whole life and not yet seen, at least 0), left_out (rows without a rate), why.
    """
    mine = money[money["kind"].isin(BENEFITS)]
    to_date = mine[_ends(mine["month"]) <= _number(day)]
    life = mine.groupby("project")["plan"].sum()
    frame = pd.DataFrame(index=life.index)
    for name, column in (("planned", "plan"), ("seen", "actual")):
        frame[name] = to_date.groupby("project")[column].sum().reindex(life.index, fill_value=0.0)
    frame["realised"] = frame["seen"] / frame["planned"].where(frame["planned"] > 0) * 100
    frame["behind"] = (frame["planned"] - frame["seen"]).clip(lower=0)
    frame["planned_life"] = life
    frame["owed"] = (life - frame["seen"]).clip(lower=0)
    frame["left_out"] = mine["why"].notna().groupby(mine["project"]).sum()
    frame["why"] = None
    frame.loc[frame["realised"].isna(), "why"] = "not computed: no benefit was planned up to now"
    return frame


def _numbers(column: pd.Series) -> pd.Series:
    values = pd.to_numeric(column, errors="coerce").astype(float)
    return values.where(np.isfinite(values))


def _number(day: str) -> int:
    return int(np.datetime64(day[:10], "D").astype(int))


def _ends(months: pd.Series) -> pd.Series:
    """Give the last day of months (ISO text of any day in them) as days since 1970."""
    month = months.str[:7].to_numpy(dtype="datetime64[M]")
    return pd.Series(((month + 1).astype("datetime64[D]") - 1).astype("int64"), index=months.index)
