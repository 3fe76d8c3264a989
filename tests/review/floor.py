"""What happens in weekly reviews, said shortly; times are Shanghai's, the team is 客服一组."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot import ids
from bot.models import Action, Delivery, History, Member, Review, Team, Ticket
from tests.scenarios.office import Json, Office, element, words_of

ROOM = "客服一组"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def there(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@dataclass
class Floor:
    """An office in which reviews are held."""

    office: Office

    async def begin(self, text: str) -> None:
        """Let the world begin at a local time: nothing that fell due before is posted."""
        now = there(text)
        self.office.clock.now = now
        async with self.office.database.write() as session:
            for team in (await session.exec(select(Team))).all():
                team.planned_until = now
            await session.merge(Member(team_id=2, slack_user_id="U01ZHANG", role="operations"))

    async def at(self, text: str) -> None:
        """Move the clock and let the planner work.

        Twice, since a wake of its own that is under way may have begun before the clock moved.
        """
        self.office.clock.now = there(text)
        await self.office.bot.planner.tick()
        await self.office.bot.planner.tick()
        await self.office.settle()

    async def ticket(
        self,
        name: str,
        opened: str,
        answered: str | None,
        solved: str | None = None,
        **more: Any,
    ) -> None:
        async with self.office.database.write() as session:
            session.add(
                Ticket(
                    team_id=2,
                    source="file",
                    external_id=name,
                    opened_at=there(opened),
                    waits_from=there(opened),
                    first_response_at=there(answered) if answered else None,
                    channel="微信",
                    agent="李伟",
                    solved_at=there(solved) if solved else None,
                    **more,
                )
            )

    async def said(self, user: str = "wangfang") -> list[Json]:
        return await self.office.slack.client.messages(user, ROOM)

    async def prompts(self) -> list[Json]:
        return [one for one in await self.said() if one["text"].startswith("周复盘 ·")]

    async def prompt(self) -> Json:
        return (await self.prompts())[-1]

    async def minutes(self) -> list[Json]:
        return [one for one in await self.said() if one["text"].startswith("周复盘会议纪要")]

    async def whispered(self, user: str) -> str:
        """Return the newest message that only this user sees."""
        told = [one for one in await self.said(user) if one["ephemeral"]]
        return words_of(told[-1])

    async def press(self, user: str, on: Json, action_id: str, **more: Any) -> Json | None:
        """Click and return the modal that opens, or None."""
        before = {view["id"] for view in await self.office.slack.client.views(user)}
        await self.office.click(user, on, action_id, **more)
        opened = [v for v in await self.office.slack.client.views(user) if v["id"] not in before]
        return opened[-1] if opened else None

    async def submit(self, user: str, form: Json | None, **values: Any) -> Json:
        assert form is not None
        done = await self.office.slack.client.submit(user, form, values)
        await self.office.settle()
        return done

    async def decide(self, user: str, text: str, on: Json | None = None) -> Json:
        form = await self.press(user, on or await self.prompt(), ids.REVIEW_DECIDE)
        return await self.submit(user, form, decision=text)

    async def promise(self, user: str, measure: str, owner: str, due: str) -> Json:
        form = await self.press(user, await self.prompt(), ids.ACTION_MAKE)
        return await self.submit(user, form, measure=measure, owner=owner, due=due)

    async def write(self, user: str, text: str, on: Json | None = None) -> Json:
        """Write a message into the review's thread."""
        prompt = on or await self.prompt()
        done = await self.office.slack.client.say(user, ROOM, text, prompt["ts"])
        return done["message"]

    async def details(self, user: str = "wangfang", on: Json | None = None) -> Json:
        """Click *Details* and return what only this person sees then."""
        await self.office.click(user, on or await self.prompt(), ids.REVIEW_DETAILS)
        return (await self.said(user))[-1]

    async def whole(self, user: str, minutes: Json) -> Json:
        """Click *Details* of the minutes and return the modal that opens."""
        opened = await self.press(user, minutes, ids.REVIEW_DETAILS)
        assert opened is not None
        return opened

    async def case(self, user: str, kind: str, on: Json | None = None) -> Json | None:
        """Click *Change* beside a case in the details and return the form that opens, or None."""
        shown = on or await self.details(user)
        return await self.press(user, shown, ids.REVIEW_CASE, block_id=f"learn_{kind}")

    async def reminders(self, user: str = "wangfang") -> list[Json]:
        """Return what somebody was told directly of reviews that are not finished."""
        told = await self.office.slack.client.messages(user, "app")
        return [one for one in told if "的周复盘" in one["text"]]

    async def finish(self, user: str, on: Json | None = None) -> None:
        """Finish a review, whatever it asks."""
        asked = await self.press(user, on or await self.prompt(), ids.REVIEW_FINISH)
        if asked is not None and asked["callback_id"] == ids.REVIEW_FINISH_FORM:
            await self.submit(user, asked)

    async def history(self) -> list[tuple[str, str, str]]:
        """Return (subject key, event, who) of everything that happened to reviews."""
        async with self.office.database.read() as session:
            rows = await session.exec(
                select(History)
                .where(History.subject == "review", History.team_id == 2)
                .order_by(History.number)
            )
            return [(row.subject_key, row.event, row.who) for row in rows]

    async def review(self, week: str) -> Review:
        async with self.office.database.read() as session:
            return await session.get_one(Review, (2, date.fromisoformat(week)))

    async def deliveries(self, kind: str) -> list[tuple[str, str, str | None]]:
        """Return (slot, status, reason) of the team's posts of a kind."""
        async with self.office.database.read() as session:
            rows = await session.exec(
                select(Delivery)
                .where(Delivery.kind == kind, Delivery.team_id == 2)
                .order_by(Delivery.slot)
            )
            return [(row.slot, row.status, row.reason) for row in rows]

    async def actions(self) -> list[Action]:
        async with self.office.database.read() as session:
            return list((await session.exec(select(Action).order_by(Action.number))).all())


def has(shown: Json, action_id: str) -> bool:
    return element(shown, action_id) is not None


def part(shown: Json, block_id: str) -> str:
    """Return what one block of a message says, "" when it is not there."""
    blocks = [block for block in shown["blocks"] if block.get("block_id") == block_id]
    return words_of({"blocks": blocks})
