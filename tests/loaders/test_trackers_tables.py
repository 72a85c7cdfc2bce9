"""The tables of trackers: what each sample becomes, and what is said of the real exports and of bad ones."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.records import Assignment, Dependency, FieldValue, Project, Resource, Task
from loaders.base import Export, Refused
from loaders.registry import find_loader
from tests.exports_dir import EXPORTS, needs_exports
from tests.loaders.register_book import write_xlsx

SAMPLES = Path(__file__).parents[1] / "exports"
NO_KEYS = "the table has no column # with the numbers of its issues"


def read(path: Path) -> Export:
    loader = find_loader(path)
    assert loader is not None
    found = loader.read(path, "feed")
    refused = {(one.sheet, one.row) for one in found.rejections}
    assert found.rows_in == found.kept + len(refused) + found.left_out
    return found


@pytest.mark.parametrize(
    ("name", "lines"), [("jira/all-fields.csv", 6), ("servicenow/pm_project.csv", 2), ("azure_devops/tree.csv", 4)]
)
def test_rows_in_are_the_lines_of_the_file_and_what_is_not_read_inside_them_is_told_beside(
    name: str, lines: int
) -> None:
    found = read(SAMPLES / name)
    assert (found.rows_in, found.left_out) == (lines, 0)
    assert found.skipped
    assert all(one.told.startswith("inside rows that count already: ") for one in found.skipped)


def of(found: Export, kind: type, *names: str) -> list[tuple[Any, ...]]:
    rows: list[Any] = list(found.records[kind])
    return [tuple(getattr(row, name) for name in names) for row in rows]


def table(folder: Path, text: str, name: str = "t.csv", encoding: str = "utf-8") -> Path:
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def test_the_csv_of_all_fields_of_jira():
    found = read(SAMPLES / "jira" / "all-fields.csv")
    assert found.records[Task][1] == Task(
        "SLU.SLU-2", "SLU", uid="20002", code="SLU-2", parent="SLU.SLU-1.items", position=2,
        name="Survey the sill, both sides", kind="task", start="2026-09-21T00:00:00", finish="2026-10-09T14:00:00",
        actual_finish="2026-10-09T14:00:00", work=1200.0, actual_work=1200.0, remaining_work=0.0, planned_work=960.0,
        percent_complete=100.0, deadline="2026-10-16T23:59:59", note='First line\nsecond line, with "marks"',
        sheet="all-fields", row=3,
    )  # fmt: skip
    assert of(found, Task, "key", "kind", "parent", "finish", "active") == [
        ("SLU.SLU-1", "milestone", "SLU.SLU-1.items", "2026-12-18T23:59:59", None),
        ("SLU.SLU-2", "task", "SLU.SLU-1.items", "2026-10-09T14:00:00", None),
        ("SLU.SLU-3", "task", "SLU.SLU-1.items", "2026-11-27T23:59:59", None),
        ("SLU.SLU-4", "task", "SLU.SLU-3", None, None),
        ("SLU.SLU-5", "task", None, None, False),
        ("SLU.SLU-1.items", "summary", None, "2026-12-18T23:59:59", None),
        ("SLU.version.1.0", "milestone", None, "2026-11-27T23:59:59", None),
        ("SLU.version.2.0", "milestone", None, "2026-11-27T23:59:59", None),
    ]
    assert of(found, Dependency, "from_task", "to_task") == [("SLU.SLU-2", "SLU.SLU-3")]
    assert [(one.row, one.field, one.key) for one in found.rejections] == [(7, "Due Date", "SLU.SLU-6")]
    assert (found.status_date, found.status_date_from) == ("2026-10-30", "changed")


@pytest.mark.parametrize(
    ("headings", "done", "state", "month", "link"),
    [
        ("Résumé,Clé de ticket,ID de ticket,Type de ticket,État,Clé de projet,Nom du projet,Personne assignée,"
         "Mise à jour,Résolu,Date d'échéance,Temps consacré,Σ Temps consacré,Lien de ticket sortant (Blocks),"
         "Champs personnalisés (Start date),Catégorie d'état,Catégorie d'état modifiée,Parent,Clé parent",
         "Terminé(e)", "Terminé", "août", "Lien de ticket"),
        ("Resumen,Clave de incidencia,ID de la incidencia,Tipo de Incidencia,Estado,Clave del proyecto,"
         "Nombre del proyecto,Persona asignada,Actualizada,Resuelta,Fecha de vencimiento,Tiempo Trabajado,"
         "Σ Tiempo empleado,Enlace de incidencia saliente (Blocks),Campo personalizado (Fecha de inicio),"
         "Categoría de estado,Categoría de estado cambiada,Principal,Clave principal",
         "Finalizada", "Listo", "ago", "Enlace"),
        ("Zusammenfassung,Vorgangsschlüssel,Vorgangs-ID,Vorgangstyp,Status,Projektschlüssel,Projektname,"
         "Zugewiesene Person,Aktualisiert,Erledigt,Fälligkeitsdatum,Benötigte Zeit,Σ Benötigte Zeit,"
         "Outward issue link (Blocks),Benutzerdefinierte Felder (Start date),Statuskategorie,"
         "Statuskategorie geändert,Übergeordnet,Parent key",
         "Fertig", "Fertig", "Aug", "Vorgang"),
        ("Resumo,Chave da item,ID da item,Tipo de item,Status,Chave do projeto,Nome do projeto,Responsável,"
         "Atualizado(a),Resolvido,Data limite,Tempo gasto,Σ Tempo gasto,Outward issue link (Blocks),"
         "Campo personalizado (Start date),Categoria do status,Categoria do status alterada,Pai,Chave pai",
         "Concluído", "Itens concluídos", "ago", "Item"),
    ],
    ids=["French", "Spanish", "German", "Portuguese"],
)  # fmt: skip
def test_the_csv_of_a_jira_in_another_language(
    tmp_path: Path, headings: str, done: str, state: str, month: str, link: str
):
    rows = (
        f"Quay,SLU-1,101,Epic,{done},SLU,Sluice,,05/{month}/26 2:47 PM,,,,,,,{state},05/{month}/26 2:47 PM,,\n"
        f"Sill,SLU-2,102,Story,{done},SLU,Sluice,Ines Holm,05/{month}/26 3:02 PM,05/{month}/26 2:47 PM,"
        f"07/{month}/26 12:00 AM,7200,7200,SLU-3,03/{month}/26 12:00 AM,{state},05/{month}/26 2:47 PM,101,SLU-1\n"
        f"{link},SLU-3,103,Story,?,SLU,Sluice,,05/{month}/26 3:02 PM,,,,,,,,,101,SLU-1\n"
    )
    found = read(table(tmp_path, f"{headings}\n{rows}"))
    assert of(found, Task, "key", "kind", "parent", "start", "finish", "actual_work", "percent_complete") == [
        ("SLU.SLU-1", "milestone", "SLU.SLU-1.items", *("2026-08-05T14:47:00",) * 2, None, 100.0),
        ("SLU.SLU-2", "task", "SLU.SLU-1.items", "2026-08-03T00:00:00", "2026-08-05T14:47:00", 120.0, 100.0),
        ("SLU.SLU-3", "task", "SLU.SLU-1.items", None, None, None, 0.0),
        ("SLU.SLU-1.items", "summary", None, "2026-08-03T00:00:00", "2026-08-05T14:47:00", None, None),
    ]
    assert of(found, Dependency, "from_task", "to_task") == [("SLU.SLU-2", "SLU.SLU-3")]
    assert (of(found, Project, "key", "name"), found.rejections) == ([("SLU", "Sluice")], [])
    assert [one.told for one in found.skipped] == []


def test_issues_of_jira_that_were_fetched_into_a_spreadsheet(tmp_path: Path):
    rows = [
        ["Key", "Summary", "Issue Type", "Status", "Assignee", "Start date", "Due Date", "Story Points"],
        ["TIDE-1", "Gauge", "Story", "In Progress", "Ines Holm", date(2026, 3, 2), date(2026, 3, 13), 3.0],
        ["Total", None, None, None, None, None, None, 3.0],
    ]
    write_xlsx(tmp_path / "t.xlsx", {"Jira": rows})
    csv = "".join(",".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)
    for path in (tmp_path / "t.xlsx", table(tmp_path, csv)):
        found = read(path)
        assert of(found, Task, "key", "start", "finish", "work") == [
            ("TIDE.TIDE-1", "2026-03-02T00:00:00", "2026-03-13T23:59:59", 1440.0),
        ]
        assert ["'Total' is no key of an issue" in one.reason for one in found.rejections] == [True]


def test_items_that_no_column_names_are_called_by_their_keys_and_that_is_said(tmp_path: Path):
    found = read(table(tmp_path, "Issue key,Issue id,Titre du ticket,Issue Type,Status\nA-1,1,x,Task,To Do\n"))
    assert of(found, Task, "name") == [("A-1",)]
    assert found.notes[-1].startswith("The file has no column that names its items: they are called by their keys.")


def test_a_report_of_hours_of_jira_is_no_list_of_issues(tmp_path: Path):
    text = "Issue Key,Issue summary,Hours,Work date,Full name,Issue Type\nA-1,x,0.25,2026-01-04 00:00,Ines,Task\n"
    assert find_loader(table(tmp_path, text)) is None


def test_the_tree_of_azure_devops():
    found = read(SAMPLES / "azure_devops" / "tree.csv")
    assert of(found, Task, "code", "kind", "parent", "finish") == [
        ("401", "milestone", "Works.401.items", "2026-12-18T23:59:59"),
        ("402", "summary", "Works.401.items", "2026-10-15T14:00:00"),
        ("403", "task", "Works.402", "2026-10-15T14:00:00"),
        ("404", "task", "Works.401.items", "2026-11-27T23:59:59"),
        ("401", "summary", None, "2026-12-18T23:59:59"),
    ]


@pytest.mark.parametrize(
    ("path", "lines", "projects"),
    [
        ("Area Path", ["Works\\Cellar", "Works", "Other\\Cellar", ""], ["Works", "Works", "Other", "feed"]),
        ("Area Path", ["Works\\Cellar", "Works", ""], ["Works", "Works", "Works"]),
        ("Iteration Path", ["Works\\PI 20\\Sprint 5", "Works"], ["Works", "Works"]),
        ("Team Project,Area Path", ["Own,Works\\Cellar"], ["Own"]),
        ("Reason", ["New"], ["feed"]),
    ],
)
def test_the_project_of_azure_devops_is_where_its_paths_begin(
    tmp_path: Path, path: str, lines: list[str], projects: list[str]
):
    rows = "".join(f"{place},Task,x,Active,{line}\n" for place, line in enumerate(lines))
    found = read(table(tmp_path, f"ID,Work Item Type,Title,State,{path}\n{rows}"))
    assert [project for (project,) in of(found, Task, "project")] == projects


def test_work_packages_of_openproject():
    found = read(SAMPLES / "openproject" / "work-packages.csv")
    assert of(found, Task, "key", "kind", "start", "finish", "work", "percent_complete")[:4] == [
        ("Archive.51", "milestone", "2026-12-11T23:59:59", "2026-12-11T23:59:59", None, 40.0),
        ("Archive.52", "task", "2026-09-07T00:00:00", "2026-10-02T23:59:59", 2400.0, 100.0),
        ("Archive.53", "task", "2026-10-05T00:00:00", "2026-11-13T23:59:59", 630.0, 50.0),
        ("Archive.54", "milestone", "2026-12-14T23:59:59", "2026-12-14T23:59:59", None, 0.0),
    ]
    assert of(found, Dependency, "from_task", "to_task") == [("Archive.52", "Archive.53")]


@pytest.mark.parametrize(
    "text",
    [
        "ID,Typ,Thema,Status,Zugewiesen an,Übergeordnetes Arbeitspaket,Anfangstermin,Endtermin,% abgeschlossen,"
        "Aufwand\n"
        "1,Phase,Kai,In Bearbeitung,,,,,,\n2,Aufgabe,Pumpe,Im Test,Ines Holm,1,2026-01-05,2026-01-09,40,16\n",
        "ID,Type,Sujet,Statut,Assigné à,Parent,Date de début,Date de fin,% réalisé,Travail\n"
        "1,Phase,Kai,En cours,,,,,,\n2,Tâche,Pumpe,En test,Ines Holm,1,2026-01-05,2026-01-09,40,16\n",
    ],
)
def test_work_packages_of_openproject_in_german_and_french(tmp_path: Path, text: str):
    found = read(table(tmp_path, text))
    assert of(found, Task, "code", "kind", "parent", "finish", "work", "percent_complete")[:2] == [
        ("1", "milestone", "feed.1.items", "2026-01-09T23:59:59", None, 0.0),
        ("2", "task", "feed.1.items", "2026-01-09T23:59:59", 960.0, 40.0),
    ]
    assert (found.skipped, len(found.notes)) == ([], 1)  # no status that nobody knows


def test_the_csv_of_a_board_of_trello():
    found = read(SAMPLES / "trello" / "board.csv")
    project = "5f0000000000000000000001"
    assert of(found, Task, "key", "start", "finish", "percent_complete", "active") == [
        (f"{project}.#1", "2026-09-07T08:00:00", "2026-09-17T12:00:00", 100.0, None),
        (f"{project}.#2", None, "2026-11-06T16:00:00", 25.0, None),
        (f"{project}.6f0000000000000000000013", None, None, None, False),
    ]
    assert of(found, Project, "key", "name") == [(project, "Harbour fair")]
    assert of(found, Resource, "name") == [("Ines Holm",), ("Per Lund",)]
    assert of(found, FieldValue, "value")[0] == ("Status: Doing; Labels: Quay, Money",)
    assert {one.reason: one.count for one in found.skipped} == {
        "'Attachment Links', which has no place in the store": 1, "'Stand', which has no place in the store": 1,
    }  # fmt: skip
    assert "archived cards that are not done, taken as dropped: 1." in found.notes
    assert (found.status_date, found.status_date_from) == ("2026-10-28", "changed")


def test_ticks_of_trello_that_a_spreadsheet_program_wrote_in_its_language(tmp_path: Path):
    no, yes = ["FALSCH", "FAUX", "FALSO", "no", "0", ""], ["WAHR", "VRAI", "VERDADERO", "x", "5.10.2026 14:00"]
    cells = [*no, *yes, "vielleicht"]
    rows = "".join(f"c{at},Card,Open,{cell},FALSCH\n" for at, cell in enumerate(cells))
    found = read(table(tmp_path, f"Card ID,Card Name,List Name,Due Complete,Archived\n{rows}"))
    assert of(found, Task, "code", "percent_complete") == [
        *((f"c{at}", 0.0) for at in range(6)), *((f"c{at}", 100.0) for at in range(6, 11))
    ]  # fmt: skip
    (refused,) = found.rejections
    assert (refused.row, refused.reason.split(". ")[0]) == (
        13, "Due Complete: 'vielleicht' is neither yes nor no, nor a day"
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "#;Projeto;Tipo;Tarefa pai;Situação;Título;Atribuído para;Início;Data prevista;Tempo estimado;% Terminado;"
        "Tarefas relacionadas\n1;Cais;Erro;;Em andamento;Luz;Ines;05/10/2026;13/11/2026;40,00;30;segue #2\n"
        "2;Cais;Erro;;Fechada;Medir;;01/10/2026;02/10/2026;8,00;100;\n",
        "#;Проект;Трекер;Родительская задача;Статус;Тема;Назначена;Дата начала;Срок завершения;Оценка трудозатрат;"
        "Готовность;Связанные задачи\n1;Cais;Ошибка;;В работе;Luz;Ines;05.10.2026;13.11.2026;40,00;30;предыдущая #2\n"
        "2;Cais;Ошибка;;Закрыта;Medir;;01.10.2026;02.10.2026;8,00;100;\n",
        "#,プロジェクト,トラッカー,親チケット,ステータス,題名,担当者,開始日,期日,予定工数,進捗率,関連するチケット\n"
        "1,Cais,バグ,,進行中,Luz,Ines,2026/10/05,2026/11/13,40.00,30,次のチケットに後続 #2\n"
        "2,Cais,バグ,,終了,Medir,,2026/10/01,2026/10/02,8.00,100,\n",
    ],
)
def test_issues_of_redmine_in_further_languages(tmp_path: Path, text: str):
    found = read(table(tmp_path, text))
    assert of(found, Task, "key", "name", "start", "finish", "work", "percent_complete") == [
        ("Cais.1", "Luz", "2026-10-05T00:00:00", "2026-11-13T23:59:59", 2400.0, 30.0),
        ("Cais.2", "Medir", "2026-10-01T00:00:00", "2026-10-02T23:59:59", 480.0, 100.0),
    ]
    assert of(found, Dependency, "from_task", "to_task") == [("Cais.2", "Cais.1")]
    assert of(found, Assignment, "resource") == [("Ines",)]
    assert not found.skipped


def test_a_table_of_common_words_is_no_list_of_redmine(tmp_path: Path):
    assert find_loader(table(tmp_path, "Título;Tipo;Estado\nLuz;Erro;Nova\n")) is None


def test_issues_of_redmine_in_german_with_semicolons_commas_and_latin_1():
    found = read(SAMPLES / "redmine" / "tickets.csv")
    assert of(found, Task, "key", "start", "finish", "planned_work", "actual_work", "percent_complete")[:2] == [
        ("Brücke.71", "2026-10-05T00:00:00", "2026-11-13T23:59:59", 1470.0, 480.0, 30.0),
        ("Brücke.72", "2026-10-12T00:00:00", "2026-10-16T09:00:00", 120.0, 195.0, 100.0),
    ]
    assert of(found, Dependency, "from_task", "to_task") == [("Brücke.71", "Brücke.72")]


def test_the_view_of_a_github_project():
    found = read(SAMPLES / "github" / "view.tsv")
    assert of(found, Task, "key", "start", "finish", "work") == [
        ("feed.tarnholm/quay#31", "2026-10-05T00:00:00", "2026-11-13T23:59:59", 2400.0),
        ("feed.Ask the harbour master", None, "2026-10-09T23:59:59", 480.0),
        ("feed.version.Quay open", "2026-11-13T23:59:59", "2026-11-13T23:59:59", None),
    ]


def test_the_csv_of_asana_whose_parents_and_links_are_names():
    found = read(SAMPLES / "asana" / "project.csv")
    assert of(found, Task, "key", "parent", "finish", "work", "percent_complete") == [
        ("New canteen.2201", None, "2026-09-18T23:59:59", 480.0, 100.0),
        ("New canteen.2202", None, "2026-11-06T23:59:59", 750.0, None),
        ("New canteen.2203", "New canteen.2202", "2026-10-30T23:59:59", None, 0.0),
    ]
    assert of(found, Dependency, "from_task", "to_task") == [("New canteen.2201", "New canteen.2202")]


ASANA = "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Due Date,Projects,Parent task\n"


def test_subtasks_of_asana_belong_to_the_project_of_the_task_that_they_stand_below(tmp_path: Path):
    rows = (
        "21,,,2026-10-28,Below,,,,Piers\n11,,,2026-10-28,Quay,Works,,Harbour,\n12,,,2026-10-28,Survey,,,,Quay\n"
        "13,,,2026-10-28,Soundings,,,,Survey\n14,,,2026-10-28,Quay,Later,,Marina,\n15,,,2026-10-28,Survey,,,,Quay\n"
        "16,,,2026-10-28,Piers,Later,,Marina,\n17,,,2026-10-28,Lamps,,,,Nowhere\n"
    )
    found = read(table(tmp_path, ASANA + rows))
    assert of(found, Task, "key", "parent") == [
        ("Marina.21", "Marina.16"),
        ("Harbour.11", None),
        ("Harbour.12", "Harbour.11"),
        ("Harbour.13", "Harbour.12"),
        ("Marina.14", None),
        ("Marina.15", "Marina.14"),
        ("Marina.16", None),
        ("feed.17", None),
    ]
    said = "Tasks below others of a name that several have stand below the nearest above them: 3."
    assert said in found.notes


def test_subtasks_of_asana_that_are_named_like_their_task_never_stand_below_themselves(tmp_path: Path):
    rows = (
        "21,,,2026-10-28,Quay,,,,Quay\n"
        "31,,,2026-10-28,Survey,,,,Survey\n32,,,2026-10-28,Survey,Works,,Harbour,\n"
        "41,,,2026-10-28,Lamp,,,,Lamp\n42,,,2026-10-28,Lamp,,,,Lamp\n43,,,2026-10-28,Lamp,Works,,Harbour,\n"
    )
    found = read(table(tmp_path, ASANA + rows))
    assert of(found, Task, "key", "parent") == [
        ("feed.21", None),
        ("Harbour.31", "Harbour.32"),
        ("Harbour.32", None),
        ("Harbour.41", "Harbour.43"),
        ("Harbour.42", "Harbour.41"),
        ("Harbour.43", None),
    ]
    assert [(one.reason, one.count) for one in found.skipped] == [("parents that the file does not hold", 1)]


@pytest.mark.parametrize("key", ["1.21143E+15", "1,21143E+15"])
def test_keys_that_a_spreadsheet_program_rounded_are_refused(tmp_path: Path, key: str):
    with pytest.raises(Refused, match=r"rounded by a spreadsheet program.*load the file as it was exported"):
        read(table(tmp_path, f'{ASANA}"{key}",,,2026-10-28,Quay,,,Harbour,\n'))


@pytest.mark.parametrize("key", [date(2026, 2, 1), "Feb-01", "Mär-01"])
def test_a_key_that_a_spreadsheet_program_made_a_date_of_is_refused(tmp_path: Path, key: str | date):
    rows = [["Issue key", "Issue Type", "Summary"], [key, "Task", "x"], ["FEB-2", "Task", "y"]]
    found = read(write_xlsx(tmp_path / "jira.xlsx", {"Sheet1": rows}))
    assert of(found, Task, "code") == [("FEB-2",)]
    assert {one.row for one in found.rejections} == {2}
    assert "which a spreadsheet program made of the key: load the file as it was exported" in found.rejections[0].reason


def test_projects_of_servicenow_and_their_tasks():
    found = read(SAMPLES / "servicenow" / "pm_project.csv")
    assert found.records[Project][0] == Project(
        "PRJ0010001", "New payroll", "PRJ0010001", programme="Back office", department="Finance",
        manager="Ines Holm", stage="active", reported="Green", reported_on="2026-10-29", budget=420000.0,
        start="2026-03-09T08:00:00", finish="2026-12-18T17:00:00", percent_complete=55.0, sheet="pm_project", row=2,
    )  # fmt: skip
    assert found.status_date == "2026-10-29"
    found = read(SAMPLES / "servicenow" / "pm_project_task.csv")
    assert of(found, Task, "key", "kind", "parent", "finish") == [
        ("PRJ0010001.PRJTASK0001", "summary", None, "2026-11-27T17:00:00"),
        ("PRJ0010001.PRJTASK0002", "task", "PRJ0010001.PRJTASK0001", "2026-09-04T17:00:00"),
        ("PRJ0010001.PRJTASK0003", "milestone", None, "2026-12-01T17:00:00"),
    ]


@pytest.mark.parametrize(
    ("cell", "budget"), [("$1,250,000.50", 1250000.5), ("1.250.000,50 €", 1250000.5), ("420000", 420000.0)]
)
def test_budgets_of_servicenow_stand_with_their_sign_and_its_thousands(tmp_path: Path, cell: str, budget: float):
    head = "number,short_description,state,project_manager,budget_cost"
    found = read(table(tmp_path, f'{head}\nPRJ0010001,Payroll,Open,Ines Holm,"{cell}"\n'))
    assert of(found, Project, "budget") == [(budget,)]


@pytest.mark.parametrize(
    ("due", "finish"),
    [
        ("31/12/26", "2026-12-31T23:59:59"),
        ("12/31/2026 4:05 PM", "2026-12-31T16:05:00"),
        ("31.12.2026", "2026-12-31T23:59:59"),
        ("2026-12-31", "2026-12-31T23:59:59"),
    ],
)
def test_dates_are_settled_by_all_of_a_file(tmp_path: Path, due: str, finish: str):
    found = read(table(tmp_path, f"Issue key,Summary,Status,Due Date\nA-1,x,To Do,{due}\n"))
    assert of(found, Task, "finish") == [(finish,)]


def test_dates_that_nothing_settles_are_refused_and_say_what_to_do(tmp_path: Path):
    text = "Issue key,Summary,Status,Due Date,Updated\nA-1,x,To Do,03/04/2026,\nA-2,y,To Do,,\n"
    found = read(table(tmp_path, text))
    assert of(found, Task, "key") == [("A.A-2",)]
    assert "no cell of the column tells which: export the file with dates such as 2026-10-31" in (
        found.rejections[0].reason
    )
    settled = text.replace("A-2,y,To Do,,", "A-2,y,To Do,,28/04/2026")
    assert of(read(table(tmp_path, settled)), Task, "finish") == [("2026-04-03T23:59:59",), (None,)]


@pytest.mark.parametrize(
    ("made", "finish"),
    [
        (("8/28/2026 1:02:03 PM", "9/1/2026"), "2026-09-10T09:00:00"),
        (("28/8/2026", "9/1/2026"), "2026-10-09T09:00:00"),
        (("28/8/2026", "9/28/2026"), None),  # which contradict each other
        (("10.15.21", ""), None),  # which may be a version
    ],
)
def test_a_date_that_nobody_reads_tells_how_the_others_are_written(
    tmp_path: Path, made: tuple[str, str], finish: str | None
):
    heads = "ID,Work Item Type,Title,State,Created Date,Due Date"
    text = f"{heads}\n1,Task,x,New,{made[0]},9/10/2026 9:00:00 AM\n2,Task,y,New,{made[1]},\n"
    found = read(table(tmp_path, text))
    assert [one.finish for one in found.records[Task] if isinstance(one, Task) and one.uid == "1"] == (
        [finish] if finish else []
    )
    assert [one.row for one in found.rejections] == ([] if finish else [2])


ISSUES = "Issue key,Summary,Status\nA-1,Quay,To Do\nA-2,Wall,Done\n"


@pytest.mark.parametrize(
    ("above", "rows"), [("\n\n", 0), (",,\n,,https://x.example\n", 1), ("Issues of A,,\n\nExported,28 Nov 2026,\n", 2)]
)
def test_headings_below_a_title_are_found(tmp_path: Path, above: str, rows: int):
    found = read(table(tmp_path, above + ISSUES))
    assert of(found, Task, "key", "row") == [("A.A-1", above.count("\n") + 2), ("A.A-2", above.count("\n") + 3)]
    assert [(one.reason, one.count) for one in found.skipped] == ([("rows above the headings", rows)] if rows else [])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Total,2 issues,\n", "Issue key: 'Total' is no key of an issue, such as TIDE-1"),
        ("A-3,Mo", "the row has 2 of the 3 cells that all others have: the file is cut off here"),
        (",Generated by Ines,\n", "key: is missing"),
    ],
)
def test_a_last_line_that_is_no_issue_is_refused(tmp_path: Path, line: str, why: str):
    found = read(table(tmp_path, ISSUES + line))
    assert of(found, Task, "key") == [("A.A-1",), ("A.A-2",)]
    assert [one.row for one in found.rejections] == [4]
    assert why in found.rejections[0].reason


def test_people_of_an_azure_devops_server_stand_with_their_logins(tmp_path: Path):
    who = "Holm, Ines <DOM\\iholm>"
    found = read(table(tmp_path, f'ID,Work Item Type,Title,State,Assigned To\n7,Task,Mole,Active,"{who}"\n'))
    assert of(found, Resource, "key", "name", "email") == [("dom\\iholm", "Holm, Ines", None)]


def test_a_table_made_to_be_imported_into_azure_devops_is_refused(tmp_path: Path):
    path = table(tmp_path, "ID,Work Item Type,Title,State\n,Epic,Mole,New\n,Task,Dredge,New\n")
    with pytest.raises(Refused, match="the column ID is empty, by whose numbers work items are known again"):
        read(path)


@pytest.mark.parametrize(
    ("head", "item", "line"),
    [
        ("#;Projekt;Tracker;Thema;Geschätzter Aufwand", "7;Kai;Aufgabe;Mole;4,0", "Summe;;;;4,0"),
        ("ID,Subject,Type,Status,Work", "7,Mole,Task,New,4", "As of 3 March,,,,"),
        ("ID,Work Item Type,Title,State", "7,Task,Mole,New", "Total: 1,,,"),
        ("Task ID,Name,Last Modified,Projects", "1200000000000007,Mole,2026-03-02,Kai", "Total,1,,"),
        ("Card ID,Card Name,Card URL,List Name", "6f1,Mole,https://trello.com/c/k1Q/7-mole,Doing", "Total,1,,"),
        ("number,short_description,state,top_task", "PRJTASK0010007,Mole,Open,PRJ0010001", "Count=1,,,"),
        ("number,short_description,state,project_manager", "PRJ0010007,Mole,Open,Ines Holm", "Count=1,,,"),
    ],
)
def test_a_line_without_a_number_is_no_item_where_the_others_have_one(tmp_path: Path, head: str, item: str, line: str):
    found = read(table(tmp_path, f"{head}\n{item}\n{line}\n"))
    assert len(found.records[Task]) + len(found.records[Project]) == (1 if "manager" in head else 2)
    assert [(one.row, one.field) for one in found.rejections] == [(3, head.replace(";", ",").split(",")[0])]
    assert "is no number, as those of the others are" in found.rejections[0].reason


def test_exports_put_one_behind_the_other_repeat_the_headings(tmp_path: Path):
    found = read(table(tmp_path, ISSUES + ISSUES.replace("A-", "B-")))
    assert of(found, Task, "key") == [("A.A-1",), ("A.A-2",), ("B.B-1",), ("B.B-2",)]
    assert [(one.reason, one.count) for one in found.skipped] == [("rows that repeat the headings", 1)]


def test_a_strangers_table_is_nobodys(tmp_path: Path):
    for heads in ("id,name,status", "Title,URL", "Task,Owner,Due date", "Subject,Status", "number,state,title"):
        assert find_loader(table(tmp_path, f"{heads}\n{','.join('abc'[: heads.count(',') + 1])}\n")) is None


@pytest.mark.parametrize(
    "text",
    [
        "#,Project,Tracker,Subject,Parent task\n12,A,Bug,Mole,\n13,A,Bug,Pier,12.0\n",
        "ID,Project,Type,Subject,Status,Parent\n12.0,A,Task,Mole,New,\n13.0,A,Task,Pier,New,12.0\n",
        "ID,Team Project,Work Item Type,Title,Parent\n12,A,Task,Mole,\n13,A,Task,Pier,12.0\n",
        "Issue key,Issue id,Summary,Parent\nA-12,10012,Mole,\nA-13,10013,Pier,10012.0\n",
    ],
)
def test_numbers_of_items_with_a_zero_behind_a_point_are_whole(tmp_path: Path, text: str):
    found = read(table(tmp_path, text))
    (one, _), (other, parent) = of(found, Task, "key", "parent")
    assert parent == one
    assert (one.rpartition(".")[2].removeprefix("A-"), other.rpartition(".")[2].removeprefix("A-")) == ("12", "13")


def test_items_that_name_no_project_where_others_do_are_told(tmp_path: Path):
    found = read(table(tmp_path, "#,Project,Tracker,Subject\n1,Kai,Bug,Mole\n2,,Bug,Pier\n3,,Bug,Gate\n"))
    assert of(found, Task, "key") == [("Kai.1",), ("feed.2",), ("feed.3",)]
    assert "Items that name no project, where others do, are taken as a project 'feed': 2." in found.notes
    found = read(table(tmp_path, "#,Project,Tracker,Subject\n1,,Bug,Mole\n"))
    assert not any("name no project" in note for note in found.notes)


def test_a_table_without_rows_is_an_export_without_items(tmp_path: Path):
    assert read(table(tmp_path, "Issue key,Summary,Status\n")).rows_in == 0


# --- real exports -----------------------------------------------------------------------------------------------------


@needs_exports
def test_the_study_of_jira_is_read():
    found = read(EXPORTS / "trackers" / "jira-abroniewski" / "clean_data_r1.csv")
    lines = [row for row in of(found, Task, "kind") if row == ("task",)]
    assert len(lines) + len({one.row for one in found.rejections}) == 2480


@needs_exports
@pytest.mark.parametrize(
    ("name", "tasks", "rejected"),
    [
        ("openproject-csv/invalid_timestamp_wp.csv", 0, 4),
        ("openproject-csv/no_attachments_wp.csv", 2, 0),
        ("openproject-csv/special_chars.csv", 2, 0),
        ("openproject-csv/work_packages.csv", 3, 0),
        ("redmine-fixtures/import_issues_auto_mapping.csv", 0, 1),
        ("redmine-fixtures/import_issues_with_relation_and_invalid_issues.csv", 5, 0),
        ("redmine-fixtures/import_subtasks.csv", 4, 0),
        ("redmine-fixtures/import_subtasks_with_relations.csv", 4, 0),
        ("redmine-fixtures/import_subtasks_with_unique_id.csv", 9, 0),
    ],
)
def test_real_tables_are_read_row_for_row(name: str, tasks: int, rejected: int):
    found = read(EXPORTS / "trackers" / name)
    lines = [kind for (kind, key) in of(found, Task, "kind", "key") if ".version." not in key]
    assert (len(lines), len({one.row for one in found.rejections})) == (tasks, rejected)


@needs_exports
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("openproject-csv/invalid_relations.csv", "breaks in the row that begins in line 5"),
        ("redmine-fixtures/import_issues.csv", NO_KEYS),
        ("redmine-fixtures/import_issues_no_data_row.csv", NO_KEYS),
        ("redmine-fixtures/import_issues_single_quotation.csv", NO_KEYS),
        ("redmine-fixtures/import_issues_utf8_with_bom.csv", NO_KEYS),
    ],
)
def test_real_tables_that_cannot_be_read_are_refused_with_their_reason(name: str, said: str):
    with pytest.raises(Refused) as refused:
        read(EXPORTS / "trackers" / name)
    assert said in str(refused.value)


def test_people_of_a_table_work_on_their_items(tmp_path: Path):
    text = "Task ID,Name,Last Modified,Assignee,Assignee Email\n1,x,2026-10-01,Ines Holm,I.Holm@tarnholm.example\n"
    found = read(table(tmp_path, text))
    assert of(found, Assignment, "task", "resource") == [("feed.1", "i.holm@tarnholm.example")]
