"""What the statuses of trackers say: to do, being done, done, or dropped."""

from collections.abc import Mapping
from unicodedata import category

TODO, DOING, DONE, DROPPED = "todo", "doing", "done", "dropped"

_WORDS = {
    TODO: "to do, todo, open, new, backlog, icebox, inbox, triage, selected for development, ready, ready for "
    "development, proposed, planned, not started, draft, pending, reopened, scheduled, to be scheduled, specified, "
    "in specification, confirmed, approved, submitted, screening, qualified, next, offen, neu, geplant, nicht "
    "begonnen, à faire, a faire, nouveau, zu erledigen, por hacer, tareas por hacer, nuevo, da fare, nuovo, a "
    "fazer, tarefas pendentes, itens pendentes, nova, новая, новый, к выполнению, 新規, 未着手, 新建, 待办, on "
    "hold, waiting, deferred, in spezifikation, spezifiziert, bestätigt, zu planen, terminiert, wartend, "
    "zurückgestellt, en spécification, spécifié, confirmé, a planifier, à planifier, planifié, en attente, nicht "
    "gestartet, non commencé, non commencée, non démarré, no iniciado, no iniciada, no comenzado, não iniciado, não "
    "iniciada",
    DOING: "in progress, doing, active, started, in review, review, code review, testing, in testing, in test, qa, "
    "committed, work in progress, wip, in development, developed, tested, test failed, working on it, assigned, "
    "feedback, stuck, blocked, in entwicklung, entwickelt, im test, getestet, test fehlgeschlagen, développé, en "
    "test, testé, échec du test, echec du test, in arbeit, in bearbeitung, begonnen, en cours, en curso, en "
    "progreso, in corso, em andamento, in elaborazione, commenti, в работе, в процессе, обратная связь, 進行中, "
    "フィードバック, 进行中, 反馈, em curso, iniciado",
    DONE: "done, closed, resolved, complete, completed, finished, released, shipped, merged, accepted, deployed, "
    "closed complete, fertig, erledigt, abgeschlossen, geschlossen, gelöst, terminé, terminé(e), fermé, résolu, "
    "hecho, listo, finalizada, finalizado, terminado, cerrado, resuelto, completato, chiuso, risolto, concluído, "
    "concluída, itens concluídos, resolvida, fechada, risolta, chiusa, решена, закрыта, готово, выполнено, 解決, "
    "終了, 完了, 已解决, 已关闭, 完成, terminée, completado, completada",
    DROPPED: "cancelled, canceled, removed, rejected, won't do, won't fix, wont do, wont fix, abandoned, declined, "
    "duplicate, not planned, invalid, obsolete, cannot reproduce, closed incomplete, closed skipped, abgelehnt, "
    "abgebrochen, rejeté, doublon, rechazado, duplicado, duplikat, rejeitada, rifiutato, отклонена, 却下, 已拒绝",
}  # fmt: skip
KNOWN: Mapping[str, str] = {word.strip(): state for state, words in _WORDS.items() for word in words.split(",")}
DROPPED_BY_RESOLUTION = frozenset(_WORDS[DROPPED].split(", ")) | {"incomplete", "declined", "not_planned", "won't_do"}


# Of what pictures such as ✅ and 🏗️ are made; GitHub and Trello put them beside the words of their own templates.
_PICTURES, _DRAWN = frozenset({"So", "Sk", "Cf"}), "\ufe0f"


def fold(word: str) -> str:
    """Give a status as it is compared: without the pictures beside its words, unless it is nothing but these."""
    bare = word.replace("’", "'")
    if not bare.isascii():
        words = "".join(one for one in bare if one != _DRAWN and category(one) not in _PICTURES)
        bare = words if words.strip() else bare
    return " ".join(bare.split()).casefold()


def state_of(status: str | None, own: Mapping[str, str]) -> str | None:
    """Give what a status says, by the tool's own words first; None for a word that nobody knows."""
    if status is None:
        return None
    word = fold(status)
    return own.get(word) or KNOWN.get(word)
