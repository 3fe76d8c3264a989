"""Tickets as values, the standards they are judged by, and the verdicts."""

from bot.metrics.tickets.events import ANALYSIS, QUIET, Around, Event, contacts_of, settled
from bot.metrics.tickets.freshness import UNDATED, Freshness, freshness
from bot.metrics.tickets.response_times import Message, derive
from bot.metrics.tickets.revisions import (
    INSTANT_FIELDS,
    JUDGED_FIELDS,
    TELLING_FIELDS,
    TOLD_FIELDS,
    Change,
    Foretold,
    Known,
    Revised,
    Revision,
    changes,
    foretold,
    revised,
    worst_first,
)
from bot.metrics.tickets.standards import DEFAULT_LIMIT_SECONDS, DIMENSIONS, Standard, Standards
from bot.metrics.tickets.tickets import (
    CSAT_OUT_OF_SCALE,
    RESOLVED_BEFORE_OPENING,
    TicketFacts,
    TicketKey,
    as_seen,
    impossibilities,
)
from bot.metrics.tickets.verdicts import CLOSED_LATE, OUTCOMES, Outcome, Verdict, judge, judge_seen

__all__ = [
    "ANALYSIS",
    "CLOSED_LATE",
    "CSAT_OUT_OF_SCALE",
    "DEFAULT_LIMIT_SECONDS",
    "DIMENSIONS",
    "INSTANT_FIELDS",
    "JUDGED_FIELDS",
    "OUTCOMES",
    "QUIET",
    "RESOLVED_BEFORE_OPENING",
    "TELLING_FIELDS",
    "TOLD_FIELDS",
    "UNDATED",
    "Around",
    "Change",
    "Event",
    "Foretold",
    "Freshness",
    "Known",
    "Message",
    "Outcome",
    "Revised",
    "Revision",
    "Standard",
    "Standards",
    "TicketFacts",
    "TicketKey",
    "Verdict",
    "as_seen",
    "changes",
    "contacts_of",
    "derive",
    "foretold",
    "freshness",
    "impossibilities",
    "judge",
    "judge_seen",
    "revised",
    "settled",
    "worst_first",
]
