"""People as the bot knows them: who reads, who can own something, what they say."""

from bot.services.people.owners import owner_errors
from bot.services.people.readers import (
    PERSON,
    Profile,
    Readers,
    Workspace,
    language_for,
    unidentified,
)
from bot.services.people.said import cut, plain

__all__ = [
    "PERSON",
    "Profile",
    "Readers",
    "Workspace",
    "cut",
    "language_for",
    "owner_errors",
    "plain",
    "unidentified",
]
