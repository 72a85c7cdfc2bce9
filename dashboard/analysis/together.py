"""Which tasks of a conflict go to whom, all hand-overs together.

An assignment problem: each competing task goes whole to one person at most, among those who have the skill, and nobody
who takes work is over 100 % in any week. The plan takes the most hours over away; of the plans that do so it is the one
that hands over the fewest tasks, and of these the one that costs least. Solved as a mixed-integer programme by HiGHS
(`scipy.optimize.milp`).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.analysis.conflicts import LEAST
from dashboard.analysis.load import HAIR
from dashboard.analysis.options import TOGETHER, Case, Option, hand_over, over, room_of, weekly, within
from dashboard.analysis.working_time import Minutes

Numbers = npt.NDArray[np.float64]
Pair = tuple[int, str]  # place of the assignment, person
_SECONDS = 2.0  # after which the best plan so far counts


def together(
    case: Case, able: Mapping[int, Sequence[str]], free: Mapping[str, Minutes], dearer: Mapping[str, float]
) -> Option | None:
    """Give the plan of whole hand-overs; None where no task can go to anybody.

    `able`: who has the skill for which assignment; `free`: minutes of each of them and each day; `dearer`: by how much
    an hour of theirs costs more than now. Who has no known cost counts as the dearest.
    """
    every = [(line, who) for line, people in able.items() for who in people]
    handed = {pair: option for pair in every if (option := hand_over(case, *pair, free[pair[1]])).possible}
    chosen = _chosen(case, list(handed), free, dearer) if handed else []
    if not chosen:
        return None
    parts = [part for pair in chosen for part in handed[pair].parts]
    return Option(TOGETHER, tuple(sorted(parts, key=lambda part: -part.taken.sum())))


def _chosen(case: Case, pairs: Sequence[Pair], free: Mapping[str, Minutes], dearer: Mapping[str, float]) -> list[Pair]:
    """Choose among pairs: the unknowns are which of them (0 or 1), and the hours relieved in each week."""
    weeks = slice(case.begin, case.end)
    asked = np.array([weekly(within(case, line), case.span)[weeks] for line, _ in pairs]) / 60
    excess = over(case)[weeks] / 60
    count = len(excess)
    limits = _limits(case, pairs, asked, free)
    whole = np.repeat([1, 0], [len(pairs), count])
    bounds = Bounds(0.0, np.concatenate((np.ones(len(pairs)), excess)))
    relief = np.repeat([0.0, -1.0], [len(pairs), count])
    most = milp(relief, integrality=whole, bounds=bounds, constraints=limits, options={"time_limit": _SECONDS}).x
    if most is None or -float(relief @ most) * 60 < LEAST - HAIR:
        return []
    no_less = LinearConstraint(relief[None, :], -np.inf, float(relief @ most) + 1e-6)
    hours = np.concatenate((_effort(pairs, asked.sum(axis=1), dearer), np.zeros(count)))
    fewest = milp(
        hours, integrality=whole, bounds=bounds, constraints=[limits, no_less], options={"time_limit": _SECONDS}
    ).x
    return [pair for pair, taken in zip(pairs, most if fewest is None else fewest, strict=False) if taken > 0.5]


def _limits(case: Case, pairs: Sequence[Pair], asked: Numbers, free: Mapping[str, Minutes]) -> LinearConstraint:
    """Each task goes to one person at most, nobody takes more than is free, and what is relieved is handed over."""
    weeks = asked.shape[1]
    lines, people = np.array([line for line, _ in pairs]), np.array([who for _, who in pairs])
    none = np.zeros((1, weeks))
    rows: list[Numbers] = [np.hstack(((lines == line)[None, :], none)) for line in dict.fromkeys(lines.tolist())]
    most: list[Numbers] = [np.ones(len(rows))]
    for who in dict.fromkeys(people.tolist()):
        rows.append(np.hstack((asked.T * (people == who), np.zeros((weeks, weeks)))))
        most.append(room_of(case, free[who])[case.begin : case.end] / 60 + 1e-9)
    rows.append(np.hstack((-asked.T, np.eye(weeks))))
    most.append(np.zeros(weeks))
    return LinearConstraint(np.vstack(rows), -np.inf, np.concatenate(most))


def _effort(pairs: Sequence[Pair], hours: Numbers, dearer: Mapping[str, float]) -> Numbers:
    """Weigh each hand-over with 1, and by its cost with less than would make up for one more."""
    unknown = max([*dearer.values(), 0.0])
    cost = np.array([dearer.get(who, unknown) for _, who in pairs]) * hours
    return 1.0 + 0.5 * cost / (1.0 + float(np.abs(cost).sum()))
