"""Taking tickets in from files."""

from bot.services.imports import importing, revised
from bot.services.imports.events import SUBJECT
from bot.services.imports.types import ImportRequest

__all__ = ["SUBJECT", "ImportRequest", "importing", "revised"]
