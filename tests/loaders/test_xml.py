"""Safe XML: what is read, what is refused, and that memory stays small."""

import tracemalloc
from pathlib import Path

import pytest
from lxml import etree

from loaders import xml
from loaders.base import Refused


@pytest.fixture
def write(tmp_path: Path):
    def to_file(content: str | bytes) -> Path:
        path = tmp_path / "file.xml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return to_file


def test_elements_come_whole_and_in_order(write):
    path = write("<a><b><c>1</c></b><d/><e><c>2</c></e><b><c>3</c></b></a>")
    found = [(element.tag, element.findtext("c")) for element in xml.elements(path, "b", "e")]
    assert found == [("b", "1"), ("e", "2"), ("b", "3")]


def test_any_namespace_may_be_asked_for(write):
    path = write('<p:a xmlns:p="urn:x"><p:b>1</p:b></p:a>')
    assert [element.text for element in xml.elements(path, "{*}b")] == ["1"]


def test_an_element_inside_another_that_was_asked_for_stays_in_it(write):
    path = write("<a><b>1<b>2<c>x</c></b></b><c>y</c></a>")
    found = [etree.tostring(element, with_tail=False) for element in xml.elements(path, "b", "c")]
    assert found == [b"<b>1<b>2<c>x</c></b></b>", b"<c>y</c>"]


def test_comments_and_instructions_are_not_read(write):
    path = write("<a><b>1<!-- no --><?no ?>2</b></a>")
    assert [(element.text, len(element)) for element in xml.elements(path, "b")] == [("12", 0)]


def test_what_was_read_is_freed(write):
    # Elements of different names that take turns, each with a few children: none of them may stay behind.
    path = write("<a>" + "<b><x>1</x><y>2</y></b><c/>" * 50_000 + "</a>")
    elements = xml.elements(path, "b", "c")
    first = next(elements)
    root = first.getparent()
    assert root is not None
    most = max(len(root) for _ in elements)
    assert most < 10_000  # as many as one chunk of the file holds, not the 100,000 of all of it


def test_reading_takes_no_memory_of_python_that_grows_with_the_file(write):
    def peak(rows: int) -> int:
        path = write("<a>" + "<b><x>1</x><y>2</y></b>" * rows + "</a>")
        tracemalloc.start()
        for _ in xml.elements(path, "b"):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert peak(40_000) < 1.5 * peak(4_000)


def test_a_reader_that_stops_early_leaves_no_file_open(write):
    for _ in xml.elements(write("<a>" + "<b/>" * 50_000 + "</a>"), "b"):
        break  # an open file would warn, and warnings are errors


def test_the_beginning_ends_where_a_list_opens(write):
    path = write("<a><n>1</n><m/>" + "<list>" + "<x/>" * 50_000 + "</list></a>")
    root = xml.beginning(path, "{*}list")
    assert [child.tag for child in root][:2] == ["n", "m"]
    assert sum(1 for _ in root.iter("x")) < 50_000


def test_the_beginning_of_a_file_without_that_list_is_all_of_it(write):
    assert [child.tag for child in xml.beginning(write("<a><n/></a>"), "list")] == ["n"]


def test_root_and_children_are_told_from_the_first_bytes():
    assert xml.root_name(b'<a xmlns="urn:x"><b>cut o') == ("urn:x", "a")
    assert xml.opening(b"<a><b><c/></b><d>cut o") == [("", "a"), ("", "b"), ("", "d")]
    assert xml.opening("<?xml version='1.0' encoding='UTF-16'?><a><b/></a>".encode("utf-16")) == [("", "a"), ("", "b")]


def test_a_prefix_that_nothing_declares_is_no_fault_of_its_own():
    head = b'<a xmlns="urn:x"><p:b>1</p:b></a>'
    assert xml.opening(head) == [("urn:x", "a"), ("", "p:b")]


@pytest.mark.parametrize("head", [b"", b"hello", b"PK\x03\x04", b"\xff\xfe", b"<", b"<?xml version='1.0'?>"])
def test_what_is_no_xml_has_no_root(head: bytes):
    assert xml.root_name(head) is None


BROKEN = {
    "empty": (b"", "empty"),
    "text": (b"hello", "line 1"),
    "cut off": (b"<a>\n<b>1</b>\n<b>2", "line 3"),
    "wrong encoding": ('<?xml version="1.0" encoding="UTF-8"?>\n<a><b>£</b></a>'.encode("latin-1"), "encoding"),
    "unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><a><b/></a>', "klingon"),
    "entity": (b"<a><b>&secret;</b></a>", "secret"),
    "zero byte": (b"<a><b>\0</b></a>", "line 1"),
    "two roots": (b"<a><b/></a><a/>", "line 1"),
    "too deep": (b"<a>" * 5_000 + b"<b/>" + b"</a>" * 5_000, "depth"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_xml_is_refused_with_its_place(write, name: str):
    content, said = BROKEN[name]
    path = write(content)
    with pytest.raises(Refused, match="not well-formed XML at line") as error:
        list(xml.elements(path, "b"))
    assert said in str(error.value)
    with pytest.raises(Refused, match="not well-formed XML at line"):
        xml.parse(path)


BOMB = "<!DOCTYPE a [<!ENTITY x0 'ha'>{}]><a><b>&x20;</b></a>".format(
    "".join(f"<!ENTITY x{n} '&x{n - 1};&x{n - 1};'>" for n in range(1, 21))
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        "<!DOCTYPE a><a><b/></a>",
        "<!DOCTYPE a SYSTEM 'http://example.org/a.dtd'><a><b/></a>",
        "<!DOCTYPE a [<!ENTITY file SYSTEM 'file:///etc/hostname'>]><a><b>&file;</b></a>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a><c/></a>",
    ],
    ids=["bomb", "bare", "external", "file", "without a wanted element"],
)
def test_a_document_type_is_refused(write, content: str):
    path = write(content)
    for read in (lambda: list(xml.elements(path, "b")), lambda: xml.parse(path), lambda: xml.beginning(path, "b")):
        with pytest.raises(Refused, match=r"DOCTYPE|entity nesting"):  # the parser may stop before the tree is there
            read()


@pytest.mark.parametrize("text", ["\x0b", "&#11;"])
def test_a_character_that_no_xml_may_hold_is_named(write, text: str):
    with pytest.raises(Refused, match="a character that no XML may hold, such as a control character pasted"):
        list(xml.elements(write(f"<a><b>{text}</b></a>"), "b"))
