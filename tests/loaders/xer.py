"""XER files in the hand of a test: each table as fields and rows parted by bars, and what every export must obey."""

import re
from pathlib import Path

from data.records import KINDS, Record
from loaders.primavera import LOADER, Export

HEADER = "ERMHDR 23.12 2026-10-31 Project dhaske Dorian_Haske pmdb Project_Management EUR"
SMALL = {
    "PROJECT": "proj_id | proj_short_name | clndr_id | last_recalc_date\n 1 | VEL | 500 | 2026-10-31 00:00",
    "CALENDAR": "clndr_id | clndr_name | day_hr_cnt | clndr_data\n 500 | Five days | 8 |",
    "PROJWBS": "wbs_id | proj_id | proj_node_flag | parent_wbs_id | wbs_short_name | wbs_name\n"
    "20 | 1 | Y | 9 | VEL | New line\n 21 | 1 | N | 20 | INS | Installation",
    "TASK": "task_id | proj_id | wbs_id | clndr_id | task_type | task_code | task_name\n"
    "31 | 1 | 21 | 500 | TT_Task | A10 | Dig\n 32 | 1 | 21 | 500 | TT_FinMile | M10 | Dug",
}


def text(tables: dict[str, str], *, header: str = HEADER, end: str = "%E\n") -> str:
    """Give the text of a file; a table's first line names its fields."""
    lines = ["\t".join(word.replace("_", " ") for word in header.split(" "))]
    for name, table in tables.items():
        fields, *rows = table.splitlines()
        lines += [f"%T\t{name}", *(_line("%F", fields), *(_line("%R", row) for row in rows))]
    return "\n".join([*lines, end])


def _line(mark: str, cells: str) -> str:
    return "\t".join([mark, *(cell.strip() for cell in re.split(r"\s\|(?=\s|$)", cells))])


def small(**tables: str) -> str:
    """Give a small whole project, with these tables in the place of its own or beside them."""
    return text(SMALL | tables)


def load(path: Path, content: str | bytes) -> Export:
    """Write a file, read it, and hold what comes out to what every export obeys."""
    file = path / "plan.xer"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return check(LOADER.read(file, "plan"))


def check(export: Export) -> Export:
    """Hold an export to the counts, the keys and the types that the store relies on."""
    stored = sum(map(len, export.records.values()))
    refused = {(rejection.sheet, rejection.row) for rejection in export.rejections}
    assert export.rows_in == stored + len(refused) + sum(skipped.count for skipped in export.skipped)
    for kind, records in export.records.items():
        assert kind in KINDS
        assert all(type(record) is kind for record in records)
        assert len({record.key for record in records}) == len(records)
        assert "" not in {record.key for record in records}
    assert all(rejection.reason for rejection in export.rejections)
    return export


def rows(export: Export, kind: type[Record]) -> dict[str, dict[str, object]]:
    """Give the records of a kind by key, each as what it states, without where it stands."""
    return {record.key: stated(record) for record in export.records[kind]}


def stated(record: Record) -> dict[str, object]:
    """Give what a record states."""
    fields = record._asdict()
    return {name: value for name, value in fields.items() if value is not None and name not in {"key", "sheet", "row"}}


def reasons(export: Export) -> list[tuple[str | None, int | None, str | None, str | None, str]]:
    """Give each rejection as sheet, row, field, value and reason."""
    return [(r.sheet, r.row, r.field, r.value, r.reason) for r in export.rejections]
