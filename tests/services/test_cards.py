"""Where cards stand: remembered at once, and only once."""

from bot.db import Database
from bot.models import Card
from bot.services import cards
from tests.scenarios.tickets import NOW, seed


def shows(key: str) -> Card:
    return Card(
        team_id=1,
        subject="action",
        subject_key=key,
        channel_id="C01SUPPORT",
        message_ts="1.2",
        view="card",
    )


async def test_what_is_known_already_stays_as_it_is(database_url: str) -> None:
    database = Database(database_url)
    await seed(database)
    await cards.remember(database, [shows("1")])
    taken = await cards.take(database, (1, "action", "1"), NOW)
    await cards.remember(database, [shows("1"), shows("2")])
    assert await cards.of_subject(database, 1, "action", "1") == taken
    assert len(await cards.of_subject(database, 1, "action", "2")) == 1
    await database.close()
