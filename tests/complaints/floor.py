"""What happens to complaints about delay, said shortly."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot.app import Application, build
from bot.jobs import complaints as job
from bot.models import (
    Complaint,
    Delivery,
    History,
    Member,
    Problem,
    SlackUser,
    Team,
    TeamHours,
    Ticket,
)
from bot.planner.planner import Planner
from tests.scenarios.office import Json, Office, _settings, words_of
from tests.scenarios.tickets import EPOCH, NOW

ROOM = "support-global"
HOUR = timedelta(hours=1)


@dataclass
class Floor:
    """An office with a quality specialist, in which customers complain."""

    office: Office
    url: str

    others: list[Application] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.planner = Planner(self.office.bot.deps)
        job.register(self.planner, self.office.bot.deps)

    def fresh(self) -> Planner:
        """Return another planner, as another process would have it."""
        bot = build(_settings(self.office.slack, self.url, "http"), self.office.clock)
        self.others.append(bot)
        planner = Planner(bot.deps)
        job.register(planner, bot.deps)
        return planner

    async def begin(self) -> None:
        """Let Bo look after quality in a team that works day and night, and plan from now on."""
        async with self.office.database.write() as session:
            await session.merge(Member(team_id=1, slack_user_id="U01BOTH", role="quality"))
        await self.works("24/7")
        await self.tick()

    async def works(self, hours: str, **more: Any) -> None:
        """Set the team's working hours, and whatever else of it."""
        async with self.office.database.write() as session:
            (known,) = await session.exec(select(TeamHours).where(TeamHours.team_id == 1))
            known.hours = hours
            team = await session.get_one(Team, 1)
            for field, value in more.items():
                setattr(team, field, value)

    async def tick(self, at: datetime | None = None) -> None:
        if at is not None:
            self.office.clock.now = at
        await self.planner.tick()
        await self.office.settle()

    async def hours(self, count: int) -> None:
        """Let hours pass, one by one."""
        for _ in range(count):
            await self.tick(self.office.clock.now + HOUR)

    async def complain(self, name: str, opened: datetime = NOW, **more: Any) -> None:
        """Take in a complaint; by its category about delay unless said otherwise."""
        told = {"kind": "complaint", "category": "slow reply", "subject": "Still no parcel", **more}
        async with self.office.database.write() as session:
            session.add(
                Ticket(
                    team_id=told.pop("team_id", 1),
                    source="file",
                    external_id=name,
                    opened_at=opened,
                    waits_from=opened,
                    **told,
                )
            )

    async def change(self, name: str, **values: Any) -> None:
        async with self.office.database.write() as session:
            ticket = await session.get_one(Ticket, (1, "file", name))
            for field, value in values.items():
                setattr(ticket, field, value)

    async def told(self, user: str = "emma") -> list[Json]:
        """Return the reminders that somebody got."""
        found = await self.office.slack.client.messages(user, "app")
        return [one for one in found if one["blocks"][0]["type"] == "header"]

    async def breaches(self) -> list[Json]:
        found = await self.office.slack.client.messages("emma", ROOM)
        said = [one for one in found if not one["ephemeral"]]
        return [one for one in said if "within 24 h" in one["text"]]

    async def rows(self) -> list[Complaint]:
        async with self.office.database.read() as session:
            return list((await session.exec(select(Complaint))).all())

    async def problems(self) -> list[Problem]:
        async with self.office.database.read() as session:
            query = select(Problem).order_by(col(Problem.number))
            return list((await session.exec(query)).all())

    async def deliveries(self) -> list[tuple[str, str, str | None]]:
        async with self.office.database.read() as session:
            query = select(Delivery).order_by(col(Delivery.due_at), Delivery.channel_id)
            rows = (await session.exec(query)).all()
        return [(row.channel_id, row.status, row.reason) for row in rows]

    async def events(self, subject: str = "complaint") -> list[tuple[str, str, str | None]]:
        async with self.office.database.read() as session:
            query = select(History).where(History.subject == subject)
            rows = (await session.exec(query.order_by(col(History.number)))).all()
        return [(row.event, row.who, row.why) for row in rows]

    async def speaks(self, user_id: str, language: str) -> None:
        async with self.office.database.write() as session:
            row = SlackUser(id=user_id, language=language, refreshed_at=EPOCH)
            await session.merge(row)

    async def seen(self, user: str, message: Json) -> str:
        return words_of(await self.office.seen(user, message))
