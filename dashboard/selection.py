"""What is shown, as one value that parses an address and prints it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

STATUSES = ("on_track", "at_risk", "off_track", "done", "not_started", "no_data")
KINDS = ("perspective", "theme", "objective", "kpi", "project", "milestone", "person")
FILTERS = ("perspective", "theme", "owner", "department", "programme", "status")

LONGEST_VALUE = 300
MOST_VALUES = 100
MOST_FIELDS = 1_000  # parameters of one address; more is not an address that this program printed
HIGHEST_REVISION = 10**9

_PAGE = re.compile(r"[a-z][a-z-]{0,30}")
_OWN = re.compile(r"[a-z][a-z_]{0,30}")  # the name of a parameter that only one page knows
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Zoom(StrEnum):
    """How much the map shows: objectives; their KPIs as well; projects and milestones of what is selected as well."""

    OBJECTIVES = "objectives"
    KPIS = "kpis"
    PROJECTS = "projects"


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on the map: its kind (one of `KINDS`) and its key. Raises ValueError for anything else."""

    kind: str
    key: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not a kind of node; expected one of {', '.join(KINDS)}")
        _check_text("node", self.key)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @classmethod
    def parse(cls, text: str) -> "Node":
        """Read `kind:key`. Raises ValueError."""
        kind, _, key = text.partition(":")
        return cls(kind, key)


@dataclass(frozen=True)
class Selection:
    """What one view shows. Raises ValueError for values that no address may hold; `parse` leaves those out instead.

    `as_of` is a day (what the store said by the end of it, UTC), the number of a revision, or None for now; `compare`
    is an earlier moment, of the same kinds, since which the map shows what changed, or None. `own` are the parameters
    that only the page itself knows, name and value, in their order.
    `problems` says, in sentences, what an address held and was left out; it is not part of the value.
    """

    page: str = "map"
    key: str | None = None
    embedded: bool = False
    node: Node | None = None
    perspective: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    collapsed: tuple[Node, ...] = ()
    search: str = ""
    as_of: date | int | None = None
    compare: date | int | None = None
    zoom: Zoom = Zoom.OBJECTIVES
    own: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if not _PAGE.fullmatch(self.page):
            raise ValueError(f"{self.page!r} is not the name of a page; expected small letters")
        if self.key is not None:
            _check_key(self.key)
        if self.search:
            _check_text("search", self.search)
        for moment in (self.as_of, self.compare):
            if isinstance(moment, int) and not 1 <= moment <= HIGHEST_REVISION:
                raise ValueError(f"{moment} is not a revision; expected a number from 1")
        for name in (*FILTERS, "collapsed"):
            _check_values(name, getattr(self, name))
        _check_own(self.own)

    @classmethod
    def parse(cls, address: str) -> "Selection":
        """Read an address (path and query) such as `/objective/O1?as_of=2026-10-31`. Never raises.

        What it cannot read is left out and named in `problems`; a path that no page can have is the page "unknown".
        """
        reader = _Reader()
        path, query = _split(address)
        fields = reader.path(path) | reader.query(query)
        return cls(**fields, problems=tuple(reader.problems))

    @property
    def href(self) -> str:
        """The address: path and query, parameters in one fixed order, so that one selection has one address."""
        query = urlencode(list(self._parameters()), quote_via=quote, safe=":")
        return self.path + ("?" + query if query else "")

    @property
    def path(self) -> str:
        """The address without its query."""
        if self.page == "map" and self.key is None and not self.embedded:
            return "/"
        parts = ["embed"] * self.embedded + [self.page] + ([self.key] if self.key is not None else [])
        return "".join("/" + quote(part, safe="") for part in parts)

    @property
    def full(self) -> "Selection":
        """The same view with the frame around it."""
        return replace(self, embedded=False)

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The filters that are set, by name."""
        return {name: getattr(self, name) for name in FILTERS if getattr(self, name)}

    def to(self, page: str, key: str | None = None) -> "Selection":
        """Another page at the same moment, framed or embedded as this one; filters and what is the page's own stay
        behind.
        """
        return Selection(page=page, key=key, embedded=self.embedded, as_of=self.as_of)

    @cached_property
    def loads(self) -> str:
        """The address of the page of loads at the same moment: every figure leads there that says where it is from."""
        return self.to("loads").href

    def given(self, name: str) -> tuple[str, ...]:
        """The values of a parameter that only the page itself knows; none where the address lacks it."""
        return tuple(value for known, value in self.own if known == name)

    def last(self, name: str) -> str:
        """The last value of a parameter that only the page itself knows, "" where the address lacks it."""
        return next(reversed(self.given(name)), "")

    def put(self, **values: str | None) -> "Selection":
        """The same view with parameters of the page itself changed, each to one value or, by None, to none."""
        kept = tuple(pair for pair in self.own if pair[0] not in values)
        return replace(self, own=kept + tuple((name, value) for name, value in values.items() if value), problems=())

    def select(self, node: Node | None) -> "Selection":
        """The same view with another node lit, or none."""
        return replace(self, node=node, problems=())

    def _parameters(self) -> Iterator[tuple[str, str]]:
        if self.node:
            yield "node", str(self.node)
        for name in FILTERS:
            yield from ((name, value) for value in getattr(self, name))
        yield from (("collapsed", str(node)) for node in self.collapsed)
        if self.search:
            yield "search", self.search
        if self.as_of is not None:
            yield ("as_of", self.as_of.isoformat()) if isinstance(self.as_of, date) else ("revision", str(self.as_of))
        if self.compare is not None:
            yield "compare", self.compare.isoformat() if isinstance(self.compare, date) else str(self.compare)
        if self.zoom is not Zoom.OBJECTIVES:
            yield "zoom", self.zoom.value
        yield from self.own


class _Reader:
    """Reads the parts of an address into fields of a selection, and keeps what it had to leave out."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def path(self, path: str) -> dict[str, Any]:
        parts = [unquote(part, errors="replace") for part in path.split("/") if part]
        embedded = parts[:1] == ["embed"]
        page, *keys = parts[embedded:] or ["map"]
        fields: dict[str, Any] = {"embedded": embedded, "page": page, "key": keys[0] if keys else None}
        if len(keys) > 1 or not _PAGE.fullmatch(page) or not _is(_check_key, keys):
            return {"embedded": embedded, "page": "unknown"}
        return fields

    def query(self, query: str) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, value in self._pairs(query):
            self._read(fields, name, value.strip())
        if "revision" in fields:
            fields["as_of"] = fields.pop("revision")
        return fields

    def _pairs(self, query: str) -> list[tuple[str, str]]:
        try:
            return parse_qsl(query, errors="replace", max_num_fields=MOST_FIELDS)
        except ValueError:
            self.problems.append(f"The address has more than {MOST_FIELDS} parameters; all of them were left out.")
            return []

    def _read(self, fields: dict[str, Any], name: str, text: str) -> None:
        if name not in _READERS:
            own = fields.get("own", ())
            if len(own) < MOST_VALUES and (name, text) not in own and _is(_check_own, [((name, text),)]):
                fields["own"] = (*own, (name, text))
            return  # what they mean, and whether it is anything, only the page itself knows
        try:
            value = _READERS[name](text)
        except ValueError as error:
            self.problems.append(f"Left out of the address: {name}. {_sentence(error)}")
            return
        if name in _MANY:
            have = fields.get(name, ())
            if len(have) == MOST_VALUES:
                self.problems.append(f"Left out of the address: {name}. More than {MOST_VALUES} values.")
            elif value not in have:
                fields[name] = (*have, value)
        else:
            fields[name] = value


def extended(address: str, values: Mapping[str, Any] | Sequence[tuple[str, Any]]) -> str:
    """Add parameters that only one page knows to an address."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(values)}" if values else address


def _split(address: str) -> tuple[str, str]:
    path, _, query = _CONTROL.sub("", address).partition("#")[0].partition("?")
    return path, query


def _text(text: str) -> str:
    _check_text("value", text)
    return text


def _status(text: str) -> str:
    if text not in STATUSES:
        raise ValueError(f"{_short(text)} is not a status; expected one of {', '.join(STATUSES)}")
    return text


def _date(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"{_short(text)} is not a day; expected YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is not a day of the calendar; expected YYYY-MM-DD") from None


def _revision(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise ValueError(f"{_short(text)} is not a revision; expected a number from 1")
    return int(text)


def _moment(text: str) -> date | int:
    return _revision(text) if text.isdigit() else _date(text)


def _zoom(text: str) -> Zoom:
    if text not in {zoom.value for zoom in Zoom}:
        raise ValueError(f"{_short(text)} is not a zoom; expected one of {', '.join(Zoom)}")
    return Zoom(text)


_MANY = (*FILTERS, "collapsed")
_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(FILTERS, _text),
    "status": _status,
    "node": Node.parse,
    "collapsed": Node.parse,
    "search": _text,
    "as_of": _date,
    "revision": _revision,
    "compare": _moment,
    "zoom": _zoom,
}


def _check_text(name: str, text: str) -> None:
    if not text or text != text.strip() or _CONTROL.search(text):
        raise ValueError(f"{name} {_short(text)} is empty or has characters that no name has")
    if len(text) > LONGEST_VALUE:
        raise ValueError(f"{name} {_short(text)} is longer than {LONGEST_VALUE} characters")


def _check_key(key: str) -> None:
    _check_text("key", key)
    if "/" in key or key in (".", ".."):
        raise ValueError(f"key {_short(key)} cannot stand in an address")


def _check_values(name: str, values: tuple[object, ...]) -> None:
    if len(set(values)) != len(values) or len(values) > MOST_VALUES:
        raise ValueError(f"{name} has a value twice, or more than {MOST_VALUES}")
    for value in values:
        if name == "status":
            _status(str(value))
        elif name != "collapsed":
            _check_text(name, str(value))


def _check_own(own: tuple[tuple[str, str], ...]) -> None:
    if len(set(own)) != len(own) or len(own) > MOST_VALUES:
        raise ValueError(f"the page has a parameter twice, or more than {MOST_VALUES}")
    for name, value in own:
        if name in _READERS or not _OWN.fullmatch(name):
            raise ValueError(f"{_short(name)} is not a parameter of a page itself; expected small letters")
        _check_text(name, value)


def _is(check: Callable[[Any], None], texts: Iterable[Any]) -> bool:
    try:
        for text in texts:
            check(text)
    except ValueError:
        return False
    return True


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")


def _sentence(error: ValueError) -> str:
    text = str(error)
    return text[0].upper() + text[1:] + "."
