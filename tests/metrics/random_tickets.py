"""Tickets with anything in them that a source may tell, and the same in columns."""

import polars as pl

from bot.metrics.clocks import SECOND
from bot.metrics.figures.columns import SCHEMA, Columns
from bot.metrics.tickets import Standard, Standards, TicketFacts
from tests.metrics.build import OPENED

DAY = 24 * 3600


def some_ticket(random, number, opened=OPENED, days=5):
    """Return a ticket whose parts are known or not, possible or not, in any order."""
    start = opened + random.randrange(days * DAY) * SECOND

    def at(share=0.6):
        latest = random.choice([900, DAY, 2 * DAY])
        moment = start + random.randrange(-600, latest) * SECOND + random.choice([0, 0, 123_456])
        return moment if random.random() < share else None

    def of(*values):
        return random.choice(values)

    turns = [(at(1), at(1)) for _ in range(random.randrange(4))]
    ended = at(0.3)
    return TicketFacts(
        "test",
        str(number),
        start,
        of(None, start, start, start, start + random.randrange(900) * SECOND),
        at(),
        at(),
        at(),
        of(None, 0, 1, 2, 7),
        reopened=of(True, False, False),
        csat=of(None, 1.0, 4.5, 5.0, 7.0),
        channel=of(None, "Chat", "chat ", "Email"),
        agent=of(None, "", "Ann", "Bo"),
        responder=of(None, "", "Ann", "Cy"),
        resolver=of(None, "", "Bo", "Cy"),
        tier=of(None, "gold", "Gold", 'a"b,\n'),
        category=of(None, "money"),
        priority=of(None, "high"),
        kind=of(None, "complaint", "enquiry"),
        excluded=of(None, None, None, "spam", "test"),
        turns=of(None, tuple(turns)),
        turn_authors=of((), tuple(of("Ann", "Cy", None) for _ in turns)),
        ended_at=ended,
        ended_as=None if ended is None else of("solved", "cancelled"),
        response_told=random.random() < 0.9,
        resolution_told=random.random() < 0.9,
        bot_first_response_at=at(0.3),
        handed_off_at=at(0.3),
        group=of(None, "Day", "night desk"),
        complexity=of(None, "simple", "complex"),
    )


def some_standards(random):
    """Return rules of any dimensions, in force from any day until any other."""
    rules = [
        Standard(
            random.choice([0, OPENED + DAY * SECOND]),
            random.choice([None, "gold"]),
            random.choice([None, "chat"]),
            None,
            random.choice([None, "high"]),
            random.randrange(60, DAY),
            random.choice([None, OPENED + 3 * DAY * SECOND]),
        )
        for _ in range(random.randrange(4))
    ]
    return Standards(rules, quick=random.choice([60, 600]))


def in_columns(tickets):
    """Return tickets, oldest first, in columns."""
    return Columns(pl.DataFrame({name: _column(tickets, name) for name in SCHEMA}, schema=SCHEMA))


def _column(tickets, name):
    values = [getattr(ticket, name) for ticket in tickets]
    if name == "turns":
        return [None if turns is None else [list(turn) for turn in turns] for turns in values]
    return [list(authors) for authors in values] if name == "turn_authors" else values
