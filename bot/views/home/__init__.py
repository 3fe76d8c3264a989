"""The App Home tab."""

from bot.views.home.leaving import left

__all__ = ["left"]
