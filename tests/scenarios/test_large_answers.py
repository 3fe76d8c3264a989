"""The largest answers arrive by Socket Mode, where 20,480 bytes close the connection."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta

import pytest

from bot import ids
from bot.answers.sockets import LARGEST
from bot.db import Database
from bot.models import Action, Member
from bot.registers.resources import Resource
from bot.workspace.limits import SOCKET_MESSAGE_BYTES
from tests.plans.floor import Floor as Plans
from tests.problems.floor import Floor as Problems
from tests.scenarios.office import Json, Office, office, words_of
from tests.scenarios.tickets import at, seed, ticket

PEOPLE = {"wangfang": "客服一组", "emma": "support-global"}
TEAMS = {1: "U01EMMA", 2: "U01WANG"}
LONG = "客户说订单迟迟没有发货而且没有人回复" * 10


async def much(database: Database) -> None:
    """Seed both teams with more than fits into one message."""
    await seed(database)
    async with database.write() as session:
        session.add(Member(team_id=2, slack_user_id="U01ZHANG", role="lead"))
        for team_id, lead in TEAMS.items():
            for n in range(12):
                texts = {"reason": LONG * 2, "decided_why": LONG * 2, "unit": LONG[:20]}
                asked = {"what": LONG[:120], "kind": "budget", "asked_by": lead, **texts}
                made = {"created_by": lead, "created_at": at("02 09:00"), "status": "asked"}
                session.add(Resource(team_id=team_id, number=n + 1, **asked, **made))
            for n in range(60):
                told = {"channel": LONG[:40], "agent": LONG[n : n + 40], "subject": LONG}
                session.add(ticket(team_id, f"等待{n:02}", "20 09:00", None, **told))
                session.add(ticket(team_id, f"昨天{n:02}", "19 03:00", "19 08:00", **told))
                session.add(
                    Action(
                        team_id=team_id,
                        number=n + 1,
                        measure=LONG,
                        department=LONG[:60],
                        owner_id=lead,
                        due_on=date(2026, 11, 1) + timedelta(days=n),
                        verification=LONG,
                        origin="command",
                        created_by=lead,
                        created_at=at("02 09:00"),
                    )
                )


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Office]:
    """The bot over Socket Mode, with much to say."""
    async with office(database_url, by="socket", prepare=much) as opened:
        yield opened


async def frames(desk: Office) -> list[int]:
    """Return the bytes of each answer that the bot sent in an ack, as slack_sdk writes it."""
    found = []
    for entry in await desk.slack.client.log():
        if entry["direction"] == "to_app" and entry["answer"]["status"] == "ok":
            written = {"envelope_id": "x" * 36, "payload": entry["answer"]["body"]}
            found.append(len(json.dumps(written)))
    return found


def texts_of(node: object) -> Iterator[str]:
    """Yield every text of blocks."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and key == "text":
                yield value
            else:
                yield from texts_of(value)
    elif isinstance(node, list):
        for one in node:
            yield from texts_of(one)


def bytes_of(shown: Json) -> int:
    return len(json.dumps({"text": shown["text"], "blocks": shown["blocks"]}))


@pytest.mark.parametrize("user", PEOPLE)
async def test_every_list_and_report_arrives_and_the_connections_stay(desk: Office, user: str):
    await Plans(desk).start(user, PEOPLE[user])
    connections = desk.slack.courier.sockets._connections[:]
    sizes = []
    for words in ("report", "checklist", "waiting", "actions", "actions all", "actions matrix"):
        shown = await desk.type(user, words, PEOPLE[user])
        assert shown["ephemeral"] is True
        sizes.append(bytes_of(shown))
    for words in ("resources", "resources all", "resources 2"):
        shown = await desk.type(user, words, PEOPLE[user])
        assert LONG[:100] in words_of(shown)
        assert len("".join(texts_of(shown["blocks"]))) <= 10_000
    for words in ("today", "yesterday by agent", "problems", "complaints", "plan", "help"):
        await desk.type(user, words, PEOPLE[user])
    assert max(sizes) > SOCKET_MESSAGE_BYTES, sizes
    assert max(await frames(desk)) <= LARGEST < SOCKET_MESSAGE_BYTES
    assert desk.slack.courier.sockets._connections == connections


@pytest.mark.parametrize(
    ("user", "other", "moment"),
    [
        ("wangfang", "zhangmin", "请稍候"),
        ("emma", "noah", "One moment"),
    ],
)
async def test_a_large_form_comes_back_after_a_moment(
    desk: Office, user: str, other: str, moment: str
):
    floor = Problems(desk)
    room = PEOPLE[user]
    form = await floor.form(user, "problem", room)
    await floor.send(user, form, seen=LONG)
    card = (await floor.said(user, room))[-1]
    first = await floor.press(user, card, ids.PROBLEM_WHYS)
    second = await floor.press(other, card, ids.PROBLEM_WHYS)
    typed = {f"why{n}": LONG * 5 for n in range(1, 6)}
    await floor.send(user, first, why1="A", root_cause="B", cause="process")
    await floor.send(other, second, **typed, root_cause=LONG, cause="process")
    shown = await desk.modal(other)
    assert LONG * 5 in str(shown["blocks"])
    sent = [
        one["answer"]["body"]
        for one in await desk.slack.client.log()
        if one["direction"] == "to_app" and one["answer"]["body"]
    ]
    assert moment in words_of(sent[-1]["view"])
    await floor.send(other, shown, **{f"why{n}.1": LONG for n in range(1, 6)})
    assert await floor.whys() == [LONG] * 5
    assert max(await frames(desk)) <= LARGEST


async def test_a_form_that_is_closed_at_once_is_left_alone(desk: Office):
    floor = Problems(desk)
    form = await floor.problem_form("emma")
    await floor.send("emma", form, seen=LONG)
    card = (await floor.said("emma"))[-1]
    first = await floor.press("emma", card, ids.PROBLEM_WHYS)
    second = await floor.press("noah", card, ids.PROBLEM_WHYS)
    await floor.send("emma", first, why1="A", root_cause="B", cause="process")
    typed = {f"why{n}": LONG * 5 for n in range(1, 6)}
    await desk.slack.client.fault("views.update", "delay", seconds=0.5)
    await desk.slack.client.submit("noah", second, typed)
    (waiting,) = await desk.slack.client.views("noah")
    await desk.slack.client.close("noah", waiting)
    await desk.settle()
    assert await desk.slack.client.views("noah") == []


async def test_an_answer_that_does_not_get_through_is_apologised_for(desk: Office):
    await desk.type("emma", "help")
    await desk.slack.client.fault("response_url", "drop_request")
    shown = await desk.type("emma", "actions")
    assert "Something went wrong" in shown["text"]
    assert LONG[:20] in words_of(await desk.type("emma", "actions"))
