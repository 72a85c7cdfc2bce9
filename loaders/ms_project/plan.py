"""What the readers of tasks, resources and assignments of one file share."""

from collections import defaultdict
from collections.abc import Iterable

from lxml import etree

from data.records import FieldValue
from loaders.ms_project.calendars import Calendars
from loaders.ms_project.columns import Fault, Tables
from loaders.ms_project.fields import Fields
from loaders.ms_project.header import Header
from loaders.ms_project.intake import Intake
from loaders.ms_project.timetable import Timetable
from loaders.ms_project.values import Values


class Plan:
    """One file while it is read."""

    def __init__(self, namespace: str, header: Header) -> None:
        self.ns = namespace
        self.header = header
        self.intake = Intake()
        self.values = Values()
        self.tables = Tables(namespace, self.values)
        self.fields = Fields(namespace)
        self.calendars = Calendars(self.intake, header.key, namespace, self.values)
        self.durations: dict[str, float | None] = {}  # of the kept tasks by UID, in working minutes
        self.gone: dict[str, str] = {}  # UIDs of tasks that were not kept -> what became of them

    def key(self, uid: str) -> str:
        """Give the source key of a task, resource, calendar or assignment."""
        return f"{self.header.key}.{uid}"

    def timetable(self, uid: str | None) -> Timetable | None:
        """Give the working times of a calendar that the file has."""
        return self.calendars.timetables.get(uid or "")

    def inside(self, element: etree._Element, *names: str) -> list[etree._Element]:
        """Give the children of a row that have one of the names."""
        return list(element.iterchildren(*(self.ns + name for name in names)))

    def custom_rows(self, element: etree._Element) -> list[etree._Element]:
        """Give the custom fields and outline codes of a row."""
        return self.inside(element, "ExtendedAttribute", "OutlineCode")

    def text(self, element: etree._Element, name: str) -> str:
        """Give the text of a child, blank for none."""
        return (element.findtext(self.ns + name) or "").strip()

    def custom(
        self,
        fields: list[etree._Element] | None,
        codes: list[etree._Element] | None,
        kind: str,
        subject: str,
        what: str,
    ) -> None:
        """Keep the custom fields of a row that was kept; of several values of one field each is a row."""
        if fields is None and codes is None:
            return
        uses: defaultdict[str, int] = defaultdict(int)
        for row in (*(fields or ()), *(codes or ())):
            place = self.intake.place(row.tag.removeprefix(self.ns), row)
            try:
                field, name, value = self.fields.read(row)
            except ValueError as error:
                self.intake.reject(place, f"{what}: custom field", [Fault(str(error))], FieldValue)
                continue
            uses[field] += 1
            key = f"{subject}.{kind}.{field}" + (f".{uses[field]}" if uses[field] > 1 else "")
            self.intake.keep(FieldValue(key, kind, subject, name, value, *place))

    def orphans(self, rows: Iterable[etree._Element], what: str) -> None:
        """Refuse the rows inside a row that was refused."""
        for row in rows:
            place = self.intake.place(row.tag.removeprefix(self.ns), row)
            self.intake.reject(place, place.sheet, [Fault(f"belongs to {what}, which was rejected")], FieldValue)

    def note_unread(self) -> None:
        """Name the elements of the file that were not read."""
        tables = self.tables
        for sheet, columns in (
            ("Task", tables.task),
            ("Resource", tables.resource),
            ("Assignment", tables.assignment),
            ("Baseline", tables.baseline),
            ("PredecessorLink", tables.link),
        ):
            if unread := sorted(str(tag).removeprefix(self.ns) for tag in columns.unread):
                self.intake.export.notes.append(f"{sheet}: not kept are {', '.join(unread)}")
