"""What is read for an event of a span is all that it happened to, on each database."""

import random
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from bot.db import Database
from bot.metrics.clocks import to_micros
from bot.metrics.tickets import TicketFacts
from bot.metrics.tickets.events import contacts_of, happened
from bot.models import Team, Ticket
from bot.store.tickets.events import around, with_returns
from bot.store.tickets.tickets import some

START = datetime(2026, 11, 2, tzinfo=UTC)
DAYS = 30
CUSTOMERS = (None, "C1", "C2", "C3")


def at_random(chance: random.Random, number: int) -> Ticket:
    """Return a ticket that was answered, solved, solved again, or nothing of it."""

    def later(start: datetime | None, likely: float) -> datetime | None:
        if start is None or chance.random() > likely:
            return None
        return start + timedelta(hours=chance.randint(0, 15 * 24))

    opened = START + timedelta(hours=chance.randint(0, DAYS * 24))
    answered = later(opened, 0.8)
    first_solved = later(answered or opened, 0.7)
    again = chance.random() < 0.3
    turns = None
    if answered and chance.random() < 0.4:
        replied = answered + timedelta(days=chance.randint(0, 9))
        turns = f"[[{to_micros(opened)}, {to_micros(replied)}]]"
    return Ticket(
        team_id=1,
        source="file",
        external_id=str(number),
        opened_at=opened,
        waits_from=opened,
        first_response_at=answered,
        first_solved_at=first_solved,
        solved_at=later(first_solved, 0.5) if again else first_solved,
        reopened=again and first_solved is not None,
        turns=turns,
        customer=chance.choice(CUSTOMERS),
        category=chance.choice(("Billing", "Delivery", None)),
    )


def in_order(found: list[TicketFacts]) -> list[TicketFacts]:
    return sorted(found, key=lambda one: one.external_id)


async def test_what_is_read_for_an_event_is_all_that_it_happened_to(database_url):
    chance = random.Random(7)  # noqa: S311  the same tickets each time
    database = Database(database_url)
    async with database.write() as session:
        session.add(Team(id=1, name="A", zone="UTC", locale="en", created_at=START))
        await session.flush()
        session.add_all([at_random(chance, number) for number in range(400)])
    async with database.read() as session:
        every = await some(session, 1, col(Ticket.team_id) == 1)
        assert len(every) == len((await session.exec(select(Ticket))).all()) == 400
        for event in ("opening", "solving", "quiet"):
            found = 0
            for day in range(0, 2 * DAYS, 2):
                start = to_micros(START + timedelta(days=day))
                span = (start, to_micros(START + timedelta(days=day + 2)))
                for as_of in (span[1], to_micros(START + timedelta(days=90))):
                    expected = happened(every, event, span, as_of, contacts_of(every, every))
                    read = await around(session, 1, event, span)
                    assert in_order(read.between(span, as_of)) == in_order(expected), (event, day)
                    found += len(expected)
            assert found > 300, event
        late = to_micros(START + timedelta(days=90))
        known = [one.came_back for one in await with_returns(session, 1, every, late)]
        assert min(known.count(one) for one in (True, False, None)) > 20
        assert await with_returns(session, 1, [], late) == []
    await database.close()
