"""The matrix of projects and objectives as rows of cells, a page of them at a time."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.words import number

UNALLOCATED = "none"
LINKED, UNQUANTIFIED = "linked", "no amount"


def fields(objectives: Sequence[str]) -> dict[str | None, str]:
    """Give the field of each objective's cell: keys may hold dots, which a table would take for a path."""
    return {key: f"o{place}" for place, key in enumerate(objectives)} | {None: UNALLOCATED}


def rows(matrix: pd.DataFrame, projects: Sequence[str], objectives: Sequence[str]) -> list[dict[str, Any]]:
    """Give a row per project, in the order asked for: key, and by field of each objective what leads to it: thousands
    of money spent, else that it is linked (with or without an amount). `matrix` as `alignment.matrix`.
    """
    names = fields(objectives)
    shown: dict[str, dict[str, Any]] = {key: {"key": key} for key in projects}
    mine = matrix[matrix["project"].isin(shown)]
    for line in mine.to_dict("records"):
        field = names.get(line["objective"])
        if field:
            shown[line["project"]][field] = _cell(line["spend"], line["links"], line["quantified"])
    return list(shown.values())


def _cell(spend: float, links: int, quantified: int) -> str | None:
    if spend > 0:
        return number(spend / 1e3)
    return None if not links else LINKED if quantified else UNQUANTIFIED
