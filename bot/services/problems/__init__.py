"""Problems, their root causes and reports."""

from bot.services.problems import life, lists, opening, reports, words
from bot.services.problems.life import SUBJECT
from bot.services.problems.rights import may
from bot.services.problems.slots import KIND, key_of

__all__ = ["KIND", "SUBJECT", "key_of", "life", "lists", "may", "opening", "reports", "words"]
