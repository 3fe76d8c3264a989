"""A web server inside an event loop that runs already, which stops as soon as nothing is left."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn

_LOOKS_SECONDS = 0.002


@contextlib.asynccontextmanager
async def serving(config: uvicorn.Config, listener: socket.socket) -> AsyncIterator[None]:
    """Answer at a bound socket until the block ends, and leave signals to whoever runs it.

    What is under way then has ``config.timeout_graceful_shutdown`` seconds to end before it is
    cancelled, None for ever. Uvicorn's own way out only looks every tenth of a second.
    """
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    ticking = asyncio.create_task(server.main_loop())
    try:
        yield
    finally:
        ticking.cancel()
        await _stop(server)
        await asyncio.wait([ticking])


async def _stop(server: uvicorn.Server) -> None:
    for one in server.servers:
        one.close()
    state = server.server_state
    for connection in list(state.connections):
        connection.shutdown()
    try:
        async with asyncio.timeout(server.config.timeout_graceful_shutdown):
            while state.connections or state.tasks:  # noqa: ASYNC110  uvicorn has no event for it
                await asyncio.sleep(_LOOKS_SECONDS)
    except TimeoutError:
        for task in state.tasks:
            task.cancel()
