"""PROJWBS rows: the tree of each project, its order and its dates.

A WBS element becomes a summary, the root of a project its `project` row, which also carries the project's name. Dates
of summaries are the earliest start and the latest finish below them, as P6 shows them; XER does not write them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.records import Task
from loaders.primavera.book import Book, Row
from loaders.primavera.keys import Keys

Span = tuple[str | None, str | None]


@dataclass(slots=True)
class Element:
    """A node of the tree."""

    row: Row
    key: str
    project: str
    parent: str | None
    root: bool
    order: tuple[float, str]


@dataclass(slots=True)
class Structure:
    """The trees of a file: elements in the order of P6's tree, their paths, and every task's place below them."""

    elements: dict[str, Element] = field(default_factory=dict)
    doubles: list[Element] = field(default_factory=list)  # whose key an earlier one has
    paths: dict[str, str] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    roots: dict[str, Element] = field(default_factory=dict)  # by project key


def read_structure(book: Book, keys: Keys, separators: Mapping[str, str]) -> Structure:
    """Read the trees. Elements that hang in a circle stay out of the order and get a fault that names the circle."""
    found = Structure()
    for row in book.rows("PROJWBS"):
        element = _element(row, keys)
        if element.key in found.elements:
            found.doubles.append(element)
            continue
        found.elements[element.key] = element
        if element.root:
            found.roots.setdefault(element.project, element)
    children: defaultdict[str | None, list[Element]] = defaultdict(list)
    for element in found.elements.values():
        parent = element.parent if element.parent in found.elements else None
        children[parent].append(element)
    tasks = _tasks_by_parent(book, keys)
    counts: defaultdict[str, int] = defaultdict(int)
    stack = sorted(children[None], key=lambda e: e.order, reverse=True)
    while stack:
        element = stack.pop()
        _place(found, element, separators.get(element.project) or ".")
        for key in (element.key, *tasks.get(element.key, ())):
            counts[element.project] += 1
            found.positions[key] = counts[element.project]
        stack += sorted(children[element.key], key=lambda e: e.order, reverse=True)
    for element in found.elements.values():
        if element.key not in found.paths:
            element.row.fault(_circle(found.elements, element), "parent_wbs_id")
    return found


def _element(row: Row, keys: Keys) -> Element:
    number = row.required("wbs_id")
    row.required("proj_id")
    project = row.reference("proj_id", "PROJECT", keys.projects) or ""
    root = row.text("proj_node_flag") == "Y" or _tops_a_file_without_flags(row, keys)
    # The element above a project's root belongs to the enterprise's own tree, which no export contains.
    parent = None if root else row.reference("parent_wbs_id", "PROJWBS", keys.wbs)
    order = (row.number("seq_num") or 0.0, row.text("wbs_short_name") or "")
    return Element(row, keys.wbs.get(number, number), project, parent, root, order)


def _tops_a_file_without_flags(row: Row, keys: Keys) -> bool:
    return "proj_node_flag" not in row.columns and (row.text("parent_wbs_id") or "") not in keys.wbs


def _tasks_by_parent(book: Book, keys: Keys) -> dict[str, list[str]]:
    """Give the keys of the tasks below each element, by activity ID as P6 sorts them."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, wbs, code in book.column("TASK", "task_id", "wbs_id", "task_code"):
        if wbs in keys.wbs and number in keys.tasks:
            found[keys.wbs[wbs]].append((code, keys.tasks[number]))
    return {parent: [key for _, key in sorted(tasks)] for parent, tasks in found.items()}


def _place(found: Structure, element: Element, separator: str) -> None:
    above = found.paths.get(element.parent or "")
    own = element.row.text("wbs_short_name") or ""
    found.paths[element.key] = f"{above}{separator}{own}" if above else own


def _circle(elements: Mapping[str, Element], element: Element) -> str:
    """Say which elements stand above each other in a circle, from this one on, at most eight of them."""
    names = [element.row.text("wbs_id") or ""]
    current = element
    while len(names) < 9 and names[-1] not in names[:-1]:
        current = elements[current.parent or ""]
        names.append(current.row.text("wbs_id") or "")
    return f"leads round in a circle ({' → '.join(names)}), so the element has no place in the tree"


def keep_structure(book: Book, found: Structure, tasks: Iterable[Task], notes: Mapping[str, str]) -> dict[str, Span]:
    """Read the elements into the book; give the dates of all by key."""
    spans: dict[str, Span] = {}
    for task in tasks:
        if task.parent:
            _widen(spans, task.parent, (task.start, task.finish))
    for key in reversed(found.paths):  # a parent always stands before its children
        parent = found.elements[key].parent
        if parent and key in spans:
            _widen(spans, parent, spans[key])
    for element in [*found.elements.values(), *found.doubles]:
        book.keep(element.row, _summary(element, found, spans.get(element.key, (None, None)), notes))
    return spans


def _widen(spans: dict[str, Span], key: str, span: Span) -> None:
    start, finish = spans.get(key, (None, None))
    spans[key] = (
        min(filter(None, (start, span[0])), default=None),
        max(filter(None, (finish, span[1])), default=None),
    )


def _summary(element: Element, found: Structure, span: Span, notes: Mapping[str, str]) -> Task:
    row = element.row
    return Task(
        key=element.key,
        project=element.project,
        uid=row.text("wbs_id"),
        wbs=found.paths.get(element.key),
        parent=element.parent,
        position=found.positions.get(element.key),
        name=row.text("wbs_name"),
        kind="project" if element.root else "summary",
        start=span[0],
        finish=span[1],
        note=notes.get(element.key),
        sheet=row.table,
        row=row.line,
    )
