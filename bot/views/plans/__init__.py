"""Plans and checklists."""

from bot.views.plans.item_forms import present_words
from bot.views.plans.words import MARKS, due_words, item_name, progress_words, sighting_words

__all__ = ["MARKS", "due_words", "item_name", "present_words", "progress_words", "sighting_words"]
