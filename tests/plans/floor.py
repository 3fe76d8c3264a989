"""What people do with plans and checklists, said shortly."""

import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from bot import ids
from bot.models import History, Member, Plan, PlanItem
from tests.scenarios.office import Json, Office

ROOM = "support-global"
GOAL = {"metric": "frt_median", "comparison": "at_most", "value": "10m"}


@dataclass
class Floor:
    """An office in which plans are made."""

    office: Office

    async def type(self, user: str, words: str, channel: str = ROOM) -> Json:
        return await self.office.type(user, words, channel)

    async def press(self, user: str, shown: Json, action_id: str, **more: Any) -> Json | None:
        """Click and return the modal that opens or is on top then, if it is another."""
        before = {(view["id"], view["hash"]) for view in await self.views(user)}
        await self.office.click(user, shown, action_id, **more)
        opened = [v for v in await self.views(user) if (v["id"], v["hash"]) not in before]
        return opened[-1] if opened else None

    async def views(self, user: str) -> list[Json]:
        return await self.office.slack.client.views(user)

    async def fill(self, user: str, form: Json, **values: Any) -> Json:
        done = await self.office.slack.client.submit(user, form, values)
        assert done["ack"] is None or done["ack"]["status"] == "ok", done
        await self.office.settle()
        return done

    async def start(self, user: str = "emma", channel: str = ROOM, **values: Any) -> Json:
        """Start a plan and return the answer to `/frt plan`, as it stands then."""
        answer = await self.type(user, "plan", channel)
        form = await self.press(user, answer, ids.PLAN_START)
        assert form is not None
        done = await self.fill(user, form, **(GOAL | values))
        assert not done["errors"], done["errors"]
        for view in await self.views(user):
            await self.office.slack.client.close(user, view, whole_stack=True)
        return await self.seen(user, answer)

    async def seen(self, user: str, shown: Json) -> Json:
        return await self.office.seen(user, shown)

    async def checklist(self, user: str = "emma", words: str = "", channel: str = ROOM) -> Json:
        return await self.type(user, f"checklist {words}".strip(), channel)

    async def choose(self, user: str, shown: Json, item: int, status: str) -> Json | None:
        """Choose a status in the row of an item; return the modal that opens, if any."""
        value = ids.StatusValue.model_validate({"status": status}).dump()
        place = row(shown, item)["block_id"]
        return await self.press(user, shown, ids.ITEM_STATUS, block_id=place, value=value)

    async def open(self, user: str, shown: Json, item: int) -> Json:
        """Open an item from the select below a checklist."""
        shown = await self.seen(user, shown)
        (menu,) = [one for one in elements(shown) if one["action_id"] == ids.ITEM_OPEN]
        value = next(
            option["value"]
            for option in menu["options"]
            if json.loads(option["value"])["item"] == item
        )
        form = await self.press(user, shown, ids.ITEM_OPEN, value=value)
        assert form is not None
        return form

    async def post(self, user: str, shown: Json, channel: str = ROOM) -> Json:
        """Post a checklist to the channel and return it."""
        await self.office.click(user, shown, ids.CHECKLIST_POST)
        return [one for one in await self.said(user, channel) if not one["ephemeral"]][-1]

    async def said(self, user: str, channel: str = ROOM) -> list[Json]:
        return await self.office.slack.client.messages(user, channel)

    async def whispered(self, user: str, channel: str = ROOM) -> str:
        told = [one for one in await self.said(user, channel) if one["ephemeral"]]
        return str(told[-1]["text"])

    async def item(self, number: int, team_id: int = 1, plan: int = 1) -> PlanItem:
        async with self.office.database.read() as session:
            return await session.get_one(PlanItem, (team_id, plan, number))

    async def items(self, team_id: int = 1) -> list[PlanItem]:
        async with self.office.database.read() as session:
            query = select(PlanItem).where(PlanItem.team_id == team_id)
            return list((await session.exec(query.order_by(PlanItem.position))).all())

    async def plans(self) -> list[Plan]:
        async with self.office.database.read() as session:
            return list((await session.exec(select(Plan).order_by(Plan.number))).all())

    async def history(self, subject: str, key: str | None = None) -> list[History]:
        async with self.office.database.read() as session:
            query = select(History).where(History.subject == subject).order_by(History.number)
            rows = (await session.exec(query)).all()
        return [row for row in rows if key in {None, row.subject_key}]

    async def enrol(self, user_id: str, role: str, team_id: int = 1) -> None:
        async with self.office.database.write() as session:
            await session.merge(Member(team_id=team_id, slack_user_id=user_id, role=role))


def elements(shown: Json) -> list[Json]:
    found = []
    for block in shown["blocks"]:
        found += [one for one in [block.get("accessory"), *block.get("elements", [])] if one]
    return [one for one in found if "action_id" in one]


def row(shown: Json, item: int) -> Json:
    """Return the block of an item's row."""
    for block in shown["blocks"]:
        block_id = block["block_id"]
        held = json.loads(block_id) if block_id.startswith("{") else {}
        confirm = (block.get("accessory") or {}).get("action_id") == ids.ITEM_CONFIRM
        if (held.get("item") or {}).get("item") == item and not confirm:
            return dict(block)
    raise AssertionError(item)


def status_of(shown: Json, item: int) -> str | None:
    """Return the status that an item's select shows, None for a row without one."""
    menu = row(shown, item).get("accessory")
    return json.loads(menu["initial_option"]["value"])["status"] if menu else None


def has(shown: Json, action_id: str) -> bool:
    return any(one["action_id"] == action_id for one in elements(shown))


def held(form: Json, name: str) -> Any:
    """Return what a field of a form holds at first."""
    (field,) = [
        block["element"] for block in form["blocks"] if block["block_id"].split(".")[0] == name
    ]
    found = next((value for key, value in field.items() if key.startswith("initial_")), None)
    return found["value"] if isinstance(found, dict) else found
