"""A team: choosing it, setting it up, its members."""

from bot.views.team import choosing, days_off, members, setup
from bot.views.team.setup import value_words

__all__ = ["choosing", "days_off", "members", "setup", "value_words"]
