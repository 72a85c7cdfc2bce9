"""Trackers: what teams keep their work in, read into projects, tasks, milestones, people and links by one rule."""

from loaders.trackers import (
    asana,
    azure_devops,
    github,
    jira,
    monday,
    openproject,
    planner,
    primavera_table,
    project_table,
    redmine,
    servicenow,
    smartsheet,
    trello,
)

LOADERS = (
    jira.LOADER,
    azure_devops.LOADER,
    openproject.LOADER,
    redmine.LOADER,
    github.LOADER,
    trello.LOADER,
    asana.LOADER,
    servicenow.LOADER,
    monday.LOADER,
    smartsheet.LOADER,
    planner.LOADER,
    primavera_table.LOADER,
    project_table.LOADER,
)
