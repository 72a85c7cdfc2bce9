"""What the readers of tasks, resources and assignments of one file share."""

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from data.records import FieldValue
from loaders.base import KEPT_BACK, is_secret
from loaders.intake import Fault, Intake
from loaders.ms_project.calendars import Calendars
from loaders.ms_project.columns import Tables
from loaders.ms_project.fields import Fields
from loaders.ms_project.header import Header
from loaders.ms_project.timetable import Timetable
from loaders.ms_project.values import Values


class Plan:
    """One file while it is read."""

    def __init__(self, namespace: str, header: Header, values: Values) -> None:
        self.ns = namespace
        self.header = header
        self.intake = Intake()
        self.values = values
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

    def text(self, element: etree._Element, name: str) -> str:
        """Give the text of a child, blank for none."""
        return (element.findtext(self.ns + name) or "").strip()

    def custom(self, rows: list[etree._Element], kind: str, subject: str, what: str) -> None:
        """Keep the custom fields of a row that was kept; of several values of one field each is a row."""
        for row, key in self._keyed(rows, kind, subject):
            place = self.intake.place(row.tag.removeprefix(self.ns), row.sourceline)
            try:
                name, value = self.fields.read(row)
            except ValueError as error:
                self.intake.reject(place, f"{what}: custom field", [Fault(str(error))], FieldValue, key)
            else:
                if is_secret(name, value):
                    self.intake.skip(f"{place.sheet}: {KEPT_BACK}")
                else:
                    self.intake.keep(FieldValue(key, kind, subject, name, value, *place))

    def orphans(self, element: etree._Element, kind: str, uid: str, what: str) -> None:
        """Refuse the custom fields of a row that was refused."""
        rows = self.inside(element, "ExtendedAttribute", "OutlineCode")
        for row, key in self._keyed(rows, kind, self.key(uid)):
            self.orphan(row, FieldValue, key, what)

    def orphan(self, row: etree._Element, kind: type, key: str, what: str) -> None:
        """Refuse a row inside a row that was refused."""
        place = self.intake.place(row.tag.removeprefix(self.ns), row.sourceline)
        self.intake.reject(place, place.sheet, [Fault(f"belongs to {what}, which was rejected")], kind, key)

    def _keyed(self, rows: list[etree._Element], kind: str, subject: str) -> Iterator[tuple[etree._Element, str]]:
        uses: defaultdict[str, int] = defaultdict(int)
        for row in rows:
            field = self.text(row, "FieldID")
            uses[field] += 1
            yield row, f"{subject}.{kind}.{field}" + (f".{uses[field]}" if uses[field] > 1 else "")

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
                named = ", ".join(unread)
                self.intake.export.notes.append(f"{sheet}: fields that are not kept ({len(unread)}): {named}")
