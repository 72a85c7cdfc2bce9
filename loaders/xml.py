"""Reading XML that nobody vouches for: no DTD, no entities, no network, errors that a person understands."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from loaders.base import Refused


def root_name(head: bytes) -> tuple[str, str] | None:
    """Give (namespace, local name) of the root element that the first bytes of a file open, or None if not XML."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True)
    try:
        parser.feed(head)
    except etree.XMLSyntaxError:
        pass  # what follows the root element may be broken; reading the file will say so
    try:
        _, root = next(iter(parser.read_events()))
    except (StopIteration, etree.XMLSyntaxError):
        return None
    name = etree.QName(root)
    return name.namespace or "", name.localname


def elements(path: Path, *tags: str) -> Iterator[etree._Element]:
    """Yield each finished element named in `tags` (`{*}Task` for any namespace), then free it.

    Raises `Refused` for a DTD, for entities, and for text that is not well-formed XML, naming the line.
    """
    try:
        events = etree.iterparse(
            str(path), events=("end",), tag=tags or None, resolve_entities=False, no_network=True, huge_tree=False
        )
        checked = False
        for _, element in events:
            if not checked:
                _refuse_dtd(element)
                checked = True
            yield element
            element.clear()
            while (before := element.getprevious()) is not None and before.tag == element.tag:
                element.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        raise Refused(broken(error)) from None


def parse(path: Path) -> etree._Element:
    """Read a whole small document and give its root. Raises `Refused` as `elements` does."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise Refused(broken(error)) from None
    _refuse_dtd(root)
    return root


def broken(error: etree.XMLSyntaxError) -> str:
    """Say where the XML breaks and what to do."""
    line, column = error.position
    return (
        f"not well-formed XML at line {line}, column {column}: {error.msg}. "
        "The file is cut off or was changed by hand; export it again from the tool that made it."
    )


def _refuse_dtd(element: etree._Element) -> None:
    """Refuse a document type declaration: no project tool writes one, and entities can exhaust the memory."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise Refused(
            "the XML declares a document type (DOCTYPE) with entities, which exports of project tools never do; "
            "for safety it is not read. Export the file again from the tool itself."
        )
