"""The outline of a plan: which task stands below which, from the levels in the order of the file."""

from data.records import Task


class Outline:
    """Holds the tasks that stand above the next row, each with its level."""

    def __init__(self, tasks: list[Task]) -> None:
        self._tasks = tasks
        self._above: list[tuple[int, int | None]] = []  # level, and number in the list of tasks (none: refused)

    def enter(self, level: int, kept: bool = True) -> str | None:
        """Take the next row in and give the key of the task above it, past those that were refused.

        What has tasks below it is a summary, whatever its flag says. Call before a kept row joins the list of tasks.
        """
        above = self._above
        while above and above[-1][0] >= level:
            above.pop()
        parent = above[-1][1] if above else None
        if parent is None:  # where it was refused, the one above it
            parent = next((number for _, number in reversed(above) if number is not None), None)
        above.append((level, len(self._tasks) if kept else None))
        if parent is None:
            return None
        task = self._tasks[parent]
        if kept and task.kind in ("task", "milestone"):
            self._tasks[parent] = task._replace(kind="summary")
        return task.key


def level(stated: int | None, number: str | None) -> int:
    """Give the level of a row: as stated, else by the dots of its outline number."""
    return (number or "").count(".") + 1 if stated is None else stated
