"""The stream of changes that the page listens to."""

import asyncio
import re

import pytest

from bot.workspace.page.stream import changes
from bot.workspace.server import running


@pytest.fixture
async def told():
    """Yield a workspace's journal, and what gives the kinds that are told together next."""
    async with running() as slack:
        journal, parts = slack.workspace.journal, asyncio.Queue()

        async def listen():
            async for text in changes(slack.workspace, "U01EMMA", journal.seq):
                parts.put_nowait(re.findall(r"^event: (\w+)$", text, re.MULTILINE))

        async def following():
            while not (kinds := await asyncio.wait_for(parts.get(), 20)):
                pass
            return kinds

        listening = asyncio.create_task(listen())
        await parts.get()
        await parts.get()
        yield journal, following
        listening.cancel()


async def test_the_first_change_is_told_at_once_and_those_after_it_together(told):
    journal, following = told
    await asyncio.sleep(0.15)
    journal.changed("message")
    assert await following() == ["message"]
    for kind in ("message", "clock", "message", "home", "message"):
        journal.changed(kind)
        await asyncio.sleep(0.005)
    assert await following() == ["clock", "home", "message"]


async def test_what_comes_while_changes_are_gathered_is_not_lost(told):
    journal, following = told
    for _ in range(40):
        journal.changed("message")
        await asyncio.sleep(0.01)
    journal.changed("home")
    parts = 1
    while "home" not in await following():
        parts += 1
    assert parts < 20
