"""Early warnings."""

from bot.ids.values import Day, Number, Value

WARNING_ACKNOWLEDGE = "warning.acknowledge"
WARNING_SHOW = "warning.show"
WARNING_RULE = "warning.rule"
WARNING_RULE_ANOTHER = "warning.rule.another"
WARNING_RULE_FORM = "warning.rule.form"


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


class WarningRuleValue(Value):
    """What a team watches of a metric, to be set; without a metric one more is chosen."""

    team_id: Number
    metric: str | None = None


class WarningRuleFormValue(WarningRuleValue):
    """The form for it, drawn for the `turn`th time; `reply_url` renews what it was opened from.

    `was` are limit, warning value and target as they stood then.
    """

    was: tuple[str, ...] = ()
    version: Number = 0
    turn: Number = 0
    reply_url: str | None = None
