"""All seventeen sheets of the register, in the order in which they are read and written."""

from collections.abc import Mapping
from types import MappingProxyType

from loaders.sheets import of_map, of_people, of_projects
from loaders.sheets.sheet import Sheet
from loaders.tables.cells import words

SHEETS: tuple[Sheet, ...] = (
    of_map.STRATEGY,
    of_map.KPIS,
    of_map.READINGS,
    of_map.PROJECTS,
    of_map.CONTRIBUTIONS,
    of_projects.LINKS,
    of_projects.MILESTONES,
    of_projects.MONEY,
    of_people.PEOPLE,
    of_people.ABSENCES,
    of_people.ASSIGNMENTS,
    of_people.EXTERNAL,
    of_projects.RISKS,
    of_projects.DEPENDENCIES,
    of_projects.DECISIONS,
    of_projects.LISTS,
    of_projects.SETTINGS,
)
README = "Read me"  # sheet of the template that explains the others
BY_RECORD: Mapping[type, Sheet] = MappingProxyType({record: one for one in SHEETS for record in one.records})
_BY_NAME = {words(text): one for one in SHEETS for text in (*one.called, one.name)}


def named(label: str) -> Sheet | None:
    """Give the sheet of the register that a sheet or file of this name is, if any."""
    return _BY_NAME.get(words(label))
