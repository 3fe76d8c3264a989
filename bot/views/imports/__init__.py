"""Files of tickets that are brought in Slack: asked for, looked at, taken in."""

from bot.views.imports.words import error_words

__all__ = ["error_words"]
