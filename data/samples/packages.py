"""Cuts a project's budget into work packages and places them as planned, done and still to do."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from data.samples import facts
from data.samples.curves import LAST, RETAINED, Line, points
from data.samples.cuts import cuts, slices
from data.samples.facts import Row
from data.samples.schedule import Task
from data.samples.workdays import Workdays, month_end

MONTHS = tuple(date(2026, month, 1) for month in range(5, 11))
LOADS = tuple(month_end(month) for month in MONTHS)
STEPS = ("plan", "specification", "order", "preparation", "work", "check", "trial", "corrections", "papers", "close")
OPEN_COST = {"P06": 1_700_000}  # its overrun of May sits in the open package, so that May's plan costs just its budget


class Packages:
    """The work packages of one project as of one status date."""

    def __init__(self, row: Row, status: date, days: Workdays) -> None:
        self.row, self.status, self.days = row, status, days
        self.points = points(row["key"])
        self.finish = date.fromisoformat(row["finish"])
        self.budget = self.points[-1].planned
        self.now = next(point for point in reversed(self.points) if point.day <= status)
        self.plan = self._line([point.planned for point in self.points], self.finish)
        self.done = self._line([p.earned for p in self.points if p.day <= LAST], self.finish)
        self.cost = self._cost()

    def tasks(self) -> Iterator[Task]:
        """Give one task for each package, with its dates, progress, cost and people."""
        pieces = _pieces(self.row["key"])
        names = _names(self.row["packages"].split(";"), pieces, self.budget)
        for number, (low, high) in enumerate(pieces):
            group, name = names[number]
            yield self._task(number + 10, group, name, low, high)

    def _line(self, values: list[int], finish: date) -> Line:
        """Join money and numbers of working days, leaving out months in which nothing moved."""
        xs, ys = [0], [self.days.on_or_after(date.fromisoformat(self.row["start"]))]
        last = RETAINED.get(self.row["key"], (finish, 0))[0]
        for point, value in zip(self.points, values, strict=False):
            if value > xs[-1]:
                end = finish if point.day <= month_end(finish) else last
                xs.append(value)
                ys.append(self.days.after(min(point.day, end)))
        return Line(xs, ys)

    def _cost(self) -> Line:
        known = {0: 0} | {p.earned: p.cost for p in self.points if p.day <= LAST}
        if self.row["key"] in OPEN_COST:
            known[OPEN_COST[self.row["key"]]] = OPEN_COST[self.row["key"]]
        return Line(sorted(known), [known[x] for x in sorted(known)])

    def _span(self, line: Line, low: int, high: int) -> tuple[date, date]:
        """Give first and last day of a package on a line, at least one day and never past the month it belongs to."""
        upper = next((y for x, y in zip(line.xs, line.ys, strict=True) if x >= high), line.ys[-1])
        start = min(round(line(low)), int(upper) - 1)
        finish = max(start, round(line(high)) - 1)
        return self.days.days[start], self.days.days[finish]

    def _ahead(self) -> Line:
        """Give where what is left to do is forecast: the rest of the plan, stretched to the forecast finish."""
        left = self.now.earned
        if self.row["key"] in OPEN_COST and self.status == LOADS[0]:
            left = self.now.planned  # its manager admits no delay yet
        forecast = date.fromisoformat(facts.at(self.row, "f", self.status))
        first, last = self.days.after(self.status), self.days.after(forecast)
        last += round(self.plan(self.budget)) - self.days.after(self.finish)
        begin, end = self.plan(left), self.plan(self.budget)
        scale = (last - first) / max(end - begin, 1)
        xs = [left, *(x for x in self.plan.xs if x > left)]
        return Line(xs, [first + (self.plan(x) - begin) * scale for x in xs])

    def _task(self, uid: int, group: str, name: str, low: int, high: int) -> Task:
        earned = self.now.earned
        planned = self._span(self.plan, low, high)
        budget, spent = high - low, round(self.cost(min(high, earned))) - round(self.cost(min(low, earned)))
        task = Task(uid, name, group, False, *planned, *planned, budget=budget)
        if high <= earned:
            start, finish = self._span(self.done, low, high)
            return task._replace(
                start=start, finish=finish, actual_start=start, actual_finish=finish, percent=100, actual_cost=spent
            )
        start, finish = self._span(self._ahead(), max(low, earned), high)
        if low >= earned:
            return task._replace(start=start, finish=finish, remaining_cost=budget)
        began = self._span(self.done, low, high)[0]
        share, rest = divmod((earned - low) * 100, budget)
        if rest:
            raise ValueError(f"{name}: {earned - low} of {budget} is no whole percentage")
        left = max(budget - spent, 0)
        if self.row["key"] in OPEN_COST and self.status == LOADS[0]:
            finish = self.days.days[self.days.after(self.status) - 1]
        return task._replace(
            start=began, finish=finish, actual_start=began, percent=share, actual_cost=spent, remaining_cost=left
        )


@cache
def _pieces(key: str) -> list[tuple[int, int]]:
    known = points(key)
    earned = [point.earned for point in known if point.day in LOADS]
    return slices(cuts([point.planned for point in known], earned))


def _names(packages: list[str], pieces: Iterable[tuple[int, int]], budget: int) -> list[tuple[str, str]]:
    """Name each package after its place in the budget and its step within the group."""
    counts: dict[str, int] = {}
    found: list[tuple[str, str]] = []
    for low, high in pieces:
        group = packages[min((low + high) // 2 * len(packages) // budget, len(packages) - 1)]
        step = counts[group] = counts.get(group, -1) + 1
        again = f" {step // len(STEPS) + 1}" if step >= len(STEPS) else ""
        found.append((group, f"{group}: {STEPS[step % len(STEPS)]}{again}"))
    return found
