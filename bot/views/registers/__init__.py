"""Entries of registers as Slack shows them."""

from bot.views.registers import table, words
from bot.views.registers.card import line
from bot.views.registers.forms import step_form
from bot.views.registers.words import edit_words, heading

__all__ = ["edit_words", "heading", "line", "step_form", "table", "words"]
