"""Reads the JSON of drawn components as a person reads the page."""

from collections.abc import Iterator
from typing import Any

from dash import Dash

from tests.dashboard.callbacks import fire


def drawn(app: Dash, at: str, *more: Any) -> list[Any]:
    """Give what a page draws below its title at an address; `more` are the further inputs of its callback."""
    page = f"{at.split('/')[1].split('?')[0]}-body"
    output = next(name for name in app.callback_map if f"{page}.children" in name)
    answer = fire(app.server.test_client(), app, output, {"at": at}, *more)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return unfolded(answer.get_json()["response"][page]["children"])


def later(app: Dash, ident: str, at: str) -> Any:
    """Give what a callback fills a place with, once the title of its page is there."""
    answer = fire(app.server.test_client(), app, f"{ident}.children", "title", {"at": at})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return unfolded(answer.get_json()["response"][ident]["children"])


def unfolded(drawn: Any) -> Any:
    """Give what is drawn with its still elements (`panels.still`) as Dash would send each of them, in their places."""
    if isinstance(drawn, list):
        return [one for each in drawn for one in (_opened(each) if _is_still(each) else [unfolded(each)])]
    if not isinstance(drawn, dict) or "props" not in drawn:
        return drawn
    if _is_still(drawn):
        return _only(_opened(drawn))
    children = unfolded(drawn["props"].get("children"))
    return {**drawn, "props": {**drawn["props"], "children": children}}


def _is_still(node: Any) -> bool:
    return isinstance(node, dict) and node.get("type") == "Still"


def _opened(still: dict[str, Any]) -> list[Any]:
    return [_element(one) for one in still["props"]["drawn"]]


def _element(node: Any) -> Any:
    if not isinstance(node, list):
        return node
    kind, properties, *children = node
    return {"type": kind.capitalize(), "props": {**properties, "children": _only([_element(one) for one in children])}}


def _only(nodes: list[Any]) -> Any:
    return nodes[0] if len(nodes) == 1 and not isinstance(nodes[0], dict) else nodes


def parts(drawn: Any, kind: str | None = None) -> Iterator[dict[str, Any]]:
    """Give all components, or those of a kind ("A", "Tr"), in order."""
    if _is_still(drawn):
        yield from parts(unfolded(drawn), kind)
    elif isinstance(drawn, list):
        for each in drawn:
            yield from parts(each, kind)
    elif isinstance(drawn, dict) and "props" in drawn:
        if kind is None or drawn["type"] == kind:
            yield drawn
        yield from parts(drawn["props"].get("children"), kind)


def words(drawn: Any) -> str:
    """Give the text of components, blocks parted by blanks."""
    if isinstance(drawn, list):
        return " ".join(filter(None, (words(each) for each in drawn)))
    if _is_still(drawn):
        return words(unfolded(drawn))
    if isinstance(drawn, dict):
        return words(drawn.get("props", {}).get("children"))
    return "" if drawn is None else str(drawn)


def links(drawn: Any) -> dict[str, str]:
    """Give the address of every link by its text."""
    return {words(one): one["props"]["href"] for one in parts(drawn, "A")}


def section(drawn: Any, title: str) -> dict[str, Any]:
    """Give the section of a title."""
    found = [one for one in parts(drawn, "Section") if words(next(parts(one, "H2"))) == title]
    assert found, f"no section {title!r} in {[words(h) for h in parts(drawn, 'H2')]}"
    return found[0]


def rows(drawn: Any) -> list[list[str]]:
    """Give the cells of the rows of the first table, headings first."""
    table = next(parts(drawn, "Table"))
    return [
        [words(cell) for cell in row["props"]["children"] if cell["type"] in ("Th", "Td")] for row in parts(table, "Tr")
    ]


def facts(drawn: Any) -> dict[str, str]:
    """Give the terms of the lists of facts with what is said of each."""
    terms = [words(one) for one in parts(drawn, "Dt")]
    said = [words(one) for one in parts(drawn, "Dd") if one["props"].get("className") != "second"]
    return dict(zip(terms, said, strict=True))
