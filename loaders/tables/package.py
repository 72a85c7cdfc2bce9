"""A spreadsheet file as the zip of XML parts that it is, read part by part without trusting it."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from loaders.base import Refused

MOST_BYTES = 2 << 30  # unpacked; a workbook with millions of rows stays below it
_LARGE, _MOST_TIMES = 100 << 20, 100  # a large workbook of a spreadsheet program is packed to a tenth or a thirtieth
MOST_COLUMNS = 16_384  # of any spreadsheet program
SAFE: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_comments": True,
    "remove_pis": True,
}  # fmt: skip
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, etree.LxmlError, LookupError, ValueError, OSError, EOFError, NotImplementedError,
    RuntimeError, OverflowError, MemoryError,
)  # fmt: skip


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn whatever a damaged file makes the readers raise into `Refused`."""
    try:
        yield
    except _BROKEN as error:
        raise Refused(
            f"{what} cannot be read ({type(error).__name__}: {str(error)[:200]}): the file is damaged, cut off or "
            "protected. Open it in a spreadsheet program, save it again as .xlsx without a password, and load that"
        ) from None


class Package:
    """The parts of one workbook. Raises `Refused` for a zip that is broken or unpacks to more than `MOST_BYTES`."""

    def __init__(self, path: Path) -> None:
        with reading("the workbook"):
            self.zip = zipfile.ZipFile(path)
        unpacked = sum(part.file_size for part in self.zip.infolist())
        if unpacked > MOST_BYTES:
            self.zip.close()
            raise Refused("the workbook unpacks to more than 2 GB, which no table needs: it is not read, for safety")
        if unpacked > max(_LARGE, _MOST_TIMES * path.stat().st_size):
            self.zip.close()
            raise Refused(
                f"the workbook unpacks to {unpacked >> 20} MB, over {_MOST_TIMES} times its size, which no spreadsheet "
                "program writes: it is not read, for safety. Open it, save it again, and load that"
            )
        self.names = frozenset(self.zip.namelist())

    def close(self) -> None:
        """Give the file back."""
        self.zip.close()

    def tree(self, part: str) -> etree._Element | None:
        """Give the root of a small part, or None where the workbook has no such part."""
        if part not in self.names:
            return None
        with reading(f"the part {part} of the workbook"):
            root = etree.fromstring(self.zip.read(part), etree.XMLParser(**SAFE))
            return _without_dtd(root)

    def day(self, part: str, *names: str) -> str | None:
        """Give the ISO day of the first element of those names that a small part has."""
        root = self.tree(part)
        for name in names:
            found = root.findtext(f".//{{*}}{name}") if root is not None else None
            if found and _DAY.match(found) and _is_day(found[:10]):
                return found[:10]
        return None

    def elements(
        self, part: str, *tags: str, events: tuple[str, ...] = ("end",)
    ) -> Iterator[tuple[str, etree._Element]]:
        """Yield event and element for `tags` (`{*}row`) of a part; an ended element is emptied when the next comes."""
        with reading(f"the part {part} of the workbook"), self.zip.open(part) as file:
            checked = False
            for event, element in etree.iterparse(file, events=events, tag=tags, **SAFE):
                if not checked:
                    checked = _without_dtd(element) is not None
                yield event, element
                if event == "end":
                    element.clear()
                    while (before := element.getprevious()) is not None and before.tag == element.tag:
                        element.getparent().remove(before)  # type: ignore[union-attr]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _without_dtd(element: etree._Element) -> etree._Element:
    if element.getroottree().docinfo.internalDTD is not None:
        raise Refused(
            "the workbook declares a document type (DOCTYPE), which no spreadsheet program writes: it is not read"
        )
    return element


def local(element: etree._Element) -> str:
    """Give the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def unescaped(text: str) -> str:
    """Give a text with the characters that XML has no place for, which Excel writes as `_x000D_`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
