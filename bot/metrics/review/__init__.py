"""Weekly reviews as values."""

from bot.metrics.review.review import MOST_NOTES, Review

__all__ = ["MOST_NOTES", "Review"]
