"""Actions: their life, rights, lists and verification by data."""

from bot.services.actions import life, lists, slipping, verification, words
from bot.services.actions.life import SUBJECT
from bot.services.actions.verification import KIND, VIEW, Found

__all__ = ["KIND", "SUBJECT", "VIEW", "Found", "life", "lists", "slipping", "verification", "words"]
