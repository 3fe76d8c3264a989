"""Helpdesks that tickets come in from by themselves."""

from bot.ids.values import Number, Value

FEED_OPEN = "feeds.open"
FEED_LIST = "feeds.list"
FEED_FORM = "feeds.form"
FEED_BACK = "feeds.back"
FEED_CONNECT = "feeds.connect"
FEED_ASK = "feeds.ask"
FEED_RENEW = "feeds.renew"
FEED_PAUSE = "feeds.pause"
FEED_RESUME = "feeds.resume"
FEED_REMOVE = "feeds.remove"


class FeedValue(Value):
    """A team's helpdesk; without a number all of them."""

    team_id: Number
    number: Number | None = None


class FeedsValue(Value):
    """A team whose helpdesks a modal lists; without one those of all that somebody looks after."""

    team_id: Number | None = None


class FeedFormValue(Value):
    """The form for a product, or for new credentials of the helpdesk of a number.

    `address`, `account` and `back` are what was written before; credentials never are.
    """

    team_id: Number
    product: str
    number: Number | None = None
    address: str = ""
    account: str = ""
    back: Number | None = None
