"""Reading XML that nobody vouches for: no DTD, no entities, no network, errors that a person understands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from lxml import etree

from loaders.base import Refused

_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def name_of(element: etree._Element) -> tuple[str, str]:
    """Give (namespace, local name) of an element; a prefix that nothing declares stays in front of the local name."""
    namespace, _, name = cast(str, element.tag).rpartition("}")
    return namespace[1:], name


def root_name(head: bytes) -> tuple[str, str] | None:
    """Give (namespace, local name) of the root element that the first bytes of a file open, or None if not XML."""
    names = opening(head)
    return names[0] if names else None


def opening(head: bytes) -> list[tuple[str, str]]:
    """Give (namespace, local name) of the root and of its children, as far as the first bytes of a file open them."""
    parser = etree.XMLPullParser(events=("start", "end"), resolve_entities=False, no_network=True)
    try:
        parser.feed(head)
    except etree.XMLSyntaxError:
        pass  # what follows the root element may be broken; reading the file will say so
    names: list[tuple[str, str]] = []
    depth = 0
    try:
        for event, element in cast(Iterator[tuple[str, etree._Element]], parser.read_events()):
            if event == "start" and depth <= 1:
                names.append(name_of(element))
            depth += 1 if event == "start" else -1
    except etree.XMLSyntaxError:
        pass
    return names


def elements(path: Path, *tags: str) -> Iterator[etree._Element]:
    """Yield each finished element named in `tags` (`{*}Task` for any namespace), then free it.

    One that stands inside another of them is not yielded: it is still there, whole, when the outer one comes.
    Raises `Refused` for a DTD, for entities, and for text that is not well-formed XML, naming the line.
    """
    with path.open("rb") as file:
        events = etree.iterparse(file, events=("end",), tag=tags, **_SAFE)
        try:
            yield from _outermost(events, tags)
        except etree.XMLSyntaxError as error:
            raise Refused(broken(error, events)) from None
        _refuse_dtd(events.root)


def _outermost(events: etree.iterparse, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield the outermost elements at their end and drop each when the next one has come."""
    above: etree._Element | None = None  # which stands inside none of them, so what is in it does not either
    done: etree._Element | None = None
    for _, element in events:
        parent = element.getparent()
        if parent is not above or above is None:
            _refuse_dtd(element)
            if next(element.iterancestors(*tags), None) is not None:
                continue
            above = parent
        yield element
        element.clear()
        # An emptied element still costs memory. It may be taken out only once the parser has gone on to another one.
        if done is not None and (before := done.getparent()) is not None:
            before.remove(done)
        done = element


def beginning(path: Path, *until: str) -> etree._Element:
    """Read a document up to where the first element named in `until` opens, and give its root, as far as it got.

    Raises `Refused` as `elements` does.
    """
    with path.open("rb") as file:
        events = etree.iterparse(file, events=("start",), tag=until, **_SAFE)
        try:
            first = next(iter(events), None)
        except etree.XMLSyntaxError as error:
            raise Refused(broken(error, events)) from None
    root = events.root if first is None else first[1].getroottree().getroot()
    _refuse_dtd(root)
    return root


def parse(path: Path) -> etree._Element:
    """Read a whole small document and give its root. Raises `Refused` as `elements` does."""
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as error:
        raise Refused(broken(error)) from None
    _refuse_dtd(root)
    return root


def broken(error: etree.XMLSyntaxError, events: etree.iterparse | None = None) -> str:
    """Say where the XML breaks and what to do; what a stepwise parser logged first is nearer to the cause."""
    (line, column), said = error.position, error.msg
    if events is not None and (logged := [entry for entry in events.error_log if entry.level_name == "FATAL"]):
        line, column, said = logged[0].line, logged[0].column, logged[0].message
    at = f"not well-formed XML at line {line}, column {column}"
    if "EntityRef" in said:
        return (
            f"{at}: an & stands alone in a text there: it is written as &amp; in XML; correct it there and elsewhere."
        )
    if "invalid Char" in said or "invalid xmlChar" in said:
        return (
            f"{at}: a character that no XML may hold, such as a control character pasted from elsewhere, stands in a "
            "text there: delete it in the tool, or in the file, and export or load it again."
        )
    return (
        f"{at}: {' '.join(said.split())}. "
        "The file is empty, cut off, was changed by hand, or its bytes are not in the encoding that it declares; "
        "export it again from the tool that made it."
    )


def _refuse_dtd(element: etree._Element) -> None:
    """Refuse a document type declaration: no project tool writes one, and entities can exhaust the memory."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise Refused(
            "the XML declares a document type (DOCTYPE), which exports of project tools never do and which can hide "
            "entities; for safety it is not read. Export the file again from the tool itself."
        )
