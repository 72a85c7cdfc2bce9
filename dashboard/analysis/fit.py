"""Which skill a piece of work needs, who has it and at which level.

A skill is needed as the assignment or its task states it. Where nobody states one, the work is taken to need what the
person who is booked knows best (any of the skills of the highest level, at no stated level), else their role. Levels
are 1 to 5; an unstated level meets no stated one.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

STATED, BEST, ROLE = "stated", "what they know best", "their role"
Skills = Mapping[str, float | None]

_LEVEL = re.compile(r"(.*\S)\s+([1-5])", re.S)


class Need(NamedTuple):
    """What a piece of work needs: one of the `skills` at least at the `level`, or a `role`; `by` says how it is known,
    None where nothing says it.
    """

    skills: tuple[str, ...] = ()
    level: float | None = None
    role: str | None = None
    by: str | None = None

    @property
    def words(self) -> str:
        """Say what is needed: controls 3."""
        names = " or ".join(self.skills) or (self.role or "")
        return names if self.level is None else f"{names} {self.level:g}"


class Fit(NamedTuple):
    """How far somebody fits: the skill or role that does, and the level in it."""

    name: str
    level: float | None


def read(text: str) -> tuple[str, float | None]:
    """Read `controls 3` as a skill and its level; None where no level is written."""
    match = _LEVEL.fullmatch(text.strip())
    return (named(match[1]), float(match[2])) if match else (named(text), None)


def skills_of(text: Any) -> dict[str, float | None]:
    """Read the skills of a person (JSON) as they are compared: without case."""
    return skills_of_all([text])[0]


def skills_of_all(texts: Sequence[Any]) -> list[dict[str, float | None]]:
    """Read the skills of people as `skills_of` does, all at once."""
    said = json.loads(f"[{','.join(text or '{}' for text in texts)}]")
    names = {name: named(name) for name in {name for each in said for name in each}}
    return [{names[name]: level for name, level in each.items()} for each in said]


def need(skill: str | None, level: float | None, booked: Skills, role: str | None) -> Need:
    """Give what work needs: `skill` and `level` as stated, else by the skills and the role of who is booked on it."""
    if skill:
        return Need((named(skill),), None if level is None or level != level else float(level), None, STATED)
    if booked:
        best = max(level or 0.0 for level in booked.values())
        return Need(tuple(sorted(name for name, at in booked.items() if (at or 0.0) == best)), None, None, BEST)
    return Need((), None, role, ROLE) if role else Need()


def fit(needed: Need, skills: Skills, role: str | None) -> Fit | None:
    """Say how far somebody fits a need, None where not; of several skills the one of the highest level counts."""
    if needed.role is not None:
        return Fit(role, None) if role and named(role) == named(needed.role) else None
    least = needed.level
    found = [
        Fit(name, skills[name])
        for name in needed.skills
        if name in skills and (least is None or (skills[name] or 0.0) >= least)
    ]
    return max(found, key=lambda each: each.level or 0.0, default=None)


def nearest(needed: Need, skills: Iterable[Skills]) -> float | None:
    """Give the highest level that anybody of some people has of what is needed, None where nobody has it."""
    levels = [each[name] or 0.0 for each in skills for name in needed.skills if name in each]
    return max(levels, default=None)


def named(text: str) -> str:
    """Give the name of a skill as it is compared: without case and repeated blanks."""
    return " ".join(text.split()).casefold()
