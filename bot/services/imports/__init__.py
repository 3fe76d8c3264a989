"""Taking tickets in from files."""

from bot.services.imports import importing, revised
from bot.services.imports.types import ImportRequest

__all__ = ["ImportRequest", "importing", "revised"]
