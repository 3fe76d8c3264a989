"""A day of a desk that lives, with everything going wrong that can: nothing is lost or twice."""

import random
from datetime import timedelta

from bot.workspace.helpdesks.living import Living
from tests.pulling.conftest import NOW

FAULTS = (
    {"kind": "busy", "retry_after": "2"},
    {"kind": "busy", "retry_after": "400"},
    {"kind": "error", "times": 4},
    {"kind": "html"},
    {"kind": "truncated"},
    {"kind": "torn"},
    {"kind": "cut", "times": 4},
    {"kind": "redirect", "location": "https://elsewhere.example/"},
    {"kind": "repeats", "times": 2},
    {"kind": "revoked"},
    {"kind": "slow", "seconds": 0.01},
)
HOURS = 24


async def test_a_day_with_every_fault(fed):
    fed.account.most_rows = 7
    draw = random.Random(7)  # noqa: S311
    living = Living(fed.desk, NOW - timedelta(hours=6), every=timedelta(minutes=25))
    living.advance(fed.now)
    await fed.connect()
    met = set()
    pulls = fed.process()
    for step in range(HOURS * 20):
        fed.later(minutes=3)
        living.advance(fed.now)
        if step % 7 == 3:
            fault = dict(draw.choice(FAULTS))
            met.add(fault["kind"])
            fed.faults.clear()
            fed.faults.add(path="/api/v2/tickets", after=draw.randrange(2), **fault)
        if step % 100 == 50:
            pulls = fed.process()
        if (await fed.feed()).failure == "credentials":
            await fed.renew()
        await fed.pull(pulls)
    fed.faults.clear()
    for _ in range(3):
        fed.later(minutes=30)
        await fed.pull()
    assert met == {one["kind"] for one in FAULTS}
    found = await fed.tickets()
    assert set(found) == {str(one.id) for one in fed.desk.tickets.values()}
    for one in fed.desk.tickets.values():
        known = found[str(one.id)]
        assert known.opened_at == one.opened_at
        assert known.first_response_at == one.first_answered_at
        assert (known.solved_at is not None) == (one.status == "solved")
        assert (known.excluded == "deleted") == one.is_deleted
    assert sum(one.created for one in await fed.imports()) == len(found)
