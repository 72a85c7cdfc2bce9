"""Small files of settings in YAML, checked against a model, with messages that name the line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from loaders.base import Refused

Place = Sequence[str | int]  # keys and positions from the top down to what is meant
Fault = tuple[Place, str]
_Model = TypeVar("_Model", bound=BaseModel)

_MOST_BYTES = 1 << 20
_MOST_FAULTS = 10
_SAID = {
    "missing": "is required and not there",
    "extra_forbidden": "is not known here",
    "too_short": "holds nothing: it needs at least one",
}

_REMEDIES = (  # for how the parser's own words begin
    ("found character '\\t'", "indent by blanks and never by tabs"),
    ("found character", "put a text that begins so in quotation marks"),
    (
        "mapping values are not allowed",
        "indent the line as those beside it, or put a text with a colon and a blank behind it in quotation marks",
    ),
    (
        "expected <block end>",
        "indent the line as those beside it, and let a text that begins with a quotation mark end with one",
    ),
)


class Strict(BaseModel):
    """A part of such a file: what is not known in it is a fault."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)


class Written:
    """A file of YAML that was read: its content, every scalar as text, and the line of every part."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        try:
            for event in yaml.parse(text, Loader=yaml.BaseLoader):
                if isinstance(event, yaml.AliasEvent):
                    line = event.start_mark.line + 1 if event.start_mark else 1
                    raise Refused(f"{name}, line {line}: references (*) are not used here: write it out")
            self.root = yaml.compose(text, Loader=yaml.BaseLoader)
            self.content: Any = {} if self.root is None else _plain(self.root)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where = f", line {mark.line + 1}" if mark else ""
            said = error.problem or error.context or ""
            remedy = next((remedy for begins, remedy in _REMEDIES if said.startswith(begins)), "correct it there")
            raise Refused(f"{name}{where}: no YAML: {said}; {remedy}") from None
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            raise Refused(f"{name}: no YAML: {str(error)[:200]}") from None

    def line(self, place: Place) -> int:
        """Give the line of a part, or of the nearest one above it that is there."""
        node, line = self.root, 1
        for step in place:
            found = _child(node, step)
            if found is None:
                break
            node, line = found[1], found[0].start_mark.line + 1
        return line

    def checked(self, model: type[_Model], also: Callable[[_Model], Iterable[Fault]] = lambda _: ()) -> _Model:
        """Give the content as a model. Raises `Refused` with a line for each fault, those of `also` included."""
        faults = list(_doubled(self.root, ()))
        try:
            found = model.model_validate(self.content)
            faults += also(found)
        except ValidationError as error:
            found = None
            faults += [(_plain_place(one["loc"]), _said(one)) for one in error.errors()]
        if faults or found is None:
            raise Refused("; ".join(self._told(faults)))
        return found

    def _told(self, faults: Sequence[Fault]) -> Iterator[str]:
        for place, said in sorted(faults, key=lambda fault: self.line(fault[0]))[:_MOST_FAULTS]:
            where = " > ".join(str(step + 1) if isinstance(step, int) else step for step in place)
            yield f"{self.name}, line {self.line(place)}: {where + ' ' if where else ''}{said}"
        if len(faults) > _MOST_FAULTS:
            yield f"and {len(faults) - _MOST_FAULTS} faults more"


def read(path: Path) -> Written:
    """Read a file. Raises `Refused` where it is too large, no text or no YAML."""
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise Refused(f"{path.name} is larger than 1 MB, which no such file needs")
    try:
        return Written(data.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError:
        raise Refused(f"{path.name} is no text in UTF-8: save it as such") from None


def _plain(node: Node) -> Any:
    """Give the content of a node; an empty scalar is left out of what it belongs to."""
    if isinstance(node, MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value if not _is_empty(value)}
    if isinstance(node, SequenceNode):
        return [_plain(one) for one in node.value if not _is_empty(one)]
    return node.value


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value in ("", "~", "null") and node.style is None


def _child(node: Node | None, step: str | int) -> tuple[Node, Node] | None:
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _doubled(node: Node | None, above: tuple[str | int, ...]) -> Iterator[Fault]:
    """Find keys that stand twice, of which YAML would keep the last without a word."""
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                yield (*above, name), f"stands twice, the second time in line {key.start_mark.line + 1}: keep one"
            seen.add(name)
            yield from _doubled(value, (*above, name))
    elif isinstance(node, SequenceNode):
        for at, value in enumerate(node.value):
            yield from _doubled(value, (*above, at))


def _plain_place(place: Sequence[str | int]) -> Place:
    return [step for step in place if not (isinstance(step, str) and step.startswith("function-"))]


def _said(error: Any) -> str:
    said = _SAID.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    return said[:1].lower() + said[1:] if said[:2] != said[:2].upper() else said
