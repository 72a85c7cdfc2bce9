"""The status marks as SVG: colour, shape and letter, never colour alone; and the hatch of stale data."""

from urllib.parse import quote

from dashboard.figures.tokens import STATUSES, Palette

# Outlines of Inter's semi-bold capitals in units of 2048 to the em (SIL Open Font License): as paths, because an image
# in a canvas cannot use the fonts of the page. Each with its advance width.
_LETTERS = {
    "A": (
        1490,
        "M50 0 570 1490H909L1441 0H1148L883 774Q844 894 802 1045Q760 1197 709 1390H765Q715 1195 675 1043"
        "Q634 890 598 774L342 0ZM353 369V584H1138V369Z",
    ),
    "B": (
        1350,
        "M150 0V1490H720Q881 1490 988 1439Q1095 1388 1148 1301Q1201 1214 1201 1103Q1201 1012 1166 948"
        "Q1131 883 1072 843Q1014 803 941 786V771Q1020 767 1093 723Q1166 679 1212 599Q1259 519 1259 406"
        "Q1259 290 1203 198Q1147 106 1035 53Q922 0 751 0ZM417 223H709Q857 223 923 280Q988 337 988 426"
        "Q988 493 955 547Q922 600 862 631Q801 662 718 662H417ZM417 855H686Q757 855 813 881Q869 907 902 955"
        "Q934 1003 934 1069Q934 1156 873 1212Q812 1268 692 1268H417Z",
    ),
    "C": (
        1509,
        "M785 -20Q589 -20 435 71Q281 162 192 333Q103 504 103 744Q103 985 193 1157Q282 1328 436 1419"
        "Q591 1510 785 1510Q907 1510 1014 1475Q1120 1441 1204 1374Q1287 1308 1341 1212Q1395 1116 1413 994H1144"
        "Q1131 1061 1100 1112Q1068 1163 1021 1199Q974 1234 915 1252Q856 1271 789 1271Q667 1271 572 1209"
        "Q478 1148 425 1031Q371 913 371 744Q371 573 425 456Q479 339 573 279Q668 219 788 219Q855 219 914 238"
        "Q973 256 1020 292Q1068 327 1100 379Q1132 430 1144 496H1414Q1399 389 1348 296Q1298 202 1216 131"
        "Q1134 60 1026 20Q917 -20 785 -20Z",
    ),
}

# In a box of 24 by 24. A triangle's letter sits lower and is smaller, so that it stays inside.
_SHAPES = {
    "circle": '<circle cx="12" cy="12" r="11.5" fill="{ink}"/>',
    "triangle": '<path d="M12 .8 23.6 21.6Q24 22.8 22.8 22.8H1.2Q0 22.8 .4 21.6Z" fill="{ink}"/>',
    "square": '<rect x=".8" y=".8" width="22.4" height="22.4" rx="2.5" fill="{ink}"/>',
    "ticked ring": '<circle cx="12" cy="12" r="10.2" fill="{fill}" stroke="{ink}" stroke-width="2.4"/>'
    '<path d="M7 12.4 10.6 16 17.2 8.6" fill="none" stroke="{ink}" stroke-width="2.6"/>',
    "ring": '<circle cx="12" cy="12" r="10.2" fill="none" stroke="{ink}" stroke-width="2.4"/>',
    "dashed ring": '<circle cx="12" cy="12" r="10.2" fill="none" stroke="{ink}" stroke-width="2.4" '
    'stroke-dasharray="4.6 3.4"/>',
    "diamond": '<path d="M12 .5 23.5 12 12 23.5 .5 12Z" fill="{ink}"/>',
    "ticked diamond": '<path d="M12 1.5 22.5 12 12 22.5 1.5 12Z" fill="{fill}" stroke="{ink}" stroke-width="2.2"/>'
    '<path d="M8 12.2 11 15.2 16 9.4" fill="none" stroke="{ink}" stroke-width="2.4"/>',
    "open diamond": '<path d="M12 1.5 22.5 12 12 22.5 1.5 12Z" fill="none" stroke="{ink}" stroke-width="2.2"/>',
    "dashed diamond": '<path d="M12 1.5 22.5 12 12 22.5 1.5 12Z" fill="none" stroke="{ink}" stroke-width="2.2" '
    'stroke-dasharray="4 2.6"/>',
}
_DIAMONDS = {"done": "ticked diamond", "not_started": "open diamond", "no_data": "dashed diamond"}
_LETTER_PLACE = {"triangle": (12, 20.4, 11.5), "diamond": (12, 16, 11.5)}  # middle, baseline, size


def mark(status: str, colours: Palette, milestone: bool = False) -> str:
    """SVG elements of a status mark in a box of 24 by 24; a milestone's is a diamond with the same letter."""
    inks = colours.statuses[status]
    shape = _DIAMONDS.get(status, "diamond") if milestone else STATUSES[status].shape
    return _SHAPES[shape].format(ink=inks.ink, fill=inks.fill) + _letter(STATUSES[status].letter, shape, inks.fill)


def _letter(letter: str, shape: str, colour: str) -> str:
    if not letter:
        return ""
    middle, baseline, size = _LETTER_PLACE.get(shape, (12, 17.2, 14.5))
    advance, path = _LETTERS[letter]
    scale = size / 2048
    left = middle - advance * scale / 2
    place = f"translate({left:.2f} {baseline}) scale({scale:.5f} -{scale:.5f})"
    return f'<path transform="{place}" fill="{colour}" d="{path}"/>'


def hatch(colours: Palette) -> str:
    """SVG elements of one 10 by 10 tile of the hatch that lies over whatever is stale."""
    return (
        f'<path d="M-2 2 2 -2M0 10 10 0M8 12 12 8" stroke="{colours.second}" stroke-opacity=".28" stroke-width="1.4"/>'
    )


def image(elements: str, size: int = 24, box: int = 24) -> str:
    """A data address of an SVG image of `size` pixels whose elements are drawn in a box of `box` units."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {box} {box}">'
    return "data:image/svg+xml;utf8," + quote(f"{head}{elements}</svg>")
