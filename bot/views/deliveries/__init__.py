"""What was posted and what was not."""

from bot.views.deliveries import notices
from bot.views.deliveries.notices import reason_words, with_missed

__all__ = ["notices", "reason_words", "with_missed"]
