"""All seventeen sheets of the register, in the order in which they are read and written."""

from collections.abc import Mapping
from types import MappingProxyType

from loaders.register import sheets_map, sheets_more, sheets_people
from loaders.register.table import Sheet
from loaders.tables.cells import words

SHEETS: tuple[Sheet, ...] = (
    sheets_map.STRATEGY,
    sheets_map.KPIS,
    sheets_map.READINGS,
    sheets_map.PROJECTS,
    sheets_map.CONTRIBUTIONS,
    sheets_more.LINKS,
    sheets_more.MILESTONES,
    sheets_more.MONEY,
    sheets_people.PEOPLE,
    sheets_people.ABSENCES,
    sheets_people.ASSIGNMENTS,
    sheets_people.EXTERNAL,
    sheets_more.RISKS,
    sheets_more.DEPENDENCIES,
    sheets_more.DECISIONS,
    sheets_more.LISTS,
    sheets_more.SETTINGS,
)
README = "Read me"  # sheet of the template that explains the others
BY_RECORD: Mapping[type, Sheet] = MappingProxyType({record: one for one in SHEETS for record in one.records})
_BY_NAME = {words(text): one for one in SHEETS for text in (*one.called, one.name)}


def named(label: str) -> Sheet | None:
    """Give the sheet of the register that a sheet or file of this name is, if any."""
    return _BY_NAME.get(words(label))
