"""GitHub: issues as `gh` and the REST interface list them, and the items of a project."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from loaders.tables.table import Table
from loaders.trackers import items as of
from loaders.trackers import nested, values
from loaders.trackers.headed import PASSED_OVER, WHO, Headed, Meant, by_heading, groups
from loaders.trackers.items import Items, Person, Version, no_place, of_records
from loaders.trackers.nested import at, label, objects, texts
from loaders.trackers.rules import Rules
from loaders.trackers.sheeted import Sheeted
from loaders.trackers.states import DONE, DROPPED, TODO
from loaders.trackers.tool import Tool

_PULL = "Pull request"
_PULL_AT = re.compile(r"/pull/\d+(?:[/?#]|$)")  # in the address of one; a repository may be called `pull`
_READ = frozenset({
    "number", "title", "state", "stateReason", "state_reason", "url", "html_url", "assignees", "assignee", "labels",
    "milestone", "closedAt", "closed_at", "createdAt", "created_at", "updatedAt", "updated_at", "body", "type", "id",
    "node_id", "repository_url", "labels_url", "comments_url", "events_url", "timeline_url", "user", "author",
    "closed", "pull_request", "content", "status", "repository", "start date", "target date", "due date", "end date",
    "iteration", "sprint", "estimate", "size", "story points", "points", "parent issue", "parent_issue_url",
    "issue type", "priority", "isPinned", "isPullRequest",
})  # fmt: skip


@dataclass(frozen=True)
class Listing:
    """Issues of one or more repositories: `gh issue list --json ...`, or GET /repos/OWNER/NAME/issues."""

    def fits(self, path: Path, head: bytes) -> bool:
        """Say whether the file is a list of numbered issues with titles."""
        page = nested.opening(head)
        return isinstance(page, list) and any(
            "number" in one and "title" in one and "iid" not in one and ("state" in one or "labels" in one or _url(one))
            for one in objects(page)[:3]
        )

    def read(self, path: Path) -> Items:
        """Read all pages."""
        issues = [issue for page in nested.whole(path) for issue in objects(page)]
        return _items("issues", issues, [_issue(issue) for issue in issues])


@dataclass(frozen=True)
class Board:
    """The items of a project: `gh project item-list NUMBER --owner OWNER --format json`."""

    def fits(self, path: Path, head: bytes) -> bool:
        """Say whether the file holds items with their content."""
        return any("content" in one and "title" in one for one in objects(at(nested.opening(head), "items"))[:3])

    def read(self, path: Path) -> Items:
        """Read all items, and say when there are fewer than the project holds."""
        pages = nested.whole(path)
        every = [one for page in pages for one in objects(at(page, "items"))]
        items = _items("items", every, [_item(one) for one in every])
        if isinstance(total := at(pages[0], "totalCount"), int) and total > len(every):
            items.notes.append(
                f"the file holds {len(every):,} of {total:,} items of the project: add --limit {total} to the command"
            )
        return items


def _items(sheet: str, every: list[dict[str, Any]], records: list[dict[str, Any]]) -> Items:
    items = of_records(sheet, records)
    for one, record in zip(every, records, strict=True):
        for name in nested.unread(one, _READ):
            items.skipped[no_place(name)] += 1
        if version := at(one, "milestone"):
            _milestone(version, str(record.get(of.PROJECT) or ""), items)
        for name, first, last in _iterations(one):
            items.sprints[name] = (first, last)
    return items


def _url(one: dict[str, Any]) -> str:
    return label(one, "html_url") or label(one, "url") or ""


def _repository(url: str) -> str | None:
    """Give `owner/name` from the address of an issue or repository."""
    parts = url.split("?", 1)[0].rstrip("/").split("/")
    for word in ("issues", "pull", "pulls"):
        if word in parts[5:]:
            parts = parts[: parts.index(word, 5)]
    return "/".join(parts[-2:]) if url.startswith("http") and len(parts) >= 5 else None


def _is_pull(one: dict[str, Any]) -> bool:
    """Say whether what is listed is a pull request, by what REST or the command line tell of it."""
    return one.get("pull_request") is not None or one.get("isPullRequest") is True or bool(_PULL_AT.search(_url(one)))


def _issue(one: dict[str, Any]) -> dict[str, Any]:
    state = (label(one, "state") or "").casefold()
    reason = (label(one, "stateReason") or label(one, "state_reason") or "").casefold()
    category = {"open": TODO, "closed": DROPPED if reason in ("not_planned", "duplicate") else DONE}.get(state)
    number = label(one, "number")
    parent = label(one, "parent_issue_url") or label(one, "parent", "number")
    return {
        of.PROJECT: _repository(_url(one)) or _repository(label(one, "repository_url") or ""),
        of.KEY: f"#{number}" if number else None,
        of.ID: label(one, "node_id") or label(one, "id"),
        of.NAME: one.get("title"),
        of.TYPE: _PULL if _is_pull(one) else label(one, "type", "name"),
        of.STATUS: label(one, "state"),
        of.CATEGORY: category,
        of.RESOLUTION: reason or None,
        of.PARENT: f"#{parent.rpartition('/')[2]}" if parent else None,
        of.FINISHED: one.get("closedAt") or one.get("closed_at"),
        of.UPDATED: one.get("updatedAt") or one.get("updated_at"),
        of.NOTE: one.get("body"),
        of.PEOPLE: _people(one),
        of.LABELS: texts(one.get("labels"), "name"),
        of.VERSIONS: [title] if (title := label(one, "milestone", "title")) else [],
    }


def _item(one: dict[str, Any]) -> dict[str, Any]:
    content = one["content"] if isinstance(one.get("content"), dict) else {}
    fields = {name.casefold(): value for name, value in one.items()}
    number = label(content, "number")
    repository = label(content, "repository") or _repository(_url(content))
    return {
        of.KEY: f"{repository or ''}#{number}" if number else label(one, "id"),
        of.ID: label(one, "id"),
        of.NAME: one.get("title"),
        of.TYPE: _PULL if label(content, "type") == "PullRequest" else label(fields, "issue type"),
        of.STATUS: label(one, "status"),
        of.PRIORITY: label(fields, "priority"),
        of.PARENT: _key_of(label(fields, "parent issue", "url") or label(fields, "parent issue") or ""),
        of.START: fields.get("start date"),
        of.DUE: fields.get("target date") or fields.get("due date") or fields.get("end date"),
        of.POINTS: fields.get("estimate") or fields.get("story points") or fields.get("points"),
        of.NOTE: content.get("body"),
        of.PEOPLE: _people(one),
        of.LABELS: texts(one.get("labels")),
        of.VERSIONS: [title] if (title := label(one, "milestone", "title")) else [],
        of.SPRINTS: [name for name, *_ in _iterations(one)],
    }


def _key_of(url: str) -> str | None:
    """Give the key of an issue by its address."""
    return f"{_repository(url)}#{url.rstrip('/').rpartition('/')[2]}" if url.startswith("http") else None


def _people(one: dict[str, Any]) -> list[Person]:
    found = []
    for who in one.get("assignees") or []:
        login = label(who, "login") if isinstance(who, dict) else nested.clean(str(who))
        if login:
            found.append(Person(login, (label(who, "name") if isinstance(who, dict) else None) or login))
    return found


def _milestone(version: dict[str, Any], project: str, items: Items) -> None:
    """Note the day of a milestone. Its day is one without a time, which the interface writes as one with."""
    title = label(version, "title")
    due = label(version, "dueOn") or label(version, "due_on")
    closed = label(version, "closedAt") or label(version, "closed_at")
    if title:
        state = label(version, "state")
        done = None if state is None else state.casefold() == "closed"
        items.versions[project, title] = Version(_day((due or "")[:10]), _day((closed or "")[:10]), done)


def _day(text: str) -> str | None:
    try:
        return values.finish(text) if text else None
    except values.Unfit:
        return None


def _iterations(one: dict[str, Any]) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the iterations of an item: name, first and last day, from its beginning and its length in days."""
    for name, value in one.items():
        if name.casefold() in ("iteration", "sprint") and (title := label(value, "title")):
            first, length = label(value, "startDate") or "", at(value, "duration")
            try:
                begins = date.fromisoformat(first)
                last = (begins + timedelta(days=length - 1)).isoformat() if isinstance(length, int) else None
            except (ValueError, OverflowError):
                yield title, None, None
            else:
                yield title, f"{first}T00:00:00", f"{last}T23:59:59" if last else None


_meaning = by_heading({
    "Title": of.NAME, "URL": of.KEY, "Assignees": Meant(WHO, split=","), "Status": of.STATUS, "Priority": of.PRIORITY,
    "Labels": Meant(of.LABELS, split=","), "Milestone": Meant(of.VERSIONS), "Start date": of.START,
    "Target date | Due date | End date": of.DUE, "Estimate | Story points | Points": of.POINTS, "Type": of.TYPE,
    "Iteration | Sprint": Meant(of.SPRINTS), "Parent issue": of.PARENT, "Repository": PASSED_OVER,
})  # fmt: skip


def _keys(items: Items, found: Table, columns: list[Sequence[Any]]) -> None:
    """Take keys from the addresses of issues; a draft without one is known by its title."""
    urls = items.get(of.KEY)
    names = items.get(of.NAME)
    items.columns[of.KEY] = [_key_of(url or "") or name for url, name in zip(urls, names, strict=True)]
    items.columns[of.PARENT] = [_key_of(text or "") or text for text in items.get(of.PARENT)]
    kinds = items.get(of.TYPE)
    items.columns[of.TYPE] = [
        _PULL if _PULL_AT.search(url or "") else kind for url, kind in zip(urls, kinds, strict=True)
    ]


_VIEW = Headed(_meaning, groups("Title", "URL", "Assignees", "Status"), finish=_keys)
LOADER = Tool(
    "github",
    ("GitHub issues (JSON)", "GitHub project (TSV, CSV, Excel, JSON)"),
    (".json", ".tsv", ".csv", ".xlsx"),
    (Listing(), Board(), _VIEW, Sheeted(_VIEW)),
    Rules(left_out={_PULL.casefold(): "a change of code, not an item of work"}),
    version=5,
)
