"""Posts that the bot makes by itself, as values, and what Slack's refusals mean."""

from bot.metrics.deliveries.posts import LATE_AFTER, Missed
from bot.metrics.deliveries.refusals import Refusal, refusal

__all__ = ["LATE_AFTER", "Missed", "Refusal", "refusal"]
