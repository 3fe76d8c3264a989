"""The channels of the demo: those of every local workspace, and two for teams yet to be set up."""

from bot.demo.tour import Json
from bot.services.samples import ADMIN, CHINA_PEOPLE, GLOBAL_PEOPLE
from bot.workspace.seed import default_seed

_WITHOUT_TEAM = (
    ("C01ORDERS", "orders-desk", "Orders and returns", GLOBAL_PEOPLE),
    ("C01ERZU", "客服二组", "订单与退换货", CHINA_PEOPLE),
)


def channels() -> list[Json]:
    """Return the channels of the demo's seed; the bot is not in those without a team."""
    added: list[Json] = [
        {
            "id": channel_id,
            "name": name,
            "topic": topic,
            "members": [*(one.user_id for one in people), ADMIN],
        }
        for channel_id, name, topic, people in _WITHOUT_TEAM
    ]
    return [*default_seed()["channels"], *added]
