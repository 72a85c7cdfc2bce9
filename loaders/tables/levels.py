"""How deep the rows of a worksheet lie: by its outline, or by how far their first cell is indented."""

from lxml import etree

from loaders.tables.package import Package


def levels(package: Package, part: str, styles: str) -> dict[int, int]:
    """Give the level of each row of a sheet by its number, 0 at the top.

    Programs write it as the outline of the rows (at most seven levels), as an indent of their cells, or as both; what
    tells more levels apart counts.
    """
    indents = _indents(package.tree(styles))
    outline: dict[int, int] = {}
    indented: dict[int, int] = {}
    number = 0
    for _, row in package.elements(part, "{*}row"):
        number = max(number + 1, int(row.get("r") or 0))
        first = next((cell for cell in row if len(cell)), None)
        style = int(first.get("s") or 0) if first is not None else 0
        outline[number] = int(row.get("outlineLevel") or 0)
        indented[number] = indents[style] if style < len(indents) else 0
    return max((outline, indented), key=lambda found: len(set(found.values())))


def _indents(styles: etree._Element | None) -> list[int]:
    if styles is None:
        return []
    found = [one.find("{*}alignment") for one in styles.iterfind("{*}cellXfs/{*}xf")]
    return [0 if one is None else int(one.get("indent") or 0) for one in found]
