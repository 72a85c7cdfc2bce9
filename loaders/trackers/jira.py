"""Jira, Cloud and Data Center: the CSV of all fields, the JSON of the REST search, the XML (RSS) of a filter."""

from loaders.trackers.jira_csv import AllFields, Fetched, Pipeline
from loaders.trackers.jira_json import Search
from loaders.trackers.jira_rss import Rss
from loaders.trackers.sheeted import Sheeted
from loaders.trackers.tool import Tool

LOADER = Tool(
    "jira",
    ("Jira CSV (all fields; Excel)", "Jira JSON (REST search)", "Jira XML (RSS)"),
    (".csv", ".xlsx", ".json", ".xml"),
    (AllFields, Sheeted(AllFields), Pipeline, Fetched, Sheeted(Fetched), Search(), Rss()),
    version=5,
)
