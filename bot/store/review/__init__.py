"""Rows of weekly reviews."""

from bot.store.review import review

__all__ = ["review"]
