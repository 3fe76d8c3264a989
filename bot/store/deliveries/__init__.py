"""Rows of the delivery ledger."""

from bot.store.deliveries import ledger

__all__ = ["ledger"]
