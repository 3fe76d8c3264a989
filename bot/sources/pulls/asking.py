"""Asking a helpdesk over HTTPS: one policy for what is slow, too much, refused or no answer.

What carries credentials follows no redirect, which would take them to another place, and nothing
reaches into the bot's own network unless the settings let it: whoever connects a helpdesk writes
its address.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import aiohttp

from bot.sources.pulls.answer import Answer, PullError, fault, may_wait, unreachable
from bot.sources.pulls.reach import PublicResolver, check_reach

MOST_BYTES = 50 * 1024 * 1024
_SECONDS = 60.0
_FILE_TIMEOUT = aiohttp.ClientTimeout(total=900, sock_connect=_SECONDS, sock_read=_SECONDS)
_AGAIN = (1.0, 4.0)
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOST_MOVES = 5
_SHOWN = 200
Sleep = Callable[[float], Awaitable[None]]


class Asker:
    """Asks, and asks again where that helps."""

    def __init__(
        self, session: aiohttp.ClientSession, *, private: bool, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._session, self._private, self._sleep = session, private, sleep

    async def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        fine: frozenset[int] = frozenset({200}),
    ) -> Answer:
        """Return the answer to a question; raises PullError for a status that is not `fine`."""
        return await self._ask("GET", url, fine, params=params, headers=headers)

    async def post(
        self,
        url: str,
        told: object,
        headers: Mapping[str, str] | None = None,
        *,
        fine: frozenset[int] = frozenset({200, 201}),
    ) -> Answer:
        """Return the answer to JSON that is sent; raises PullError for another status."""
        return await self._ask("POST", url, fine, json=told, headers=headers)

    async def download(
        self,
        url: str,
        to: Path,
        headers: Mapping[str, str] | None = None,
        *,
        most: int,
        fine: frozenset[int] = frozenset({200}),
    ) -> Answer:
        """Return an answer without its body, which is written to a file unless it is an error.

        It is looked for where it was moved to, for published sheets lie elsewhere than at their
        address; so nothing secret may be in the headers. Raises PullError for another status, and
        for more than `most` bytes.
        """

        async def once() -> Answer:
            at, answer = url, Answer(0, {})
            for _ in range(_MOST_MOVES):
                answer = await self._written(at, to, headers, most, fine)
                moved = answer.headers.get("Location")
                if answer.status not in _MOVED or moved is None:
                    break
                at = urljoin(at, moved)
                check_reach(at, private=self._private)
            return answer

        return await self._tried(url, fine, once)

    async def _written(
        self,
        url: str,
        to: Path,
        headers: Mapping[str, str] | None,
        most: int,
        fine: frozenset[int],
    ) -> Answer:
        asked = self._session.get(
            url, headers=headers, allow_redirects=False, timeout=_FILE_TIMEOUT
        )
        async with asked as response:
            if response.status not in fine:
                return Answer(response.status, response.headers, await _body(response, _SHOWN))
            await _write(response, to, most)
            return Answer(response.status, response.headers)

    async def _ask(self, method: str, url: str, fine: frozenset[int], **told: Any) -> Answer:  # noqa: ANN401
        async def once() -> Answer:
            asked = self._session.request(method, url, allow_redirects=False, **told)
            async with asked as response:
                body = await _body(response, MOST_BYTES + 1)
                if len(body) > MOST_BYTES:
                    raise PullError("answer", f"more than {MOST_BYTES} bytes")
                return Answer(response.status, response.headers, body)

        return await self._tried(url, fine, once)

    async def _tried(
        self, url: str, fine: frozenset[int], once: Callable[[], Awaitable[Answer]]
    ) -> Answer:
        check_reach(url, private=self._private)
        tries = iter(_AGAIN)
        while True:
            try:
                answer = await once()
                failed = fault(answer, fine)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                failed = unreachable(error)
            if failed is None:
                return answer
            wait = may_wait(failed, tries)
            if wait is None:
                raise failed
            await self._sleep(wait)


async def _body(response: aiohttp.ClientResponse, most: int) -> bytes:
    """Return the first bytes of a body, as many as wanted."""
    body = bytearray()
    async for part in response.content.iter_any():
        body += part
        if len(body) >= most:
            break
    return bytes(body[:most])


async def _write(response: aiohttp.ClientResponse, to: Path, most: int) -> None:
    size = 0
    with to.open("wb") as file:
        async for part in response.content.iter_any():
            size += len(part)
            if size > most:
                raise PullError("answer", f"more than {most} bytes")
            await asyncio.to_thread(file.write, part)


@asynccontextmanager
async def asker(
    *, private: bool, sleep: Sleep = asyncio.sleep, seconds: float = _SECONDS
) -> AsyncIterator[Asker]:
    """Yield what asks helpdesks; with `private` those in the bot's own network as well.

    `seconds` are how long an answer may take; one that is a file has longer.
    """
    resolver = None if private else PublicResolver()
    connector = aiohttp.TCPConnector(resolver=resolver)
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        yield Asker(session, private=private, sleep=sleep)
