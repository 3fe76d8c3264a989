"""Rows of teams, their roles, settings and names in the helpdesk."""

from bot.store.team import phrases, roles, teams, writes
from bot.store.team.teams import TeamRow

__all__ = ["TeamRow", "phrases", "roles", "teams", "writes"]
