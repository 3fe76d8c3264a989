"""An office with somebody in each role, in which every deed can be tried and is undone again."""

import re
from collections.abc import Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlmodel import SQLModel

from bot.db import Database, sync_engine
from bot.metrics.complaints.report import Clocks
from bot.models import (
    Card,
    Complaint,
    Feed,
    Member,
    Problem,
    Review,
    Ticket,
    WarningDay,
    WarningRule,
    WarningState,
)
from bot.registers import REGISTERS
from bot.services.review.week import content
from bot.services.team.measuring import measured
from bot.services.warnings.cards import SUBJECT, key_of, posted_card
from bot.store import complaints as store
from bot.text import catalogue
from bot.views.complaints import complaints as complaint_view
from bot.views.review import week_card as review_view
from bot.views.warnings import card as warning_view
from tests.registers.samples import rows
from tests.released.rows import put_back, written
from tests.scenarios.office import Json, Office, words_of
from tests.scenarios.tickets import NOW, seed

ROOM = "support-global"
WHO = {
    "agent": "sofia",
    "owner": "noah",
    "lead": "emma",
    "operations": "opal",
    "it": "ivan",
    "quality": "quinn",
    "admin": "robin",
    "colleague": "olga",
    "guest": "gus",
}
"""Who tries for each column of the table; the owner is an agent whose item or action it is."""
IDS = {
    "sofia": "U01SOFIA",
    "noah": "U01NOAH",
    "emma": "U01EMMA",
    "opal": "U01OPAL",
    "ivan": "U01IVAN",
    "quinn": "U01QUINN",
    "robin": "U01ADMIN",
    "olga": "U01OUT",
    "gus": "U01GUEST",
}
PEOPLE = [
    {"id": IDS[name], "name": name, "real_name": f"{name.title()} Test", "locale": "en-GB"}
    for name in ("opal", "ivan", "quinn")
] + [{"id": "U01NEW", "name": "nina", "real_name": "Nina New", "locale": "en-GB"}]
WEEK = date(2026, 11, 16)
RAISED = date(2026, 11, 19)
_KEPT = {"seen_requests", "slack_users", "channel_visits", "database_state"}
_ASIDE = {*_KEPT, "cards"}
_REFUSALS = (
    "forbidden",
    "error.members_only",
    "leads_only",
    "admins_only",
    "nothing_to_set",
    "none_for_admin",
    "error.guest",
    "register.error.private",
)


class NotShownError(Exception):
    """What was to be used is not there for this person."""


async def prepare(database: Database) -> None:
    """Write two teams, a member in each role, and a warning that was raised."""
    await seed(database)
    async with database.write() as session:
        for name, role in (("opal", "operations"), ("ivan", "it"), ("quinn", "quality")):
            session.add(Member(team_id=1, slack_user_id=IDS[name], role=role))
        for metric, near, limit in (("frt_median", 720, 900), ("attainment", 0.92, 0.9)):
            rule = {"metric": metric, "warning_value": near, "limit_value": limit}
            session.add(WarningRule(team_id=1, **rule))
        session.add(
            WarningState(
                team_id=1,
                metric="frt_median",
                phase="warning",
                near_days=3,
                raised_on=RAISED,
                judged_through=RAISED,
            )
        )
        session.add(
            WarningDay(
                team_id=1,
                metric="frt_median",
                day=RAISED,
                kind="near",
                reason="near",
                value=800,
                samples=2,
                clock="business",
                warning_value=720,
                limit_value=900,
                phase="warning",
                change="raised",
                announced="raised",
                judged_at=datetime(2026, 11, 19, 18, tzinfo=UTC),
            )
        )
        session.add_all(feeds())
        for kind in REGISTERS.values():
            session.add_all(rows(kind, IDS["noah"]))
        session.add(Review(team_id=1, week=WEEK, opened_at=NOW))
        for name, more in (("C1", {}), ("SAID", {"said_by": "U01EMMA"}), ("NO", None)):
            opened = datetime(2026, 11, 19, 10, tzinfo=UTC)
            key = {"team_id": 1, "source": "file", "external_id": name, "opened_at": opened}
            session.add(Ticket(**key, kind="complaint", solved_at=opened))
            if more is not None:
                session.add(Complaint(**key, noticed_at=opened, reason="category", **more))
        session.add(
            Problem(
                team_id=1,
                number=1,
                kind="delay",
                seen="Chats wait",
                origin="command",
                created_by="U01EMMA",
                created_at=NOW,
            )
        )


def feeds() -> list[Feed]:
    """Return a helpdesk that is asked tomorrow, and one that is paused."""
    told = {"team_id": 1, "kind": "pull", "product": "freshdesk", "secret": "Sealed credentials"}
    told |= {"made_by": "U01EMMA", "made_at": NOW, "asked_since": NOW, "heard_at": NOW}
    later = NOW + timedelta(days=1)
    return [
        Feed(
            number=number,
            name=f"Freshdesk (Parcel desk {number})",
            source=f"freshdesk-{number}",
            address=f"https://Parcel-{number}.example.com",
            state=state,
            next_at=later,
            **told,
        )
        for number, state in ((1, "on"), (2, "paused"))
    ]


@dataclass
class Desk:
    """The office, what stands in its channel, and how everything stood at the start.

    `helpdesk` is the address of one that may be connected.
    """

    office: Office
    posted: dict[str, Json] = field(default_factory=dict)
    rows: dict[str, list[Json]] = field(default_factory=dict)
    written: dict[str, list[str]] = field(default_factory=dict)
    said_before: dict[str, int] = field(default_factory=dict)
    helpdesk: str = ""

    def __post_init__(self) -> None:
        self._engine = sync_engine(self.office.bot.deps.settings.database_url)
        self._watching: Connection | None = None
        self._seen: tuple[object, list[str]] | None = None

    def close(self) -> None:
        if self._watching is not None:
            self._watching.close()
        self._engine.dispose()

    @property
    def client(self) -> Any:
        return self.office.slack.client

    async def add(self, table: str, rows: Sequence[Json]) -> None:
        """Write rows of a table, with the columns that they name."""
        with self._engine.begin() as connection:
            connection.execute(SQLModel.metadata.tables[table].insert(), list(rows))

    async def post(self, name: str, message: Json) -> None:
        """Put a message into the team's channel."""
        ts = await self.office.bot.deps.slack.post("C01SUPPORT", message)
        found = await self.client.messages("emma", ROOM)
        self.posted[name] = next(one for one in found if one["ts"] == ts)

    async def post_warning(self) -> None:
        card = Card(
            team_id=1,
            subject=SUBJECT,
            subject_key=key_of("frt_median", RAISED),
            channel_id="C01SUPPORT",
            message_ts="1.1",
            view=f"raised.{RAISED.isoformat()}",
        )
        shown = await posted_card(self.office.database, card, self.office.clock())
        assert shown is not None
        await self.post("warning", warning_view.card(shown))

    async def post_complaint(self) -> None:
        async with self.office.database.read() as session:
            known = await store.opened_since(session, 1, datetime(2026, 11, 18, tzinfo=UTC))
            problems = await store.open_problems(session, 1, 20)
            team = (await measured(session, 1, NOW)).team
        over = tuple(one for one in known if one.external_id == "C1")
        made = Clocks(team, "en", NOW, over, is_breach=True, open_problems=tuple(problems))
        await self.post("complaint", complaint_view.clocks(made))

    async def post_review(self) -> None:
        made = await content(self.office.database, 1, WEEK, self.office.clock())
        await self.post("review", review_view.prompt(made))

    async def remember(self) -> None:
        """Take what is there now as how everything stands before each deed."""
        with self._engine.connect() as connection:
            for table in SQLModel.metadata.sorted_tables:
                rows = connection.execute(table.select()).mappings().all()
                self.rows[table.name] = [dict(row) for row in rows]
        self.written, self._seen = self.state(), None
        self.said_before = {name: len(found) for name, found in self._rooms().items()}

    def _rooms(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = self.office.slack.workspace.messages
        return found

    def state(self) -> dict[str, list[str]]:
        """Return the rows of each table as text: that is what is compared after each deed."""
        with self._engine.connect() as connection:
            return written(connection, SQLModel.metadata.sorted_tables)

    def changed(self, since: dict[str, list[str]] | None = None) -> list[str]:
        """Return the tables in which something is otherwise than at the start, or `since`."""
        if since is None:
            return self._changed(_ASIDE)
        now = self.state()
        return [name for name in now if now[name] != since[name] and name not in _ASIDE]

    def _changed(self, aside: set[str]) -> list[str]:
        version = self._version()
        if self._seen is None or version is None or self._seen[0] != version:
            now = self.state()
            self._seen = version, [name for name in now if now[name] != self.written[name]]
        return [name for name in self._seen[1] if name not in aside]

    def _version(self) -> object:
        """Return what SQLite counts up whenever somebody commits; elsewhere nothing is known."""
        if self._engine.dialect.name != "sqlite":
            return None
        if self._watching is None:
            self._watching = self._engine.connect().execution_options(writes=False)
        found: object = self._watching.exec_driver_sql("PRAGMA data_version").scalar_one()
        self._watching.rollback()
        return found

    async def undo(self, user: str) -> None:
        """Put database and messages back, and close what is open; what that brings ends first."""
        for view in (await self.client.views(user))[-1:]:
            await self.client.close(user, view, whole_stack=True)
        # A modal may want to be told that it was closed.
        await self.office.slack.courier.settled()
        await self.office.settle()
        for name, found in self._rooms().items():
            del found[self.said_before.get(name, 0) :]
        if changed := self._changed(_KEPT):
            await self._put_back(changed)

    async def forget_visits(self) -> None:
        """Let nobody have been seen in a channel who was not at the start."""
        if "channel_visits" in self._changed(set()):
            await self._put_back(["channel_visits"])

    async def _put_back(self, changed: list[str]) -> None:
        tables = [one for one in SQLModel.metadata.sorted_tables if one.name in changed]
        with self._engine.begin() as connection:
            put_back(connection, tables, self.rows)
        stand = {one["ts"]: one for one in await self.client.messages("emma", ROOM)}
        for message in self.posted.values():
            if any(stand[message["ts"]][part] != message[part] for part in ("text", "blocks")):
                await self.office.bot.deps.slack.client.chat_update(
                    channel="C01SUPPORT",
                    ts=message["ts"],
                    text=message["text"],
                    blocks=message["blocks"],
                )

    @asynccontextmanager
    async def leading(self, user: str):
        """Let somebody lead the team meanwhile, and be what they are again after it."""
        async with self.office.database.write() as session:
            before = await session.get(Member, (1, IDS[user]))
            role = before.role if before else None
            await session.merge(Member(team_id=1, slack_user_id=IDS[user], role="lead"))
        try:
            yield
        finally:
            async with self.office.database.write() as session:
                member = await session.get_one(Member, (1, IDS[user]))
                if role is None:
                    await session.delete(member)
                else:
                    member.role = role

    async def said(self, user: str) -> dict[str, str]:
        """Return what somebody sees, by where: messages, modals, their errors and notices."""
        found = {}
        for place in (ROOM, "app"):
            for one in await self.client.messages(user, place):
                found[f"{place}.{one['ts']}.{one.get('ephemeral')}"] = words_of(one)
        for view in await self.client.views(user):
            told = f"{view.get('title')}\n{words_of(view)}\n{view.get('errors')}\n"
            found[view["id"]] = told + str(view.get("notice"))
        for at, notice in enumerate(await self.client.notices(user)):
            found[f"notice.{at}"] = notice
        return found


def refused(text: str) -> bool:
    """Return whether a text contains one of the sentences of a polite no."""
    plain = re.sub(r"\s+", " ", text)
    return any(pattern.search(plain) for pattern in _patterns())


@cache
def _patterns() -> list[re.Pattern[str]]:
    made = []
    for key, entry in catalogue("en").items():
        if ".refusal" not in key and not any(key.endswith(end) for end in _REFUSALS):
            continue
        text = entry if isinstance(entry, str) else str(entry[0])
        parts = re.split(r"\{\w+\}", re.sub(r"\s+", " ", text))
        made.append(re.compile(".{0,80}?".join(map(re.escape, parts))))
    return made


def elements(shown: Json) -> Iterator[tuple[str, Json]]:
    """Yield (block id, element) of everything that can be used on a message or modal."""
    for block in shown["blocks"]:
        for one in [block.get("accessory"), *block.get("elements", [])]:
            if isinstance(one, dict) and "action_id" in one:
                yield block["block_id"], one
