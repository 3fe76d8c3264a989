"""Forms that were opened in an earlier version, sent in this one: nothing typed is lost."""

import re
from typing import Any

from bot import ids
from bot.answers.clicks import read_value
from bot.ids import ActionFormValue, EntryFormValue, EntryListValue, MakeAction, MakeProblem
from bot.metrics.registers import MAKE, WHY
from bot.registers.actions import ACTION
from bot.registers.problems import PROBLEM

_STEPS = {
    ids.PROBLEM_WHYS_FORM: "whys",
    ids.PROBLEM_CHANGE_FORM: "change",
    ids.PROBLEM_CLOSE_FORM: "close",
    ids.PROBLEM_REOPEN_FORM: "reopen",
}
_NAMES = (ids.ACTION_MAKE_FORM, ids.ACTION_CHANGE_FORM, ids.PROBLEM_MAKE_FORM, *_STEPS)
FORMS = re.compile(rf"^(?:{'|'.join(map(re.escape, _NAMES))})$")
"""The callback ids of such forms."""


def of_today(view: dict[str, Any]) -> tuple[EntryFormValue, dict[str, Any]]:
    """Return what a form carries, and its view, as they would be today. Raises BotError."""
    name, carried = view["callback_id"], view.get("private_metadata")
    if name == ids.ACTION_CHANGE_FORM:
        return _of_action(read_value(ActionFormValue, carried)), view
    if name in _STEPS:
        value = read_value(ids.ProblemFormValue, carried)
        given = value.model_dump(exclude={"reports"})
        return EntryFormValue(of=PROBLEM, step=_STEPS[name], **given), _renamed(view)
    made: MakeAction | MakeProblem
    if name == ids.ACTION_MAKE_FORM:
        of, made = ACTION, read_value(MakeAction, carried)
    else:
        of, made = PROBLEM, read_value(MakeProblem, carried)
    born = made.model_dump(exclude={"team_id"})
    return EntryFormValue(of=of, step=MAKE, team_id=made.team_id or 0, **born), view


def _of_action(value: ActionFormValue) -> EntryFormValue:
    given = value.model_dump(exclude={"kind", "listed"})
    listed = value.listed and EntryListValue(of=ACTION, **value.listed.model_dump())
    return EntryFormValue(of=ACTION, step=value.kind, listed=listed, **given)


def _renamed(view: dict[str, Any]) -> dict[str, Any]:
    """Return a view in which the reason for which a problem is open again is called as today."""
    state = (view.get("state") or {}).get("values") or {}
    held = {name.replace("reopen", WHY): one for name, one in state.items()}
    return {**view, "state": {"values": held}}
