"""Numbers in cells: bare, of money, shares, percentages, hours, and figures of KPIs."""

import re

from loaders.tables.cells import (
    YES_NO,
    Cell,
    Marked,
    Percent,
    Unfit,
    as_shown,
    precise,
    short,
    shown,
    sound,
    text,
    words,
    yes_no,
)
from loaders.tables.separators import meant

_GAP = "[ \u00a0\u2007\u2009\u202f'\u2019]"  # blanks and apostrophes that part thousands
_NUMBER = re.compile(
    rf"[+-]?(?=\.?\d)(?:\d{{1,3}}(?:{_GAP}\d{{3}})+|\d+)?(?:(?<=\d)\.|\.(?=\d))?\d*(?:[eE][+-]?\d{{1,3}})?"
)


def number(cell: Cell) -> float:
    """Give a number; a percentage counts as shown."""
    if type(cell) is float:
        return cell
    if isinstance(cell, Percent):
        return as_shown(cell)
    return _written_number(cell)[0]


def money(cell: Cell) -> float:
    """Give an amount of money; a percentage is none."""
    if type(cell) is float:
        return cell
    if isinstance(cell, Percent):
        raise Unfit("is a percentage: write an amount of money")
    found, percent = _written_number(cell)
    if percent:
        raise Unfit("is a percentage: write an amount of money")
    return found


def figure(cell: Cell) -> float | Marked:
    """Give a figure of a KPI; percentages, yes and no wait for the KPI's unit."""
    if type(cell) is float:
        return cell
    if isinstance(cell, Percent):
        return Marked(as_shown(cell), shown(cell), True)
    # 1 and 0 of a CSV are numbers, which a KPI answered by yes or no takes as well.
    if isinstance(cell, bool) or (isinstance(cell, str) and words(cell) in YES_NO and not cell.strip().isdigit()):
        yes = yes_no(cell)
        return Marked(float(yes), "yes" if yes else "no", False)
    found, percent = _written_number(cell)
    return Marked(found, text(cell), True) if percent else found


def share(cell: Cell) -> float:
    """Give a share of 0 to 1; a bare number above 1 is a percentage."""
    if isinstance(cell, Percent):
        found = float(cell)
    elif type(cell) is float:
        found = precise(cell / 100) if cell > 1 else cell
    else:
        found, percent = _written_number(cell)
        found = precise(found / 100) if percent or found > 1 else found
    if not 0 <= found <= 1:
        raise Unfit("is outside 0 to 100 %")
    return found


def percentage(cell: Cell) -> float:
    """Give a percentage of 0 to 100. A bare number up to 1 could be two things and is refused."""
    if isinstance(cell, Percent):
        found = as_shown(cell)
    else:
        found, percent = (cell, False) if type(cell) is float else _written_number(cell)
        if not percent and 0 < found <= 1:
            raise Unfit(
                f"may be {short(found)} % or {short(as_shown(found))} %: write the one you mean with its % sign"
            )
    if not 0 <= found <= 100:
        raise Unfit("is outside 0 to 100 %")
    return found


def hours(cell: Cell) -> float:
    """Give working minutes for hours."""
    return round(number(cell) * 60, 6)


def working_days(cell: Cell) -> float:
    """Give working minutes for working days of eight hours."""
    return round(number(cell) * 480, 6)


def _written_number(cell: Cell) -> tuple[float, bool]:
    """Read a number written as text; True beside it when it ends in a per cent sign."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell), False
    if not isinstance(sound(cell), str):
        raise Unfit(f"is {_what(cell)}, not a number")
    written = str(cell).strip().replace("\u2212", "-")
    percent = written.endswith("%")
    bare = written.removesuffix("%").strip()
    if not bare.isascii():
        bare = re.sub(_GAP, " ", bare)
    if not any(map(str.isdigit, bare)) or not bare.isascii() or not _NUMBER.fullmatch(bare):
        raise Unfit(_why_no_number(bare))
    found = precise(float(re.sub(_GAP, "", bare)))
    if found in (float("inf"), float("-inf")):
        raise Unfit("is too large for a number")
    return found, percent


def _what(cell: Cell) -> str:
    return "yes or no" if isinstance(cell, bool) else "a date"


def _why_no_number(bare: str) -> str:
    can_be = meant(bare)
    if len(can_be) == 2:
        return f"may hold a decimal comma or a comma between thousands: write {' or '.join(can_be)}, whichever is meant"
    if can_be:
        return f"has a decimal comma or parts its thousands: write {can_be[0]}"
    if any(map(str.isdigit, bare)) and not (bare[:1].isdigit() and bare[-1:].isdigit()):
        return "is not a bare number: write the digits alone; currencies and units have columns of their own"
    return "is not a number: write digits with a point, such as 44.9"
