"""Rows of teams, their roles, settings and names in the helpdesk."""

from bot.store.team import roles, teams, writes
from bot.store.team.teams import TeamRow

__all__ = ["TeamRow", "roles", "teams", "writes"]
