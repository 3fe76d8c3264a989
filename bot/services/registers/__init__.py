"""Entries of registers: made, changed, listed, for who may."""

from bot.services.registers import files, holders, words
from bot.services.registers.decisions import Decision, Told, require_entry

__all__ = ["Decision", "Told", "files", "holders", "require_entry", "words"]
