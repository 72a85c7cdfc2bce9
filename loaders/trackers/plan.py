"""The items of one file as lines of a plan: their keys, kinds, states, days and work, a list for each."""

from collections import Counter
from typing import Any

from data.names import WORK_OF_ITEM
from loaders.trackers import items as of
from loaders.trackers.items import Items
from loaders.trackers.rules import POINT_MINUTES, Rules
from loaders.trackers.states import DOING, DONE, DROPPED, DROPPED_BY_RESOLUTION, TODO, fold, state_of
from loaders.trackers.tree import NOBODY, Finder, parents, upwards
from loaders.trackers.values import finish

_LATEST = "items that are done, but no day on which they were is stated: the day of their last change is taken"
_UNKNOWN = "statuses that are not known, taken as to do until the item has a start or an end"
_IN_SPRINT = "items without days of their own, which take those of their sprint"
_UNTOLD = (
    "Nothing in the file says how far its items are, so that this is not known: export it with that column, such as "
    "Status or % Complete."
)
_TURNED = "starts after the end of their item, which are left out"
_POINTS = (
    "no hours are stated, so that a story point weighs as a working day in what is done; it loads nobody: projects"
)
_DIGITS = 9  # of the number of an item
_WORK = (of.ESTIMATE, of.SPENT, of.REMAINING, of.POINTS)
_BESIDE = "story points of projects that state hours, which count instead"
_TWICE = "hours or points of epics and summaries, whose items below them state their own"


class Plan:
    """Works the lists out once, in the order in which one needs the other."""

    def __init__(self, items: Items, rules: Rules) -> None:
        self.items, self.rules = items, rules
        self.skipped: Counter[str] = Counter()
        self._remarks: dict[str, list[str]] = {}
        self.projects: list[str] = items.get(of.PROJECT)
        self.codes: list[str] = items.get(of.KEY)
        self.keys = [f"{project}.{key}" for project, key in zip(self.projects, self.codes, strict=True)]
        self.uids = [number or key for number, key in zip(items.get(of.ID), self.codes, strict=True)]
        self.names: list[str] = [name or key for name, key in zip(items.get(of.NAME), self.codes, strict=True)]
        self.finder = Finder(self.codes, items.get(of.ID), self.names if rules.by_name else None)
        self.up = self._parents()
        self.states = self._states()
        self.active = [False if state == DROPPED else None for state in self.states]
        self.kinds = self._kinds()
        self.bodies = self._bodies()
        self._inside = {place: f"{self.keys[place]}{WORK_OF_ITEM}" for place in self.bodies}
        self.parents = [self._parent(place) for place in range(len(self))]
        self.positions = [_position(key) for key in self.codes]
        self._days()
        self._work()
        self._told = self._is_told()
        self.percent = self._percents()

    def __len__(self) -> int:
        return len(self.items)

    def get(self, name: str) -> list[Any]:
        """Give the values of a field."""
        return self.items.get(name)

    def remark(self, rule: str, example: str) -> None:
        """Remember that a rule was used, to tell how often."""
        self._remarks.setdefault(rule, []).append(example)

    def notes(self) -> list[str]:
        """Say how often each rule was used, with the first examples, and what the file does not say at all."""
        return [
            *([] if self._told else [_UNTOLD]),
            *(
                f"{rule}: {len(used):,} ({', '.join(used[:3])}{' …' if len(used) > 3 else ''})."
                for rule, used in self._remarks.items()
            ),
        ]

    # --- tree ---------------------------------------------------------------------------------------------------------

    def _parents(self) -> list[int]:
        if not self.items.has(of.PARENT):
            self._with_items: list[int] = []
            return [NOBODY] * len(self)
        up, lost, cut = parents(self.finder, self.get(of.PARENT))
        self.skipped["parents that the file does not hold"] += lost
        for place in cut:
            self.remark("items that stand below themselves, whose parent is left out", self.codes[place])
        self.skipped["parents that lead in a circle"] += len(cut)
        self._with_items = sorted(set(up) - {NOBODY})
        return up

    def _bodies(self) -> dict[int, str]:
        """Give the kind of the line that stands beside the milestone of an epic: a summary of what stands below it,
        or a task where nothing does and the epic itself states work or a start.
        """
        found = {place: "summary" for place in self._with_items if self.kinds[place] == "milestone"}
        types, starts, work = self.get(of.TYPE), self.get(of.START), [self.get(name) for name in _WORK]
        for place, kind in enumerate(self.kinds):
            if kind == "milestone" and place not in found:
                begins = starts[place] and (types[place] or "").casefold() in self.rules.epics
                if begins or any(column[place] for column in work):
                    found[place] = "task"
        return found

    def inside(self, place: int) -> str:
        """Give the key of the line that holds the work of an item, or under which the items below it are gathered."""
        return self._inside.get(place) or self.keys[place]

    def works(self, place: int) -> bool:
        """Say whether a line is work that somebody does."""
        return self.bodies.get(place, self.kinds[place]) == "task"

    def above(self, place: int) -> str | None:
        """Give the key of the summary above an item, where it is of the same project."""
        above = self.up[place]
        return None if above == NOBODY or self.projects[above] != self.projects[place] else self.inside(above)

    def _parent(self, place: int) -> str | None:
        return self.inside(place) if place in self.bodies else self.above(place)

    def _kinds(self) -> list[str]:
        """Give the kind of each line: milestone at the end of an epic, summary where the work stands below it."""
        rules = self.rules
        ends = rules.epics | rules.milestones
        of_type = {kind: "milestone" if (kind or "").casefold() in ends else "task" for kind in set(self.get(of.TYPE))}
        kinds = [of_type[kind] for kind in self.get(of.TYPE)]
        for place, flag in enumerate(self.get(of.IS_MILESTONE) if self.items.has(of.IS_MILESTONE) else ()):
            if flag is not None:
                kinds[place] = "milestone" if flag else "task"
        stated = [self.get(name) for name in _WORK]
        for place in self._with_items:
            if kinds[place] == "task" and (rules.sums or not any(column[place] for column in stated)):
                kinds[place] = "summary"
        return kinds

    # --- state --------------------------------------------------------------------------------------------------------

    def _states(self) -> list[str]:
        """Give what each item is: to do, being done, done or dropped."""
        status, own = self.get(of.STATUS), self.get(of.CATEGORY)
        said = {word: state_of(word, self.rules.states) for word in set(status)}
        unknown = {word for word, state in said.items() if word is not None and state is None}
        dropped = {word for word in set(self.get(of.RESOLUTION)) if word and fold(word) in DROPPED_BY_RESOLUTION}
        found = []
        columns = (status, own, self.get(of.RESOLUTION), self.get(of.FINISHED), self.get(of.STARTED))
        shares = self.get(of.PERCENT)
        for (word, sorted_as, resolution, finished, started), share in zip(
            zip(*columns, strict=True), shares, strict=True
        ):
            state = sorted_as or said[word]
            if state is None:
                state = DONE if finished or share == 100 else DOING if started or share else TODO
            found.append(DROPPED if state == DONE and resolution in dropped else state)
        if unknown and not self.items.has(of.CATEGORY):
            for word in sorted(unknown):
                self.remark(_UNKNOWN, str(word))
        return found

    # --- days ---------------------------------------------------------------------------------------------------------

    def _days(self) -> None:
        """Work out start, finish, started and finished of each item, and the days of what stands below an epic."""
        start, due = self.get(of.START), self.get(of.DUE)
        if self.items.sprints:
            start, due = self._sprints(list(start), list(due))
        states, stated = self.states, self.get(of.FINISHED)
        finished = [day if state == DONE else None for day, state in zip(stated, states, strict=True)]
        updated = self.get(of.UPDATED)
        for place, state in enumerate(states):
            if state == DONE and not finished[place] and updated[place]:
                finished[place] = finish(updated[place])
                self.remark(_LATEST, self.codes[place])
        self.finished = finished
        self.started = self.get(of.STARTED)
        self.start = [a or b for a, b in zip(self.started, start, strict=True)]
        self.finish = [a or b for a, b in zip(finished, due, strict=True)]
        for place, (begin, end) in enumerate(zip(self.start, self.finish, strict=True)):
            if begin and end and begin > end:  # it was planned, and the item was done or is due before
                self.start[place] = None
                self.remark(_TURNED, self.codes[place])
        self._roll_up()
        for place, kind in enumerate(self.kinds):
            if kind == "milestone":
                at = self.finish[place] or self.high[place] or self.start[place]
                self.start[place], self.finish[place] = at, at
            elif kind == "summary":
                self.start[place], self.finish[place] = self.low[place], self.high[place]

    def _sprints(self, start: list[str | None], due: list[str | None]) -> tuple[list[str | None], list[str | None]]:
        for place, named in enumerate(self.get(of.SPRINTS)):
            if named and not start[place] and not due[place] and named[-1] in self.items.sprints:
                start[place], due[place] = self.items.sprints[named[-1]]
                self.remark(_IN_SPRINT, self.codes[place])
        return start, due

    def _roll_up(self) -> None:
        """Give each item the first and the last day of all that stands below it and is not dropped."""
        self.low, self.high = list(self.start), list(self.finish)
        for place in upwards(self.up) if self._with_items else ():
            if self.active[place] is False:
                continue
            above = self.up[place]
            self.low[above] = _min(self.low[above], self.low[place])
            self.high[above] = _max(self.high[above], self.high[place])

    # --- work ---------------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        """Work out planned, done and remaining work; where a project states no hours at all, by its story points."""
        hours = [self.get(name) for name in (of.ESTIMATE, of.SPENT, of.REMAINING)]
        counted = {p for p, *three in zip(self.projects, *hours, strict=True) if any(three)}
        points = self.get(of.POINTS)
        self.by_points = {p for p, size in zip(self.projects, points, strict=True) if size} - counted
        for project in sorted(self.by_points):
            self.remark(_POINTS, project)
        lists: list[list[float | None]] = [[None] * len(self) for _ in range(4)]
        self.planned_work, self.actual_work, self.remaining_work, self.work = lists
        if not counted and not self.by_points:
            return
        rows = zip(self.projects, *hours, points, self.states, strict=True)
        for place, (project, estimate, spent, remaining, size, state) in enumerate(rows):
            if not self.works(place):
                self.skipped[_TWICE] += bool(estimate or spent or remaining or size)
                continue
            if size and project in counted:
                self.skipped[_BESIDE] += 1
            if project in self.by_points:
                estimate = None if size is None else size * POINT_MINUTES
            self._set_work(place, estimate, spent, remaining, state)

    def _set_work(self, place: int, estimate: Any, spent: Any, remaining: Any, state: str) -> None:
        if estimate is None and spent is None and remaining is None:
            return
        if state == DONE:
            left: float | None = 0.0  # what is done has nothing left, whatever was forgotten to be set to zero
        elif remaining is not None:
            left = remaining
        else:
            left = None if estimate is None else max(estimate - (spent or 0.0), 0.0)
        self.planned_work[place], self.actual_work[place], self.remaining_work[place] = estimate, spent, left
        at_completion = None if spent is None and state == DONE else (spent or 0.0) + (left or 0.0)
        self.work[place] = estimate if at_completion is None else at_completion

    def _percents(self) -> list[float | None]:
        """Give how much of each item is done: as stated, else by its state, else by the work spent and left."""
        found: list[float | None] = []
        columns = (self.states, self.kinds, self.get(of.PERCENT), self.actual_work, self.remaining_work)
        for state, kind, stated, spent, left in zip(*columns, strict=True):
            if kind == "summary":
                found.append(stated)
            elif state == DONE:
                found.append(100.0)
            elif stated is not None:
                found.append(stated)
            elif kind == "milestone" or (state == TODO and not spent):
                found.append(0.0 if self._told else None)
            else:
                total = (spent or 0.0) + (left or 0.0)
                found.append(round(100 * spent / total, 4) if spent is not None and total else None)
        return found

    def _is_told(self) -> bool:
        """Say whether anything in the file says how far its items are."""
        columns = (of.STATUS, of.CATEGORY, of.PERCENT, of.STARTED, of.FINISHED, of.SPENT)
        if any(value not in (None, DROPPED) for name in columns for value in self.get(name)):
            return True
        return not len(self)


def _min(one: str | None, other: str | None) -> str | None:
    return min(one, other) if one and other else one or other


def _max(one: str | None, other: str | None) -> str | None:
    return max(one, other) if one and other else one or other


def _position(key: str) -> int | None:
    """Give the place of an item by the number that its key ends in, which later items do not move."""
    number = key.replace("#", "-").rpartition("-")[2]
    return int(number) if number.isascii() and number.isdigit() and len(number) <= _DIGITS else None
