"""The JSON that Jira's REST search answers with, Cloud and Data Center, one page or several."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.trackers import items as of
from loaders.trackers import nested, values
from loaders.trackers.items import Items, Person, Tie, Version, no_place, of_records
from loaders.trackers.jira_words import CATEGORIES, CUSTOM, DEPENDS, other_link, project_id
from loaders.trackers.nested import at, label, objects, texts

_READ = frozenset({
    "project", "issuetype", "summary", "status", "statuscategorychangedate", "statusCategory", "resolution", "parent",
    "priority", "description", "created", "updated", "resolutiondate", "duedate", "timeoriginalestimate",
    "timeestimate", "timespent", "timetracking", "assignee", "fixVersions", "labels", "components", "issuelinks",
    "subtasks", "aggregatetimeoriginalestimate", "aggregatetimeestimate", "aggregatetimespent", "workratio",
})  # fmt: skip


@dataclass(frozen=True)
class Search:
    """The answer of /rest/api/2/search or /rest/api/3/search, one page or several, or a single issue."""

    def fits(self, path: Path, head: bytes) -> bool:
        """Say whether the file holds issues with keys and fields."""
        return any("fields" in issue and ("key" in issue or "self" in issue) for issue in _issues(nested.opening(head)))

    def read(self, path: Path) -> Items:
        """Read all pages."""
        pages = nested.whole(path)
        issues = [issue for page in pages for issue in _issues(page)]
        names = {name: called for page in pages for name, called in (at(page, "names") or {}).items()}
        custom = _Custom(issues, names)
        items = of_records("issues", (_record(issue, custom) for issue in issues))
        items.sprints = custom.sprints
        for issue in issues:
            _versions(issue, items)
            _project(issue, items)
        items.skipped += custom.unread
        _cut(pages, len(issues), items)
        return items


def _issues(page: Any) -> list[dict[str, Any]]:
    if isinstance(page, list):
        return [issue for issue in objects(page) if isinstance(issue.get("fields"), dict)]
    return objects(at(page, "issues")) or ([page] if isinstance(at(page, "fields"), dict) and at(page, "key") else [])


def _cut(pages: list[Any], found: int, items: Items) -> None:
    """Say when the file holds fewer issues than the search found."""
    totals = [total for page in pages if isinstance(total := at(page, "total"), int)]
    last = pages[-1] if pages else None
    if (totals and max(totals) > found) or at(last, "isLast") is False:
        of_all = f"{found:,} of {max(totals):,} issues" if totals else f"the first {found:,} issues"
        items.notes.append(
            f"the file holds {of_all} of the search: ask for the pages that are missing, and save them into the file"
        )


def _record(issue: dict[str, Any], custom: "_Custom") -> dict[str, Any]:
    fields = issue["fields"] if isinstance(issue.get("fields"), dict) else {}
    key = label(issue, "key")
    record = {
        of.KEY: key,
        of.ID: label(issue, "id"),
        of.PROJECT: label(fields, "project", "key") or (key or "").rpartition("-")[0] or None,
        of.PROJECT_NAME: label(fields, "project", "name"),
        of.TYPE: label(fields, "issuetype", "name"),
        of.NAME: fields.get("summary"),
        of.STATUS: label(fields, "status", "name"),
        of.CATEGORY: CATEGORIES.get(label(fields, "status", "statusCategory", "key") or ""),
        of.RESOLUTION: label(fields, "resolution", "name"),
        of.PRIORITY: label(fields, "priority", "name"),
        of.PARENT: label(fields, "parent", "key") or custom.of(fields, "Epic Link") or custom.of(fields, "Parent Link"),
        of.NOTE: plain(fields.get("description")),
        of.START: custom.of(fields, "Start date") or custom.of(fields, "Target start"),
        of.DUE: fields.get("duedate") or custom.of(fields, "Target end"),
        of.FINISHED: fields.get("resolutiondate") or _since_done(fields),
        of.UPDATED: fields.get("updated"),
        of.POINTS: custom.of(fields, "Story Points") or custom.of(fields, "Story point estimate"),
        of.PEOPLE: person(fields.get("assignee")),
        of.VERSIONS: texts(fields.get("fixVersions"), "name"),
        of.SPRINTS: custom.sprints_of(fields),
        of.LABELS: texts(fields.get("labels")),
        of.COMPONENTS: texts(fields.get("components"), "name"),
    }  # fmt: skip
    for name, field in ((of.ESTIMATE, "timeoriginalestimate"), (of.REMAINING, "timeestimate"), (of.SPENT, "timespent")):
        stated = fields.get(field)
        record[name] = stated / 60 if isinstance(stated, int | float) and not isinstance(stated, bool) else stated
    record[of.BLOCKS], record[of.AFTER] = _ties(fields, custom.unread)
    custom.count(fields)
    return record


def person(value: Any) -> list[Person]:
    """Give the one whom an assignee's object names, by account id or user name."""
    key = label(value, "accountId") or label(value, "name") or label(value, "displayName")
    email = label(value, "emailAddress")
    return [Person(key, label(value, "displayName"), email if email and "@" in email else None)] if key else []


def _since_done(fields: dict[str, Any]) -> Any:
    done = at(fields, "status", "statusCategory", "key") == "done"
    return fields.get("statuscategorychangedate") if done else None


def _ties(fields: dict[str, Any], unread: Counter[str]) -> tuple[list[Tie], list[Tie]]:
    """Give what waits for an issue, and what it waits for; links of other types are counted."""
    blocks, after = [], []
    for link in objects(fields.get("issuelinks")):
        kind = label(link, "type", "name") or "without a type"
        outward, inward = label(link, "outwardIssue", "key"), label(link, "inwardIssue", "key")
        if kind.casefold() in DEPENDS and (outward or inward):
            blocks += [Tie(outward)] if outward else []
            after += [Tie(inward)] if inward else []
        else:
            unread[other_link(kind)] += 1
    return blocks, after


def _versions(issue: dict[str, Any], items: Items) -> None:
    project = label(issue, "fields", "project", "key") or ""
    for version in objects(at(issue, "fields", "fixVersions")):
        if name := label(version, "name"):
            try:
                day = values.finish(version.get("releaseDate"))
            except values.Unfit:
                day = None
            done = bool(version.get("released"))
            items.versions.setdefault((project, name), Version(day, day if done else None, done))


def _project(issue: dict[str, Any], items: Items) -> None:
    """Note by what the project of an issue is known when its key is changed."""
    key, number = label(issue, "fields", "project", "key"), label(issue, "fields", "project", "id")
    if key and number:
        site = (label(issue, "fields", "project", "self") or "").partition("/rest/")[0]
        items.projects.setdefault(key, {"guid": project_id(site, number)})


class _Custom:
    """The custom fields that are read: by the names that the answer itself gives, else by their form."""

    def __init__(self, issues: list[dict[str, Any]], names: dict[str, Any]) -> None:
        self._by_name: dict[str, str] = {}
        for field, called in names.items():
            if isinstance(called, str):
                self._by_name.setdefault(called.casefold(), field)
        self.sprints: dict[str, tuple[str | None, str | None]] = {}
        self.unread: Counter[str] = Counter()
        self._names = names
        self._sprint = self._by_name.get("sprint") or _sprint_field(issues)

    def of(self, fields: dict[str, Any], name: str) -> Any:
        """Give the value of a custom field by its name."""
        value = fields.get(self._by_name.get(name.casefold(), ""))
        return at(value, "key") if isinstance(value, dict) else value

    def sprints_of(self, fields: dict[str, Any]) -> list[str]:
        """Give the names of the sprints of an issue, and remember their days."""
        found = []
        for name, start, end in _sprints(fields.get(self._sprint or "")):
            self.sprints[name] = (start, end)
            found.append(name)
        return found

    def count(self, fields: dict[str, Any]) -> None:
        """Count the fields that hold something and are not read."""
        read = _READ | {self._by_name.get(name, "") for name in CUSTOM} | {self._sprint or ""}
        for name in nested.unread(fields, read):
            self.unread[no_place(str(self._names.get(name, name)))] += 1


def _sprint_field(issues: list[dict[str, Any]]) -> str | None:
    """Find the field of sprints by its form, where the answer gives no names (`expand=names`)."""
    for issue in issues:
        for field, value in (at(issue, "fields") or {}).items():
            if field.startswith("customfield_") and any(True for _ in _sprints(value)):
                return str(field)
    return None


def _sprints(value: Any) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield name, start and end of sprints, as objects (Cloud) or as the texts that old versions write."""
    for one in value if isinstance(value, list) else ():
        sprint: dict[str, Any] = _written(one) if isinstance(one, str) else one if isinstance(one, dict) else {}
        known = {"name", "state"} <= sprint.keys() and ("boardId" in sprint or "startDate" in sprint)
        if known and (name := label(sprint, "name")):
            yield name, _moment(sprint.get("startDate"), values.start), _moment(sprint.get("endDate"), values.finish)


def _written(text: str) -> dict[str, Any]:
    """Take apart the text in which old versions write a sprint: `...Sprint@1[id=7,name=Sprint 3,startDate=...]`."""
    if "greenhopper" not in text or "[" not in text:
        return {}
    pairs = [part.partition("=") for part in text[text.index("[") + 1 :].rstrip("]").split(",")]
    return {name: None if said == "<null>" else said for name, _, said in pairs}


def _moment(value: Any, read: Any) -> str | None:
    try:
        return read(value) if value else None
    except values.Unfit:
        return None


def plain(value: Any) -> str | None:
    """Give a description as plain text, from text or from the Atlassian document format."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return None
    lines: list[str] = []
    _gather(value, lines, 0)
    return "\n".join(" ".join(line.split()) for line in "".join(lines).split("\n") if line.strip()) or None


_BLOCKS = frozenset({"paragraph", "heading", "listItem", "tableRow", "codeBlock", "blockquote", "panel", "hardBreak"})


def _gather(node: Any, lines: list[str], depth: int) -> None:
    if depth > 60:
        return
    kind = label(node, "type")
    said = label(node, "text") or (label(node, "attrs", "text") if kind in ("mention", "emoji", "status") else None)
    if said:
        lines.append(str(node.get("text", said)))
    for inner in objects(at(node, "content")):
        _gather(inner, lines, depth + 1)
    if kind in _BLOCKS:
        lines.append("\n")
