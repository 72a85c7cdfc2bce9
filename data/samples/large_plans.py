"""Schedules of a large organisation's projects: packages of equal budget one after the other, and milestones."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from data.samples.large_units import STATUS, Project
from data.samples.schedule import Person, Schedule, Task, Work
from data.samples.workdays import YEAR_END, Workdays

GROUPS = ("Preparation", "Building", "Introduction")
STEPS = ("survey", "plan", "order", "works", "check", "close")
SHARE = 0.3  # of a person's time on a package: three projects at once still fit into the week
ROOM = 1000  # UIDs for each project when many stand in one schedule
NAMESPACE = uuid.UUID("5c1f4c7e-9a0a-4f0e-8d55-7a2a4d6f1b90")


def schedule(project: Project, leaves: int) -> Schedule:
    """Make a project's schedule with a number of leaf tasks, milestones and booked work among them."""
    holidays = YEAR_END if project.source == "MSPDI" else frozenset()
    days = Workdays(holidays)
    milestones = list(_milestones(project))
    booked = list(_booked(project))
    packages = list(_packages(project, leaves - len(milestones) - len(booked), days))
    tasks = [*packages, *milestones, *booked]
    people = {person.email: person for person in (*project.team, *(booking[1] for booking in project.bookings))}
    return Schedule(
        key=project.key,
        name=project.name,
        short=project.key,
        guid=str(uuid.uuid5(NAMESPACE, project.key)).upper(),
        manager=project.manager.name,
        department=project.department,
        programme=project.programme,
        currency=project.currency,
        status=STATUS,
        start=project.start,
        finish=max(task.finish for task in tasks),
        tasks=tasks,
        people=list(people.values()),
        holidays=holidays,
        groups=list(dict.fromkeys(task.group for task in tasks)),
    )


def together(projects: Iterable[Project], leaves: int, moved: int = 0) -> Schedule:
    """Make one schedule of many projects' tasks, a group for each project; with `moved` every so many-th ends later."""
    parts = [(n * ROOM, schedule(project, leaves)) for n, project in enumerate(projects)]
    tasks = [_renumbered(base, task, part.name) for base, part in parts for task in part.tasks]
    for place in range(0, len(tasks), moved or len(tasks)) if moved else ():
        tasks[place] = tasks[place]._replace(finish=tasks[place].finish + timedelta(7))
    whole = parts[0][1]
    whole.name, whole.tasks, whole.groups = "Everything", tasks, [part.name for _, part in parts]
    whole.people = list({person.email: person for _, part in parts for person in part.people}.values())
    whole.start, whole.finish = min(task.start for task in tasks), max(task.finish for task in tasks)
    return whole


def _renumbered(base: int, task: Task, group: str) -> Task:
    return task._replace(uid=base + task.uid, group=group, after=tuple(base + uid for uid in task.after))


def _packages(project: Project, count: int, days: Workdays) -> Iterator[Task]:
    first, last = days.on_or_after(project.start), days.after(project.finish)
    now, end = days.after(STATUS), max(days.after(project.forecast), days.after(STATUS) + count)
    planned = min(max((now - first) / (last - first), 0), 1)
    earned = min(planned * project.spi, 1) * count  # in packages
    for number in range(count):
        cost = project.budget // count + (project.budget % count if number == count - 1 else 0)
        edges = [first + round((last - first) * n / count) for n in (number, number + 1)]
        planned_start, planned_finish = days.days[edges[0]], days.days[max(edges[1] - 1, edges[0])]
        group = GROUPS[number * len(GROUPS) // count]
        task = Task(
            uid=number + 1,
            name=f"{group}: {STEPS[number % len(STEPS)]} {number + 1}",
            group=group,
            milestone=False,
            start=planned_start,
            finish=planned_finish,
            planned_start=planned_start,
            planned_finish=planned_finish,
            budget=cost,
            after=(number,) if number else (),
        )
        task = _progressed(task, number, earned, (first, now, end), count, days, project.cpi)
        person = project.team[number % len(project.team)]
        yield task._replace(work=(Work(person.email, SHARE * 480, task.start, task.finish),))


def _progressed(
    task: Task, number: int, earned: float, axis: tuple[int, int, int], count: int, days: Workdays, cpi: float
) -> Task:
    """Give a package with what is done of it: behind the status date as far as earned, the rest until the forecast."""
    first, now, end = axis

    def day(packages: float) -> int:
        if packages <= earned:
            return first + round((now - first) * packages / earned)
        return now + round((end - now) * (packages - earned) / (count - earned))

    start, finish = days.days[day(number)], days.days[max(day(number + 1) - 1, day(number))]
    share = min(max(earned - number, 0), 1)
    percent = int(share * 100)
    if percent == 0:
        return task._replace(
            start=max(start, days.days[now]), finish=max(finish, days.days[now]), remaining_cost=task.budget
        )
    spent = round(task.budget * percent / 100 / cpi)
    if percent == 100:
        dates = {"start": start, "finish": finish, "actual_start": start, "actual_finish": finish}
        return task._replace(**dates, percent=100, actual_cost=spent)
    left = task.budget * (100 - percent) // 100
    finish = max(finish, days.days[now])
    return task._replace(
        start=start, finish=finish, actual_start=start, percent=percent, actual_cost=spent, remaining_cost=left
    )


def _milestones(project: Project) -> Iterator[Task]:
    group = "Milestones"
    plan = [("Project start", project.start, project.start), *project.milestones]
    for number, (name, baseline, moment) in enumerate(plan):
        actual = moment if moment <= STATUS else None
        yield Task(
            500 + number, name, group, True, moment, moment, baseline, baseline, actual, actual, 100 if actual else 0
        )
    finish = max(project.forecast, STATUS + timedelta(2))
    yield Task(590, "Project finish", group, True, finish, finish, project.finish, project.finish)


def _booked(project: Project) -> Iterator[Task]:
    """Give booked work: people on the same task share it."""
    for number, name in enumerate(dict.fromkeys(booking[0] for booking in project.bookings)):
        work = tuple(_work(*booking[1:]) for booking in project.bookings if booking[0] == name)
        start, finish = min(w.start for w in work), max(w.finish for w in work)
        yield Task(700 + number, name, "Booked", False, start, finish, work=work)


def _work(person: Person, hours: float, first: date, last: date) -> Work:
    return Work(person.email, hours * 12, first, last, spread=True)
