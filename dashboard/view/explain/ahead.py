"""Why delivery, outlook and the covered part of a gap are what they are: sentences, each with its row."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard.analysis.causes.columns import records
from dashboard.view import KpiView, ObjectiveView
from dashboard.view.ahead import Ahead
from dashboard.view.explain import wording
from dashboard.view.explain.reasons import Because, Explained, place, said
from dashboard.view.explain.wording import known, percent
from dashboard.words import amount, change, day_of, difference, number

MOST = 40  # sentences of one figure; the rest are counted
WHEN = {"delivered": "delivered", "coming": "on its way", "late": "late"}
DELIVERY = "mean of the statuses of its projects, weighted by their part of its gap; the worst stands beside it"
OUTLOOK = "weighted mean of its KPIs' outlooks, scored on the dates of their targets; the worst stands beside it"
GAP = "Σ amounts / (target − baseline), the weighted mean of its KPIs"
KPI_OUTLOOK = "last reading + drift × months left + effects that come by the target's date"
KPI_GAP = "Σ amounts / (target − baseline)"
SEEN = "first reading with the effect − last reading before the milestone − drift between them"

Row = Mapping[Any, Any]


# --- objectives -------------------------------------------------------------------------------------------------------


def of_objective(found: ObjectiveView, ahead: Ahead, through: Sequence[str] = ()) -> list[Explained]:
    """Explain delivery and outlook of an objective; `through` are those that serve it where no project does."""
    return [_delivery(found, ahead, through), _outlook(found, ahead)]


def _delivery(found: ObjectiveView, ahead: Ahead, through: Sequence[str]) -> Explained:
    row = _line(ahead.delivery, found.key)
    places = _places(found.contributions, ["project"])
    because: list[Because] = []
    for one in records(_heaviest(ahead)):
        because += said([_project(one)], places.get((one["project"],)))
    if through:
        because += said([f"No project serves it itself; {wording.listed(through)} lead to it, and are served"])
    inputs = {"coverage": int(row["coverage"]), "children": int(row["children"])}
    inputs |= {"worst_name": row["worst_name"]} if known(row["worst_name"]) else {}
    return _rolled("delivery", row, DELIVERY, inputs, found.row["on_date"], because)


def _line(frame: pd.DataFrame, key: str) -> dict[str, Any]:
    return {str(name): each for name, each in frame.loc[key].to_dict().items()}


def _heaviest(ahead: Ahead) -> pd.DataFrame:
    """Give the projects behind an objective, those with the largest part of its gap first."""
    rows = ahead.behind.assign(
        **{name: ahead.behind["project"].map(ahead.projects[name]) for name in ("name", "status")}
    )
    return rows.sort_values("counts", ascending=False, kind="stable")


def _project(one: Row) -> str:
    name, stands = one["name"] or one["project"], wording.IN_WORDS[one["status"] if known(one["status"]) else "no_data"]
    if not one["quantified"]:
        return f"{name} is {stands}; it does not say how much it closes, so it has no weight"
    said = f"{name} is {stands} and is to close {percent(one['part'])} of the gap"
    if abs(one["counts"] - abs(one["part"])) > 1e-9:
        said += f"; with what moves away from the target it counts {percent(one['counts'])}"
    return said


def _outlook(found: ObjectiveView, ahead: Ahead) -> Explained:
    row = _line(ahead.outlook, found.key)
    rows = found.kpis.drop(columns=_AHEAD, errors="ignore").join(ahead.outlooks[_AHEAD])
    rows = rows.sort_values("score", kind="stable")
    because = [each for one in records(rows) for each in said([_expected(one)], place(one))]
    inputs: dict[str, Any] = {name: int(row[name]) for name in ("coverage", "children", "short")}
    inputs |= {"worst_name": row["worst_name"]} if known(row["worst_name"]) else {}
    if known(row["short_share"]):
        inputs["short_share"] = round(float(row["short_share"]), 1)
    return _rolled("outlook", row, OUTLOOK, inputs, found.row["on_date"], because)


_AHEAD = ["score", "outlook", "last_date", "target", "target_date", "short", "short_by", "why"]


def _expected(one: Row) -> str:
    if not known(one["outlook"]):
        return f"{one['name']} has no outlook; {one['why']}"
    stands = value(one["outlook"], one)
    if gone_by(one):
        after = f"on {day_of(one['last_date'])}, after the target's date, {day_of(one['target_date'])}"
        return f"{one['name']} stood at {stands} {after}, {judged(one['short'], one['short_by'], one)}"
    ends = f"{one['name']} comes to {stands} by {day_of(one['target_date'])}"
    return f"{ends}, {judged(one['short'], one['short_by'], one)}"


def gone_by(at: Mapping[str, Any]) -> bool:
    """Say whether a KPI was last read after its target's date: of that day its outlook says nothing any more."""
    last, until = at.get("last_date"), at.get("target_date")
    return isinstance(last, str) and isinstance(until, str) and last[:10] > until[:10]


def value(number: float, row: Row) -> str:
    """Say a value of a KPI; a yes or no as such."""
    if row["better"] == "yes_no":
        return "yes" if number >= 1 else "no"
    return amount(number, row["unit"])


def judged(short: Any, by: Any, row: Row) -> str:
    """Say how an outlook compares with the target."""
    aim = "its range" if row["better"] == "range" else f"the target of {value(row['target'], row)}"
    if not short:
        return f"which meets {aim}"
    return f"short of {aim}" + ("" if row["better"] == "yes_no" else f" by {difference(by, row['unit'])}")


def gap_of_objective(found: ObjectiveView, ahead: Ahead) -> Explained:
    """Explain the covered part of the gap of an objective."""
    row = _line(ahead.gap, found.key)
    rows = found.kpis.join(ahead.gaps)
    because = [each for one in records(rows) for each in said([_covered(one)], place(one))]
    covered = float(row["gap_covered"]) if known(row["gap_covered"]) else None
    text = None if covered is not None else _NO_GAP
    inputs = {name: round(float(row[name]), 1) for name in SHARES if known(row[name])}
    inputs |= {"measured": int(row["measured"]), "children": int(row["children"])}
    return Explained("gap_covered", covered, "%", text, None, False, GAP, inputs, found.row["on_date"], tuple(because))


SHARES = ("delivered", "coming", "late", "open", "beyond")
_NO_GAP = "not computed: none of its KPIs has a way from baseline to target; give both in the KPIs sheet"


def _covered(one: Row) -> str:
    if not known(one["gap_covered"]):
        return f"{one['name']}: {one['why']}"
    if not one["links"]:
        return f"{one['name']}: no project is to move it"
    parts = [f"{percent(one[name])} {WHEN[name]}" for name in WHEN if abs(one[name]) > 1e-9]
    parts += [f"{percent(one['open'])} not covered"] if one["open"] > 1e-9 else []
    over = f"; {percent(one['gap_covered'])} is declared, more than the whole gap" if one["over"] else ""
    return f"{one['name']}: {wording.listed(parts) or 'nothing is quantified'}{over}"


def _rolled(
    measure: str, row: Row, rule: str, inputs: dict[str, Any], on_date: str | None, because: list[Because]
) -> Explained:
    score = float(row["score"]) if known(row["score"]) else None
    return Explained(
        measure, score, "0-10", row["why"], row["status"], bool(row["stale"]), rule, inputs, on_date,
        tuple(_at_most(because)),
    )  # fmt: skip


def _at_most(because: list[Because]) -> list[Because]:
    more = len(because) - MOST
    return because if more <= 0 else [*because[:MOST], *said([f"{more} more are not told here"])]


# --- KPIs -------------------------------------------------------------------------------------------------------------


def of_kpi(found: KpiView, ahead: Ahead, effects: Sequence[Row]) -> list[Explained]:
    """Explain the outlook of a KPI, the covered part of its gap, and the effect seen of each reached milestone;
    `effects` as `told`.
    """
    return [_kpi_outlook(found, ahead, effects), _kpi_gap(found, ahead, effects), *_seen(found, ahead)]


def _kpi_outlook(found: KpiView, ahead: Ahead, effects: Sequence[Row]) -> Explained:
    row, unit, at = found.row, found.row["unit"], _line(ahead.outlooks, found.key)
    because = list(_read(found, at))
    if known(at["outlook"]):
        drift = row["drift"]
        texts = [f"{change(at['drifted'], unit)} by a drift of {change(drift, unit)} a month" if known(drift) else None]
        because += said(texts, place(row))
        because += [each for one in effects for each in said([_comes(one, at, row)], one["place"])]
        ends, until = value(at["outlook"], row), day_of(at["target_date"])
        ends = (
            f"The target's date, {until}, has gone by: it stands at {ends}"
            if gone_by(at)
            else f"That makes {ends} on {until}"
        )
        because += said([f"{ends}, {judged(at['short'], at['short_by'], {**row, 'target': at['target']})}"])
    outlook = float(at["outlook"]) if known(at["outlook"]) else None
    stale = bool(row["stale"])
    inputs = {name: at[name] for name in ("last", "last_date", "drifted", "coming", "target", "target_date")}
    inputs = {name: plain(each) for name, each in inputs.items() if known(each)}
    inputs |= {"short": bool(at["short"])} if outlook is not None else {}
    return Explained("outlook", outlook, unit, at["why"], at["status"] if outlook is not None else None, stale,
                     KPI_OUTLOOK, inputs, row["on_date"], tuple(_at_most(because)))  # fmt: skip


def _read(found: KpiView, at: Row, which: str = "") -> Iterator[Because]:
    """Say a reading, `last` on `last_date`, with its row."""
    if not known(at["last"]):
        return
    rows = found.readings[(found.readings["date"] == at["last_date"]) & found.readings["actual"].notna()]
    where = place(rows.iloc[-1]) if len(rows) else None
    yield from said([f"{value(at['last'], found.row)} was read on {day_of(at['last_date'])}{which}"], where)


def told(found: KpiView, ahead: Ahead) -> list[dict[str, Any]]:
    """Give the effects on a KPI in the order of their days: the columns of effects, parts, claims and seen, with name
    (of the milestone), mark (its status), project_name and the place of the contribution.
    """
    rows = ahead.effects.join(ahead.parts[["part", "when", "slipped"]])
    rows = rows.join(ahead.claims[["agreed", "reviewed_days", "unreviewed", "review_days", "against"]])
    seen: dict[tuple[Any, Any], Row] = {}
    for one in records(ahead.seen):
        seen.setdefault((one["project"], one["milestone"]), one)
    places = _places(found.contributions, ["project", "milestone"])
    projects, marks = ahead.projects["name"].to_dict(), ahead.marks["name"].to_dict()
    statuses = ahead.marks["status"].to_dict()
    made = []
    for one in records(rows.sort_values(["effective", "project"], kind="stable")):
        both = one["project"], one["milestone"]
        was = seen.get(both, _UNSEEN)
        made.append(
            {
                **one,
                **{name: was[name] for name in ("seen", "together", "count", "share")},
                "unseen": was["why"],
                "name": marks.get(one["milestone"]) or "the whole project",
                "project_name": projects.get(one["project"]) or one["project"],
                "mark": statuses.get(one["milestone"]) or ("done" if one["done"] else "no_data"),
                "place": places.get(both),
            }
        )
    return made


_UNSEEN = MappingProxyType(dict.fromkeys(("seen", "together", "count", "share", "why")))


def _comes(one: Row, at: Row, row: Row) -> str | None:
    """Say an effect that is in an outlook, or that is not in it because it comes too late or is not quantified."""
    on, after, until = one["effective"], at["last_date"], at["target_date"]
    name = f"{one['name']} ({one['project_name']})"
    if one["over"] or (known(on) and on <= after):
        return None
    if not known(on):
        return f"Not in it: {name}, {one['why']}"
    if on > until:
        return f"Not in it: {_said_amount(one, row)} by {name}, which takes effect on {day_of(on)}"
    if not known(one["amount"]):
        return f"Not in it: {name}, which is linked and not quantified"
    return f"{_said_amount(one, row)} by {name}, which takes effect on {day_of(on)}"


def effect_in_words(one: Row, row: Row) -> str:
    """Say an effect beside its diamond: what was seen of what was expected, else what is expected."""
    if known(one["seen"]):
        return seen_in_words(one)
    said = "not quantified" if not known(one["amount"]) else f"{_said_amount(one, row)} expected"
    return f"{said}, too late" if one["when"] == "late" else said


def _said_amount(one: Row, row: Row) -> str:
    if not known(one["amount"]):
        return "what is not quantified"
    return "a yes" if row["better"] == "yes_no" else change(one["amount"], row["unit"])


def _kpi_gap(found: KpiView, ahead: Ahead, effects: Sequence[Row]) -> Explained:
    row, at = found.row, _line(ahead.gaps, found.key)
    because = []
    for one in effects:
        if not one["over"]:
            because += said([_part(one, row)], one["place"])
    covered = float(at["gap_covered"]) if known(at["gap_covered"]) else None
    if covered is not None:
        way = f"{_said_way(at, row)}, {percent(covered)} of the way from baseline to target"
        because += said([way + (", which is more than the whole of it" if at["over"] else "")], place(row))
    inputs = {name: round(float(at[name]), 1) for name in SHARES if known(at[name])}
    inputs |= {"links": int(at["links"]), "quantified": int(at["quantified"]), "agreed_links": int(at["agreed_links"])}
    return Explained("gap_covered", covered, "%", at["why"], None, False, KPI_GAP, inputs, row["on_date"],
                     tuple(_at_most(because)))  # fmt: skip


def _said_way(at: Row, row: Row) -> str:
    if row["better"] == "yes_no":
        return "In all a yes" if at["amounts"] >= 1 else "Nothing is to bring the yes"
    return f"In all {alike(at['amounts'], at['gap'])} {difference(at['gap'], row['unit']).partition(' ')[2]}".strip()


def _part(one: Row, row: Row) -> str:
    name = f"{one['name']} ({one['project_name']})"
    if not known(one["amount"]):
        return f"{name} is linked, not quantified"
    share = f", {percent(one['part'])} of the way" if known(one["part"]) else ""
    against = "; it moves the KPI away from its target" if one["against"] else ""
    return f"{_said_amount(one, row)} by {name}{share}; {state(one)}{against}"


def state(one: Row) -> str:
    """Say where an effect stands: delivered since a day, on its way, late, or not to come."""
    if one["over"]:
        return "left out, because its project has ended or not begun"
    if not known(one["effective"]):
        return "counted as late, because no date of the effect is known"
    day = day_of(one["effective"])
    if one["when"] == "delivered":
        return f"delivered, effective since {day}"
    if one["when"] == "late":
        return f"late, takes effect on {day}, after the target's date"
    slipped = f", planned for {day_of(one['baseline'])}" if one["slipped"] else ""
    return f"on its way, takes effect on {day}{slipped}"


def _seen(found: KpiView, ahead: Ahead) -> list[Explained]:
    rows = ahead.seen.to_dict("records")
    names = ahead.marks["name"].to_dict()
    places = _places(found.contributions, ["project", "milestone"])
    made = []
    for one in rows:
        where = places.get((one["project"], one["milestone"]))
        texts = [f"{names.get(one['milestone']) or 'The project'} was reached on {day_of(one['reached'])}"]
        because = said(texts, where)
        if known(one["seen"]):
            because += _between(one, found)
            because += said([seen_in_words(one)])
        inputs = {name: plain(one[name]) for name in _SEEN if known(one[name])}
        share = float(one["share"]) if known(one["share"]) else None
        made.append(
            Explained("seen", share, "%", one["why"], None, False, SEEN, inputs, one["after_date"], tuple(because))
        )
    return made


_SEEN = ("project", "milestone", "before", "before_date", "after", "after_date", "drifted", "seen", "together", "count")


def _between(one: Row, found: KpiView) -> Iterator[Because]:
    """Say the two readings around an effect, each with its row, and what of their difference is drift."""
    for name, words in (("before", ", the last before it"), ("after", ", the first with its effect")):
        yield from _read(found, {"last": one[name], "last_date": one[f"{name}_date"]}, words)
    if abs(one["drifted"]) > 1e-9:
        yield from said([f"{change(one['drifted'], found.row['unit'])} of the difference is drift"], place(found.row))


def seen_in_words(one: Row) -> str:
    """Say an effect seen beside what was expected: 5.1 of 6.0 expected (85 %)."""
    several = f" of {int(one['count'])} effects together" if one["count"] > 1 else ""
    share = f" ({percent(one['share'], 0)})" if known(one["share"]) else ""
    return f"{alike(one['seen'], one['together'])} expected{share}{several}"


def alike(part: float, whole: float) -> str:
    """Say a part of a whole, both with the digits of the finer one: 5.1 of 6.0."""
    said = [number(round(float(each), 6)) or "0" for each in (part, whole)]
    digits = max(len(text.partition(".")[2]) for text in said)
    return " of ".join(text if "." in text or not digits else f"{text}.{'0' * digits}" for text in said)


def plain(each: Any) -> Any:
    """Give a number of a frame as a plain one, without the noise of its last digits."""
    return each if isinstance(each, str) else round(float(each), 6)


def _places(rows: pd.DataFrame, by: list[str]) -> dict[tuple[Any, ...], Because]:
    """Give the place of the first contribution of each project, or project and milestone."""
    first = rows[[*by, "source", "source_revision", "source_loaded"]].drop_duplicates(by)
    return {tuple(row[name] for name in by): place(row) for row in records(first)}
