"""Two teams without tickets, and short ways to open some, move the clock and read posts."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot import ids
from bot.db import Database
from bot.metrics.daily import CAUSES
from bot.models import (
    CaseCause,
    Delivery,
    HelpdeskName,
    History,
    Member,
    ServiceStandard,
    SlackUser,
    Team,
    TeamHours,
    Ticket,
)
from tests.scenarios.office import Json, Office, element, words_of

CREATED = datetime(2026, 9, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ENGLISH, CHINESE = "support-global", "客服一组"
ROOMS = {1: ENGLISH, 2: CHINESE}
MEMBERS = {
    1: {"U01EMMA": "lead", "U01NOAH": "agent", "U01SOFIA": "agent"},
    2: {"U01WANG": "lead", "U01LIWEI": "agent"},
}


async def prepare(database: Database) -> None:
    async with database.write() as session:
        session.add(_team(1, "Global support", "C01SUPPORT", "UTC"))
        session.add(_team(2, "客服一组", "C01KEFU", "Asia/Shanghai", locale="zh", country="CN"))
        await session.flush()
        for team_id, members in MEMBERS.items():
            session.add(TeamHours(team_id=team_id, hours="Mon-Fri 09:00-18:00"))
            session.add(
                ServiceStandard(team_id=team_id, number=1, valid_from=EPOCH, limit_seconds=900)
            )
            for user_id, role in members.items():
                session.add(Member(team_id=team_id, slack_user_id=user_id, role=role))
        session.add(HelpdeskName(team_id=1, name="Noah", slack_user_id="U01NOAH"))
        session.add(HelpdeskName(team_id=1, name="Sofia", slack_user_id="U01SOFIA"))
        session.add(SlackUser(id="U01ADMIN", is_admin=True, refreshed_at=EPOCH))


def _team(team_id: int, name: str, channel_id: str, zone: str, **more: Any) -> Team:
    return Team(id=team_id, name=name, channel_id=channel_id, zone=zone, created_at=CREATED, **more)


@dataclass
class World:
    """An office whose clock is moved and whose planner is woken by hand."""

    office: Office

    async def change(self, team_id: int = 1, **values: Any) -> None:
        async with self.office.database.write() as session:
            team = await session.get_one(Team, team_id)
            for name, value in values.items():
                setattr(team, name, value)

    async def ticket(
        self,
        name: str,
        opened: str,
        after: float | None = None,
        *,
        team_id: int = 1,
        solved_after: float | None = None,
        **more: Any,
    ) -> None:
        """Open a ticket at a team's local time, answered and solved so many minutes later."""
        async with self.office.database.write() as session:
            team = await session.get_one(Team, team_id)
            start = datetime.fromisoformat(opened).replace(tzinfo=ZoneInfo(team.zone))
            solved = _later(start, solved_after)
            row = Ticket(
                team_id=team_id,
                source="file",
                external_id=name,
                opened_at=start,
                waits_from=start,
                first_response_at=_later(start, after),
                first_solved_at=solved,
                solved_at=solved,
                **more,
            )
            session.add(row)

    async def at(self, instant: str, zone: str = "UTC") -> None:
        """Move the clock and wake the planner."""
        self.office.clock.now = datetime.fromisoformat(instant).replace(tzinfo=ZoneInfo(zone))
        await self.office.bot.planner.tick()
        await self.office.settle()

    async def since(self, instant: str) -> None:
        """Say that everything up to an instant has been planned."""
        planned = datetime.fromisoformat(instant).replace(tzinfo=UTC)
        for team_id in ROOMS:
            await self.change(team_id, planned_until=planned)

    async def posts(self, team_id: int = 1) -> list[Json]:
        seen = await self.office.slack.client.messages("robin", ROOMS[team_id])
        daily = ("Daily report", "日报")
        return [one for one in seen if not one["ephemeral"] and one["text"].startswith(daily)]

    async def post(self, team_id: int = 1) -> Json:
        (only,) = await self.posts(team_id)
        return only

    async def details(self, message: Json, user: str = "emma") -> Json:
        """Return what somebody gets who clicks *Details* in a report."""
        await self.office.click(user, message, ids.DAILY_DETAILS)
        return (await self.office.slack.client.messages(user, message["channel"]))[-1]

    async def as_posted_before(self, post: Json, *tickets: str) -> Json:
        """Let a report offer the causes of tickets as earlier versions did; return it."""
        kept = [block for block in post["blocks"] if block["block_id"] in {"title", "daily"}]
        place = {"channel": post["channel"], "ts": post["ts"]}
        await self.office.bot.deps.slack.client.chat_update(
            **place, text=post["text"], blocks=[*kept, *former_rows(*tickets)]
        )
        return await self.office.seen("emma", post)

    async def rows(self, team_id: int = 1) -> list[tuple[str, str, str | None]]:
        query = (
            select(Delivery)
            .where(Delivery.team_id == team_id, Delivery.kind == "daily")
            .order_by(Delivery.slot)
        )
        async with self.office.database.read() as session:
            found = (await session.exec(query)).all()
        return [(row.slot, row.status, row.reason) for row in found]

    async def causes(self) -> list[tuple[str, int, str, str]]:
        query = select(CaseCause).order_by(CaseCause.external_id, CaseCause.number)
        async with self.office.database.read() as session:
            found = (await session.exec(query)).all()
        return [(row.external_id, row.number, row.cause, row.named_by) for row in found]

    async def history(self) -> list[tuple[str, str, str, Any, Any]]:
        query = select(History).where(History.subject == "case").order_by(History.number)
        async with self.office.database.read() as session:
            found = (await session.exec(query)).all()
        return [
            (row.subject_key, row.event, row.who, json.loads(row.before), json.loads(row.after))
            for row in found
        ]


def _later(start: datetime, minutes: float | None) -> datetime | None:
    return None if minutes is None else start.astimezone(UTC) + timedelta(minutes=minutes)


def former_rows(*tickets: str) -> list[Json]:
    """Return the rows in which reports of earlier versions offered the causes of tickets."""
    options = [
        {"text": {"type": "plain_text", "text": one}, "value": ids.CauseValue(cause=one).dump()}
        for one in CAUSES
    ]
    chosen = {
        "type": "static_select",
        "action_id": ids.CASE_CAUSE,
        "options": options,
        "placeholder": {"type": "plain_text", "text": "Cause"},
    }
    return [
        {
            "type": "actions",
            "block_id": ids.CaseValue(team=1, source="file", id=ticket).dump(),
            "elements": [chosen],
        }
        for ticket in tickets
    ]


def hurting(message: Json) -> list[str]:
    """Return the tickets that stand in a report, in their order."""
    shown = [block for block in message["blocks"] if block["block_id"].startswith("case-")]
    return [block["text"]["text"].strip("*").split()[0].strip("*") for block in shown]


def unnamed(message: Json) -> str | None:
    """Return what the button says that opens the tickets not met."""
    button = element(message, ids.CASES_OPEN)
    return button["text"]["text"] if button else None


def rows_of(message: Json) -> dict[str, Json]:
    """Return the select of each case in a message or modal, by ticket."""
    found = {}
    for block in message["blocks"]:
        for one in block.get("elements", []):
            if one.get("type") == "static_select":
                found[json.loads(block["block_id"])["id"]] = {**one, "block": block["block_id"]}
    return found


def chosen(message: Json) -> dict[str, str | None]:
    """Return the cause shown for each ticket."""
    return {
        name: (one.get("initial_option") or {}).get("text", {}).get("text")
        for name, one in rows_of(message).items()
    }


def option(message: Json, ticket: str, cause: str) -> dict[str, str]:
    """Return the arguments of a click that names a cause."""
    one = rows_of(message)[ticket]
    values = [each["value"] for each in one["options"]]
    value = next(each for each in values if json.loads(each)["cause"] == cause)
    return {"value": value, "block_id": one["block"]}


def cells(message: Json) -> dict[str, list[str]]:
    """Return the rows of the table by their first cell."""
    (table,) = [block for block in message["blocks"] if block["type"] == "data_table"]
    texts = [[cell["text"] for cell in row] for row in table["rows"]]
    return {row[0]: row[1:] for row in texts}


__all__ = [
    "ENGLISH",
    "World",
    "cells",
    "chosen",
    "former_rows",
    "hurting",
    "option",
    "prepare",
    "rows_of",
    "unnamed",
    "words_of",
]
