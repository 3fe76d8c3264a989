"""The sentences of the workspace itself, in English and Chinese."""

from __future__ import annotations

from bot.workspace.chinese import CHINESE
from bot.workspace.english import ENGLISH

__all__ = ["CHINESE", "ENGLISH", "say", "words"]


def words(locale: str) -> dict[str, str]:
    """Return every sentence in the language of a locale; English unless it is Chinese."""
    return CHINESE if locale.lower().startswith("zh") else ENGLISH


def say(locale: str, key: str, **values: object) -> str:
    """Return one sentence with its places filled in."""
    return words(locale)[key].format(**values)
