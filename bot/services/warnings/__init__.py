"""Near-threshold warnings: rules, judged days, what is said and taken."""

from bot.services.warnings import rules, words
from bot.services.warnings.cards import SUBJECT, key_of
from bot.services.warnings.watch import states

__all__ = ["SUBJECT", "key_of", "rules", "states", "words"]
