"""Warnings: card, chart, what is watched."""

from bot.views.warnings.watch import state_line

__all__ = ["state_line"]
