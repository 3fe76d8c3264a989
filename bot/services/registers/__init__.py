"""Entries of registers: made, changed, listed, for who may."""

from bot.services.registers import files, holders, life, words
from bot.services.registers.decisions import Decision, Told, Wish, considered, require_entry
from bot.services.registers.making import New, Source, teams_to_make_for

__all__ = [
    "Decision",
    "New",
    "Source",
    "Told",
    "Wish",
    "considered",
    "files",
    "holders",
    "life",
    "require_entry",
    "teams_to_make_for",
    "words",
]
