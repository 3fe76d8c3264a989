"""Whatever happens at a desk before, between and within pulls: the rows end as the desk."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.pulls import Place, PullError, asker
from bot.workspace.helpdesks import Desk, Faults, answering
from bot.workspace.helpdesks.freshdesk import Account, freshdesk
from tests.sources.pulls.conftest import KEY, Pulls

STATUSES = {"open": "open", "pending": "pending", "solved": "resolved", "closed": "closed"}
WHAT = ("open", "open", "answer", "solve", "reopen", "delete", "spam", "restore", "hand")
CHANGES = st.tuples(st.sampled_from(WHAT), st.integers(0, 30))
STEPS = st.one_of(
    CHANGES,
    CHANGES,
    CHANGES,
    st.tuples(st.just("crowd"), st.integers(1, 9)),
    st.tuples(st.just("wait"), st.sampled_from((1, 30, 400))),
    st.tuples(st.just("page"), st.just(0)),
    st.tuples(st.just("page"), st.just(0)),
    st.tuples(st.just("break"), st.just(0)),
)


class Played:
    """A desk whose clock stands still until it is told to go on, and a pull under way."""

    def __init__(self):
        self.now = datetime(2026, 5, 4, 9, tzinfo=UTC)
        self.desk = Desk(lambda: self.now)
        self.agents = [self.desk.add_agent("Emma Young"), self.desk.add_agent("Li Na")]
        self.walk = None

    def change(self, what, number):
        tickets = list(self.desk.tickets.values())
        if what == "open" or not tickets:
            self.desk.open(self.now)
            return
        ticket, agent = tickets[number % len(tickets)], self.agents[number % 2]
        restored = {"is_deleted": False, "is_spam": False}
        {
            "answer": lambda: self.desk.answer(ticket, self.now, agent),
            "solve": lambda: self.desk.solve(ticket, self.now),
            "reopen": lambda: self.desk.reopen(ticket, self.now),
            "delete": lambda: self.desk.delete(ticket, self.now),
            "spam": lambda: self.desk.call_spam(ticket, self.now),
            "restore": lambda: self.desk.change(ticket, self.now, **restored),
            "hand": lambda: self.desk.change(ticket, self.now, agent=agent),
        }[what]()

    def crowd(self, many):
        """Change many tickets in one second, as rules of helpdesks do."""
        for ticket in list(self.desk.tickets.values())[:many]:
            self.desk.change(ticket, self.now, tags=["moved"])

    def expected(self):
        return {str(one.id): _expected(one) for one in self.desk.tickets.values()}


def _expected(ticket):
    is_reopened = ticket.reopened_at and ticket.status in {"open", "pending"}
    excluded = "deleted" if ticket.is_deleted else "spam" if ticket.is_spam else None
    return (
        "reopened" if is_reopened else STATUSES[ticket.status],
        ticket.agent and ticket.agent.name,
        excluded,
        ticket.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


async def play(steps):
    played = Played()
    account, faults = Account(played.desk, KEY, most_rows=3), Faults()
    async with (
        answering(freshdesk(account), faults, now=played.desk.now) as address,
        asker(private=True) as ask,
    ):
        pulls = Pulls(address, account, faults, ask)
        since = played.now - timedelta(days=1)
        for what, number in steps:
            await step(played, pulls, since, what, number)
        await pulls.pull(since)
        await pulls.pull(since)
    names = ("status", "agent", "excluded", "updated_at")
    found = {number: tuple(row[name] for name in names) for number, row in pulls.rows.items()}
    assert found == played.expected()


async def step(played, pulls, since, what, number):
    if what == "wait":
        played.now += timedelta(seconds=number)
    elif what == "crowd":
        played.crowd(number)
    elif what == "page":
        played.walk = played.walk or pulls.pages(since)
        if await anext(played.walk, None) is None:
            played.walk = None
    elif what == "break":
        # The bot is stopped in the middle of a pull, or the key is revoked.
        played.walk = None
        pulls.place = Place(pulls.place.address, secret={"api_key": "another-k3y"})
        with pytest.raises(PullError):
            await pulls.pull(since)
        pulls.place = Place(pulls.place.address, secret={"api_key": KEY})
    else:
        played.change(what, number)


@settings(max_examples=100)
@given(st.lists(STEPS, max_size=60))
def test_the_rows_end_as_the_desk(steps):
    asyncio.run(play(steps))
