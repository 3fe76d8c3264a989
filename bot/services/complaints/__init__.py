"""Complaints about delay and their 24-hour clock."""

from bot.services.complaints import clock, words

__all__ = ["clock", "words"]
