"""What is read for an event of a span is all that it happened to, on each database."""

import random
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from bot.db import Database
from bot.metrics.clocks import to_micros
from bot.metrics.clocks.business_clock import CalendarClock
from bot.metrics.tickets import Standards, TicketFacts
from bot.metrics.tickets.events import contacts_of, happened
from bot.metrics.warnings.watched import facts_of_day
from bot.models import Complaint, Problem, ProblemTicket, Team, Ticket
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


async def test_an_analysis_counts_on_the_day_on_which_its_24_hours_end(database_url):
    def hours(count: float) -> datetime:
        return START + timedelta(hours=count)

    def span(first: int, last: int) -> tuple[int, int]:
        return to_micros(hours(first)), to_micros(hours(last))

    def complaint(name: str, begun: float | None = None, **more: object) -> Complaint:
        analysis = {} if begun is None else {"started_by": "U0EMMA", "started_at": hours(begun)}
        about = {"team_id": 1, "source": "file", "external_id": name, "opened_at": START}
        made = {**about, **analysis, "noticed_at": START, "reason": "category", **more}
        return Complaint(**made, problem=None if begun is None else 1)

    aside = {"set_aside_by": "U0EMMA", "set_aside_at": hours(2), "set_aside_why": "The price"}
    database = Database(database_url)
    async with database.write() as session:
        session.add(Team(id=1, name="A", zone="UTC", locale="en", created_at=START))
        await session.flush()
        about = {"team_id": 1, "kind": "delay", "created_by": "U0EMMA", "created_at": START}
        begun = {"analysis_started_by": "U0EMMA", "analysis_started_at": hours(1)}
        for number, more in ((1, {}), (2, begun)):
            session.add(Problem(number=number, seen="x", origin="complaint", **about, **more))
        await session.flush()
        kinds = dict.fromkeys(("in_time", "late", "never", "aside", "attached"), "complaint")
        for name, kind in {**kinds, "void": "enquiry"}.items():
            ticket = {"team_id": 1, "source": "file", "external_id": name, "opened_at": START}
            session.add(Ticket(**ticket, kind=kind))
        session.add_all(
            [
                complaint("in_time", 24),
                complaint("late", 24.001),
                *(complaint(name) for name in ("never", "attached", "void")),
                complaint("aside", **aside),
                ProblemTicket(team_id=1, problem=2, source="file", external_id="attached"),
            ]
        )
    async with database.read() as session:
        late = to_micros(hours(1_000))
        found = (await around(session, 1, "analysis", span(24, 48))).between(span(24, 48), late)
        told = {one.external_id: one.analysed for one in found}
        assert told == {"in_time": True, "late": False, "never": False, "attached": True}
        made = facts_of_day(
            found, "complaint_started_24h", as_of=late, clock=CalendarClock(), standards=Standards()
        )
        assert (made.value, made.samples) == (0.5, 4)
        for other in (span(0, 24), span(48, 72)):
            read = await around(session, 1, "analysis", other)
            assert (read.tickets, read.between(other, late)) == ([], [])
        within = await around(session, 1, "analysis", span(24, 48))
        assert within.between(span(24, 48), to_micros(hours(23.9))) == []
    await database.close()
