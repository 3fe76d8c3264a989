"""History of what changed, and deliveries."""

from bot.ids.values import Number, Value

HISTORY_OPEN = "history.open"
HISTORY_TURN = "history.turn"
DELIVERIES_TEAM = "deliveries.team"
DELIVERIES_TURN = "deliveries.turn"
DELIVERY_POST = "delivery.post"
DELIVERY_MARK = "delivery.mark"


class HistoryValue(Value):
    """A page of what happened to something of a team; without `key` to everything of its kind."""

    team: Number
    subject: str
    key: str | None = None
    page: Number = 1


class DeliveriesValue(Value):
    """A page of a team's deliveries."""

    team_id: Number
    page: Number = 1


class DeliveryValue(Value):
    """A delivery to post or to mark, how often something had been asked of it, and its page."""

    id: str
    team_id: Number
    asked: Number = 0
    page: Number = 1
