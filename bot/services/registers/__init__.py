"""Entries of registers: made, changed, listed, for who may."""

from bot.services.registers import files, holders, life, words
from bot.services.registers.decisions import Decision, Told, Wish, considered, require_entry

__all__ = [
    "Decision",
    "Told",
    "Wish",
    "considered",
    "files",
    "holders",
    "life",
    "require_entry",
    "words",
]
