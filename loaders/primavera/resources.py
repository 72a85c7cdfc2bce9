"""RSRC and ROLES rows, with their rates, limits and proficiencies.

`rates` are the first price of each dated row and the most units then available; for a material the price is that of one
of its units, so it has no `cost_per_hour`. `max_units` and `cost_per_hour` are those in force at the data date; a
price of 0, which P6 writes where nobody has given one, is no `cost_per_hour`.
P6 counts proficiency from 1 (master) to 5 (inexperienced); `skills` counts from 5 down to 1 for the same.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from data.records import Resource
from loaders.primavera.book import Book, Row
from loaders.primavera.keys import Keys

_KINDS = {"RT_Labor": "person", "RT_Equip": "equipment", "RT_Mat": "material"}

Rate = tuple[str | None, float | None, float | None]  # since, price, most units


@dataclass(slots=True)
class Pool:
    """What other tables say about resources and roles, by id."""

    currency: str | None
    today: str  # the data date
    keys: Keys
    rates: dict[str, list[Rate]] = field(default_factory=dict)
    role_rates: dict[str, list[Rate]] = field(default_factory=dict)
    role_limits: dict[str, list[Rate]] = field(default_factory=dict)
    skills: dict[str, dict[str, float | None]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def read_resources(book: Book, keys: Keys, currency: str | None, today: str) -> dict[str, Resource]:
    """Read resources and roles into the book; give the resources that were kept by their ids."""
    pool = Pool(currency, today, keys)
    pool.rates = _rates(book, "RSRCRATE", "rsrc_id", "RSRC", keys.resources)
    pool.role_rates = _rates(book, "ROLERATE", "role_id", "ROLES", keys.roles)
    pool.role_limits = _rates(book, "ROLELIMIT", "role_id", "ROLES", keys.roles)
    pool.skills = _skills(book, keys)
    for row in book.rows("LOCATION"):
        number, name = row.required("location_id"), row.text("location_name")
        if book.fold(row, "places, read with the resources") and name:
            pool.places[number] = name
    pool.names = {number: name for number, name in book.column("RSRC", "rsrc_id", "rsrc_name")}
    for row in book.rows("ROLES"):
        book.keep(row, _role(row, pool))
    kept = {}
    for row in book.rows("RSRC"):
        record = _resource(row, pool)
        if book.keep(row, record):
            kept[record.key] = record
    return kept


def level(value: float | None) -> float | None:
    """Turn P6's proficiency, 1 for a master, into a skill level, 5 for a master."""
    return None if value is None or not 1 <= value <= 5 else 6 - value


def _rates(book: Book, table: str, field: str, target: str, keys: dict[str, str]) -> dict[str, list[Rate]]:
    """Give dated prices and limits by id, oldest first."""
    found: defaultdict[str, list[Rate]] = defaultdict(list)
    for row in book.rows(table):
        number = row.required(field)
        row.reference(field, target, keys)
        rate = (row.day("start_date"), row.number("cost_per_qty"), row.number("max_qty_per_hr"))
        if book.fold(row, f"prices and limits over time, read into their {target} rows"):
            found[number].append(rate)
    return {number: sorted(rates, key=lambda rate: rate[0] or "") for number, rates in found.items()}


def _skills(book: Book, keys: Keys) -> dict[str, dict[str, float | None]]:
    found: defaultdict[str, dict[str, float | None]] = defaultdict(dict)
    for row in book.rows("RSRCROLE"):
        number, role = row.required("rsrc_id"), row.required("role_id")
        row.reference("rsrc_id", "RSRC", keys.resources)
        name = row.reference("role_id", "ROLES", keys.role_names)
        skill = level(row.number("skill_level"))
        if book.fold(row, "roles and proficiencies, read into the skills of their RSRC rows"):
            found[number][name or role] = skill
    return found


def _resource(row: Row, pool: Pool) -> Resource:
    number = row.required("rsrc_id")
    kind = row.choice("rsrc_type", _KINDS)
    parent = row.hint("parent_rsrc_id", "RSRC", pool.keys.resources)
    rates = pool.rates.get(number, [])
    price, most = _in_force(rates, pool.today)
    skills = pool.skills.get(number)
    return Resource(
        key=number,
        name=row.text("rsrc_name"),
        kind=kind,
        email=row.text("email_addr"),
        short_name=row.text("rsrc_short_name"),
        department=pool.names.get(parent or "") or None,
        role=row.hint("role_id", "ROLES", pool.keys.role_names),
        place=pool.places.get(row.text("location_id") or ""),
        max_units=None if kind == "material" else most,
        skills=json.dumps(dict(sorted(skills.items())), ensure_ascii=False, separators=(",", ":")) if skills else None,
        cost_per_hour=None if kind == "material" else price or None,
        currency=pool.currency,
        calendar=row.calendar(pool.keys.calendars),
        rates=_rates_json(rates),
        availability=None if kind == "material" else _availability(rates),
        sheet=row.table,
        row=row.line,
    )


def _role(row: Row, pool: Pool) -> Resource:
    number = row.required("role_id")
    rates = pool.role_rates.get(number, [])
    limits = pool.role_limits.get(number) or rates
    return Resource(
        key=pool.keys.roles.get(number, number),
        name=row.text("role_name"),
        kind="role",
        short_name=row.text("role_short_name"),
        max_units=_in_force(limits, pool.today)[1],
        cost_per_hour=_in_force(rates, pool.today)[0] or None,
        currency=pool.currency,
        rates=_rates_json(rates),
        availability=_availability(limits),
        sheet=row.table,
        row=row.line,
    )


def _in_force(rates: list[Rate], today: str) -> tuple[float | None, float | None]:
    """Give price and most units on a day: the newest row that has begun, else the first."""
    begun = [rate for rate in rates if (rate[0] or "") <= today]
    since = (begun or rates)[-1 if begun else 0] if rates else ("", None, None)
    return since[1], since[2]


def _rates_json(rates: list[Rate]) -> str | None:
    return json.dumps(rates, separators=(",", ":")) if rates else None


def _availability(rates: list[Rate]) -> str | None:
    """Give the most units over time, where they change: [[from, to, units], ...], the last without an end."""
    if len({most for _, _, most in rates}) < 2:
        return None
    ends = [since and (date.fromisoformat(since) - timedelta(days=1)).isoformat() for since, _, _ in rates[1:]]
    spans = [[since, end, most] for (since, _, most), end in zip(rates, [*ends, None], strict=True)]
    return json.dumps(spans, separators=(",", ":"))
