"""Rows of problems and their reports."""

from bot.store.problems import problems

__all__ = ["problems"]
