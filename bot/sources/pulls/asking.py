"""Asking a helpdesk over HTTPS: one policy for what is slow, too much, refused or no answer.

Nothing follows a redirect, which would carry credentials to another place, and nothing reaches into
the bot's own network unless the settings let it: whoever connects a helpdesk writes its address.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.redaction import redacted

Reason = Literal[
    "credentials", "address", "private", "busy", "unreachable", "answer", "refused", "repeats"
]
"""Why a helpdesk could not be asked.

`credentials`: it knows them not, or not any more. `address`: there is nothing at that address.
`private`: the address is of the bot's own network. `busy`: it wants fewer questions, for `wait`
seconds. `unreachable`: no answer, or one that says so. `answer`: not what its interface answers.
`refused`: the question, for another reason. `repeats`: the same page again and again.
"""
MOST_BYTES = 50 * 1024 * 1024
_SECONDS = 60.0
_FILE_TIMEOUT = aiohttp.ClientTimeout(total=900, sock_connect=_SECONDS, sock_read=_SECONDS)
_LONGEST_WAIT = 20.0
"""Seconds that are waited within a pull; for more the pull ends and begins again later."""
_AGAIN = (1.0, 4.0)
_WAITS_WITHOUT_SAYING = 60.0
_SHOWN = 200


class PullError(Exception):
    """A helpdesk could not be asked: why, and for how many seconds it should be left alone.

    What it says is without secrets, though a helpdesk may repeat what it was asked with.
    """

    def __init__(self, reason: Reason, detail: str = "", wait: float | None = None) -> None:
        detail = redacted(detail)
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail, self.wait = detail, wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What a helpdesk answered: the body, of whatever type, and its headers."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    def at(self) -> datetime | None:
        """Return when it answered, by its own clock."""
        try:
            told = parsedate_to_datetime(self.headers["Date"])
        except (KeyError, ValueError):
            return None
        return told if told.tzinfo else None

    def json(self) -> Any:  # noqa: ANN401  whatever the helpdesk answers
        """Return the body as JSON. Raises PullError for anything else, such as a page."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise PullError("answer", self.body[:_SHOWN].decode("utf-8", "replace")) from error

    def mapping(self) -> dict[str, Any]:
        """Return the body as a JSON object. Raises PullError for anything else."""
        found = self.json()
        if not isinstance(found, dict):
            raise PullError("answer", str(found)[:_SHOWN])
        return found

    def sequence(self) -> list[Any]:
        """Return the body as a JSON array. Raises PullError for anything else."""
        found = self.json()
        if not isinstance(found, list):
            raise PullError("answer", str(found)[:_SHOWN])
        return found


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

        Raises PullError for another status, and for more than `most` bytes.
        """

        async def once() -> Answer:
            asked = self._session.get(
                url, headers=headers, allow_redirects=False, timeout=_FILE_TIMEOUT
            )
            async with asked as response:
                if response.status not in fine:
                    return Answer(response.status, response.headers, await _body(response, _SHOWN))
                await _write(response, to, most)
                return Answer(response.status, response.headers)

        return await self._tried(url, fine, once)

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
                failed = _failed(answer, fine)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                failed = _unreachable(error)
            if failed is None:
                return answer
            wait = _may_wait(failed, tries)
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
    resolver = None if private else _PublicResolver()
    connector = aiohttp.TCPConnector(resolver=resolver)
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        yield Asker(session, private=private, sleep=sleep)


def check_reach(url: str, *, private: bool) -> None:
    """Raise PullError for an address that is not asked: not over TLS, or of a private network."""
    try:
        parts = URL(url)
    except ValueError as error:
        raise PullError("address", "no address") from error
    host = parts.host or ""
    # Not the whole address: what stands behind the host may be what it is asked with.
    if not host or (parts.scheme != "https" and not (private and parts.scheme == "http")):
        raise PullError("address", f"{parts.scheme}://{host}")
    if not private and (host == "localhost" or _is_inside(host)):
        raise PullError("private", host)


def _is_inside(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False


class _PublicResolver(AbstractResolver):
    """Resolves names, but not to addresses of private networks."""

    def __init__(self) -> None:
        self._resolver = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        public = [one for one in found if not _is_inside(one["host"])]
        if found and not public:
            raise PullError("private", host)
        return public

    async def close(self) -> None:
        await self._resolver.close()


def _failed(answer: Answer, fine: frozenset[int]) -> PullError | None:
    """Return what is wrong with an answer, None for a good one."""
    status = answer.status
    if status in fine:
        return None
    detail = f"{status} {answer.body[:_SHOWN].decode('utf-8', 'replace')}".strip()
    if status in {401, 403}:
        return PullError("credentials", detail)
    if status == 429:
        return PullError("busy", detail, _wait_of(answer.headers))
    if status in {404, 410} or 300 <= status < 400:
        return PullError("address", detail)
    if status == 408 or status >= 500:
        return PullError("unreachable", detail)
    return PullError("refused", detail)


def _unreachable(error: Exception) -> PullError:
    cause = error.__cause__ if isinstance(error.__cause__, PullError) else None
    return cause or PullError("unreachable", type(error).__name__)


def _wait_of(headers: Mapping[str, str]) -> float:
    """Return for how many seconds a helpdesk wants to be left alone."""
    told = headers.get("Retry-After", "").strip()
    if told.replace(".", "", 1).isdecimal():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
        now = parsedate_to_datetime(headers["Date"])
        return max((until - now).total_seconds(), 1.0)
    except (KeyError, ValueError, TypeError):
        return _WAITS_WITHOUT_SAYING


def _may_wait(failed: PullError, tries: Iterator[float]) -> float | None:
    """Return after how many seconds to ask again within this pull, None for not at all."""
    if failed.reason == "unreachable":
        return next(tries, None)
    if failed.reason == "busy" and failed.wait is not None and failed.wait <= _LONGEST_WAIT:
        return None if next(tries, None) is None else failed.wait
    return None
