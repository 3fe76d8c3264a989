"""Has a stand-in answer at an address of this machine."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from datetime import datetime

import uvicorn
from starlette.types import ASGIApp

from bot.workspace import wires
from bot.workspace.helpdesks.desk import utc_now
from bot.workspace.helpdesks.faults import Faults, Faulty
from bot.workspace.serving import serving


@contextlib.asynccontextmanager
async def answering(
    app: ASGIApp,
    faults: Faults | None = None,
    *,
    now: Callable[[], datetime] = utc_now,
    host: str = "127.0.0.1",
    port: int = 0,
) -> AsyncIterator[str]:
    """Yield the address of a stand-in, ``http://127.0.0.1:PORT``; port 0 is any that is free.

    Answers have the ``Date`` of ``now``, the desk's clock.
    """
    # Asyncio sets TCP_NODELAY only where the protocol is named.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen()
    config = uvicorn.Config(
        Faulty(app, faults or Faults(), now),
        http=wires.Http,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        date_header=False,
        timeout_graceful_shutdown=2,
    )
    async with serving(config, listener):
        yield f"http://{host}:{listener.getsockname()[1]}"
