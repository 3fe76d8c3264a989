"""Tickets as values, the standards they are judged by, and the verdicts."""

from bot.metrics.tickets.events import ANALYSIS, QUIET, Around, Event, contacts_of, settled, when
from bot.metrics.tickets.freshness import UNDATED, Freshness, Silence, freshness
from bot.metrics.tickets.response_times import Message, derive
from bot.metrics.tickets.revisions import (
    INSTANT_FIELDS,
    JUDGED_FIELDS,
    TOLD_FIELDS,
    Change,
    Known,
    Revised,
    Revision,
    changes,
    revised,
    worst_first,
)
from bot.metrics.tickets.standards import DEFAULT_LIMIT_SECONDS, DIMENSIONS, Standard, Standards
from bot.metrics.tickets.tickets import (
    BOT_BEFORE_OPENING,
    CSAT_OUT_OF_SCALE,
    HANDED_OFF_BEFORE_OPENING,
    RESOLVED_BEFORE_OPENING,
    TicketFacts,
    TicketKey,
    as_seen,
    impossibilities,
)
from bot.metrics.tickets.verdicts import CLOSED_LATE, OUTCOMES, Outcome, Verdict, judge, judge_seen

__all__ = [
    "ANALYSIS",
    "BOT_BEFORE_OPENING",
    "CLOSED_LATE",
    "CSAT_OUT_OF_SCALE",
    "DEFAULT_LIMIT_SECONDS",
    "DIMENSIONS",
    "HANDED_OFF_BEFORE_OPENING",
    "INSTANT_FIELDS",
    "JUDGED_FIELDS",
    "OUTCOMES",
    "QUIET",
    "RESOLVED_BEFORE_OPENING",
    "TOLD_FIELDS",
    "UNDATED",
    "Around",
    "Change",
    "Event",
    "Freshness",
    "Known",
    "Message",
    "Outcome",
    "Revised",
    "Revision",
    "Silence",
    "Standard",
    "Standards",
    "TicketFacts",
    "TicketKey",
    "Verdict",
    "as_seen",
    "changes",
    "contacts_of",
    "derive",
    "freshness",
    "impossibilities",
    "judge",
    "judge_seen",
    "revised",
    "settled",
    "when",
    "worst_first",
]
