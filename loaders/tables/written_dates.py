"""Dates written as text, in the forms that tools and people use, and columns of them settled as a whole."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType

from loaders.tables.cells import Cell, Unfit
from loaders.tables.dates import FIRST_YEAR, LAST_YEAR
from loaders.tables.settled import Exchanged, Settled, Unsettled, read_each, texts

DAY_FIRST, MONTH_FIRST, SERIAL = "day first", "month first", "serial"
ORDERS = (DAY_FIRST, MONTH_FIRST)
FORMS = (*ORDERS, SERIAL)
_SINCE = datetime(1899, 12, 30)  # day 0 of Excel's serial numbers
_SERIALS = (18_264, 109_572)  # 1950 to 2199
_BARE = re.compile(r"(?=.{1,19}$)(?:[0-9]+\.?[0-9]*|\.[0-9]+)")  # a number without a sign

# Of JavaScript, which some tools export: GMT+0100 (Central European Standard Time).
_ZONE = r"(?:Z|(?:UTC|GMT)(?:[+-]\d{2}:?\d{2}(?:\s\([^()]{1,60}\))?)?|[+-]\d{2}:?\d{2})?"
_TIME = rf"(?:[T ,]\s*(\d{{1,2}}):(\d{{2}})(?::(\d{{2}})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*{_ZONE})?"
_MARK = r"(?:\s?A\*?|\s?\*)?"  # of Primavera: an actual date, and one that a constraint holds
_DAY_ZONE = r"Z|[+-]\d{2}:\d{2}"  # of a day without a time, as XML Schema has it
_ISO = re.compile(rf"(\d{{4}})([./-]?)(\d{{1,2}})\2(\d{{1,2}})(?:{_TIME}|{_DAY_ZONE})")
_NUMERIC = re.compile(
    rf"(?P<weekday>[^\W\d]{{2,12}}\.?,?\s+)?(?P<first>\d{{1,2}})\s?(?P<mark>[./-])\s?(?P<second>\d{{1,2}})\s?(?P=mark)\s?"
    rf"(?P<year>\d{{4}}|\d{{2}}){_TIME}{_MARK}"
)
_WEEKDAY = r"(?:[^\W\d]+\.?,?\s+)?"
_NAMED = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|\.)?[\s/.-]*(?:de\s+)?([^\W\d]+)\.?,?[\s/.-]+(?:de\s+)?(\d{{4}}|\d{{2}}){_TIME}{_MARK}"
)
_YEAR_NAMED = re.compile(rf"(\d{{4}})\s+([^\W\d]+)\s+(\d{{1,2}}){_TIME}")
_MONTH_NAMED = re.compile(rf"{_WEEKDAY}([^\W\d]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}")
_MONTHS_ONLY = re.compile(r"(\d{4})[./-](\d{1,2})|(\d{1,2})[./-](\d{4})|([^\W\d]+)\.?[\s-]+(\d{4}|\d{2})")
_MONTH_WORDS = (
    "jan january januar jänner janvier janv enero ene gennaio gen januari janeiro",
    "feb february februar feber février févr fév febrero febbraio februari fevereiro fev",
    "mar march märz mär maerz mars marzo maart mrt março",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio mag mei maio",
    "jun june juni juin junio giugno giu junho",
    "jul july juli juillet juil julio luglio lug julho",
    "aug august août aoû agosto ago augustus",
    "sep sept september septembre septiembre settembre set setembro",
    "oct october okt oktober octobre octubre ottobre ott outubro out",
    "nov november novembre noviembre novembro",
    "dec december dez dezember déc décembre dic diciembre dicembre dezembro",
)
_WEEKDAY_WORDS = (
    "mo mon monday montag lun lundi lunes lunedì maandag ma seg",
    "tu tue tuesday di die dienstag mar mardi martes martedì dinsdag ter",
    "we wed wednesday mi mit mittwoch mer mercredi mié miércoles mercoledì woensdag wo qua",
    "th thu thursday do don donnerstag jeu jeudi jue jueves gio giovedì donderdag qui",
    "fr fri friday fre freitag ven vendredi vie viernes venerdì vrijdag vr sex",
    "sa sat saturday sam samstag samedi sáb sábado sab sabato zaterdag za",
    "su sun sunday so son sonntag dim dimanche dom domingo domenica zondag zo",
)
_WEEKDAYS = MappingProxyType({word: at for at, words in enumerate(_WEEKDAY_WORDS) for word in words.split()})
_MONTHS = MappingProxyType({word: at for at, words in enumerate(_MONTH_WORDS, 1) for word in words.split()})


def dates(cells: Sequence[Cell], form: str | None = None, months: bool = False) -> Settled:
    """Read a column of dates as dates and moments, local as written. `form` is one of `FORMS` where it is declared.

    With `months`, 2026-10, 10/2026 and Oct 2026 are the first of the month. Raises `Unsettled` where day and month can
    change places and nothing in the column tells, or where one cell tells the one and another the other; `Exchanged`
    where a spreadsheet program exchanged them.
    """
    _refuse_turned(cells)
    order = form if form in ORDERS else order_of(cells)
    serial = form == SERIAL or (form is None and _all_serials(cells))

    def read(cell: Cell) -> date:
        if isinstance(cell, str):
            return _sane(_written(cell.strip(), order, months, serial))
        if isinstance(cell, date):
            return _sane(cell)
        if serial and isinstance(cell, float | int) and not isinstance(cell, bool):
            return _sane(_from_serial(float(cell)))
        raise Unfit("is not a date: format the cell as a date, or write it as text such as 2026-10-31")

    return read_each(cells, read, SERIAL if serial else order)


def _refuse_turned(cells: Sequence[Cell]) -> None:
    """Refuse a column of which a spreadsheet program that expects the other order made dates as far as it could: of
    1/2/2026 it made the 1st of February, and 1/13/2026, which it has no month for, stayed a text.
    """
    days = [cell for cell in cells if isinstance(cell, date)]
    if not days or any(day.day > 12 for day in days):
        return
    written = [text.strip() for text in texts(cells) if _NUMERIC.fullmatch(text.strip())]
    if written and all(map(_tells, written)):
        raise Exchanged(
            f"'{written[0][:40]}' stayed a text beside dates of which none lies after the 12th, as when a spreadsheet "
            "program expects days and months in the other order and exchanges them: load the file as it was exported, "
            "without opening and saving it in between, or write each of its dates as 2026-10-31"
        )


def order_of(cells: Sequence[Cell]) -> str | None:
    """Give the order that a column of dates tells; None where it has no date whose day and month can change places."""
    told = told_by(cells) or told_by_weekdays(cells)
    if told == frozenset(ORDERS):
        raise Unsettled(
            f"{_example(cells, DAY_FIRST)} has the day first and {_example(cells, MONTH_FIRST)} the month: correct "
            f"the one that is wrong, or declare the dates as '{DAY_FIRST}' or '{MONTH_FIRST}'"
        )
    if told:
        return next(iter(told))
    for text in texts(cells):
        match = _NUMERIC.fullmatch(text.strip())
        first, second = (int(match["first"]), int(match["second"])) if match else (0, 0)
        if 1 <= first <= 12 and 1 <= second <= 12 and first != second:
            raise Unsettled(
                f"'{text.strip()[:40]}' can be read with the day or the month first, and no cell of the column tells "
                f"which: declare the dates as '{DAY_FIRST}' or '{MONTH_FIRST}'"
            )
    return None


def told_by(cells: Sequence[Cell]) -> frozenset[str]:
    """Give the orders that cells of a column tell: a day after the 12th can be no month."""
    return frozenset(order for text in texts(cells) if (order := _tells(text)))


def told_by_weekdays(cells: Sequence[Cell]) -> frozenset[str]:
    """Give the orders that the days of the week before the dates of a column tell, which are sure as long as nobody
    wrote them by hand: `Mon 1/5/26` has the month first.
    """
    return frozenset(order for text in texts(cells) if (order := _by_weekday(text)))


def either_way(cells: Sequence[Cell]) -> bool:
    """Say whether a cell of a column holds numbers parted as a date, whose day and month could change places."""
    return any(_NUMERIC.fullmatch(text.strip()) for text in texts(cells))


def _tells(text: str) -> str | None:
    match = _NUMERIC.fullmatch(text.strip())
    if not match:
        return None
    first, second = int(match["first"]), int(match["second"])
    if 12 < first <= 31 and 1 <= second <= 12:
        return DAY_FIRST
    if 12 < second <= 31 and 1 <= first <= 12:
        return MONTH_FIRST
    return None


def _by_weekday(text: str) -> str | None:
    match = _NUMERIC.fullmatch(text.strip())
    wanted = _WEEKDAYS.get((match["weekday"] or "").strip(" .,\u00a0").casefold()) if match else None
    if match is None or wanted is None:
        return None
    first, second, year = int(match["first"]), int(match["second"]), _year(match["year"])
    if not (year and 1 <= first <= 12 and 1 <= second <= 12):
        return None
    days = {DAY_FIRST: date(year, second, first), MONTH_FIRST: date(year, first, second)}
    told = [order for order, day in days.items() if day.weekday() == wanted]
    return told[0] if len(told) == 1 else None


def _example(cells: Sequence[Cell], order: str) -> str:
    return next(f"'{text.strip()[:40]}'" for text in texts(cells) if order in (_tells(text), _by_weekday(text)))


def _all_serials(cells: Sequence[Cell]) -> bool:
    """Say whether all that stands in a column are day numbers of Excel between 1950 and 2199."""
    found = False
    for cell in cells:
        if cell is None or cell == "":
            continue
        if type(cell) is str and _BARE.fullmatch(cell):
            cell = float(cell)
        if not (type(cell) is float and _SERIALS[0] <= cell <= _SERIALS[1]):
            return False
        found = True
    return found


def _written(text: str, order: str | None, months: bool, serial: bool) -> date:
    if match := _ISO.fullmatch(text):
        return _made(int(match[1]), int(match[3]), int(match[4]), match.groups()[4:8])
    if match := _NUMERIC.fullmatch(text):
        first, second = int(match["first"]), int(match["second"])
        day, month = (second, first) if order == MONTH_FIRST else (first, second)
        return _made(_year(match["year"]), month, day, match.groups()[5:9])
    if (match := _NAMED.fullmatch(text)) and (month := _MONTHS.get(match[2].casefold())):
        return _made(_year(match[3]), month, int(match[1]), match.groups()[3:7])
    if (match := _MONTH_NAMED.fullmatch(text)) and (month := _MONTHS.get(match[1].casefold())):
        return _made(int(match[3]), month, int(match[2]), match.groups()[3:7])
    if (match := _YEAR_NAMED.fullmatch(text)) and (month := _MONTHS.get(match[2].casefold())):
        return _made(int(match[1]), month, int(match[3]), match.groups()[3:7])
    if months and (found := _month_only(text)):
        return found
    if serial and _BARE.fullmatch(text):
        return _from_serial(float(text))
    raise Unfit("is not a date: write a day such as 2026-10-31")


def _month_only(text: str) -> date | None:
    match = _MONTHS_ONLY.fullmatch(text)
    if not match:
        return None
    if match[5]:
        month = _MONTHS.get(match[5].casefold())
        return _made(_year(match[6]), month, 1) if month else None
    return _made(int(match[1] or match[4]), int(match[2] or match[3]), 1)


def _made(year: int, month: int, day: int, time: Sequence[str | None] = ()) -> date:
    """Give a date, or a moment where a time of day other than midnight stands beside it."""
    try:
        if not time or time[0] is None:
            return date(year, month, day)
        hour, half = int(time[0]), (time[3] or "").casefold()[:1]
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        found = datetime(year, month, day, hour, int(time[1] or 0), int(time[2] or 0))
    except ValueError:
        raise Unfit("is not a day of the calendar: write a date such as 2026-10-31") from None
    return found if found.hour or found.minute or found.second else found.date()


def _year(digits: str) -> int:
    """Give the year that two digits mean: 70 to 99 of the twentieth century, as POSIX has it."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 70 else 2000)


def _from_serial(number: float) -> date:
    if not _SERIALS[0] <= number <= _SERIALS[1]:
        raise Unfit(f"is no day number of Excel between the years {FIRST_YEAR} and {LAST_YEAR}")
    found = _SINCE + timedelta(seconds=round(number * 86_400))
    return found if found.hour or found.minute or found.second else found.date()


def _sane(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unfit(f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return found
