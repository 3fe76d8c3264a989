"""The bot with its planner beside a local Slack, and a clock that is moved from day to day."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot import ids
from bot.app import build
from bot.db import Database
from bot.jobs import warnings as job
from bot.models import (
    Delivery,
    History,
    Import,
    Member,
    ServiceStandard,
    SlackUser,
    Team,
    TeamHours,
    Ticket,
    WarningDay,
)
from bot.planner.planner import Planner
from tests.scenarios.office import Json, Office, _settings, office, words_of

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOURS = "Mon-Fri 09:00-12:00,13:00-18:00"
MINUTE = 60


@dataclass
class Desk:
    """A team's channel, its tickets, and its days."""

    office: Office
    planner: Planner
    zone: ZoneInfo
    channel: str
    reader: str
    url: str
    tickets: int = 0

    @property
    def database(self) -> Database:
        return self.office.database

    def set(self, day: date, wall: time) -> None:
        self.office.clock.now = datetime.combine(day, wall, self.zone).astimezone(UTC)

    async def answer(
        self, day: date, *seconds: float | None, at: time = time(10), **more: Any
    ) -> None:
        """Open a ticket a minute from `at` on, each answered after seconds (None: not yet)."""
        async with self.database.write() as session:
            for count, wait in enumerate(seconds):
                self.tickets += 1
                opened = datetime.combine(day, at, self.zone) + timedelta(minutes=count)
                replied = None if wait is None else opened + timedelta(seconds=wait)
                session.add(
                    Ticket(
                        team_id=1,
                        source="file",
                        external_id=f"T{self.tickets}",
                        opened_at=opened.astimezone(UTC),
                        waits_from=opened.astimezone(UTC),
                        first_response_at=replied and replied.astimezone(UTC),
                        **more,
                    )
                )

    async def cover(self, until: datetime) -> None:
        """Note a finished import that told of no ticket."""
        async with self.database.write() as session:
            known = (await session.exec(select(Import))).all()
            session.add(
                Import(
                    team_id=1,
                    number=len(known) + 1,
                    source="file",
                    file_name="x.csv",
                    file_size=1,
                    sha256="0",
                    reading="{}",
                    imported_by="shell",
                    status="done",
                    started_at=until,
                    finished_at=until,
                )
            )

    async def at(self, day: date, wall: time) -> list[Json]:
        """Move the clock there, let the planner plan and post; return what is new there."""
        before = {one["ts"] for one in await self.seen()}
        self.set(day, wall)
        await self.planner.tick()
        await self.office.settle()
        return [one for one in await self.seen() if one["ts"] not in before]

    async def close(self, day: date) -> list[Json]:
        """Let a day end at 18:00; return what the channel hears."""
        return await self.at(day, time(18))

    async def days(self, day: date, *values: tuple[float | None, ...]) -> list[Json]:
        """Play working days one after the other; return everything that was posted."""
        posted: list[Json] = []
        for seconds in values:
            await self.answer(day, *seconds)
            posted += await self.close(day)
            day += timedelta(days=3 if day.weekday() == 4 else 1)
        return posted

    async def chart(self, warning: Json) -> Json:
        """Click *Chart* on a warning and return the answer."""
        await self.office.click(self.reader, warning, ids.WARNING_SHOW)
        return (await self.office.slack.client.messages(self.reader, self.channel))[-1]

    async def seen(self) -> list[Json]:
        return [
            one
            for one in await self.office.slack.client.messages(self.reader, self.channel)
            if not one.get("ephemeral")
        ]

    async def restart(self) -> None:
        """Let another process take over, as after a crash."""
        fresh = build(_settings(self.office.slack, self.url, "http"), self.office.clock)
        self.planner = Planner(fresh.deps)
        job.register(self.planner, fresh.deps)
        await self.office.database.close()
        self.office.bot = fresh

    async def judged(self, metric: str = "frt_median") -> list[WarningDay]:
        async with self.database.read() as session:
            query = select(WarningDay).where(WarningDay.metric == metric)
            return list((await session.exec(query.order_by(col(WarningDay.day)))).all())

    async def changes(self) -> list[tuple[str, str]]:
        """Return (what happened, who did it), in order."""
        async with self.database.read() as session:
            rows = (await session.exec(select(History).order_by(col(History.number)))).all()
        return [(row.event, row.who) for row in rows]

    async def ends(self) -> list[tuple[str, str, str | None]]:
        async with self.database.read() as session:
            query = select(Delivery).order_by(col(Delivery.due_at), col(Delivery.slot))
            rows = (await session.exec(query)).all()
        return [(row.slot, row.status, row.reason) for row in rows]


@contextlib.asynccontextmanager
async def desk(
    url: str,
    created: date,
    *,
    language: str = "en",
    hours: str = HOURS,
    country: str | None = "CN",
    members: Sequence[tuple[str, str]] | None = None,
    **team: Any,
) -> AsyncIterator[Desk]:
    """Open a team's desk on the evening before a date."""
    zone = ZoneInfo(team.pop("zone", "Asia/Shanghai"))
    chinese = language == "zh"
    channel = ("C01KEFU", "客服一组") if chinese else ("C01SUPPORT", "support-global")
    people = members or (
        (("U01WANG", "lead"), ("U01ZHANG", "operations"), ("U01LIWEI", "agent"))
        if chinese
        else (("U01EMMA", "lead"), ("U01SOFIA", "operations"), ("U01NOAH", "agent"))
    )
    begun = datetime.combine(created, time(), zone).astimezone(UTC)

    async def prepare(database: Database) -> None:
        async with database.write() as session:
            session.add(
                Team(
                    id=1,
                    name="客服一组" if chinese else "Global support",
                    channel_id=channel[0],
                    zone=zone.key,
                    locale=language,
                    country=country,
                    created_at=begun,
                    **team,
                )
            )
            await session.flush()
            if hours:
                session.add(TeamHours(team_id=1, hours=hours))
            session.add(
                ServiceStandard(team_id=1, number=1, valid_from=EPOCH, limit_seconds=15 * MINUTE)
            )
            for user_id, role in people:
                session.add(Member(team_id=1, slack_user_id=user_id, role=role))
            session.add(SlackUser(id="U01ADMIN", is_admin=True, refreshed_at=EPOCH))

    async with office(url, by="http", prepare=prepare) as opened:
        opened.clock.now = begun
        planner = Planner(opened.bot.deps)
        job.register(planner, opened.bot.deps)
        reader = "wangfang" if chinese else "emma"
        here = Desk(opened, planner, zone, channel[1], reader, url)
        try:
            yield here
        finally:
            await here.database.close()


__all__ = ["Desk", "desk", "words_of"]
