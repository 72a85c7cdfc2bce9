"""Which files are schedules that MPXJ reads, told by what they contain."""

import mmap
from pathlib import Path

from loaders.mpxj.mpx import is_mpx
from loaders.xml import root_name

FORMATS = (
    "Microsoft Project (MPP, MPD, MPX)",
    "Primavera P6 XML (PMXML)",
    "ProjectLibre",
    "GanttProject",
    "Planner",
    "FastTrack",
    "Asta Powerproject",
    "Phoenix",
    "Synchro",
    "further schedules that MPXJ reads",
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SQLITE = b"SQLite format 3\0"
_ACCESS = (b"\0\1\0\0Standard Jet DB", b"\0\1\0\0Standard ACE DB")

# Names in the directory of a compound file: of Microsoft Project, and of Deltek Open Plan.
_STREAMS = ("TBkndTask", "Props14", "Props12", "Props9", "SourceInfo")
# Tables of a database: of Microsoft Project, Primavera and Asta; of Merlin.
_ACCESS_TABLES = (b"MSP_PROJECTS", b"EXCEPTIONN")
_SQLITE_TABLES = (b"PROJWBS", b"projwbs", b"EXCEPTIONN", b"exceptionn", b"ZSCHEDULEITEM")

# How files begin: Phoenix 4; Asta as text; ProjectLibre (a Java object); FastTrack; Synchro; Project Commander;
# SDEF; Sage.
_BEGINNINGS = (
    b"PPX!!!!", b"\0\x00000000", b"\xac\xed\0\5", b"\x1c\0\0\0\x8b\0", b"\xb6\x17",
    b"\0\x80\1\0", b"\2\x80\1\0", b"VOLM", b"**** Schedule Grid",
)  # fmt: skip
_ROOTS = {"APIBusinessObjects": (), "BusinessObjects": (), "Gantt": (b"Version=",)}
# Attributes of a root called `project`: of Planner, GanttProject and Phoenix; of one called `Document`: of ConceptDraw
# and Edraw.
_OWN_ATTRIBUTES = {
    "project": (b"mrproject-version=", b"webLink=", b'application="Phoenix', b"update_mode="),
    "Document": (b'Application="CDProject"', b"DocGuid="),
}
_ROOT_ENDS = 4096  # bytes in which a root element with its attributes stands
_TURBO = b"dWBSTAB"


def is_schedule(path: Path, head: bytes) -> bool:
    """Say whether a file is a schedule of a kind that MPXJ reads; `head` is its beginning."""
    if head.startswith(_OLE):
        return _holds(path, [_entry(name) for name in _STREAMS])
    if head.startswith(_ACCESS):
        return _holds(path, [form for table in _ACCESS_TABLES for form in (table, table.decode().encode("utf-16-le"))])
    if head.startswith(_SQLITE):
        return _holds(path, _SQLITE_TABLES)
    if head.startswith(_BEGINNINGS) or is_mpx(head):
        return True
    return _TURBO in head[:512] or _is_xml_schedule(head)


def _is_xml_schedule(head: bytes) -> bool:
    if b"<" not in head[:512] or (name := root_name(head)) is None:
        return False
    if name[1] in _ROOTS:
        return all(mark in head[:_ROOT_ENDS] for mark in _ROOTS[name[1]])
    return any(mark in head[:_ROOT_ENDS] for mark in _OWN_ATTRIBUTES.get(name[1], ()))


def _holds(path: Path, names: "list[bytes] | tuple[bytes, ...]") -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(name) >= 0 for name in names)


def _entry(name: str) -> bytes:
    """Give the beginning of a stream's entry in the directory: its name, ended by a zero."""
    return f"{name}\0".encode("utf-16-le")
