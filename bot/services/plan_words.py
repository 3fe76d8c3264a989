"""What somebody typed after `/frt` about plans and checklists, understood."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.services.checklists import PHASE
from bot.text.words import CHECKLIST_SCOPES, CHECKLIST_WORDS, PLAN_WORDS, normalised, one_of

_PLAN = re.compile(rf"(?:{one_of(PLAN_WORDS)})(?:$| (?P<rest>.*))", re.IGNORECASE)
_CHECKLIST = re.compile(rf"(?:{one_of(CHECKLIST_WORDS)})(?:$| ?(?P<rest>.*))", re.IGNORECASE)
_MINE = frozenset({"my items", "my checklist", "我的清单", "我的检查项"})
_EXPORT = frozenset({"export", "导出"})
_TEAM = re.compile(r"(?:^|(?<= ))(?:team |团队 ?)[\"“「]?(.+?)[\"”」]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """A wish to see a team's plan, to export it, or to see its checklist in a scope."""

    kind: Literal["plan", "export", "checklist"]
    scope: str = "all"
    team: str | None = None


def read(typed: str) -> Words | None:
    """Return what is wished, or None when it is about something else.

    A scope that is no fixed one is taken for a phase.
    """
    text = normalised(typed)
    if text.casefold() in _MINE:
        return Words("checklist", "mine")
    team = _TEAM.search(text)
    rest, name = (text[: team.start()].strip(), team[1]) if team else (text, None)
    if found := _PLAN.fullmatch(rest):
        wish = (found["rest"] or "").casefold()
        if wish in _EXPORT:
            return Words("export", team=name)
        return None if wish else Words("plan", team=name)
    if found := _CHECKLIST.fullmatch(rest):
        scope = (found["rest"] or "").strip()
        return Words("checklist", CHECKLIST_SCOPES.get(scope.casefold(), PHASE + scope), name)
    return None
