"""A week of two teams in which the bot posts everything that it can, and people use it.

Monday 2026-11-16 to Monday 2026-11-23, noon. Global support (UTC, limit 15 min) is near its limit
from Monday on and misses it from Wednesday on.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot import ids
from bot.db import Database
from bot.models import (
    Action,
    Complaint,
    Delivery,
    HelpdeskName,
    Member,
    PlanItem,
    Problem,
    ServiceStandard,
    SlackUser,
    Team,
    TeamHours,
    Ticket,
    WarningRule,
)
from tests.released.people import CHINESE, ENGLISH, GENERAL, People

BEGIN, END = datetime(2026, 11, 16, 8, tzinfo=UTC), "2026-11-23T12:30"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MEMBERS = {
    1: {"U01EMMA": "lead", "U01NOAH": "agent", "U01SOFIA": "agent", "U01BOTH": "quality"},
    2: {"U01WANG": "lead", "U01LIWEI": "agent", "U01ZHANG": "operations", "U01BOTH": "agent"},
}
MORE = [
    {"id": f"U01MORE{n}", "name": f"more{n}", "real_name": f"More Member {n}", "locale": "en-GB"}
    for n in range(9)
]
MORE[0]["real_name"] = "Emma Clarke"
WAITS = {16: [800] * 3, 17: [800] * 6, 18: [800] * 2 + [1800] * 11, 19: [1300] * 4, 20: [1200] * 3}


async def prepare(database: Database) -> None:
    """Write two teams with their tickets, and enough of everything for second pages."""
    async with database.write() as session:
        for team_id, name, channel, more in (
            (1, "Global support", "C01SUPPORT", {}),
            (2, "客服一组", "C01KEFU", {"zone": "Asia/Shanghai", "locale": "zh", "country": "CN"}),
        ):
            when = {"created_at": BEGIN - timedelta(days=60), "planned_until": BEGIN}
            session.add(Team(id=team_id, name=name, channel_id=channel, **when, **more))
        await session.flush()
        session.add(SlackUser(id="U01ADMIN", is_admin=True, refreshed_at=EPOCH))
        session.add_all(_settings())
        session.add_all(_tickets())
        session.add_all(_more_work())
        await session.flush()
        session.add_all(_complaints())


def _settings() -> list[Any]:
    made: list[Any] = [
        HelpdeskName(team_id=1, name="Noah", slack_user_id="U01NOAH"),
        HelpdeskName(team_id=2, name="李伟", slack_user_id="U01LIWEI"),
        WarningRule(team_id=1, metric="frt_median", warning_value=720, limit_value=900),
        WarningRule(team_id=1, metric="attainment", warning_value=0.92, limit_value=0.9),
    ]
    made += [Member(team_id=1, slack_user_id=one["id"], role="agent") for one in MORE]
    for team_id, members in MEMBERS.items():
        made.append(TeamHours(team_id=team_id, hours="Mon-Fri 09:00-18:00"))
        limit = {"valid_from": EPOCH, "limit_seconds": 900}
        made.append(ServiceStandard(team_id=team_id, number=1, **limit))
        made += [
            Member(team_id=team_id, slack_user_id=user, role=role) for user, role in members.items()
        ]
    return made


def _ticket(team_id: int, name: str, opened: datetime, wait: float | None, **more: Any) -> Ticket:
    answered = None if wait is None else opened + timedelta(seconds=wait)
    when = {"opened_at": opened, "waits_from": opened, "first_response_at": answered}
    return Ticket(team_id=team_id, source="file", external_id=name, **when, **more)


def _tickets() -> list[Ticket]:
    names = ["Noah", "Sofia Rossi", "Clarke, Emma", "Robo Desk", *(f"Desk {n}" for n in range(8))]
    made = []
    for day, waits in WAITS.items():
        for n, wait in enumerate(waits):
            opened = datetime(2026, 11, day, 10, n, tzinfo=UTC)
            agent = names[len(made) % len(names)]
            made.append(_ticket(1, f"T{day}{n:02}", opened, wait, channel="chat", agent=agent))
    rated = {"solved_at": datetime(2026, 11, 19, 15, tzinfo=UTC), "csat": 5, "replies": 4}
    at = {day: datetime(2026, 11, day, 2, tzinfo=UTC) for day in (17, 18, 19, 20)}
    waiting = datetime(2026, 11, 23, 10, tzinfo=UTC)
    return [
        *made,
        _ticket(1, "S1", at[19] + timedelta(hours=8), 60, agent="Noah", **rated),
        _ticket(1, "W1", waiting, None, channel="email", agent="Noah", subject="Where is it?"),
        _ticket(1, "W2", waiting + timedelta(hours=2), None, channel="chat"),
        _ticket(2, "K1", at[17], 300, channel="微信", agent="李伟"),
        _ticket(2, "K2", at[18], 1500, channel="微信", agent="李伟"),
        _ticket(2, "K3", at[20], 1500, channel="电话", agent="王芳"),
    ]


def _more_work() -> list[Any]:
    week = BEGIN - timedelta(days=7)
    about = {"team_id": 1, "created_by": "U01EMMA", "created_at": week, "origin": "command"}
    actions = [
        Action(
            number=n, measure=f"Measure {n}", owner_id="U01BOTH", due_on=date(2027, 3, n), **about
        )
        for n in range(1, 10)
    ]
    problems = [
        Problem(number=n, kind="process", seen=f"What was seen {n}", **about) for n in range(1, 8)
    ]
    ends = (
        ("ambiguous", "interrupted", "daily"),
        ("unsure", "TimeoutError", "weekly"),
        ("skipped", "build_failed:KeyError", "daily"),
    )
    deliveries = [
        Delivery(
            id=f"{n:032x}",
            team_id=1,
            kind=kind,
            channel_id="C01SUPPORT",
            slot=f"2026-11-1{n}",
            status=status,
            reason=reason,
            due_at=BEGIN - timedelta(days=n),
            planned_at=BEGIN - timedelta(days=n),
            sent_at=BEGIN - timedelta(days=n) if status != "skipped" else None,
            not_before=BEGIN + timedelta(days=30) if status == "unsure" else None,
        )
        for n, (status, reason, kind) in enumerate(ends)
    ]
    return [*actions, *problems, *deliveries]


def _complaints() -> list[Any]:
    made: list[Any] = []
    old = [(f"OLD{n}", BEGIN - timedelta(days=9, hours=n)) for n in range(6)]
    new = [
        ("LATE", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ("HALF", datetime(2026, 11, 23, 0, tzinfo=UTC)),
    ]
    for name, opened in [*old, *new, ("PRICE", new[1][1])]:
        category = "price" if name == "PRICE" else "slow reply"
        about = {"kind": "complaint", "category": category, "subject": "Still no parcel"}
        made.append(_ticket(1, name, opened, 600, solved_at=opened + timedelta(hours=1), **about))
    for name, opened in old:
        key = {"team_id": 1, "source": "file", "external_id": name, "opened_at": opened}
        made.append(Complaint(**key, noticed_at=opened, reason="category"))
    return made


async def play(people: People) -> None:
    """Let the week pass."""
    await people.at("2026-11-16T08:00")
    await _plan(people)
    await _actions(people)
    await _problems(people)
    await people.at("2026-11-16T18:00")
    for day in ("17", "18", "19"):
        for hour in ("01:00", "09:00", "18:00"):
            await people.at(f"2026-11-{day}T{hour}")
    await people.at("2026-11-20T01:00")
    await people.at("2026-11-20T08:00")
    await people.at("2026-11-20T09:00")
    _leave(people)
    await people.at("2026-11-20T16:00")
    await _review(people)
    await people.at("2026-11-20T18:00")
    await _acknowledge(people)
    await people.at("2026-11-22T13:00")
    for hour in ("01:00", "04:00", "09:00", "12:00", "12:30"):
        await people.at(f"2026-11-23T{hour}")
    await _look(people)


async def _plan(people: People) -> None:
    answer = await people.type("emma", "plan")
    goal = {"metric": "frt_median", "comparison": "at_most", "value": "10m"}
    await people.change("emma", answer, ids.PLAN_START, **goal, members=["U01NOAH", "U01BOTH"])
    async with people.office.database.write() as session:
        for n in range(18, 36):
            about = {"number": n, "position": n, "phase": "review", "title": f"More {n}"}
            session.add(PlanItem(team_id=1, plan=1, **about))
    listed = await people.type("emma", "checklist")
    dates = await people.press("emma", listed, ids.PLAN_DATES)
    assert dates is not None
    phases = {block["block_id"]: "30" for block in dates["blocks"] if block["type"] == "input"}
    await people.office.slack.client.submit("emma", dates, phases)
    await people.office.settle()
    await people.send("emma", await people.office.modal("emma"))
    await people.press("emma", listed, ids.CHECKLIST_POST)
    listed = await people.office.seen("emma", listed)
    form = await people.choose("emma", listed, ids.ITEM_OPEN, '"item":3,')
    await people.send("emma", form, owner="U01NOAH")
    listed = await people.type("emma", "checklist")
    await people.choose("emma", listed, ids.ITEM_STATUS, "in_progress")


async def _actions(people: People) -> None:
    near = {"metric": "frt_median", "value": "5 min", "days": "1"}
    for measure, more in (("Not met", {}), ("Too few", {"hours": "night"})):
        card = await people.make("emma", "action", measure=measure, owner="U01NOAH", **near, **more)
        await people.change("noah", card, ids.ACTION_DONE, result="It works")
    card = await people.make("emma", "action", measure="Verified", owner="U01NOAH")
    await people.change("noah", card, ids.ACTION_DONE, result="It works")
    await people.change("emma", card, ids.ACTION_VERIFY)
    card = await people.make("emma", "action", measure="Dropped", owner="U01NOAH")
    await people.change("emma", card, ids.ACTION_DROP, why="Not needed")
    await people.make("emma", "action", measure="Due", owner="U01NOAH", due="2026-11-18")
    await people.make("emma", "action", measure="Left", owner="U01SOFIA", due="2026-12-18")
    await people.make("emma", "action", measure="Open", owner="U01NOAH", due="2026-12-18")
    due = {"owner": "U01LIWEI", "due": "2026-11-18"}
    await people.make("wangfang", "改进", CHINESE, measure="增加午间值班", **due)


async def _problems(people: People) -> None:
    await people.make("emma", "problem", seen="Chats waited on Monday", tickets="T1600")
    card = await people.make("emma", "problem", seen="Nobody saw the queue", kind="delay")
    await people.change(
        "emma",
        card,
        ids.PROBLEM_WHYS,
        why1="Nobody looked",
        root_cause="The board hangs elsewhere",
        cause="process",
    )
    card = await people.office.seen("emma", card)
    await people.change("emma", card, ids.ACTION_MAKE, measure="Hang up a second board")
    await people.change("emma", card, ids.PROBLEM_REPORT, teams=["1"])
    card = await people.make("emma", "problem", seen="Once and never again", kind="other")
    await people.change("emma", card, ids.PROBLEM_CLOSE, close="Solved")
    await people.make("wangfang", "问题", CHINESE, seen="中午没有人接", kind="delay")


def _leave(people: People) -> None:
    """Let somebody with open work be deactivated in Slack."""
    people.office.slack.workspace.users["U01SOFIA"].deleted = True


async def _review(people: People) -> None:
    chinese = await people.with_text("wangfang", CHINESE, ids.REVIEW_FINISH)
    await people.change("wangfang", chinese, ids.REVIEW_DECIDE, decision="先看夜班")
    await people.press("wangfang", chinese, ids.REVIEW_FINISH)
    english = await people.with_text("emma", ENGLISH, ids.REVIEW_FINISH)
    await people.change("emma", english, ids.REVIEW_DECIDE, decision="Two on the night desk")
    await people.change("emma", english, ids.ACTION_MAKE, measure="Promised", owner="U01NOAH")


async def _acknowledge(people: People) -> None:
    card = await people.with_text("emma", ENGLISH, '"metric":"attainment"'.replace('"', '\\"'))
    await people.press("emma", card, ids.WARNING_ACKNOWLEDGE)


async def _look(people: People) -> None:
    """Ask for everything; what was whispered before is gone from people's screens."""
    workspace = people.office.slack.workspace
    for room in workspace.messages.values():
        room[:] = [one for one in room if one.only_for is None]
    for words, turn in WITH_PAGES.items():
        await people.type("emma", words)
        second = await people.type("emma", words)
        await people.press("emma", second, turn)
    for words in ENGLISH_WORDS:
        await people.type("emma", words)
    for words in CHINESE_WORDS:
        await people.type("wangfang", words, CHINESE)
    for words in OF_BOTH_TEAMS:
        await people.type("bo", words, GENERAL)
    for words in OF_AN_ADMIN:
        await people.type("robin", words, GENERAL)
    await people.office.slack.client.open_home("emma")
    await people.office.slack.client.wait_for_home("emma")
    await people.office.settle()


ENGLISH_WORDS = (
    "month",
    "today",
    "week",
    "today by agent",
    "week by channel",
    "waiting",
    "help",
    "helo",
    "daily",
    "my actions",
    "problem 8",
    "complaint HALF",
    "complaint PRICE",
    "plan",
    "warnings",
    "review",
    "review last",
)
WITH_PAGES = {
    "actions": f"{ids.ACTION_LIST}.next",
    "problems": f"{ids.PROBLEM_LIST}.next",
    "complaints": f"{ids.COMPLAINTS_TURN}.next",
    "checklist": f"{ids.CHECKLIST_TURN}.next",
    "deliveries": f"{ids.DELIVERIES_TURN}.next",
}
CHINESE_WORDS = (
    "今天",
    "本周",
    "帮助",
    "帮组",
    "日报",
    "改进措施",
    "问题列表",
    "计划",
    "发布记录",
    "周复盘",
    "周复盘 上次",
)
OF_BOTH_TEAMS = ("today", "actions", "problems", "plan", "checklist", "warnings", "review last")
OF_AN_ADMIN = ("setup", "members", "deliveries")
