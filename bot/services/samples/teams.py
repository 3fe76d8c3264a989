"""The demo's two teams with their people and tickets, put in as a customer's would be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.db import Database, sync_engine
from bot.models import SlackUser
from bot.registers.actions import ACTIONS
from bot.services.daily import report as daily
from bot.services.deliveries import ledger as delivery
from bot.services.people import Profile
from bot.services.registers import Wish
from bot.services.registers import life as entries
from bot.services.review import week as review
from bot.services.samples.arrivals import take_in
from bot.services.team import By, Choices, Limit, find_team, members
from bot.services.team import settings as teams
from bot.sources import sample
from bot.sources.sample_desks import CHINA_HOURS, GLOBAL_HOURS, global_support, support_china
from bot.store.people import people


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the local workspace, as the sample tickets name them."""

    user_id: str
    helpdesk_name: str
    role: str


GLOBAL_PEOPLE = (
    Person("U01EMMA", "Emma Clarke", "lead"),
    Person("U01NOAH", "Noah Williams", "agent"),
    Person("U01SOFIA", "Sofia Rossi", "agent"),
)
CHINA_PEOPLE = (
    Person("U01WANG", "王芳", "lead"),
    Person("U01LIWEI", "李伟", "agent"),
    Person("U01ZHANG", "张敏", "agent"),
)
ADMIN = "U01ADMIN"
_POSTS_SINCE = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Promise:
    """An action made a few days before the demo began: who promised what, due in how many days."""

    owner_id: str
    maker_id: str
    measure: str
    verification: str
    days: int


GLOBAL_PROMISES = (
    Promise(
        "U01NOAH",
        "U01EMMA",
        "Sofia and Noah answer chats first from 10:00 to 12:00, e-mail after that",
        "Nine chats in ten answered within 10 minutes before noon",
        0,
    ),
    Promise(
        "U01EMMA",
        "U01EMMA",
        "Write reply templates for the five most common delivery questions",
        "First replies to delivery questions take half as long",
        3,
    ),
)
CHINA_PROMISES = (
    Promise(
        "U01LIWEI",
        "U01WANG",
        "上午 10 点到 12 点先回在线咨询，邮件放到下午处理",
        "上午九成在线咨询在 10 分钟内得到答复",
        0,
    ),
    Promise(
        "U01WANG",
        "U01WANG",
        "为最常见的五类物流问题写好回复模板",
        "物流问题的首次响应时长减半",
        3,
    ),
)
_DEMO = "demo"
GLOBAL_CHANNEL, CHINA_CHANNEL = "C01SUPPORT", "C01KEFU"


async def add_sample_teams(
    database: Database, database_url: str, folder: Path, now: datetime
) -> int:
    """Add both teams to an empty database, their tickets up to `now`; return how many tickets.

    The files that the tickets are imported from are kept in `folder`.
    """
    by = By(_DEMO, now)
    await members.set_admin(database, ADMIN, by, admin=True)
    count, engine = 0, sync_engine(database_url)
    for desk, choices, staff, promises in (
        (global_support(), _global_choices(), GLOBAL_PEOPLE, GLOBAL_PROMISES),
        (support_china(), _china_choices(), CHINA_PEOPLE, CHINA_PROMISES),
    ):
        await teams.add_team(database, desk.name, choices, now, by.who)
        for person in staff:
            names = (person.helpdesk_name,)
            await members.put_member(database, desk.name, person.user_id, person.role, names, by=by)
            await _know(database, person, choices, now)
        path = folder / f"{desk.prefix.strip('-')}.jsonl"
        async with database.read() as session:
            team = await find_team(session, desk.name)
        count += await take_in(engine, team, sample.tickets(desk, now), path, now)
        for promise in promises:
            await _promise(database, desk, promise, now)
        await _plan_from(database, desk.name, now - _POSTS_SINCE, now)
    return count


async def _know(database: Database, person: Person, choices: Choices, now: datetime) -> None:
    """Keep somebody's language as Slack would tell it, so that their first reminder is in it."""
    row = SlackUser(
        id=person.user_id,
        name=person.helpdesk_name,
        locale="zh-CN" if choices.locale == "zh" else "en-GB",
        zone=choices.zone or "UTC",
        refreshed_at=now,
    )
    async with database.write() as session:
        await people.save_person(session, row)


async def _promise(database: Database, desk: sample.Desk, promise: Promise, now: datetime) -> None:
    async with database.read() as session:
        team = await find_team(session, desk.name)
    today = now.astimezone(desk.zone).date()
    due_on = today + timedelta(days=promise.days)
    if not desk.clock.is_working_day(due_on):
        due_on = desk.clock.next_working_day(due_on)
    typed = {
        "measure": promise.measure,
        "owner": promise.owner_id,
        "due": due_on.isoformat(),
        "verification": promise.verification or "",
    }
    owner = Profile(promise.owner_id, promise.owner_id, team.locale, ZoneInfo(team.zone), None, now)
    wish = Wish(team.id or 0, 0, 0, promise.maker_id, typed, "", {"origin": "command"})
    people_named = {promise.owner_id: owner}
    began = now - timedelta(days=6)
    await entries.create(database, ACTIONS, ACTIONS.make, wish, people_named, began)


async def _plan_from(database: Database, name: str, since: datetime, now: datetime) -> None:
    """Let the planner find what fell due since then, so that there is something to see at once.

    Of reports and reviews only the latest: the channel begins with them.
    """
    async with database.write() as session:
        team = await find_team(session, name)
        team.planned_until = since
        session.add(team)
    for due_between in (daily.due_between, review.due_between):
        due = await due_between(database, team, since, now)
        await delivery.leave_out(database, team.id or 0, due[:-1], "sample", now)


def _global_choices() -> Choices:
    return Choices(
        channel_id=GLOBAL_CHANNEL,
        zone="Europe/London",
        hours=GLOBAL_HOURS,
        country="GB-ENG",
        locale="en",
        limits=(Limit(180, "tier", "gold"), Limit(600, "tier", "silver")),
        ticket_address="https://help.example/tickets/{id}",
    )


def _china_choices() -> Choices:
    return Choices(
        channel_id=CHINA_CHANNEL,
        zone="Asia/Shanghai",
        hours=CHINA_HOURS,
        country="CN",
        locale="zh",
        limits=(
            Limit(180, "tier", "金卡"),
            Limit(600, "tier", "银卡"),
            Limit(1800, "tier", "普通"),
        ),
        ticket_address="https://kefu.example/gongdan/{id}",
    )
