"""A team may let its first-response clock start at the hand-off by a bot."""

from datetime import UTC, datetime

import pytest

from bot.db import Database
from bot.models import Ticket
from bot.services.figures.stats import Question, stats
from bot.services.team.settings import Choices, add_team, team_key

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(hour, minute):
    return datetime(2026, 11, 20, hour, minute, tzinfo=UTC)


@pytest.fixture
async def database(database_url):
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("frt_start", "median", "oldest"), [(None, 1050, 7200), ("handoff", 450, 1800)]
)
async def test_the_clock_starts_where_the_team_says(database, frt_start, median, oldest):
    await add_team(database, "Desk", Choices(frt_start=frt_start), NOW)
    team_id, _ = await team_key(database, "Desk")
    times = {
        "bot first": {"handed_off_at": at(9, 20), "first_response_at": at(9, 25)},
        "people only": {"first_response_at": at(9, 10)},
        "handed off, still waiting": {"handed_off_at": at(11, 30)},
    }
    opened = {"handed off, still waiting": at(10, 0)}
    async with database.write() as session:
        for name, values in times.items():
            start = opened.get(name, at(9, 0))
            who = {"team_id": team_id, "source": "file", "external_id": name}
            session.add(Ticket(**who, opened_at=start, waits_from=start, **values))
    made = (await stats(database, Question("Desk", "today"), NOW)).figures
    assert made.frt_median_seconds == median
    assert made.oldest_wait_seconds == oldest
