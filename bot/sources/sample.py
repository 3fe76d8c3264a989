"""Generated tickets for the demo: seeded, plausible, and never mistaken for a customer's data."""

import math
import random
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.metrics.clocks import BusinessClock, Micros, from_micros, to_micros

Record = dict[str, Any]
_DAYS = 90
_FIRST = 1000
_COMPLAINED = timedelta(hours=11, minutes=20)
_OUT_OF_HOURS = 0.12
_HOUR_WEIGHTS = (1, 1, 1, 1, 1, 1, 2, 4, 8, 13, 16, 14, 9, 11, 15, 14, 11, 8, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Desk:
    """How a sample team works.

    `agents` are names and paces (1 is usual, 2 takes twice as long), `channels` are name, share of
    tickets and median minutes to a first response, `tiers`, `kinds` and `priorities` name and
    share, `subjects` category and subject, `complaint` those of one about delay after its channel.
    In the week `bad_week` weeks ago everything took `strain` times as long.
    """

    name: str
    zone: ZoneInfo
    clock: BusinessClock
    agents: tuple[tuple[str, float], ...]
    channels: tuple[tuple[str, float, float], ...]
    tiers: tuple[tuple[str, float], ...]
    kinds: tuple[tuple[str, float], ...]
    subjects: tuple[tuple[str, str], ...]
    complaint: tuple[str, str, str]
    priorities: tuple[tuple[str, float], ...]
    statuses: tuple[str, str, str]
    prefix: str
    per_day: float
    bad_week: int
    strain: float
    seed: int


def tickets(
    desk: Desk,
    until: datetime,
    *,
    began: datetime | None = None,
    since: date | None = None,
    skip: Container[str] = (),
) -> Iterator[Record]:
    """Yield the desk's tickets as they stood at `until`, oldest first.

    Each is a line for the JSON Lines import, with its messages. The story starts 90 days before
    `began` (none: `until`), and with the same `began` it goes on as told before, whatever `until`:
    a ticket keeps its id and gains what has happened meanwhile. `since` leaves out what was opened
    before that local date, `skip` those ids. A few tickets are impossible, merged or spam; the
    latest still wait.
    Without `since`, first comes the complaint about delay whose 24 hours run when the demo begins.
    """
    began = began or until
    if since is None:
        yield _complaint(desk, began)
    first = began.astimezone(desk.zone).date() - timedelta(days=_DAYS)
    last = until.astimezone(desk.zone).date()
    number = _FIRST
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        draw = random.Random(f"{desk.seed}:{day}")  # noqa: S311
        count = _count(desk, day, draw)
        if since is None or day >= since:
            for place, opened in enumerate(_arrivals(desk, day, count, draw), number + 1):
                if opened <= until and (name := f"{desk.prefix}{place}") not in skip:
                    yield _ticket(desk, name, (opened, began, until))
        number += count


def _complaint(desk: Desk, began: datetime) -> Record:
    """Return a complaint about delay of the evening before, answered in the morning."""
    opened, answered = began - _COMPLAINED, began - timedelta(minutes=20)
    agent, (channel, category, subject) = desk.agents[0][0], desk.complaint
    return {
        "external_id": f"{desk.prefix}{_FIRST}",
        "opened_at": opened.isoformat(),
        "channel": channel,
        "agent": agent,
        "group": desk.name,
        "tier": desk.tiers[1][0],
        "kind": desk.kinds[-1][0],
        "priority": desk.priorities[1][0],
        "category": category,
        "subject": subject,
        "customer": "customer-901",
        "messages": [_message(opened, "customer"), _message(answered, "agent", agent)],
        "status": desk.statuses[1],
    }


def last_change(record: Record) -> datetime:
    """Return the latest instant that a ticket tells of."""
    told = [record["opened_at"], *(one["at"] for one in record.get("messages", ()))]
    told += [record["resolved_at"]] if "resolved_at" in record else []
    return max(map(datetime.fromisoformat, told))


def is_settled(desk: Desk, record: Record) -> bool:
    """Return whether nothing happens to a ticket any more."""
    return record["status"] not in desk.statuses[:2]


def _count(desk: Desk, day: date, draw: random.Random) -> int:
    working = desk.clock.is_working_day(day)
    expected = desk.per_day * (1.15 if day.weekday() == 0 else 1) * (1 if working else 0.12)
    return max(0, round(draw.gauss(expected, math.sqrt(expected))))


def _arrivals(desk: Desk, day: date, count: int, draw: random.Random) -> list[datetime]:
    working = desk.clock.is_working_day(day)
    midnight = datetime.combine(day, time(), desk.zone)
    found = []
    for _ in range(count):
        hour = draw.choices(range(24), _HOUR_WEIGHTS)[0]
        if working and (hour < 8 or hour > 18) and draw.random() > _OUT_OF_HOURS:
            hour = draw.randint(9, 17)
        found.append(midnight + timedelta(hours=hour, seconds=draw.randint(0, 3599)))
    return sorted(found)


def _ticket(desk: Desk, external_id: str, at: tuple[datetime, datetime, datetime]) -> Record:
    """Return the ticket opened at the first instant of `at` as it stands at the last."""
    opened, began, until = at
    draw = random.Random(f"{desk.seed}:{external_id}:{opened.isoformat()}")  # noqa: S311
    channel, _share, minutes = _weighted(desk.channels, draw)
    agent, pace = draw.choice(desk.agents)
    category, subject = draw.choice(desk.subjects)
    wait = draw.lognormvariate(math.log(minutes * 60 * pace * _load(desk, opened, began)), 0.75)
    answered = _after(desk, opened, wait)
    record: Record = {
        "external_id": external_id,
        "opened_at": opened.isoformat(),
        "channel": channel,
        "agent": agent,
        "group": desk.name,
        "tier": _weighted(desk.tiers, draw)[0],
        "kind": _weighted(desk.kinds, draw)[0],
        "priority": _weighted(desk.priorities, draw)[0],
        "category": category,
        "subject": subject,
        "customer": f"customer-{draw.randint(1, 900)}",
        "messages": [_message(opened, "customer")],
    }
    if channel in {"chat", "在线"}:
        record["messages"].append(_message(opened + timedelta(seconds=2), "bot"))
    _spoil(record, desk, opened, draw)
    if "status" in record:
        return record
    solved = _conversation(record, desk, answered, until, draw)
    record["status"] = _status(desk, record, solved)
    if solved:
        record["resolved_at"] = solved.isoformat()
        if draw.random() < 0.45:
            record["csat_score"] = _rating(wait, draw)
    return record


def _conversation(
    record: Record, desk: Desk, answered: datetime, until: datetime, draw: random.Random
) -> datetime | None:
    """Add the turns that had happened by `until`; return when the ticket was solved, if it was."""
    if draw.random() < 0.012 and answered <= until:
        return answered
    at = answered
    for turn in range(1 + (draw.random() < 0.55) + (draw.random() < 0.3)):
        if turn:
            asked = _after(desk, at, draw.expovariate(1 / 2400))
            if asked > until:
                return None
            record["messages"].append(_message(asked, "customer"))
            at = _after(desk, asked, draw.lognormvariate(math.log(900), 0.8))
        if at > until:
            return None
        record["messages"].append(_message(at, "agent", record["agent"]))
    solved = _after(desk, at, draw.expovariate(1 / 5400))
    return solved if solved <= until and draw.random() < 0.93 else None


def _status(desk: Desk, record: Record, solved: datetime | None) -> str:
    fresh, under_way, done = desk.statuses
    if solved:
        return done
    return under_way if record["messages"][-1]["kind"] == "agent" else fresh


def _spoil(record: Record, desk: Desk, opened: datetime, draw: random.Random) -> None:
    """Turn one in a hundred into what real exports hold: spam, merged, an impossible time."""
    fault = draw.random()
    if fault < 0.004:
        record["status"] = "spam"
    elif fault < 0.008:
        record["status"] = "merged"
    elif fault < 0.0095:
        before = opened - timedelta(minutes=draw.randint(2, 40))
        record.pop("messages")
        record.update(status=desk.statuses[2], first_response_at=before.isoformat())


def _load(desk: Desk, opened: datetime, began: datetime) -> float:
    weeks_back = (began - opened).days // 7
    local = opened.astimezone(desk.zone)
    busy = 1.6 if local.hour in {10, 11, 14, 15} else 1.0
    slow_start = 1.3 if weeks_back > 8 else 1.0
    return busy * slow_start * (desk.strain if weeks_back == desk.bad_week else 1.0)


def _after(desk: Desk, start: datetime, seconds: float) -> datetime:
    """Return the instant when `seconds` of working time have passed since `start`."""
    left = int(seconds * 1_000_000)
    began = to_micros(start)
    day = start.astimezone(desk.zone).date() - timedelta(days=1)
    for _ in range(40):
        for opens, closes in _worked(desk.clock, day):
            begin = max(opens, began)
            if begin >= closes:
                continue
            if begin + left <= closes:
                return from_micros(begin + left)
            left -= closes - begin
        day += timedelta(days=1)
    return start + timedelta(seconds=seconds)


@lru_cache(maxsize=1_000)
def _worked(clock: BusinessClock, day: date) -> Sequence[tuple[Micros, Micros]]:
    return clock.intervals(day)


def _rating(wait: float, draw: random.Random) -> int:
    return max(1, min(5, round(draw.gauss(4.7 - min(wait, 7200) / 3600, 0.8))))


def _message(at: datetime, kind: str, author: str | None = None) -> Record:
    found: Record = {"at": at.astimezone(UTC).isoformat(), "kind": kind}
    return found | {"author": author} if author else found


def _weighted(rows: tuple[tuple[Any, ...], ...], draw: random.Random) -> tuple[Any, ...]:
    return draw.choices(rows, [row[1] for row in rows])[0]
