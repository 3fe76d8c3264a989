"""Members and settings of a team as values."""

from bot.metrics.team.membership import LEADING, MAY_DECIDE, MAY_LEAD, ROLES, Colleague, Duty
from bot.metrics.team.readers import Reader, TeamView
from bot.metrics.team.settings_form import FIELDS, SavedSettings, SettingsForm

__all__ = [
    "FIELDS",
    "LEADING",
    "MAY_DECIDE",
    "MAY_LEAD",
    "ROLES",
    "Colleague",
    "Duty",
    "Reader",
    "SavedSettings",
    "SettingsForm",
    "TeamView",
]
