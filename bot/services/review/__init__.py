"""The weekly review: its week, cases, decisions and minutes."""

from bot.services.review import asking, notes, reminder, week
from bot.services.review.asking import due_named
from bot.services.review.notes import Reply
from bot.services.review.reminder import REMINDER, StillOpen
from bot.services.review.steps import open_review
from bot.services.review.week import KIND, MINUTES, SUBJECT, VIEW, thread_of

__all__ = [
    "KIND",
    "MINUTES",
    "REMINDER",
    "SUBJECT",
    "VIEW",
    "Reply",
    "StillOpen",
    "asking",
    "due_named",
    "notes",
    "open_review",
    "reminder",
    "thread_of",
    "week",
]
