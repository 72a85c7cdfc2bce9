"""Reads export files by hand, without the loaders, so that the samples are checked by something independent."""

from pathlib import Path

from lxml import etree
from python_calamine import CalamineWorkbook

MSPDI = "{http://schemas.microsoft.com/project}"
STRATML = "{urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport}"
Row = dict[str, str]
XER_PROJECTS = {"P06": "VEL-LINE1", "P09": "HOLM-WH", "P11": "PS7", "P12": "TB3", "P13": "MODCTL"}
MSPDI_PROJECTS = {
    "P01": "remote-monitoring.xml",
    "P02": "predictive-models.xml",
    "P03": "emergency-spares.xml",
    "P05": "field-app.xml",
    "P07": "order-flow.xml",
    "P08": "second-sources.xml",
    "P10": "quality-at-source.xml",
    "P14": "core-data-platform.xml",
    "P15": "finance-system.xml",
    "P17": "zero-harm.xml",
    "P19": "showroom.xml",
    "P20": "water-security.xml",
}


def mspdi(path: Path, element: str) -> list[Row]:
    """Give the rows of one kind (Task, Resource ...) with their own fields and their baseline's as `Baseline.X`."""
    rows: list[Row] = []
    for found in etree.parse(path).iter(MSPDI + element):
        row: Row = {}
        for child in found:
            name = etree.QName(child).localname
            row[name] = child.text or ""
            if name == "Baseline":
                row |= {f"Baseline.{etree.QName(inner).localname}": inner.text or "" for inner in child}
        rows.append(row)
    return rows


def mspdi_head(path: Path) -> Row:
    """Give the fields of the project itself."""
    return {etree.QName(child).localname: child.text or "" for child in etree.parse(path).getroot()}


def xer(path: Path) -> dict[str, list[Row]]:
    """Give every table's rows, each as long as its heading."""
    tables: dict[str, list[Row]] = {}
    fields: list[str] = []
    rows: list[Row] = []
    for line in path.read_text(encoding="cp1252").split("\n"):
        mark, *cells = line.rstrip("\r").split("\t")
        if mark == "%T":
            rows = tables.setdefault(cells[0], [])
        elif mark == "%F":
            fields = cells
        elif mark == "%R":
            rows.append(dict(zip(fields, cells, strict=True)))
    return tables


def workbook(path: Path) -> dict[str, list[dict[str, object]]]:
    """Give every sheet's rows by heading."""
    book = CalamineWorkbook.from_path(path)
    found: dict[str, list[dict[str, object]]] = {}
    for name in book.sheet_names:
        heading, *rows = book.get_sheet_by_name(name).to_python()
        found[name] = [dict(zip(map(str, heading), row, strict=True)) for row in rows]
    return found
