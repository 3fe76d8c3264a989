"""Plans, the checklist and its items."""

from typing import Literal

from bot.ids.values import Number, Value

PLAN_TEAM = "plan.team"
PLAN_START = "plan.start"
PLAN_CHANGE = "plan.change"
PLAN_FORM = "plan.form"
PLAN_DUTIES = "plan.duties"
PLAN_DUTIES_FORM = "plan.duties.form"
PLAN_DATES = "plan.dates"
PLAN_DATES_FORM = "plan.dates.form"
PLAN_CLOSE = "plan.close"
PLAN_CLOSE_FORM = "plan.close.form"
CHECKLIST_TEAM = "checklist.team"
CHECKLIST_OPEN = "checklist.open"
CHECKLIST_TURN = "checklist.turn"
CHECKLIST_PHASE = "checklist.phase"
CHECKLIST_POST = "checklist.post"
ITEM_STATUS = "item.status"
ITEM_STATUS_FORM = "item.status.form"
ITEM_CONFIRM = "item.confirm"
ITEM_OPEN = "item.open"
ITEM_FORM = "item.form"
ITEM_ADD = "item.add"
ITEM_ADD_FORM = "item.add.form"
ITEM_UP = "item.up"
ITEM_DOWN = "item.down"
ITEM_RETIRE = "item.retire"


class ChecklistValue(Value):
    """A page of a checklist: in its buttons and, for choosing a team or a phase, in an option."""

    team_id: Number | None = None
    scope: str = "all"
    page: Number = 1


class PlanValue(Value):
    """A team's plan as it stood when its button was drawn; without `plan` a new one."""

    team_id: Number
    plan: Number | None = None
    version: Number = 0


class PlanFormValue(PlanValue):
    """A plan's form: how often it was drawn anew, and what it sets or was shown before.

    `reply_url` renews the answer that it was opened from: the checklist `listed`, else the plan.
    `days` are those of the form for due dates, `seen` what its preview was of.
    """

    turn: Number = 0
    reply_url: str | None = None
    listed: ChecklistValue | None = None
    days: dict[str, str] | None = None
    seen: str | None = None


class ItemValue(Value):
    """An item as it stood when it was drawn, also within the 150 characters of an option."""

    team: Number
    plan: Number
    item: Number
    version: Number


class RowValue(Value):
    """In the block id of a row of a checklist, within 255 characters: what it is part of.

    `listed` is None in a posted checklist. `drawn` tells one drawing from the next, so that Slack
    forgets what was chosen but not sent.
    """

    item: ItemValue | None = None
    listed: ChecklistValue | None = None
    drawn: Number = 0


class StatusValue(Value):
    """The status chosen for the item of a row."""

    status: Literal["open", "in_progress", "met", "not_met"]


class ItemFormValue(ItemValue):
    """An item's form: what it sets, how often it was drawn anew, where it was opened from."""

    kind: Literal["edit", "own", "met", "not_met"] = "edit"
    turn: Number = 0
    listed: ChecklistValue | None = None
    reply_url: str | None = None
