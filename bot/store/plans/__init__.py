"""Rows of plans and their items."""

from bot.store.plans import items, plans

__all__ = ["items", "plans"]
