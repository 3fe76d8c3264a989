"""A process that is killed around a card: it stands once, and shows the latest state."""

import signal
from pathlib import Path
from typing import Any

import pytest

from bot import ids
from tests.faults.plant import ROOM, Json, Plant, Worker, plant, until
from tests.scenarios.office import words_of

MEASURE = "A second board"


@pytest.mark.parametrize("point", ["before_card", "after_card", "before_redraw", "after_redraw"])
async def test_sigkill_around_a_card_leaves_one_that_shows_the_latest(
    database_url: str, tmp_path: Path, point: str
) -> None:
    async with plant(database_url, tmp_path) as here:
        first = await _at_work(here, FAULT_AT=point, FAULT_DO="kill")
        form = await _form(here, "/frt action")
        await _send(here, form, {"measure": MEASURE})
        if point.endswith("redraw"):
            await _done(here)
        assert await first.ended() == -signal.SIGKILL, here.diary()
        await _at_work(here)
        await _shown(here, "open" if point.endswith("card") else "✓ done")
        if point.endswith("card"):
            await _done(here)
            await _shown(here, "✓ done")
        assert len(await _cards(here)) == 1


async def _at_work(here: Plant, **settings: str) -> Worker:
    worker = await here.start(**settings)
    await here.slack.client.wait_for_connections(2, 60)
    return worker


async def _form(here: Plant, words: str) -> Json:
    await here.slack.client.command("emma", ROOM, words)

    async def is_open() -> bool:
        return bool(await here.slack.client.views("emma"))

    await until(is_open, here.diary)
    return (await here.slack.client.views("emma"))[-1]


async def _done(here: Plant) -> None:
    await _shown(here, "open")
    (card,) = await _cards(here)
    await here.slack.client.click("emma", ids.ACTION_DONE, on=card)

    async def is_open() -> bool:
        return bool(await here.slack.client.views("emma"))

    await until(is_open, here.diary)
    await _send(here, (await here.slack.client.views("emma"))[-1], {"result": "It works"})


async def _send(here: Plant, form: Json, values: dict[str, Any]) -> None:
    sent = await here.slack.client.submit("emma", form, values)
    assert sent["ack"]["status"] == "ok", sent


async def _cards(here: Plant) -> list[Json]:
    seen = await here.slack.client.messages("emma", ROOM)
    return [one for one in seen if MEASURE in words_of(one) and not one["ephemeral"]]


async def _shown(here: Plant, word: str) -> None:
    """Return when a card shows a state."""

    async def shows() -> bool:
        return any(word in words_of(one) for one in await _cards(here))

    await until(shows, here.diary)
