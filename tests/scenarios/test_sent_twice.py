"""The same form delivered twice, as after a time-out, makes one thing and is answered as before."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlmodel import select

from bot import ids
from bot.models import Action, Decision, History, Plan, Problem, Team
from tests.actions.floor import Floor as Actions
from tests.plans.floor import Floor as Plans
from tests.review.floor import Floor as Reviews
from tests.scenarios.office import Json, Office, office, words_of

ROOM = "support-global"
NEW_TEAM = {"name": "Night shift", "channel": "C01GENERAL", "limit": "20m"}


@dataclass
class Twice:
    """An office in which what people send is delivered again."""

    office: Office

    async def again(self, at: int = -1, kind: str = "view_submission") -> Json:
        """Deliver the last form that was sent, or another, once more; return the bot's answer."""
        sent = [one for one in await self.office.slack.client.log() if one["direction"] == "to_app"]
        forms = [one["seq"] for one in sent if one["name"] == kind]
        answer = await self.office.slack.client.redeliver(forms[at])
        await self.office.settle()
        assert answer["ack"]["status"] == "ok"
        return answer

    async def rows(self, model: type) -> list:
        async with self.office.database.read() as session:
            return list((await session.exec(select(model))).all())

    async def events(self, subject: str) -> list[str]:
        return [row.event for row in await self.rows(History) if row.subject == subject]

    async def said(self, user: str = "robin", channel: str = ROOM) -> int:
        return len(await self.office.slack.client.messages(user, channel))


@pytest.fixture
async def twice(database_url: str) -> AsyncIterator[Twice]:
    async with office(database_url, by="socket", rates=False) as opened:
        yield Twice(opened)


@pytest.mark.parametrize(
    ("words", "values", "model"),
    [("action", {"measure": "Answer faster"}, Action), ("problem", {"seen": "A night"}, Problem)],
)
async def test_an_action_and_a_problem(twice: Twice, words: str, values: Json, model: type):
    floor = Actions(twice.office)
    await floor.submit("emma", await floor.form("emma", words), **values)
    said = await twice.said()
    await twice.again()
    await floor.submit("emma", await floor.form("emma", words), **values)
    assert await twice.events(words) == ["created", "created"]
    assert len(await twice.rows(model)) == 2
    assert await twice.said() == said + 1


async def test_a_click_that_moves_an_item(twice: Twice):
    floor = Plans(twice.office)
    await floor.start()
    form = await floor.open("emma", await floor.checklist(), 1)
    await floor.press("emma", form, ids.ITEM_DOWN)
    await twice.again(kind="block_actions")
    assert [item.number for item in await floor.items()][:3] == [2, 1, 3]
    assert await twice.events("checklist") == ["moved"]
    assert "Moved down." in words_of(await twice.office.modal("emma"))


async def test_a_form_of_which_nothing_was_made_can_be_sent_again(twice: Twice):
    floor = Actions(twice.office)
    form = await floor.form("emma")
    refused = await twice.office.slack.client.submit("emma", form, {"measure": " "})
    assert refused["errors"]
    await floor.submit("emma", form, measure="Answer faster")
    assert len(await twice.rows(Action)) == 1


async def test_a_decision_also_after_somebody_elses(twice: Twice):
    floor = Reviews(twice.office)
    await floor.begin("2026-11-16T08:00")
    await floor.at("2026-11-20T16:00")
    await floor.decide("liwei", "同一句")
    await floor.decide("wangfang", "另一句")
    said = await twice.said("liwei", "客服一组")
    await twice.again(0)
    await twice.again()
    decided = [row.decision for row in await twice.rows(Decision)]
    assert decided == ["同一句", "另一句"]
    assert await twice.events("review") == ["opened", "decided", "decided"]
    assert await twice.said("liwei", "客服一组") == said


async def test_a_plan_and_an_item_of_its_checklist(twice: Twice):
    floor = Plans(twice.office)
    await floor.start()
    answer = await twice.again()
    assert "started" in words_of(answer["ack"]["body"]["view"])
    assert len(await twice.rows(Plan)) == 1
    for _ in range(2):
        form = await floor.press("emma", await floor.checklist(), ids.ITEM_ADD)
        await floor.fill("emma", form, title="Buy headsets")
        await twice.again()
    assert [item.title for item in await floor.items()].count("Buy headsets") == 2
    plan = await floor.type("emma", "plan")
    close = await floor.press("emma", plan, ids.PLAN_CLOSE)
    await floor.fill("emma", close, why="Done")
    await twice.again(0)
    assert [row.status for row in await twice.rows(Plan)] == ["closed"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_team(twice: Twice):
    client = twice.office.slack.client
    await client.command("robin", "general", "/frt setup new")
    await twice.office.settle()
    form = await twice.office.modal("robin")
    await client.submit("robin", form, NEW_TEAM)
    await twice.office.settle()
    answer = await twice.again()
    assert "Night shift" in words_of(answer["ack"]["body"]["view"])
    assert [row.name for row in await twice.rows(Team)].count("Night shift") == 1
    assert await twice.events("team") == ["created"]
