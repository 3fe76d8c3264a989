"""Several replicas on one PostgreSQL database: every slot once, whoever takes it."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlmodel import select

from bot import ids
from bot.db import Database
from bot.models import History, Team
from bot.workspace import limits
from bot.workspace.seed import default_seed
from tests.faults.plant import PATIENCE, REPORT_DUE, ROOM, Json, Plant, plant, until
from tests.scenarios.office import element

TEN_TIMES_AS_FAST = {"per_minute": 10 * limits.POSTS_PER_WORKSPACE.per_minute}
"""Slack lets five posts a second through: at its own pace the minute would be spent waiting."""


@pytest.mark.parametrize(("replicas", "slots"), [(2, 150), (3, 300)])
async def test_as_many_slots_make_as_many_messages(
    postgresql_url: str, tmp_path: Path, replicas: int, slots: int
) -> None:
    seed = {**default_seed(), "rates": {"workspace": TEN_TIMES_AS_FAST}}
    rooms = [f"C{number:08}" for number in range(slots)]
    members = ["U01ADMIN", seed["app"]["bot_user"]]
    seed["channels"] += [
        {"id": room, "name": f"room-{room.lower()}", "members": members} for room in rooms
    ]
    async with plant(postgresql_url, tmp_path, seed, prepared=False) as here:
        await _teams(postgresql_url, rooms)
        await here.slack.client.fault("chat.postMessage", "rate_limited", after=100, times=8)
        await asyncio.gather(*(here.start(FAULT_WAKE="2") for _ in range(replicas)))

        async def over() -> bool:
            return len(await _reports(here)) >= slots and await _all_ended(postgresql_url, slots)

        await until(over, here.diary, seconds=240)
        for worker in here.workers:
            await worker.ready()
        reports = await _reports(here)
        assert Counter(reports.values()) == Counter(dict.fromkeys(rooms, 1))
        assert len(reports) == slots
        shares = [worker.said().count("status=posted") for worker in here.workers]
        assert sum(shares) == slots
        assert all(shares), shares
        assert any("reason=ratelimited" in worker.said() for worker in here.workers)


async def _teams(url: str, rooms: list[str]) -> None:
    """Make a team for each room of which nothing but its daily report is due."""
    begun = REPORT_DUE - timedelta(minutes=30)
    database = Database(url)
    async with database.write() as session:
        for number, room in enumerate(rooms, 1):
            session.add(Team(id=number, name=f"Team {number}", channel_id=room, created_at=begun))
    await database.close()


async def _reports(here: Plant) -> dict[str, str]:
    """Return the channel of each message that carries a delivery, by the delivery's id."""
    found = {}
    for channel, messages in here.slack.workspace.messages.items():
        for one in messages:
            if one.metadata:
                found[f"{one.metadata['event_payload']['delivery_id']} {one.ts}"] = channel
    return found


async def _all_ended(url: str, slots: int) -> bool:
    query = "SELECT count(*) FROM deliveries WHERE kind = 'daily' AND status = 'posted'"
    async with await psycopg.AsyncConnection.connect(url) as connection:
        row = await (await connection.execute(query)).fetchone()
    return row is not None and row[0] == slots


async def test_replicas_that_start_together_make_the_tables_once(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with await psycopg.AsyncConnection.connect(postgresql_url) as connection:
        await connection.execute("DROP SCHEMA public CASCADE")
        await connection.execute("CREATE SCHEMA public")
    async with plant(postgresql_url, tmp_path, prepared=False) as here:
        await asyncio.gather(*(here.start() for _ in range(3)))
        for worker in here.workers:
            await worker.ready()


async def test_a_replica_goes_on_while_the_next_version_is_rolled_out(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with plant(postgresql_url, tmp_path) as here:
        old = await here.start()
        await here.settled()
        async with await psycopg.AsyncConnection.connect(postgresql_url) as connection:
            await connection.execute("ALTER TABLE deliveries ADD COLUMN next_version text")
            await connection.execute("UPDATE alembic_version SET version_num = 'next'")
            await connection.execute("UPDATE teams SET channel_id = 'C01GENERAL' WHERE id = 2")
            at = int(datetime(2026, 11, 18, 19, tzinfo=REPORT_DUE.tzinfo).timestamp() * 1e6)
            await connection.execute("UPDATE teams SET planned_until = %s WHERE id = 2", [at])

        async def stands() -> bool:
            return bool(await here.reports("general"))

        await until(stands, here.diary)
        late = await here.start()
        assert await late.ended() == 1
        assert "newer" in late.said()
        assert old.process.returncode is None
        assert (len(await here.reports()), len(await here.reports("general"))) == (1, 1)
        await here.agree()


async def test_six_clicks_of_two_people_on_three_replicas_are_one_transition(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with plant(postgresql_url, tmp_path) as here:
        for _ in range(3):
            await here.start()
        await here.slack.client.wait_for_connections(6, PATIENCE)
        click = here.slack.client.click
        told = await _asked(here)
        await asyncio.gather(*(click("emma", ids.REVIEW_OPEN, on=told) for _ in range(6)))
        await here.settled("weekly")
        prompt = await _prompt(here)
        people = ("emma", "robin") * 3
        await asyncio.gather(*(click(who, ids.REVIEW_FINISH, on=prompt) for who in people))
        (minutes,) = await here.settled("minutes")
        assert minutes.status == "posted", here.diary()
        assert len(await here.rows("weekly")) == 1
        database = Database(postgresql_url)
        async with database.read() as session:
            events = (await session.exec(select(History.event))).all()
        await database.close()
        assert Counter(events)["finished"] == 1, events


async def test_what_slack_delivers_twice_is_harmless(postgresql_url: str, tmp_path: Path) -> None:
    async with plant(postgresql_url, tmp_path) as here:
        await here.start()
        await here.start()
        await here.slack.client.wait_for_connections(4, PATIENCE)
        told = await _asked(here)
        await here.slack.client.click("emma", ids.REVIEW_OPEN, on=told)
        await here.settled("weekly")
        await here.slack.client.click("emma", ids.REVIEW_FINISH, on=await _prompt(here))
        await here.settled("minutes")
        sent = [one for one in await here.slack.client.log() if one["direction"] == "to_app"]
        clicks = [one["seq"] for one in sent if one["name"] == "block_actions"]
        assert len(clicks) == 2
        for seq in clicks * 2:
            await here.slack.client.redeliver(seq)
        await here.slack.client.drop_sockets()
        await here.slack.client.wait_for_connections(4, seconds=30)
        await here.slack.client.command("emma", ROOM, "/frt review")
        assert len(await here.rows("weekly")) == len(await here.rows("minutes")) == 1
        database = Database(postgresql_url)
        async with database.read() as session:
            events = (await session.exec(select(History.event))).all()
        await database.close()
        assert Counter(events)["finished"] == 1, events


async def _asked(here: Plant) -> Json:
    """Ask for the review; return the answer that offers to open it."""
    await here.slack.client.command("emma", ROOM, "/frt review")

    async def offers() -> list[Json]:
        seen = await here.slack.client.messages("emma", ROOM)
        return [one for one in seen if one.get("blocks") and element(one, ids.REVIEW_OPEN)]

    async def is_there() -> bool:
        return bool(await offers())

    await until(is_there, here.diary)
    return (await offers())[-1]


async def _prompt(here: Plant) -> Json:
    (row,) = await here.rows("weekly")
    seen = await here.slack.client.messages("emma", ROOM)
    return next(one for one in seen if one["ts"] == row.message_ts)
