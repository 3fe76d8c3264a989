"""The power goes at any moment while reports are posted and forms acknowledged: nothing is lost.

What the disk was asked is recorded once, while the bot works. Then, for each cut, the next process
begins with the files that the cut leaves, in the workspace as it stood at that moment.
"""

import os
import random
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from bot.app import build
from bot.cli.serving import running
from bot.models import Action, Card, Delivery, NewCard
from bot.slack.client import Slack
from bot.workspace.rates import Rates
from bot.workspace.saved import dump, restore
from tests.daily.world import World, prepare
from tests.faults.disk import Disk, recorded
from tests.scenarios.office import Json, Office, TestClock, office

CUTS = int(os.environ.get("FRT_POWER_CUTS", "40"))
DAYS = ("2026-11-19", "2026-11-20")
ROOM = "support-global"
ENDED = {"posted", "skipped", "ambiguous"}


@dataclass
class Diary:
    """After how many of the disk's deeds something had happened that others know of."""

    disk: Disk
    posted: dict[str, int] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    looked: list[tuple[int, datetime]] = field(default_factory=list)

    @contextmanager
    def noting_posts(self) -> Iterator[None]:
        usual = Slack.post

        async def noted(slack: Slack, *words: Any, **named: Any) -> str:
            ts = await usual(slack, *words, **named)
            self.posted[ts] = len(self.disk)
            return ts

        Slack.post = noted  # type: ignore[method-assign]
        try:
            yield
        finally:
            Slack.post = usual  # type: ignore[method-assign]


@dataclass(frozen=True)
class Worked:
    """What a bot did, from its first deed to its last."""

    office: Office
    diary: Diary
    first: int
    last: int
    workspace: Json


async def _work(opened: Office, diary: Diary) -> None:
    made = World(opened)
    for day in DAYS:
        for moment in (f"{day} 01:00:05", f"{day} 09:00:05", f"{day} 09:01"):
            opened.clock.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
            diary.looked.append((len(diary.disk), opened.clock.now))
            await made.at(moment)
            await _send_a_form(opened, diary, f"Answer by {moment}")


async def _send_a_form(opened: Office, diary: Diary, measure: str) -> None:
    client = opened.slack.client
    await client.command("emma", ROOM, "/frt action")
    await opened.settle()
    form = await opened.modal("emma")
    done = await client.submit("emma", form, {"measure": measure})
    assert done["ack"]["status"] == "ok"
    diary.acknowledged[measure] = len(diary.disk)
    await opened.settle()


@pytest.fixture
async def worked(sqlite_url: str) -> AsyncIterator[Worked]:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    async with office(sqlite_url, by="http", prepare=prepare, rates=False) as opened:
        made = World(opened)
        await made.since("2026-11-18 19:00")
        await made.ticket("A", "2026-11-18 10:00", 25)
        await opened.database.close()
        with recorded(path) as disk:
            diary = Diary(disk)
            first = len(disk)
            with diary.noting_posts():
                await _work(opened, diary)
            last = len(disk)
            await opened.database.close()
        yield Worked(opened, diary, first, last, dump(opened.slack.workspace))


async def test_no_power_cut_loses_or_repeats_anything(worked: Worked, tmp_path: Path) -> None:
    seed = os.environ.get("FRT_POWER_SEED") or uuid4().hex
    for number in range(CUTS):
        after, path = _cut(worked, f"{seed}/{number}", tmp_path)
        try:
            await _go_on(worked, after, path)
        except Exception as error:
            error.add_note(f"FRT_POWER_SEED={seed}, cut {number}, after {after} deeds")
            raise


def _cut(worked: Worked, seed: str, folder: Path) -> tuple[int, Path]:
    """Return after how many deeds the power goes, and the database that this leaves."""
    for left in folder.glob("cut.sqlite3*"):
        left.unlink()
    chance = random.Random(seed)  # noqa: S311  the same again from the same seed
    after = chance.randint(worked.first, worked.last)
    return after, worked.diary.disk.cut(after, chance, folder)


async def _go_on(worked: Worked, after: int, path: Path) -> None:
    """Begin anew with the files of a cut; fail when something is lost, said twice or open."""
    with closing(sqlite3.connect(path)) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    place, diary = worked.office.slack.workspace, worked.diary
    stood = {ts for ts, at in diary.posted.items() if at <= after}
    messages = [one for one in worked.workspace["messages"] if one["ts"] in stood]
    restore(place, {**worked.workspace, "messages": messages})
    place.rates = Rates()
    told = worked.office.bot.deps.settings.model_copy(update={"database_url": f"sqlite:///{path}"})
    clock = TestClock()
    clock.now = max((now for at, now in diary.looked if at <= after), default=diary.looked[0][1])
    bot = build(told, clock)
    async with running(bot):
        # What was cut off is begun again 30 s after its lease: before its team goes home.
        for minutes in (1, 3, 2, 78):
            clock.now += timedelta(minutes=minutes)
            await bot.planner.tick()
        async with bot.deps.database.read() as session:
            rows = (await session.exec(select(Delivery))).all()
            actions = {one.measure for one in (await session.exec(select(Action))).all()}
            cards = {one.message_ts for one in (await session.exec(select(Card))).all()}
            assert (await session.exec(select(NewCard))).all() == []
    acknowledged = {name for name, at in diary.acknowledged.items() if at <= after}
    assert acknowledged <= actions
    told = [one for room in place.messages.values() for one in room if one.metadata]
    new = [one for one in told if _id(one).startswith("card-")]
    assert {one.ts for one in new} <= cards, "a card that will not be redrawn"
    assert len(new) == len(actions), "a card that is lost, or stands twice"
    _agree(rows, Counter(_id(one) for one in told if one not in new), clock.now)


def _id(message: Any) -> str:
    return str(message.metadata["event_payload"]["delivery_id"])


def _agree(rows: Any, stands: Counter[str], now: datetime) -> None:
    assert stands.keys() <= {row.id for row in rows}, "a post of which nobody knows"
    for row in rows:
        assert row.status in ENDED, row
        assert stands[row.id] == (row.status == "posted"), row
    due = {row.slot for row in rows if row.kind == "daily" and row.channel_id == "C01SUPPORT"}
    assert due == {day for day in DAYS if datetime.fromisoformat(f"{day}T09:00Z") <= now}
