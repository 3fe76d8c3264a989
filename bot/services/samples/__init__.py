"""Sample teams and tickets, for the demo."""

from bot.services.samples.arrivals import Arrivals
from bot.services.samples.teams import (
    ADMIN,
    CHINA_CHANNEL,
    CHINA_PEOPLE,
    GLOBAL_CHANNEL,
    GLOBAL_PEOPLE,
    add_sample_teams,
)

__all__ = [
    "ADMIN",
    "CHINA_CHANNEL",
    "CHINA_PEOPLE",
    "GLOBAL_CHANNEL",
    "GLOBAL_PEOPLE",
    "Arrivals",
    "add_sample_teams",
]
