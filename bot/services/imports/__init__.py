"""Taking tickets in from files. What reads them is heavy, and loaded when somebody asks for it."""

from bot.services.imports.pace import BESIDE_THE_BOT

__all__ = ["BESIDE_THE_BOT", "beside", "importing"]
