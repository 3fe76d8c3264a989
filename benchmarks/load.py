"""A load client that costs little itself: many readers over kept-open connections.

It runs in the process of the benchmark, which does nothing else meanwhile, on the second core. How
much processor time it takes is measured with everything else: where it has none to spare, the
client is what is measured.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from benchmarks.stand import APP, SECRET, TEAM, Stand
from benchmarks.tickets import Person

_numbers = itertools.count(10_000_000)
_PATIENCE_SECONDS = 30
_BLOCKS = '"blocks"'
_WIDTH = 8
_IDLE_SECONDS = 2
"""Uvicorn closes after five."""


@dataclass(frozen=True, slots=True)
class Question:
    """Words after `/frt` of somebody, in the channel of their team."""

    text: str
    who: Person

    def form(self, number: int, response_url: str) -> dict[str, str]:
        """Return the payload that Slack would send; `number` makes it unlike any other."""
        return {
            "command": "/frt",
            "text": self.text,
            "user_id": self.who.user_id,
            "user_name": self.who.user_id.lower(),
            "channel_id": self.who.channel,
            "channel_name": "desk",
            "team_id": TEAM,
            "team_domain": "bench",
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": f"1.2.{number:0{_WIDTH}}",
        }


@dataclass(slots=True)
class Timing:
    """Latencies in milliseconds, and what of the whole the client itself used, as a share of 1."""

    taken: list[float] = field(default_factory=list)
    seconds: float = 0.0
    client_seconds: float = 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.taken)

    @property
    def p99(self) -> float:
        """Of a hundred answers and fewer about the slowest."""
        if len(self.taken) < 2:
            return self.most
        return statistics.quantiles(self.taken, n=100, method="inclusive")[98]

    @property
    def most(self) -> float:
        return max(self.taken)

    @property
    def per_second(self) -> float:
        return len(self.taken) / self.seconds

    @property
    def client_share(self) -> float:
        return self.client_seconds / self.seconds

    def __iadd__(self, other: "Timing") -> "Timing":
        self.taken += other.taken
        self.seconds += other.seconds
        self.client_seconds += other.client_seconds
        return self


class Way(Protocol):
    """How questions get to a bot."""

    async def ask(self, question: Question, lane: int) -> str:
        """Return the text of the answer; one at a time on each lane."""
        ...

    async def ready(self, lanes: int) -> None:
        """Do what is to be done before anybody asks on so many lanes."""
        ...


class Http:
    """Signed HTTP on kept-open connections, one for each lane."""

    def __init__(self, port: int, stand: Stand) -> None:
        self._port = port
        self._stand = stand
        self._wires: dict[int, _Wire] = {}
        self._signed: dict[tuple[Question, int], tuple[bytes, hmac.HMAC, bytes]] = {}

    async def ask(self, question: Question, lane: int) -> str:
        return (await self.send(lane, self._request(question))).decode()

    async def send(self, lane: int, request: bytes) -> bytes:
        """Return the body of what is answered; raises RuntimeError unless its status is 200."""
        return await (await self._wire(lane)).exchange(request)

    async def ready(self, lanes: int) -> None:
        """Open the connections, so that none is opened while somebody waits for an answer."""
        for lane in range(lanes):
            await self._wire(lane)

    async def _wire(self, lane: int) -> "_Wire":
        """Return a lane's connection; one that was idle for long is about to be closed."""
        wire, loop = self._wires.get(lane), asyncio.get_running_loop()
        if wire is None or wire.is_lost or loop.time() - wire.used_at > _IDLE_SECONDS:
            if wire is not None:
                wire.close()
            made = await loop.create_connection(_Wire, "127.0.0.1", self._port)
            wire = self._wires[lane] = made[1]
        return wire

    def close(self) -> None:
        for wire in self._wires.values():
            wire.close()

    def _request(self, question: Question) -> bytes:
        """Return a signed request unlike any before; all but its end is signed once a second."""
        now = int(time.time())
        made = self._signed.get((question, now))
        if made is None:
            body = urlencode(question.form(0, self._stand.response_url("none"))).encode()[:-_WIDTH]
            stamp = str(now).encode()
            digest = hmac.new(SECRET.encode(), b"v0:" + stamp + b":" + body, hashlib.sha256)
            made = self._signed[question, now] = (body, digest, _head(stamp, len(body) + _WIDTH))
        body, digest, head = made
        number = b"%d" % next(_numbers)
        signature = digest.copy()
        signature.update(number)
        return b"%bv0=%b\r\n\r\n%b%b" % (head, signature.hexdigest().encode(), body, number)


def _head(stamp: bytes, length: int) -> bytes:
    return (
        b"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
        b"Accept: application/json,*/*\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: %d\r\nX-Slack-Request-Timestamp: %b\r\nX-Slack-Signature: "
    ) % (length, stamp)


def signed(body: bytes) -> bytes:
    """Return any payload as a signed request."""
    stamp = str(int(time.time())).encode()
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp + b":" + body, hashlib.sha256)
    return b"%bv0=%b\r\n\r\n%b" % (_head(stamp, len(body)), digest.hexdigest().encode(), body)


def click(who: Person, trigger: str, button: dict[str, Any], more: dict[str, Any]) -> bytes:
    """Return the signed request of a click on a button; `more` says where it stands."""
    payload = {
        "type": "block_actions",
        "user": {"id": who.user_id, "team_id": TEAM},
        "team": {"id": TEAM},
        "api_app_id": APP,
        "trigger_id": trigger,
        "actions": [{**button, "action_ts": "1700000000.000200"}],
        **more,
    }
    return signed(urlencode({"payload": json.dumps(payload)}).encode())


HEALTH = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class _Wire(asyncio.Protocol):
    """One connection; one request at a time."""

    def __init__(self) -> None:
        self._buffer = b""
        self._length = -1
        self._awaited: asyncio.Future[bytes] | None = None
        self.is_lost = False
        self.used_at = asyncio.get_running_loop().time()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True
        if self._awaited and not self._awaited.done():
            self._awaited.set_exception(exc or ConnectionError("closed"))

    def exchange(self, request: bytes) -> asyncio.Future[bytes]:
        self._awaited = asyncio.get_running_loop().create_future()
        self._transport.write(request)  # type: ignore[attr-defined]
        return self._awaited

    def close(self) -> None:
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        if self._length < 0:
            self._read_head()
        if 0 <= self._length <= len(self._buffer):
            body, self._buffer = self._buffer[: self._length], self._buffer[self._length :]
            self._length = -1
            self.used_at = asyncio.get_running_loop().time()
            if self._awaited and not self._awaited.done():
                self._awaited.set_result(body)

    def _read_head(self) -> None:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        if b" 200 " not in head[:16] and self._awaited:
            self._awaited.set_exception(RuntimeError(self._buffer[:300].decode(errors="replace")))
        lowered = head.lower()
        start = lowered.index(b"content-length:") + 15
        self._length = int(lowered[start:].partition(b"\r\n")[0])
        self._buffer = rest


class Socket:
    """Socket Mode: an envelope over one of the bot's websockets, its answer by the envelope."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand

    async def ask(self, question: Question, lane: int) -> str:
        """Return the ack, or what comes by `response_url` where the ack is too small to hold it."""
        number = next(_numbers)
        url, envelope = f"s{number}", f"e{number}"
        later = self._stand.await_(url)
        acked = self._stand.await_(envelope)
        payload = question.form(number, self._stand.response_url(url))
        told = {"type": "slash_commands", "accepts_response_payload": True, "payload": payload}
        await self._stand.send(number, json.dumps({**told, "envelope_id": envelope}))
        answer = await acked
        return answer if _BLOCKS in answer else await later

    async def ready(self, lanes: int) -> None:
        return None


async def run(way: Way, questions: Sequence[Question], lanes: int, seconds: float) -> Timing:
    """Ask in turn on so many lanes, each as soon as it has its answer, for so many seconds.

    Each asks once at least, and begins at another question; raises RuntimeError for an answer
    without blocks.
    """
    timing = Timing()
    await way.ready(lanes)
    end = time.perf_counter() + seconds

    async def one(lane: int) -> None:
        place, began = lane, 0.0
        while not began or time.perf_counter() < end:
            began = time.perf_counter()
            answer = await way.ask(questions[place % len(questions)], lane)
            timing.taken.append((time.perf_counter() - began) * 1000)
            if _BLOCKS not in answer[:300] and _BLOCKS not in answer:
                raise RuntimeError(f"no figures: {answer[:300]}")
            place += 1 if lanes == 1 else 7

    began, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(one(lane) for lane in range(lanes)))
    timing.seconds = time.perf_counter() - began
    timing.client_seconds = time.process_time() - used
    return timing


async def later(http: Http, stand: Stand, question: Question) -> tuple[float, str]:
    """Ask what is acknowledged first; return the milliseconds until the answer, and it."""
    number = next(_numbers)
    url = f"l{number}"
    answered = stand.await_(url)
    body = urlencode(question.form(number, stand.response_url(url))).encode()
    began = time.perf_counter()
    acked = (await http.send(0, signed(body))).decode()
    if _BLOCKS not in acked:
        acked = await asyncio.wait_for(answered, _PATIENCE_SECONDS)
    return (time.perf_counter() - began) * 1000, acked
