"""Complaints about delay as values."""

from bot.metrics.complaints.complaints import KIND, LISTED, Progress, progress

__all__ = ["KIND", "LISTED", "Progress", "progress"]
