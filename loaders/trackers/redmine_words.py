"""What the headings of Redmine's list of issues are called in further languages, as its own translations have them."""

from collections.abc import Iterator

_ENGLISH = (
    "Project | Tracker | Status | Priority | Subject | Description | Parent task | Assignee | Updated | Created | "
    "Start date | Due date | Closed | % Done | Estimated time | Spent time | Target version | Category | Related issues"
)
_FURTHER = (
    "Projeto | Tipo | Situação | Prioridade | Título | Descrição | Tarefa pai | Atribuído para | Alterado em | "
    "Criado em | Início | Data prevista | Concluído | % Terminado | Tempo estimado | Tempo gasto | Versão | "
    "Categoria | Tarefas relacionadas",
    "Progetto | Tracker | Stato | Priorità | Oggetto | Descrizione | Attività principale | Assegnato a | Aggiornato | "
    "Creato | Inizio | Scadenza | Chiuso | % Completato | Tempo stimato | Tempo impiegato | Versione prevista | "
    "Categoria | Segnalazioni correlate",
    "Проект | Трекер | Статус | Приоритет | Тема | Описание | Родительская задача | Назначена | Обновлено | Создано | "
    "Дата начала | Срок завершения | Закрыта | Готовность | Оценка трудозатрат | Трудозатраты | Версия | Категория | "
    "Связанные задачи",
    "Проект | Трекер | Статус | Приоритет | Тема | Описание | Родительская задача | Назначена | Обновлено | Создано | "
    "Начата | Дата выполнения | Закрыта | Готовность | Оценка времени | Затраченное время | Версия | Категория | "
    "Связанные задачи",
    "プロジェクト | トラッカー | ステータス | 優先度 | 題名 | 説明 | 親チケット | 担当者 | 更新日 | 作成日 | 開始日 | "
    "期日 | 終了日 | 進捗率 | 予定工数 | 作業時間 | 対象バージョン | カテゴリ | 関連するチケット",
    "项目 | 跟踪 | 状态 | 优先级 | 主题 | 描述 | 父任务 | 指派给 | 更新于 | 创建于 | 开始日期 | 计划完成日期 | "
    "结束日期 | % 完成 | 预期时间 | 耗时 | 目标版本 | 类别 | 相关的问题",
)


def further() -> Iterator[tuple[str, str]]:
    """Yield each heading of a further language with the English one."""
    english = _parted(_ENGLISH)
    for line in _FURTHER:
        yield from zip(_parted(line), english, strict=True)


def _parted(line: str) -> list[str]:
    return [word.strip() for word in line.split("|")]
