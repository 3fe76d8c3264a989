"""Complaints about delay."""

from bot.views.complaints.words import progress_words, step_words

__all__ = ["progress_words", "step_words"]
