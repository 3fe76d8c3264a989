"""What somebody typed after `/frt` about plans and checklists, understood."""

from dataclasses import dataclass
from typing import Literal

from bot.errors import BotError
from bot.services.plans.checklists import PHASE
from bot.text.words import CHECKLIST_SCOPES, split_team

_EXPORT = frozenset({"export", "导出"})


@dataclass(frozen=True, slots=True)
class Words:
    """A wish to see a team's plan, to export it, or to see its checklist in a scope."""

    kind: Literal["plan", "export", "checklist"]
    scope: str = "all"
    team: str | None = None


def read_plan(rest: str) -> Words:
    """Return what these words after those for a plan wish. Raises BotError."""
    wish, team = split_team(rest)
    if wish and wish.casefold() not in _EXPORT:
        raise BotError("error.not_understood", text=rest)
    return Words("export" if wish else "plan", team=team)


def read_checklist(rest: str) -> Words:
    """Return what these words after those for a checklist wish.

    A scope that is no fixed one is taken for a phase.
    """
    scope, team = split_team(rest)
    return Words("checklist", CHECKLIST_SCOPES.get(scope.casefold(), PHASE + scope), team)
