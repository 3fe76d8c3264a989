"""A wire between two processes that can be cut, or held so that both hear nothing."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

Open = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class Wire:
    """Carries bytes both ways until it is cut; while it is not `open` they wait on the way."""

    def __init__(self, onward: Open) -> None:
        self._onward = onward
        self._ends: list[asyncio.StreamWriter] = []
        self._cut = False
        self.open = asyncio.Event()
        self.open.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._cut:
            writer.close()
            return
        onward_reader, onward_writer = await self._onward()
        self._ends += [writer, onward_writer]
        with contextlib.suppress(OSError):
            ways = ((reader, onward_writer), (onward_reader, writer))
            await asyncio.gather(*(self._pump(*way) for way in ways))

    def cut(self) -> None:
        self._cut = True
        self.open.set()
        for end in self._ends:
            end.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65_536):
                await self.open.wait()
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()


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
