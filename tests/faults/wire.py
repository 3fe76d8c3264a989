"""A wire between two processes that can be cut."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

Open = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class Wire:
    """Carries bytes both ways until it is cut; then nothing gets through any more."""

    def __init__(self, onward: Open) -> None:
        self._onward = onward
        self._ends: list[asyncio.StreamWriter] = []
        self._cut = False

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._cut:
            writer.close()
            return
        onward_reader, onward_writer = await self._onward()
        self._ends += [writer, onward_writer]
        with contextlib.suppress(OSError):
            await asyncio.gather(_pump(reader, onward_writer), _pump(onward_reader, writer))

    def cut(self) -> None:
        self._cut = True
        for end in self._ends:
            end.transport.abort()


@contextlib.asynccontextmanager
async def wire_to_socket(folder: Path, target: Path) -> AsyncIterator[Wire]:
    """Yield a wire whose near end is a socket of the same name in `folder`."""
    wire = Wire(lambda: asyncio.open_unix_connection(str(target)))
    server = await asyncio.start_unix_server(wire.carry, str(folder / target.name))
    async with _listening(server, wire):
        yield wire


@contextlib.asynccontextmanager
async def wire_to_port(target: int) -> AsyncIterator[tuple[Wire, int]]:
    """Yield a wire and the port of its near end."""
    wire = Wire(lambda: asyncio.open_connection("127.0.0.1", target))
    server = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
    async with _listening(server, wire):
        yield wire, server.sockets[0].getsockname()[1]


@contextlib.asynccontextmanager
async def _listening(server: asyncio.Server, wire: Wire) -> AsyncIterator[None]:
    try:
        yield
    finally:
        wire.cut()
        server.close()
        await server.wait_closed()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()
