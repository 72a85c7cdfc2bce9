"""A select of several of many options, the same wherever one filters."""

from typing import Any

import dash_mantine_components as dmc

from dashboard.panels.parts import attributes


def several(ident: str, word: str, *, label: str | None = None, beside: bool = False, none: str = "All") -> Any:
    """Give a select of several, which is a `word`: named by a `label` above it, and `none` in it where nothing is
    chosen, else by the word in it. Its options are made when it is opened, and no more of them than one looks through
    (`assets/several.js`): the rest is found by typing. In a popover they stand `beside` it in the document, so that
    they follow it for whoever walks by keys.
    """
    # Mantine keeps its button from whoever walks by keys.
    clear: Any = {"tabIndex": 0, **attributes(aria_label=f"{word}: clear", aria_hidden="false")}
    above: dict[str, Any] = {"label": label, "placeholder": none}
    inside: dict[str, Any] = {"placeholder": word, "className": "several", **attributes(aria_label=word)}
    return dmc.MultiSelect(
        id=ident,
        clearable=True,
        searchable=True,
        size="xs",
        hidePickedOptions=False,
        maxDropdownHeight=320,
        filter={"function": "throughlineFound"},
        nothingFoundMessage="Nothing of that name",
        clearButtonProps=clear,
        comboboxProps={"withinPortal": not beside, "keepMounted": False},
        **(above if label else inside),
    )
