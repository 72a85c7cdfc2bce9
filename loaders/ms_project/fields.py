"""Custom fields and outline codes: what they are called, and what their values mean."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from lxml import etree

from loaders.ms_project.standard import standard_name
from loaders.ms_project.values import tidy

_COST = re.compile(r"(Enterprise )?Cost[0-9]+")  # hundredths of the currency, whatever the tool's language calls them
_COST_TYPE = "0"  # CFType
_DEPTH = 50  # levels of an outline code


class _Entry(NamedTuple):
    value: str
    parent: str | None


class Definition(NamedTuple):
    """What a FieldID stands for: the name people see, whether it holds money, and where its lists of values are."""

    name: str
    money: bool
    lists: tuple[str, ...]


class Fields:
    """Reads the definitions of a file and then what its tasks, resources and assignments say."""

    def __init__(self, namespace: str) -> None:
        self._ns = namespace
        self._definitions: dict[str, Definition] = {}
        self._entries: dict[tuple[str, str], _Entry] = {}  # (list, value ID or GUID) -> value

    def define(self, element: etree._Element) -> None:
        """Read the definition of a custom field."""
        text = self._texts(element)
        field = text.get("FieldID")
        if not field:
            return
        known = _undefined(field)
        name = text.get("Alias") or text.get("FieldName") or known.name
        money = known.money or bool(_COST.fullmatch(text.get("FieldName", ""))) or text.get("CFType") == _COST_TYPE
        definition = Definition(name, money, (field, *filter(None, [text.get("Ltuid")])))
        self._definitions[field] = definition
        if second := text.get("SecondaryPID"):
            self._definitions.setdefault(second, definition)
        for value in element.iterfind(f"{self._ns}ValueList/{self._ns}Value"):
            self._enter(field, self._texts(value), "ID")

    def define_code(self, element: etree._Element) -> None:
        """Read the definition of an outline code or of a list of values."""
        text = self._texts(element)
        field = text.get("FieldID")
        if field and field not in self._definitions:
            known = _undefined(field)
            name = text.get("Alias") or text.get("FieldName") or known.name
            self._definitions[field] = known._replace(name=name)
        for value in element.iterfind(f"{self._ns}Values/{self._ns}Value"):
            for owner in filter(None, (field, text.get("Guid"))):
                self._enter(owner, self._texts(value), "ValueID")

    def read(self, element: etree._Element) -> tuple[str, str | None]:
        """Give name and value of one custom field or outline code. Raises ValueError."""
        text = self._texts(element)
        field = text.get("FieldID")
        if not field:
            raise ValueError("has no FieldID")
        if (known := self._definitions.get(field)) is None:
            known = self._definitions[field] = _undefined(field)
        value = text.get("Value") or self._looked_up(known, text.get("ValueGUID"), text.get("ValueID"))
        return known.name, _hundredths(value) if known.money and value else value

    def _looked_up(self, known: Definition, *ids: str | None) -> str | None:
        """Give the value of a list, for an outline code with those above it: `Germany.Berlin`."""
        wanted = [value for value in ids if value and value != "0"]
        for value in wanted:
            for owner in known.lists:
                if path := list(self._path(owner, value)):
                    return ".".join(reversed(path))
        if wanted:
            raise ValueError(f"has the value {wanted[0]}, which the list of '{known.name}' does not have")
        return None

    def _path(self, owner: str, value: str | None) -> Iterator[str]:
        for _ in range(_DEPTH):
            if value is None or (entry := self._entries.get((owner, value))) is None:
                return
            yield entry.value
            value = entry.parent

    def _enter(self, owner: str, text: dict[str, str], identifier: str) -> None:
        entry = _Entry(text.get("Value", ""), text.get("ParentValueID"))
        for value in filter(None, (text.get(identifier), text.get("FieldGUID"))):
            self._entries.setdefault((owner, value), entry)

    def _texts(self, element: etree._Element) -> dict[str, str]:
        texts = ((str(child.tag).removeprefix(self._ns), tidy(child.text)) for child in element)
        return {name: text for name, text in texts if text}


def _undefined(field: str) -> Definition:
    """Give what a FieldID stands for where the file does not say."""
    name = standard_name(field)
    return Definition(name or f"field {field}", bool(name and _COST.fullmatch(name)), (field,))


def _hundredths(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > 18:
        raise ValueError(f"has the value '{text}', expected a number of hundredths")
    return f"{value / 100:f}"
