"""What a text after `/frt` wishes, if it is about one thing."""

from typing import TypeVar

from bot.commands.words import VOCABULARY
from bot.errors import BotError
from bot.services.figures import NOT_UNDERSTOOD

Wish = TypeVar("Wish")


def wished(typed: str, kind: type[Wish]) -> Wish | None:
    """Return a wish of this kind, None when a text is about something else. Raises BotError."""
    try:
        _, wish = VOCABULARY.understand(typed)
    except BotError as error:
        if error.key == NOT_UNDERSTOOD:
            return None
        raise
    return wish if isinstance(wish, kind) else None
