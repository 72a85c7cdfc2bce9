"""Skills with their levels, as people write them: `controls 4; hydraulics 2`."""

import json
import re

from loaders.tables import cells
from loaders.tables.cells import Cell, Unfit

_LEVEL = re.compile(r"(.*\S)\s+(\d)", re.S)  # one digit: the number in "ISO 9001" is part of the name


def one(cell: Cell) -> tuple[str, float | None]:
    """Give a skill and its level of 1 to 5, or None for the level where there is none."""
    return _one(cells.text(cell))


def written_one(value: object) -> Cell:
    """Give the text that `one` reads."""
    name, level = value  # type: ignore[misc]
    return f"{name} {level:g}" if level is not None else str(name)


def several(cell: Cell) -> str:
    """Give compact JSON `{skill: level}` in the order of the alphabet."""
    found: dict[str, float | None] = {}
    for part in filter(None, map(str.strip, cells.text(cell).split(";"))):
        name, level = _one(part)
        if found.get(name, level) != level:
            raise Unfit(f"gives {name} two levels")
        found[name] = level
    return json.dumps(dict(sorted(found.items())), ensure_ascii=False, separators=(",", ":"))


def written(value: object) -> Cell:
    """Give the text that `several` reads."""
    return "; ".join(str(written_one(pair)) for pair in json.loads(str(value)).items())


def _one(text: str) -> tuple[str, float | None]:
    match = _LEVEL.fullmatch(text)
    if not match:
        return text, None
    if not 1 <= int(match[2]) <= 5:
        raise Unfit(f"gives {match[1]} the level {match[2]}: levels are 1 to 5")
    return match[1], int(match[2])
