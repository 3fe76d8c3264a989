"""Problems: their lists, the form of a new one, their reports."""

from bot.services.problems import lists, opening, reports, words
from bot.services.problems.slots import KIND, key_of

__all__ = ["KIND", "key_of", "lists", "opening", "reports", "words"]
