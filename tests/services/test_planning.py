"""Which teams the planner looks at, also where rows were changed by hand."""

from sqlalchemy import insert, update

from bot.db import NOT_COUNTED
from bot.models import Team
from bot.services.planning import states
from tests.scenarios.tickets import NOW


async def test_a_team_that_gets_a_channel_or_is_added_by_hand_stops_nobody(database):
    async with database.write() as session:
        (await session.get(Team, 2)).channel_id = None
    before = {state.team_id for state in await states(database, NOW)}
    async with database.write() as session:
        by_hand = await session.connection(execution_options=NOT_COUNTED)
        await by_hand.execute(update(Team).where(Team.id == 2).values(channel_id="C01GENERAL"))
        added = Team(id=77, name="By hand", channel_id="C01RANDOM", created_at=NOW)
        await by_hand.execute(insert(Team), [added.model_dump()])
    after = {state.team_id for state in await states(database, NOW)}
    assert 2 not in before
    assert after == before | {2}
