"""That no tickets come in any more is told once, to those who can see to it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, update

from bot.jobs import silence, warnings
from bot.models import Member
from bot.planner.planner import Planner
from tests.scenarios.office import Office, office, words_of
from tests.scenarios.test_old_data import take_in
from tests.scenarios.tickets import NOW

SOFIA = col(Member.slack_user_id) == "U01SOFIA"
TWENTY = timedelta(minutes=20)


@pytest.fixture
async def desk(database_url, tmp_path):
    async with office(database_url, by="http") as running:
        await take_in(running, database_url, tmp_path, "1", NOW - TWENTY)
        async with running.database.write() as session:
            await session.exec(update(Member).where(SOFIA).values(role="operations"))
        yield running


async def moved(desk: Office, *moments: datetime) -> None:
    planner = Planner(desk.bot.deps)
    silence.register(planner, desk.bot.deps)
    warnings.register(planner, desk.bot.deps)
    for moment in moments:
        desk.clock.now = moment
        await planner.tick()


async def told(desk: Office, user: str, words: str = "have come in since") -> list[str]:
    said = await desk.slack.client.messages(user, "app")
    return [words_of(one) for one in said if words in one["text"]]


def mornings(first: int, last: int, month: int = 11) -> list[datetime]:
    return [datetime(2026, month, day, 9, tzinfo=UTC) for day in range(first, last + 1)]


async def test_leads_and_operations_are_told_once_a_silence(desk: Office, database_url, tmp_path):
    await moved(desk, NOW + timedelta(hours=1), *mornings(21, 22))
    assert await told(desk, "emma") == []
    await moved(desk, *mornings(23, 27))
    for user in ("emma", "sofia"):
        (said,) = await told(desk, user)
        assert "Global support have come in since 20 Nov, 10:40, 2 d 22 h ago." in said
        assert "Who is waiting now can’t be told" in said
    assert await told(desk, "noah") == []
    await take_in(desk, database_url, tmp_path, "2", datetime(2026, 11, 27, 12, tzinfo=UTC))
    await moved(desk, *mornings(28, 30), *mornings(1, 31, month=12))
    assert ["27 Nov, 12:00" in one for one in await told(desk, "emma")] == [False, True]


async def test_what_has_ended_by_then_is_not_told(desk: Office, database_url, tmp_path):
    await moved(desk, NOW)
    await take_in(desk, database_url, tmp_path, "2", datetime(2026, 11, 23, 8, 30, tzinfo=UTC))
    await moved(desk, *mornings(23, 23))
    assert await told(desk, "emma") == []


async def test_the_channel_is_not_told_the_same(desk: Office):
    await moved(desk, *(NOW + timedelta(days=n) for n in range(14)))
    said = await desk.slack.client.messages("emma", "support-global")
    assert not [one for one in said if "No data" in one["text"] or "no data" in one["text"]]
    assert len(await told(desk, "emma")) == 1
