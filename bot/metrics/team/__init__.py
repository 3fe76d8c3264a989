"""Members and settings of a team as values."""

from bot.metrics.team.membership import LEADING, MAY_DECIDE, MAY_LEAD, ROLES, Colleague
from bot.metrics.team.readers import Reader, TeamView
from bot.metrics.team.settings_form import FIELDS, SavedSettings, SettingsForm

__all__ = [
    "FIELDS",
    "LEADING",
    "MAY_DECIDE",
    "MAY_LEAD",
    "ROLES",
    "Colleague",
    "Reader",
    "SavedSettings",
    "SettingsForm",
    "TeamView",
]
