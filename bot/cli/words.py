"""The language that a shell speaks, and what people type into options."""

import os
from collections.abc import Callable, Mapping

from bot.errors import BotError
from bot.text import language_of, t


def shell_language(environment: Mapping[str, str]) -> str:
    """Return the language of messages as POSIX orders it: LC_ALL, LC_MESSAGES, LANG."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return language_of(next(filter(None, map(environment.get, names)), None))


LANGUAGE = shell_language(os.environ)


def say(key: str, **params: object) -> str:
    """Return the sentence `key` in the language of this shell."""
    return t(LANGUAGE, key, **params)


class UsageError(BotError):
    """An option's value that cannot be used: the process ends with 2, not 1."""


def one_of(option: str, *allowed: str) -> Callable[[str], str]:
    """Return a reader that lets only these words pass. Raises UsageError."""

    def read(text: str) -> str:
        if text in allowed:
            return text
        words = ", ".join(allowed)
        raise UsageError("cli.usage.choice", option=option, value=text, allowed=words)

    return read


def whole_number(option: str, low: int, high: int) -> Callable[[str], int]:
    """Return a reader of a whole number between two others. Raises UsageError."""

    def read(text: str) -> int:
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(high))
        if is_number and low <= int(text) <= high:
            return int(text)
        raise UsageError("cli.usage.number", option=option, value=text, low=low, high=high)

    return read
