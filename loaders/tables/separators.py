"""Decimal commas, and points or commas between thousands, in numbers that are written as text."""

import re

_GAP = "[ \u00a0\u2007\u2009\u202f'\u2019]"
_POINTS = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")  # 1.234,5 and 1.234.567
_COMMAS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})")  # 1,234.5 and 1,234,567
_GAPS = re.compile(rf"[+-]?\d{{1,3}}(?:{_GAP}\d{{3}})*,\d+")  # 1 234,5 and 44,9
_THREE = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")  # 1.234 and 1,234, which may be either

COMMA, POINT, EITHER = "comma", "point", "either"


def meant(text: str) -> list[str]:
    """Give what a number with commas or several points can mean, as it is to be written; [] for anything else."""
    if _POINTS.fullmatch(text):
        return [text.replace(".", "").replace(",", ".")]
    if _COMMAS.fullmatch(text):
        return [text.replace(",", "")]
    if not _GAPS.fullmatch(text):
        return []
    decimal = re.sub(_GAP, "", text).replace(",", ".")
    return [decimal, text.replace(",", "")] if _THREE.fullmatch(text) else [decimal]


def sign(text: str) -> str | None:
    """Say what a number as text tells of its sheet: COMMA or POINT for decimals, EITHER where a point may be both."""
    bare = text.strip().removesuffix("%").strip()
    if "," in bare:
        return COMMA if _POINTS.fullmatch(bare) or (_GAPS.fullmatch(bare) and not _THREE.fullmatch(bare)) else None
    if "." not in bare:
        return None
    if _POINTS.fullmatch(bare):
        return COMMA
    return EITHER if _THREE.fullmatch(bare) else POINT


def why_either(text: str) -> str:
    """Say that the point of a number may part thousands in this sheet, and what to write."""
    bare = text.strip().removesuffix("%").strip()
    return (
        f"'{text}' may have a decimal point or one between thousands: write {bare.removesuffix('000').rstrip('.')} or "
        f"{bare.replace('.', '')}, whichever is meant"
    )
