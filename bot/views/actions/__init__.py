"""Actions: card, forms, lists, verdict."""

from bot.views.actions import listed, slipping, verdict
from bot.views.actions.card import (
    brief,
    due_words,
    line,
    make_button,
    state_words,
    status_words,
    title,
)
from bot.views.actions.listed import reminder_text
from bot.views.actions.standards import visible_words
from bot.views.actions.suggested import suggested

__all__ = [
    "brief",
    "due_words",
    "line",
    "listed",
    "make_button",
    "reminder_text",
    "slipping",
    "state_words",
    "status_words",
    "suggested",
    "title",
    "verdict",
    "visible_words",
]
