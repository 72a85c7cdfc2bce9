"""Microsoft Project XML (MSPDI), 2003 to today, read without Java."""

from collections.abc import Sequence
from pathlib import Path

from loaders.base import Export
from loaders.xml import opening

_NAMESPACE = "http://schemas.microsoft.com/project"

# Children of the root that tell a file without a namespace apart from other XML whose root is called Project.
_OWN = frozenset(
    {
        "SaveVersion",
        "ScheduleFromStart",
        "MinutesPerDay",
        "CalendarUID",
        "Calendars",
        "Tasks",
        "Resources",
        "Assignments",
    }
)


class MsProject:
    """The loader of Microsoft Project's XML."""

    name = "ms_project"
    version = 5
    formats: Sequence[str] = ("Microsoft Project XML (MSPDI)",)
    suffixes: Sequence[str] = (".xml",)

    def identify(self, path: Path, head: bytes) -> bool:
        """Say whether the root element is a Project of Microsoft Project."""
        names = opening(head)
        if not names or names[0][1] != "Project":
            return False
        namespace = names[0][0].rstrip("/")
        if namespace:
            return namespace == _NAMESPACE or namespace.startswith(_NAMESPACE + "/")
        return any(name in _OWN for _, name in names[1:])

    def read(self, path: Path, feed: str) -> Export:
        """Read the whole file. Raises `Refused` when it cannot be read at all."""
        from loaders.ms_project.reading import read  # only who reads needs it

        return read(path)


LOADER = MsProject()
