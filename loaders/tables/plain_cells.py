"""The cells of a row of a worksheet, from XML as spreadsheet programs write it.

Most rows differ from the ones before in nothing but their numbers and values: they have one form, which is looked at
once. The cells of others are taken one by one.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from loaders.tables.cells import Cell, seen
from loaders.tables.package import unescaped

CHARACTERS = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*"  # of a text as it stands: nothing to be replaced or refused

Fast = Callable[[str | None, str | None, str], Cell]  # style, type and value of a cell that is no shared text
Text = Callable[[int], str]  # number of a shared text
_Spread = Callable[[Sequence[Cell]], Sequence[Cell]]

_BEGINS = r'<c r="([A-Z]{1,3})%s"(?: s="(\d+)")?'
_TYPE = r'(?: t="(n|s|b|e|d|str)")?'
_CELL = re.compile(
    _BEGINS % r"\d+" + rf"(?:{_TYPE}(?:/>|></c>|>(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?<v>({CHARACTERS})</v></c>)"
    rf'| t="inlineStr"><is><t(?: xml:space="preserve")?>({CHARACTERS})</t></is></c>)'
)
_PARTS = _CELL.groups + 1  # what `split` gives of each cell, with what stands before it
_GONE = "#"  # in the form of a row: in place of its number, and of the end of a cell behind its value
_OF_FORM = re.compile(_BEGINS % _GONE + rf"{_TYPE}(/>|></c>|><v>{_GONE})")
_PARTS_OF_FORM = _OF_FORM.groups + 1
_VALUE = re.compile(CHARACTERS)
_MOST_KNOWN = 50_000  # values of cells that are remembered
_MOST_FORMS, _MOST_FORMLESS = 5_000, 500  # rows without a form, after which none is looked for
_AS_THEY_ARE: _Spread = tuple


class _Known(dict[str, Cell]):
    """What the values of cells of one style and type become, each different one read once."""

    def __init__(self, style: str | None, kind: str | None, fast: Fast) -> None:
        self._style, self._kind, self._fast = style, kind, fast

    def __missing__(self, value: str) -> Cell:
        if not _VALUE.fullmatch(value) or not (value or self._kind == "str"):
            raise ValueError(f"{value} is no value as it stands")
        if len(self) > _MOST_KNOWN:
            self.clear()
        found = self[value] = self._fast(self._style, self._kind, value)
        return found


class _Form(NamedTuple):
    """How rows are written: where, among their parts, the numbers of shared texts stand and where other values do, and
    what puts both, and None behind them, in their places.
    """

    texts: list[int]
    others: list[tuple[int, _Known]]
    spread: _Spread


class Cells:
    """Takes the cells of rows from their XML."""

    def __init__(self, place: Callable[[str], int], fast: Fast, text: Text) -> None:
        self._place, self._fast, self._text = place, fast, text
        self._known: dict[tuple[str | None, str | None], _Known] = {}
        self._places: dict[tuple[str, ...], _Spread | None] = {}  # of the cells of a row; see `_gaps`
        self._forms: dict[str, _Form] = {}
        self._formless = 0

    def of(self, number: int, row: str) -> list[Cell] | None:
        """Give the cells of the row with a number, None where it is not written plainly."""
        if self._formless > _MOST_FORMLESS or _GONE in row:
            return self._one_by_one(row)
        parts = row.replace("</v></c>", f"<v>{_GONE}").split("<v>")  # every other one is a value
        written = "<v>".join(parts[::2]).replace(f'{number}"', f'{_GONE}"')
        form = self._forms.get(written) or self._form(written)
        if form is None:
            self._formless += 1
            return self._one_by_one(row)
        text = self._text
        try:
            cells: list[Cell] = [text(int(parts[at])) for at in form.texts]
            cells += [known[parts[at]] for at, known in form.others]
        except ValueError:  # a value that is no number, or not to be taken as it stands
            return self._one_by_one(row)
        cells.append(None)
        return list(form.spread(cells))

    def _form(self, written: str) -> _Form | None:
        """Give the form of a row from what is written beside its values, None where it has none that can be used."""
        parts = _OF_FORM.split(written)
        if any(parts[::_PARTS_OF_FORM]) or len(self._forms) > _MOST_FORMS:
            return None
        letters, styles, kinds, ends = (parts[part::_PARTS_OF_FORM] for part in range(1, _PARTS_OF_FORM))
        places = list(map(self._place, letters))
        filled = [at for at, end in enumerate(ends) if _GONE in end]
        if not filled or not places[filled[-1]] or not _rising(places):
            return None
        value = {at: 2 * number + 1 for number, at in enumerate(filled)}  # its place among the parts
        texts = [at for at in filled if kinds[at] == "s"]
        others = [at for at in filled if kinds[at] != "s"]
        found = self._forms[written] = _Form(
            [value[at] for at in texts],
            [(value[at], self._known_of(styles[at], kinds[at])) for at in others],
            _spread([places[at] for at in (*texts, *others)]),
        )
        return found

    def _one_by_one(self, row: str) -> list[Cell] | None:
        parts = _CELL.split(row)
        if any(parts[::_PARTS]):
            return None
        cells: list[Cell] = []
        for style, kind, value, text in zip(*(parts[part::_PARTS] for part in range(2, _PARTS)), strict=True):
            if text is not None:
                cells.append(seen(unescaped(text)))
            elif value is None:
                cells.append(None)
            elif kind == "s" and value:
                cells.append(self._text(int(value)))
            elif value or kind == "str":
                cells.append(self._known_of(style, kind)[value])
            else:
                return None
        letters = tuple(parts[1::_PARTS])
        if letters not in self._places:
            self._places[letters] = self._gaps(letters)
        if (spread := self._places[letters]) is None:
            return None
        if spread is not _AS_THEY_ARE:
            cells = list(spread((*cells, None)))
        while cells and cells[-1] is None:
            cells.pop()
        return cells

    def _known_of(self, style: str | None, kind: str | None) -> _Known:
        if (style, kind) not in self._known:
            self._known[style, kind] = _Known(style, kind, self._fast)
        return self._known[style, kind]

    def _gaps(self, letters: Sequence[str]) -> _Spread | None:
        """Give what puts the cells of a row, and None behind them, in their places: `_AS_THEY_ARE` where they are the
        first ones without a gap; None where they stand in no order.
        """
        if len(self._places) > _MOST_FORMS:
            self._places.clear()
        places = list(map(self._place, letters))
        if places == list(range(len(places))):
            return _AS_THEY_ARE
        return _spread(places) if _rising(places) else None


def _rising(places: Sequence[int]) -> bool:
    return all(one < other for one, other in pairwise(places))


def _spread(places: Sequence[int]) -> _Spread:
    """Give what puts cells, and None behind them, in their places, of which the last is not the first of the row."""
    found = [-1] * (max(places) + 1)
    for cell, at in enumerate(places):
        found[at] = cell
    return itemgetter(*found)
