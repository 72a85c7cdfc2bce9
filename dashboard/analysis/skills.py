"""Skills: where they are short, who alone has one, and who is booked on work that they lack the skill for.

Skill gap = demand for a skill at a level − what the people who have it can still give, by period (measures.md,
"Capacity"). Demand is that without a name, firm and asked: what somebody is booked on is already taken from what they
can give. Rows overlap where a person has several skills, or a skill is asked for at several levels.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.analysis.fit import Need, Skills, fit
from dashboard.analysis.load import HAIR, edges
from dashboard.analysis.working_time import Minutes, Span

GAPS = ("skill", "level", "period", "demand_hours", "asked_hours", "able_hours", "gap_hours", "people", "projects")
ALONE = ("skill", "person", "level", "next_level", "others")
MISFITS = ("line", "needs", "level", "has", "known")
NEAR = 1.0  # levels: who is further below could not step in


def asked_for(lines: pd.DataFrame) -> dict[Need, list[int]]:
    """Give which lines ask for each skill at a level: `lines` (needs: a `Need` each) of demand without a name."""
    found: dict[Need, list[int]] = defaultdict(list)
    for place, needed in enumerate(lines["needs"]):
        if needed.skills:
            found[needed].append(place)
    return dict(sorted(found.items()))


def spare(free: Minutes, span: Span) -> Minutes:
    """Give what people can still give on each day: what is left of a week, at least nothing, on its free days.

    `free`: minutes that each has left on each day, negative where they are over, which other days of the week make up.
    """
    if not free.size:
        return np.zeros_like(free)
    starts, _ = edges(span, "week")
    left = np.maximum(np.add.reduceat(free, starts, axis=1), 0.0)
    open_days = np.maximum(free, 0.0)
    room = np.add.reduceat(open_days, starts, axis=1)
    share = np.divide(left, room, out=np.zeros_like(left), where=room > HAIR)
    return open_days * np.repeat(share, np.diff(np.append(starts, span.days)), axis=1)


def gaps(
    lines: pd.DataFrame,
    demand: Minutes,
    asked: Minutes,
    able: Callable[[Need], Sequence[int]],
    free: Minutes,
    span: Span,
    by: str,
) -> pd.DataFrame:
    """Give a row per skill, level and period (`GAPS`), hours as decimals: the largest shortage first.

    `lines` of demand without a name: project, needs; `demand`, `asked`: minutes of each line and day, in all and of it
    not firm; `free`: what everybody can still give on each day (`spare`), and `able` says in which of its rows who has
    what is needed. `people` counts these.
    """
    starts, periods = edges(span, by)
    rows: list[list[object]] = []
    if not len(starts):
        return pd.DataFrame(columns=GAPS, dtype=object)
    given = np.add.reduceat(free, starts, axis=1) if len(free) else np.zeros((0, len(starts)))
    for needed, places in asked_for(lines).items():
        have = np.array(able(needed), dtype=np.int64)
        wanted, soft = (np.add.reduceat(minutes[places].sum(axis=0), starts) / 60 for minutes in (demand, asked))
        can = given[have].sum(axis=0) / 60
        projects = sorted({str(project) for project in lines["project"].iloc[places]})
        for at, period in enumerate(periods):
            if wanted[at] > HAIR:
                short = max(float(wanted[at] - can[at]), 0.0)
                hours = [float(values[at]) for values in (wanted, soft, can)]
                rows.append([needed.skills[0], needed.level, period, *hours, short, len(have), projects])
    frame = pd.DataFrame(rows, columns=GAPS, dtype=object)
    total = frame.groupby(["skill", "level"], dropna=False)["gap_hours"].transform("sum")
    order = frame.assign(total=pd.to_numeric(total)).sort_values(
        ["total", "skill", "level", "period"], ascending=[False, True, True, True], kind="stable"
    )
    return order.drop(columns="total").reset_index(drop=True)


def alone(people: Mapping[str, Skills]) -> pd.DataFrame:
    """Give who alone has a skill, `ALONE`: nobody else has it at a level within one of theirs.

    next_level is the highest of the others, missing where nobody else has the skill (others: how many have). A level
    that is not stated counts as the lowest.
    """
    held: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for person, skills in people.items():
        for name, level in skills.items():
            held[name].append((level or 0.0, person))
    rows: list[list[object]] = []
    for name, having in sorted(held.items()):
        having.sort(key=lambda pair: (-pair[0], pair[1]))
        (level, person), *others = having
        if not others or others[0][0] < level - NEAR:
            rows.append([name, person, level or None, others[0][0] if others else None, len(others)])
    return pd.DataFrame(rows, columns=ALONE, dtype=object)


def hanging(found: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Give the lines that hang on who alone has a skill: skill, person, line (place); `lines`: person, needs."""
    of: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(lines["person"]):
        of[person].append(place)
    rows = [
        (skill, person, place)
        for skill, person in found[["skill", "person"]].itertuples(index=False)
        for place in of.get(person, [])
        if skill in lines["needs"].iloc[place].skills
    ]
    return pd.DataFrame(rows, columns=["skill", "person", "line"])


def misfits(lines: pd.DataFrame, people: Mapping[str, Skills], stated: Sequence[bool]) -> pd.DataFrame:
    """Give the assignments of people who lack what is stated that the work needs: `MISFITS`.

    `has` is their level in the skill, missing where they do not have it; `known` says whether any skill of theirs is
    stated. `lines`: person, needs.
    """
    rows: list[list[object]] = []
    for place in np.flatnonzero(np.array(stated, dtype=bool)):
        person, needed = lines["person"].iloc[place], lines["needs"].iloc[place]
        skills = people.get(person, {})
        if isinstance(person, str) and fit(needed, skills, None) is None:
            rows.append([int(place), needed.skills[0], needed.level, skills.get(needed.skills[0]), bool(skills)])
    return pd.DataFrame(rows, columns=MISFITS, dtype=object)
