"""Early warnings."""

from bot.ids.values import Day, Number, Value

WARNING_ACKNOWLEDGE = "warning.acknowledge"
WARNING_SHOW = "warning.show"


class WarningValue(Value):
    """A posted warning: the judged day that raised it, and the last one that its message shows."""

    team_id: Number
    metric: str
    raised: Day
    shown: Day


class WarningShowValue(Value):
    """A watched metric to show in detail, within the 150 characters of an option's value."""

    team_id: Number
    metric: str
