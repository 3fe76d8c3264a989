"""The web server of `frt run`, beside what it answers."""

import asyncio
import signal
from collections.abc import Callable

import pytest
import uvicorn
from starlette.applications import Starlette

from bot.cli.serving import _Server

_TURNS = 5
"""So often the loop goes round, which takes no time: whoever waits for a second still does."""


async def turns() -> None:
    for _ in range(_TURNS):
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    "told", [lambda server: server.handle_exit(signal.SIGTERM, None), _Server.end]
)
async def test_it_ends_as_soon_as_it_is_told_to(told: Callable[[_Server], None]) -> None:
    server = _Server(uvicorn.Config(Starlette(), log_config=None))
    serving = asyncio.create_task(server.main_loop())
    await turns()
    assert not serving.done()
    told(server)
    await turns()
    assert serving.done()
    await serving
