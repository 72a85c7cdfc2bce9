"""Who could take work: people with what it needs, what an hour of theirs costs, and who offers it outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import fit, money
from dashboard.analysis.fit import Fit, Need, Skills
from dashboard.analysis.skills import alone
from dashboard.view import View
from dashboard.workloads import known_staff
from data import queries, skills
from data.memory import Memory

_NEEDS = 200  # that are asked for again and again
_ASKS = ["feed", "task", "person", "skill", "skill_level", "role"]


@dataclass(frozen=True)
class Hands:
    """Everybody who could do work, and what it costs.

    people, by key: name, department, role, place, pool, cost_per_hour, currency · skills and `hourly` (in `currency`,
    missing where it is not known), by key · offers, as `data.skills.offers`, by their key, with `hourly`.
    """

    people: pd.DataFrame
    skills: Mapping[str, Skills]
    hourly: Mapping[str, float | None]
    offers: pd.DataFrame
    currency: str | None
    _able: Memory[dict[str, Fit]] = field(default_factory=lambda: Memory(_NEEDS), repr=False, compare=False)

    @cached_property
    def roles(self) -> dict[Any, str | None]:
        """Give the roles of everybody."""
        return self.people["role"].to_dict()

    @cached_property
    def alone(self) -> pd.DataFrame:
        """Give who alone has a skill (`analysis.skills.alone`)."""
        return alone(self.skills)

    def able(self, needed: Need, but: Sequence[str | None] = ()) -> dict[str, Fit]:
        """Give who has what is needed, the highest level first, without some."""
        every = self._able.get(needed, lambda: self._fitting(needed))
        return {key: fitting for key, fitting in every.items() if key not in but}

    def _fitting(self, needed: Need) -> dict[str, Fit]:
        found = {
            key: fitting
            for key, has in self.skills.items()
            if (fitting := fit.fit(needed, has, self.roles[key])) is not None
        }
        return dict(sorted(found.items(), key=lambda pair: -(pair[1].level or 0.0)))

    def offered(self, needed: Need) -> pd.DataFrame:
        """Give the offers of what is needed."""
        fits = [
            fit.fit(needed, {fit.named(skill): level}, None) is not None
            for skill, level in zip(self.offers["skill"], self.offers["level"], strict=True)
        ]
        return self.offers[np.array(fits, dtype=bool)]


def hands_of(view: View) -> Hands:
    """Give who could do work as a view sees them."""
    with view.store.reading() as connection:
        return hands(connection, view.number, view.today)


def hands(connection: Connection, revision: int, today: str) -> Hands:
    """Give who could do work as of a revision; what they cost is converted at the plan rates of a day."""
    people, offers = known_staff(connection, revision), skills.offers(connection, revision)
    settings = queries.settings(connection, revision)
    stated = pd.concat([people["currency"], offers["currency"]], ignore_index=True).to_frame("currency")
    currency = money.reporting_currency(settings, stated)
    offers = offers.drop_duplicates("key").set_index("key")
    offers["hourly"] = _hourly(offers["rate_per_hour"], offers["currency"], settings, currency, today)
    own = _hourly(people["cost_per_hour"], people["currency"], settings, currency, today)
    return Hands(
        people=people[["name", "department", "role", "place", "pool", "cost_per_hour", "currency"]],
        skills=dict(zip(map(str, people.index), fit.skills_of_all(people["skills"].tolist()), strict=True)),
        hourly={str(key): None if pd.isna(value) else float(value) for key, value in own.items()},
        offers=offers,
        currency=currency,
    )


def _hourly(stated: pd.Series, currencies: pd.Series, settings: pd.DataFrame, to: str | None, today: str) -> pd.Series:
    """Give money an hour in the currency of the reports; of a rate without a currency nothing is known."""
    places, written = pd.factorize(currencies)
    known = pd.Series(written, dtype="string")  # few are different
    rates = money.plan_rates(known, pd.Series(today, known.index), settings)
    rates = rates.where(~known.str.strip().str.upper().eq(to or "").fillna(False).astype(bool), 1.0)
    return pd.to_numeric(stated).astype(float) * rates.reindex(places).set_axis(stated.index)


def needs_of(connection: Connection, revision: int, lines: pd.DataFrame, who: Hands) -> list[Need]:
    """Give what each assignment needs: as its own words say, else the field of its task, else by who is booked on it.

    `lines` as `workforce.assignments`: feed, task, person, skill, skill_level, role (where the person states none).
    """
    said = {(feed, task): text for feed, task, text in skills.needed(connection, revision).itertuples(index=False)}
    known: dict[Any, Need] = {}  # many assignments are alike
    found: list[Need] = []
    for feed, task, person, skill, level, role in lines[_ASKS].itertuples(index=False, name=None):
        if not skill and (text := said.get((feed, task))):
            skill, level = fit.read(text)
        asks = (skill, level) if skill else (None, None, person, who.roles.get(person) or role)
        if asks not in known:
            known[asks] = fit.need(skill, level, who.skills.get(person, {}), who.roles.get(person) or role)
        found.append(known[asks])
    return found
