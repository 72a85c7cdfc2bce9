"""Colours, type and status signs of the product; `assets/tokens.css` holds the same values for the browser."""

from typing import NamedTuple

FONT = "Inter"
FONT_STACK = "Inter, system-ui, sans-serif"


class Status(NamedTuple):
    """How a status is called and drawn: its word, its letter (or none) and its shape."""

    word: str
    letter: str
    shape: str


STATUSES = {
    "on_track": Status("on track", "A", "circle"),
    "at_risk": Status("at risk", "B", "triangle"),
    "off_track": Status("off track", "C", "square"),
    "done": Status("done", "", "ticked ring"),
    "not_started": Status("not started", "", "ring"),
    "no_data": Status("no data", "", "dashed ring"),
}

# Worst first; not started and no data take no part in a roll-up, so they come last.
WORST_FIRST = ("off_track", "at_risk", "on_track", "done", "not_started", "no_data")

# A KPI is compared with its reading before, an objective's score with the path that it should be on by now.
TRENDS = {
    "better": "↑ better",
    "worse": "↓ worse",
    "level": "– level",
}


class Ink(NamedTuple):
    """A status colour for text and marks, and the pale one that may lie under them."""

    ink: str
    fill: str


class Palette(NamedTuple):
    """Every colour of one theme; colour means status, all the rest is grey-blue."""

    name: str
    page: str
    band: str
    card: str
    ink: str
    second: str
    hairline: str
    edge: str
    accent: str
    accent_fill: str
    statuses: dict[str, Ink]
    loads: dict[str, Ink]  # bands of load, blue up to full and orange to red beyond it


LIGHT = Palette(
    name="light",
    page="#F6F7F9",
    band="#ECEFF3",
    card="#FFFFFF",
    ink="#1D2530",
    second="#5C6675",
    hairline="#DDE2E8",
    edge="#8793A3",
    accent="#2B5D8C",
    accent_fill="#E3ECF5",
    statuses={
        "on_track": Ink("#1A7051", "#DDF1E8"),
        "at_risk": Ink("#8E5A00", "#FCEFD2"),
        "off_track": Ink("#B42318", "#FBE1DE"),
        "done": Ink("#3D5A80", "#E1E9F3"),
        "not_started": Ink("#5C6675", "#EEF0F3"),
        "no_data": Ink("#5C6675", "#EEF0F3"),
    },
    loads={
        "free": Ink("#5C6675", "#F1F4F8"),
        "some": Ink("#1D2530", "#CFE0EE"),
        "most": Ink("#1D2530", "#8DB8D8"),
        "full": Ink("#1D2530", "#5698C6"),
        "over": Ink("#1D2530", "#F3B562"),
        "much": Ink("#1D2530", "#E0703A"),
        "far": Ink("#FFFFFF", "#9E2A1F"),
    },
)

DARK = Palette(
    name="dark",
    page="#14181D",
    band="#191E25",
    card="#1C2229",
    ink="#E8ECF1",
    second="#98A2B3",
    hairline="#2E3640",
    edge="#697586",
    accent="#8FBCEB",
    accent_fill="#22303F",
    statuses={
        "on_track": Ink("#5CC49A", "#173A2D"),
        "at_risk": Ink("#E8B04A", "#3D2F10"),
        "off_track": Ink("#F28B82", "#451C1A"),
        "done": Ink("#9DB8DD", "#1F2E45"),
        "not_started": Ink("#98A2B3", "#262C35"),
        "no_data": Ink("#98A2B3", "#262C35"),
    },
    loads={
        "free": Ink("#98A2B3", "#262C35"),
        "some": Ink("#E8ECF1", "#273C50"),
        "most": Ink("#E8ECF1", "#2B5577"),
        "full": Ink("#FFFFFF", "#2F6D9D"),
        "over": Ink("#14181D", "#F3B562"),
        "much": Ink("#14181D", "#E8793F"),
        "far": Ink("#14181D", "#F2645A"),
    },
)

# For people who do not tell red from green; the shapes and letters stay the same.
_BLUE_ORANGE = {
    "light": {
        "on_track": Ink("#1B5FA6", "#DEEAF7"),
        "at_risk": Ink("#8A5A12", "#FBEFD9"),
        "off_track": Ink("#A33B00", "#FCE0CF"),
    },
    "dark": {
        "on_track": Ink("#7DB5F0", "#17304C"),
        "at_risk": Ink("#E3BF7A", "#3A2F18"),
        "off_track": Ink("#FF9A5C", "#4A2410"),
    },
}

THEMES = {"light": LIGHT, "dark": DARK}


def palette(theme: str = "light", blue_orange: bool = False) -> Palette:
    """The colours of a theme ("light" or "dark"), with the blue-orange status set where that is wanted."""
    base = THEMES[theme]
    return base._replace(statuses=base.statuses | _BLUE_ORANGE[theme]) if blue_orange else base


def css() -> str:
    """The text of `assets/tokens.css`: every token as a variable, for light, dark and the blue-orange set."""
    blocks = [
        _block(":root", _SIZES | _colours(LIGHT)),
        _block('[data-mantine-color-scheme="dark"]', {"color-scheme": "dark"} | _colours(DARK)),
        _block('[data-statuses="blue-orange"]', _status_colours(_BLUE_ORANGE["light"])),
        _block(
            '[data-mantine-color-scheme="dark"][data-statuses="blue-orange"]', _status_colours(_BLUE_ORANGE["dark"])
        ),
    ]
    return "/* Written from dashboard/figures/tokens.py; a test compares the two. */\n" + "\n".join(blocks)


_SIZES = {
    "--font": FONT_STACK,
    "--text": "14px",
    "--text-least": "12px",
    "--title": "20px",
    "--title-line": "28px",
    "--figure": "32px",
    "--space": "4px",
    "--card-pad": "16px",
    "--radius": "8px",
}


def _colours(of: Palette) -> dict[str, str]:
    plain = {f"--{name.replace('_', '-')}": value for name, value in of._asdict().items() if isinstance(value, str)}
    plain.pop("--name")
    loads = {
        name: colour
        for band, inks in of.loads.items()
        for name, colour in ((f"--load-{band}", inks.fill), (f"--load-{band}-ink", inks.ink))
    }
    return plain | _status_colours(of.statuses) | loads


def _status_colours(statuses: dict[str, Ink]) -> dict[str, str]:
    return {
        f"--{status.replace('_', '-')}{suffix}": colour
        for status, inks in statuses.items()
        for suffix, colour in (("", inks.ink), ("-fill", inks.fill))
    }


def _block(selector: str, variables: dict[str, str]) -> str:
    lines = "".join(f"  {name}: {value};\n" for name, value in variables.items())
    return f"{selector} {{\n{lines}}}\n"
