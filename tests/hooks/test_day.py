"""A day of events, shuffled, some twice, with a restart in the middle, is the day in its order."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from tests.hooks.conftest import Hooked, event, make, messages, running, told

Json = dict[str, Any]
_TOLD: dict[str, Callable[[random.Random], Json]] = {
    "customer_message": lambda _: {},
    "agent_reply": lambda chance: {"agent": chance.choice(("Noah", "Sofia", "李伟"))},
    "bot_reply": lambda chance: {"automatic": chance.random() < 0.3},
    "note": lambda _: {},
    "assigned": lambda chance: {"agent": chance.choice(("Noah", None)), "group": "First line"},
    "tagged": lambda chance: {"category": chance.choice(("Refund", "Late"))},
    "status": lambda chance: {
        "status": chance.choice(("open", "solved", "closed", "reopened", "pending", "cancelled"))
    },
    "rated": lambda chance: {"score": chance.randint(1, 5)},
    "transferred": lambda chance: {"group": "Second line", "from_bot": chance.random() < 0.5},
    "call": lambda chance: {"direction": "in", "answered_after": chance.randint(1, 200)},
    "merged": lambda _: {"into": "D-1"},
    "deleted": lambda _: {},
}
_OFTEN = ("agent_reply", "customer_message", "status", "assigned", "bot_reply") * 4


def a_day(count: int) -> list[Json]:
    """Return the events of a fifth as many tickets, in the order in which they occurred."""
    chance, events = random.Random(7), []  # noqa: S311
    for number in range(count // 5):
        name, minute = f"D-{number}", chance.uniform(-600, 20)
        tier = chance.choice(("gold", "silver"))
        events.append(event("opened", name, minute, channel="chat", tier=tier))
        for _ in range(4):
            minute = min(minute + chance.choice((0, 0, 0.25, 3, 40)), 50)
            kind = chance.choice((*_TOLD, *_OFTEN))
            events.append(event(kind, name, minute, **_TOLD[kind](chance)))
    return sorted(events, key=lambda one: (one["occurred_at"], one["id"]))


def parts(events: list[Json]) -> Iterator[list[Json]]:
    for start in range(0, len(events), 100):
        yield events[start : start + 100]


async def send(hooked: Hooked, events: list[Json]) -> int:
    """Send events, a hundred a request; return how many of them were kept already."""
    twice = 0
    for some in parts(events):
        answered = await hooked.send(*some)
        assert answered.status_code == 202, answered.text
        twice += answered.json()["duplicates"]
    return twice


async def is_the_day_in_its_order(here: str, there: str, count: int) -> None:
    day = a_day(count)
    async with running(there) as ordered:
        await make(ordered)
        assert await send(ordered, day) == 0
        await ordered.settle()
        expected = await told(ordered.database), await messages(ordered.database)
    chance = random.Random(7)  # noqa: S311
    shuffled = [*day, *chance.sample(day, count // 20)]
    chance.shuffle(shuffled)
    middle = len(shuffled) // 2
    async with running(here, is_cut=True) as first:
        await make(first)
        twice = await send(first, shuffled[:middle])
    async with running(here, is_new=False) as second:
        second.number, second.secret = first.number, first.secret
        second.clock.now += timedelta(minutes=2)
        twice += await send(second, shuffled[middle:])
        await second.settle()
        await second.bot.planner.wake()
        await second.settle()
        assert twice == count // 20
        assert len(await second.events()) == count
        found = await told(second.database), await messages(second.database)
    assert len(found[0]) == count // 5
    differ = {name: one for name, one in found[0].items() if one != expected[0][name]}
    assert differ == {}
    assert found[1] == expected[1]


async def test_twenty_thousand_events_on_sqlite(sqlite_url: str, memory_path, sqlite_template):
    other = memory_path / "other.sqlite3"
    other.write_bytes(sqlite_template.read_bytes())
    await is_the_day_in_its_order(sqlite_url, f"sqlite:///{other}", 20_000)


async def test_two_thousand_events_on_postgresql(postgresql_url: str, memory_path, sqlite_template):
    other = memory_path / "other.sqlite3"
    other.write_bytes(sqlite_template.read_bytes())
    await is_the_day_in_its_order(postgresql_url, f"sqlite:///{other}", 2_000)
