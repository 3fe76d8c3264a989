"""The weekly review: prompt, cases, decisions, minutes."""

from bot.views.review import minutes, reminder, week_card

__all__ = ["minutes", "reminder", "week_card"]
