"""Actions: made, changed, listed."""

from typing import Literal

from bot.ids.values import Number, Value

ACTION_MAKE = "action.make"
ACTION_MAKE_FORM = "action.make.form"
ACTION_MAKE_GROUP = "action.make.group"
ACTION_SHORTCUT = "action.from_message"
ACTION_DONE = "action.done"
ACTION_REASSIGN = "action.reassign"
ACTION_NEW_DATE = "action.new_date"
ACTION_DROP = "action.drop"
ACTION_VERIFY = "action.verify"
ACTION_REOPEN = "action.reopen"
ACTION_EXTEND = "action.extend"
ACTION_AIM = "action.aim"
ACTION_CHANGE_FORM = "action.change.form"
ACTION_LIST = "action.list"
ACTION_LIST_TEAM = "action.list.team"


Origin = Literal["report", "warning", "review", "command", "message", "problem"]


class MakeAction(Value):
    """Where an action is made from: in the button and in the form's metadata.

    `ref` names the report, warning, review or problem it was.
    """

    origin: Origin
    ref: str | None = None
    team_id: Number | None = None


class ActionListValue(Value):
    """A page of actions, in the buttons that turn to it and, for choosing a team, in an option."""

    scope: str = "open"
    page: Number = 1
    team_id: Number | None = None


class ActionValue(Value):
    """An action as it stood when its button was drawn, and the list that the button is in."""

    team_id: Number
    number: Number
    version: Number
    listed: ActionListValue | None = None


class ActionFormValue(ActionValue):
    """A change under way in a modal of earlier versions."""

    kind: str
    reply_url: str | None = None
