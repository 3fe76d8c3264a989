"""What people do with actions, said shortly."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from bot import ids
from bot.jobs import reminders, slipping, verification
from bot.models import Action, History, Member
from bot.planner.planner import Planner
from tests.scenarios.office import Json, Office, element

ROOM = "support-global"


@dataclass
class Floor:
    """An office in which actions are made."""

    office: Office

    def __post_init__(self) -> None:
        deps = self.office.bot.deps
        self.planner = Planner(deps)
        reminders.register(self.planner, deps)
        verification.register(self.planner, deps)
        slipping.register(self.planner, deps)

    async def form(self, user: str = "emma", words: str = "action", channel: str = ROOM) -> Json:
        """Type `/frt words` and return the form that opens."""
        await self.office.slack.client.command(user, channel, f"/frt {words}")
        await self.office.settle()
        return await self.office.modal(user)

    async def make(self, user: str = "emma", **values: Any) -> Json:
        """Make an action from scratch and return its card in the channel."""
        channel = values.pop("channel", ROOM)
        form = await self.form(user, "action", channel)
        await self.submit(user, form, **{"measure": "Answer faster", **values})
        said = await self.said(user, channel)
        return [one for one in said if one.get("thread_ts") in {None, one["ts"]}][-1]

    async def wide(self, user: str, form: Json, *names: str) -> Json:
        """Return a form with these fields: with all of them, after *More*, where one is missing."""
        there = {block["block_id"].partition(".")[0] for block in form["blocks"]}
        if there.issuperset(names) or not has(form, ids.REGISTER_MORE):
            return form
        await self.office.click(user, form, ids.REGISTER_MORE)
        return await self.office.modal(user)

    async def submit(self, user: str, form: Json, **values: Any) -> Json:
        form = await self.wide(user, form, *values)
        done = await self.office.slack.client.submit(user, form, values)
        assert done["ack"] is None or done["ack"]["status"] == "ok"
        await self.office.settle()
        return done

    async def press(self, user: str, card: Json, action_id: str, **more: Any) -> Json | None:
        """Click on a card and return the modal that opens, or None."""
        before = {view["id"] for view in await self.office.slack.client.views(user)}
        await self.office.click(user, card, action_id, **more)
        opened = [v for v in await self.office.slack.client.views(user) if v["id"] not in before]
        return opened[-1] if opened else None

    async def change(self, user: str, card: Json, action_id: str, **values: Any) -> Json:
        """Click, fill in and send."""
        form = await self.press(user, card, action_id)
        assert form is not None
        return await self.fill(user, form, **values)

    async def fill(self, user: str, form: Json, **values: Any) -> Json:
        form = await self.wide(user, form, *values)
        done = await self.office.slack.client.submit(user, form, values)
        assert done["ack"] is None or done["ack"]["status"] == "ok", done
        await self.office.settle()
        return done

    async def done(self, user: str, card: Json, result: str = "It works") -> Json:
        return await self.change(user, card, ids.ACTION_DONE, result=result)

    async def said(self, user: str, channel: str = ROOM) -> list[Json]:
        return await self.office.slack.client.messages(user, channel)

    async def whispered(self, user: str, channel: str = ROOM) -> str:
        """Return the newest message that only this user sees."""
        told = [one for one in await self.said(user, channel) if one["ephemeral"]]
        return str(told[-1]["text"])

    async def action(self, number: int = 1, team_id: int = 1) -> Action:
        async with self.office.database.read() as session:
            return await session.get_one(Action, (team_id, number))

    async def actions(self) -> list[Action]:
        async with self.office.database.read() as session:
            return list((await session.exec(select(Action))).all())

    async def history(self) -> list[History]:
        async with self.office.database.read() as session:
            return list((await session.exec(select(History).order_by(History.number))).all())

    async def enrol(self, user_id: str, role: str, team_id: int = 1) -> None:
        async with self.office.database.write() as session:
            await session.merge(Member(team_id=team_id, slack_user_id=user_id, role=role))


def has(shown: Json, action_id: str) -> bool:
    return element(shown, action_id) is not None


def initial(form: Json, block_id: str) -> Any:
    """Return what a field of a form holds at first, however often it was drawn."""
    (field,) = [
        block["element"]
        for block in form["blocks"]
        if block_id in {block["block_id"], block["block_id"].partition(".")[0]}
    ]
    return next((value for name, value in field.items() if name.startswith("initial_")), None)
