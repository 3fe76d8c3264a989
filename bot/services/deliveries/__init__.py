"""The delivery ledger: posting once, what became of it, and what people do about it."""

from bot.services.deliveries import ends, ledger, notices
from bot.services.deliveries.gauges import exposition
from bot.services.deliveries.ledger import (
    ON_ITS_WAY,
    RATE_LIMITED,
    WORKSPACE,
    Due,
    Ended,
    caught_up,
    missed_before,
    missed_in,
    of_slot,
    planned_row,
    restored,
    standing,
)
from bot.services.deliveries.listed import posts_to_settle
from bot.services.deliveries.notices import reached_at

__all__ = [
    "ON_ITS_WAY",
    "RATE_LIMITED",
    "WORKSPACE",
    "Due",
    "Ended",
    "caught_up",
    "ends",
    "exposition",
    "ledger",
    "missed_before",
    "missed_in",
    "notices",
    "of_slot",
    "planned_row",
    "posts_to_settle",
    "reached_at",
    "restored",
    "standing",
]
