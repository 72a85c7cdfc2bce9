"""From a file to the projects that MPXJ finds in it, and from its errors to words."""

import codecs
import re
from pathlib import Path
from typing import Any

from lxml import etree

from loaders.base import Refused
from loaders.mpxj.gantt_project import with_every_holiday
from loaders.mpxj.machine import java
from loaders.mpxj.mpx import in_code_page, is_mpx
from loaders.xml import beginning, parse, root_name

_ENGLISH = "en"
_LANGUAGES = {
    "de": "German", "fr": "French", "it": "Italian", "pt": "Portuguese", "sv": "Swedish", "zh": "Chinese",
    "es": "Spanish", "ru": "Russian",
}  # fmt: skip
_LOCKED = (
    "the plan has a password, so that nothing in it can be read: open it in the tool that made it, remove the password "
    "(in Microsoft Project: File > Save As > Tools > General Options), save it, and load it again"
)
_NOT_READ = (
    "is cut off, damaged, or of a version that is not known: open it in the tool that made it, save it again, or "
    "export it as Microsoft Project XML or Primavera XER, and load that"
)
_BEYOND = re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}")  # a letter in UTF-8 that Java keeps as two
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SHOWN = 200  # characters of what MPXJ says


def open_projects(path: Path) -> tuple[list[Any], list[str]]:
    """Give the projects of a file as MPXJ's objects, and notes on how it was read. Raises `Refused`."""
    refuse_declarations(path)
    jpype = java()
    try:
        projects, notes = _read(jpype, path)
    except jpype.JException as error:
        raise Refused(said(error)) from None
    if not projects:
        raise Refused(f"no plan was found in it: the file {_NOT_READ}.")
    return projects, notes


def refuse_declarations(path: Path) -> None:
    """Refuse XML with a document type: Java's readers would follow what it declares. Raises `Refused`."""
    with path.open("rb") as file:
        head = file.read(64 * 1024)
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and root_name(head):
        beginning(path, "*")


def _read(jpype: Any, path: Path) -> tuple[list[Any], list[str]]:
    with path.open("rb") as file:
        if is_mpx(file.read(16)):
            data = in_code_page(path)
            return _of_language(jpype, data) if len(data.splitlines()) > 1 else ([], [])  # a first line is no plan
    proxy = jpype.JClass("org.mpxj.reader.UniversalProjectReader")().getProjectReaderProxy(str(path))
    if proxy is None:
        return [], []
    try:
        reader = proxy.getProjectReader()
        kind = str(reader.getClass().getSimpleName())
        if hasattr(reader, "setLinkCrossProjectRelations"):
            reader.setLinkCrossProjectRelations(True)
        changed = with_every_holiday(path) if kind == "GanttProjectReader" else None
        if kind == "PrimaveraPMFileReader":
            changed = in_ascii(path)
        source = changed and jpype.JClass("java.io.ByteArrayInputStream")(changed)
        return [one for one in (reader.readAll(source) if source else proxy.readAll()) if one is not None], []
    finally:
        proxy.close()


def in_ascii(path: Path) -> bytes | None:
    """Give XML with letters that MPXJ's reader of Primavera makes question marks of, such as 🚀, as their numbers; None
    for a file without such.
    """
    data = path.read_bytes()
    if not _BEYOND.search(data) and not data.startswith(_UTF_16):
        return None
    return etree.tostring(parse(path), xml_declaration=True, encoding="US-ASCII")


def _of_language(jpype: Any, data: bytes) -> tuple[list[Any], list[str]]:
    """Read an MPX file in the language of the Project that wrote it: headings, units and constants are words of it."""
    reader = jpype.JClass("org.mpxj.mpx.MPXReader")
    first: Any = None
    for locale in sorted(reader().getSupportedLocales(), key=lambda each: str(each) != _ENGLISH):
        trial = reader()
        trial.setLocale(locale)
        try:
            projects = list(trial.readAll(jpype.JClass("java.io.ByteArrayInputStream")(data)))
        except jpype.JException as error:
            first = first or error
            continue
        language = _LANGUAGES.get(str(locale))
        return projects, [f"read as written by a {language} Microsoft Project"] if language else []
    raise first


def said(error: Any) -> str:
    """Say what went wrong in words of those who plan, with what MPXJ itself says behind."""
    told = [_message(each) for each in _causes(error)]
    if any("password" in each.lower() for each in told):
        return f"{_LOCKED}."
    return f"it cannot be read: the file {_NOT_READ} (MPXJ says: {'; '.join(dict.fromkeys(told))[:_SHOWN]})."


def _message(error: Any) -> str:
    kind = str(error.getClass().getSimpleName())
    return "a part of it is not there" if kind == "NullPointerException" else str(error.getMessage() or kind)


def _causes(error: Any) -> list[Any]:
    found = [error]
    while len(found) < 5 and found[-1].getCause() is not None:
        found.append(found[-1].getCause())
    return found
