"""A load client that costs little itself: signed slash commands over kept-open connections."""

import asyncio
import hashlib
import hmac
import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Timing:
    """Latencies of one run, in milliseconds, and answers a second."""

    p50: float
    p99: float
    per_second: float


Request = Callable[[], bytes]
"""Makes the next request: the same bytes are answered only once."""

_numbers = itertools.count(1)


def command(secret: str, text: str, user: str, channel: str, response_url: str) -> bytes:
    """Return a signed slash command as the bytes of an HTTP request, unlike any before."""
    form = {
        "command": "/frt",
        "text": text,
        "user_id": user,
        "channel_id": channel,
        "team_id": "T01LOCAL",
        "api_app_id": "A01FRT",
        "trigger_id": f"1.2.{next(_numbers)}",
        "response_url": response_url,
    }
    body = urlencode(form).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest.hexdigest()}\r\n\r\n"
    )
    return head.encode() + body


async def ask(port: int, request: bytes) -> bytes:
    """Return the body of one answer. Raises RuntimeError unless its status is 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        return await _exchange(reader, writer, request)
    finally:
        writer.close()


async def run(port: int, make: Request, connections: int, requests: int) -> Timing:
    """Send `requests` over each of `connections` and return how long the answers took."""
    taken: list[float] = []

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(requests):
            request = make()
            began = time.perf_counter()
            await _exchange(reader, writer, request)
            taken.append((time.perf_counter() - began) * 1000)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    whole = time.perf_counter() - began
    return Timing(
        statistics.median(taken), statistics.quantiles(taken, n=100)[98], len(taken) / whole
    )


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> bytes:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    length = next(
        int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")
    )
    body = await reader.readexactly(length)
    if " 200 " not in lines[0]:
        raise RuntimeError(f"{lines[0]}: {body[:200]!r}")
    return body
