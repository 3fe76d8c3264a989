"""What may be wrong with a text that somebody typed."""

from collections.abc import Mapping

from bot.errors import BotError
from bot.metrics.texts import cleaned

Errors = Mapping[str, BotError]
"""What is wrong with a form, by field."""


def is_count(text: str, most: int) -> bool:
    """Return whether a text is a whole number from 0 on, however many digits somebody wrote."""
    return text.isdecimal() and len(text) <= len(str(most)) and int(text) <= most


def text_error(name: str, text: str | None, most: int, *, needed: bool = False) -> Errors:
    """Return what is wrong with a text of at most so many characters, by the name of its field."""
    kept = cleaned(text)
    if kept is None:
        return {name: BotError("action.error.empty")} if needed else {}
    if len(kept) > most:
        return {name: BotError("action.error.too_long", most=most, has=len(kept))}
    return {}
