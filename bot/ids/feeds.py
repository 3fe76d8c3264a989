"""Helpdesks that tickets come in from by themselves."""

from bot.ids.values import Number, Value

FEED_OPEN = "feeds.open"


class FeedValue(Value):
    """A team's helpdesk; without a number all of them."""

    team_id: Number
    number: Number | None = None
