"""The estimate at completion in its four forms, and what follows from it (PMBOK).

A setting `eac` = a, b, c or d, for everything or for a department, a programme or a project, says which form is shown.
"""

import pandas as pd

from dashboard.analysis.scopes import Line, held, of_projects, scope_of

FORM = "b"  # unless a setting says otherwise
FORMS = {
    "a": "AC + (BAC - EV)",
    "b": "BAC / CPI",
    "c": "AC + (BAC - EV) / (CPI x SPI)",
    "d": "AC + the plan's own remaining cost",
}
SETTING = "eac"


def rule(form: str | None) -> str:
    """Say a form with its name."""
    return f"form ({form or FORM}): {FORMS[form or FORM]}"


def fault(value: str | None) -> str | None:
    """Say what is wrong with the value of the setting, None where nothing is."""
    if _form(value) in FORMS:
        return None
    return f"'{value or ''}' is no form of EAC: write {', '.join(f'{name} ({made})' for name, made in FORMS.items())}"


def forms(settings: pd.DataFrame, projects: pd.DataFrame) -> pd.Series:
    """Give the form of each project on its status date: the narrowest setting counts, of those the newest.

    `settings` as `queries.settings`; `projects` by key: status_date, department, programme.
    """
    named = settings[settings["name"].astype("string").str.strip().str.casefold() == SETTING]
    rows = zip(named["applies_to"], named["value"], named["valid_from"], strict=True)
    lines = [Line(scope_of(of), str(day or "")[:10], _form(value)) for of, value, day in rows if fault(value) is None]
    form = held(lines, projects["status_date"], of_projects(projects))
    return form.where(form.notna(), FORM)


def estimates(figures: pd.DataFrame) -> pd.DataFrame:
    """Give eac, etc, vac, tcpi and tcpi_eac of projects.

    `figures`, by project: bac, ev, ac, cpi, spi, remaining (of the plan), eac_form. ETC = EAC - AC, VAC = BAC - EAC,
    TCPI = (BAC - EV) / (BAC - AC), against EAC (BAC - EV) / (EAC - AC). Where a part is missing, or nothing is left to
    divide by, there is no figure; when all is earned there is no TCPI.
    """
    bac, ev, ac, cpi, spi = (figures[name].astype(float) for name in ("bac", "ev", "ac", "cpi", "spi"))
    left, rate = bac - ev, cpi * spi
    by_form = {
        "a": ac + left,
        "b": bac / cpi.where(cpi > 0),
        "c": ac + left / rate.where(rate > 0),
        "d": ac + figures["remaining"].astype(float),
    }
    eac = by_form[FORM].copy()
    for name, values in by_form.items():
        eac = eac.where(figures["eac_form"] != name, values)
    undone = ~complete(figures)
    result = pd.DataFrame({"eac": eac, "etc": less(eac, ac), "vac": less(bac, eac)})
    for name, limit in (("tcpi", bac), ("tcpi_eac", eac)):
        result[name] = (left / (limit - ac).where(limit - ac > 0)).where(undone)
    return result


def complete(figures: pd.DataFrame) -> pd.Series:
    """Say which projects have earned their whole budget."""
    return figures["ev"].notna() & (figures["ev"] >= figures["bac"] * (1 - 1e-9))


def _form(value: object) -> str:
    return str(value or "").strip().strip("()").casefold()


def less(one: pd.Series, other: pd.Series) -> pd.Series:
    """Give one less the other; sums that are the same but for the last digits of a quotient leave nothing, not -0."""
    difference = one - other
    return difference.mask(difference.abs() <= one.abs() * 1e-9, 0.0)
