"""A form or a click that Slack delivers to several replicas at once makes one thing."""

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path

import psycopg
from sqlmodel import select

from bot import ids
from bot.db import Database
from bot.models import Action, History, Problem, Ticket
from tests.faults.plant import PATIENCE, REPORT_DUE, ROOM, Json, Plant, plant, until
from tests.scenarios.office import element

_SENDER = "U01NOAH"


async def test_what_two_replicas_are_sent_at_once_makes_one_thing(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with plant(postgresql_url, tmp_path) as here:
        for _ in range(2):
            await here.start()
        await here.slack.client.wait_for_connections(4, PATIENCE)
        await here.settled()
        said = len(await _said(here))
        forms = {"action": {"measure": "A second board"}, "problem": {"seen": "Nobody at night"}}
        for count, (words, values) in enumerate(forms.items(), 1):
            await _six_times(here, await _refused_once(here, words, values))
            await _shown(here, said + count)
        await _six_clicks_on_share(here)
        await _shown(here, said + 3)
        for worker in here.workers:
            worker.process.terminate()
        for worker in here.workers:
            assert await worker.ended() == 0, here.diary()
        assert len(await _said(here)) == said + 3
        for model, subject in ((Action, "action"), (Problem, "problem")):
            made, events = await _rows(postgresql_url, model, subject)
            assert (made, events) == (1, {"created": 1})


async def _said(here: Plant) -> list[Json]:
    """Return what people see in the channel beside what the planner posts there."""
    planned = {
        one.ts
        for one in here.slack.workspace.messages["C01SUPPORT"]
        if one.metadata and not one.metadata["event_payload"]["delivery_id"].startswith("card-")
    }
    seen = await here.slack.client.messages("robin", ROOM)
    return [one for one in seen if one["ts"] not in planned]


async def _shown(here: Plant, count: int) -> None:
    """Return when so many messages stand in the channel."""

    async def are_there() -> bool:
        return len(await _said(here)) >= count

    await until(are_there, here.diary)


async def _six_times(here: Plant, seq: int) -> None:
    answers = await asyncio.gather(*(here.slack.client.redeliver(seq) for _ in range(6)))
    assert {one["ack"]["status"] for one in answers} == {"ok"}, here.diary()


async def _six_clicks_on_share(here: Plant) -> None:
    client, opened = here.slack.client, REPORT_DUE - timedelta(hours=1)
    database = Database(here.database_url)
    async with database.write() as session:
        session.add(Ticket(team_id=1, source="file", external_id="T1", opened_at=opened))
    await database.close()
    await client.command("emma", ROOM, "/frt today")

    async def offered() -> list[Json]:
        seen = await client.messages("emma", ROOM)
        return [one for one in seen if one.get("blocks") and element(one, ids.REPORT_SHARE)]

    async def is_there() -> bool:
        return bool(await offered())

    await until(is_there, here.diary)
    shown = (await offered())[-1]
    await asyncio.gather(*(client.click("emma", ids.REPORT_SHARE, on=shown) for _ in range(6)))


async def _refused_once(here: Plant, words: str, values: Json) -> int:
    """Send a form while its sender is in no team; return the number it has in the log.

    So nothing was made of it, and what is delivered again at once is the very same bytes.
    """
    client = here.slack.client
    await client.command("noah", ROOM, f"/frt {words}")

    async def is_open() -> bool:
        return bool(await client.views("noah"))

    await until(is_open, here.diary)
    (form,) = await client.views("noah")
    async with await psycopg.AsyncConnection.connect(here.database_url) as connection:
        await connection.execute("DELETE FROM helpdesk_names WHERE slack_user_id = %s", [_SENDER])
        await connection.execute("DELETE FROM members WHERE slack_user_id = %s", [_SENDER])
    await client.submit("noah", form, values)
    await client.close("noah", form)
    async with await psycopg.AsyncConnection.connect(here.database_url) as connection:
        row = "INSERT INTO members (team_id, slack_user_id, role) VALUES (1, %s, 'agent')"
        await connection.execute(row, [_SENDER])
    sent = [one for one in await client.log() if one["direction"] == "to_app"]
    return next(one["seq"] for one in reversed(sent) if one["name"] == "view_submission")


async def _rows(url: str, model: type, subject: str) -> tuple[int, Counter[str]]:
    database = Database(url)
    async with database.read() as session:
        made = (await session.exec(select(model))).all()
        query = select(History.event).where(History.subject == subject)
        events = (await session.exec(query)).all()
    await database.close()
    return len(made), Counter(events)
