"""What people do with problems, said shortly."""

from typing import Any

from sqlmodel import select

from bot import ids
from bot.models import Delivery, History, Problem, ProblemTicket, ProblemWhy
from tests.actions.floor import ROOM, initial
from tests.actions.floor import Floor as Actions
from tests.scenarios.office import Json, words_of

__all__ = ["ROOM", "Floor", "initial", "words_of"]
WHYS = {"why1": "Nobody saw the queue", "why2": "The board hangs in another room"}
ROOT = {"root_cause": "The board is not where people sit", "cause": "process"}


class Floor(Actions):
    """An office in which problems are made and analysed."""

    async def problem_form(self, user: str = "emma", words: str = "problem") -> Json:
        return await self.form(user, words)

    async def make_problem(self, user: str = "emma", **values: Any) -> Json:
        """Make a problem from scratch and return its card in the channel."""
        form = await self.problem_form(user)
        await self.send(user, form, **{"seen": "Chats waited on Monday", **values})
        return (await self.said(user))[-1]

    async def send(self, user: str, form: Json, **values: Any) -> Json:
        done = await self.submit(user, form, **values)
        assert not done["errors"], done["errors"]
        return done

    async def analyse(self, user: str, card: Json, **values: Any) -> Json:
        """Write five whys with a root cause; return the card as it stands then."""
        form = await self.press(user, card, ids.PROBLEM_WHYS)
        assert form is not None
        await self.send(user, form, **{**WHYS, **ROOT, **values})
        return await self.office.seen(user, card)

    async def act(self, user: str, card: Json, **values: Any) -> Json:
        """Make an action from a problem's card; return the action's card."""
        form = await self.press(user, card, ids.ACTION_MAKE)
        assert form is not None
        await self.send(user, form, **{"measure": "Hang up a second board", **values})
        return (await self.said(user))[-1]

    async def copy(self, card: Json) -> Json:
        """Post a card again as it was drawn once, with nobody to keep it in step."""
        shown = {"text": card["text"], "blocks": card["blocks"]}
        await self.office.bot.deps.slack.post(card["channel"], shown)
        return (await self.said("emma"))[-1]

    async def problem(self, number: int = 1, team_id: int = 1) -> Problem:
        async with self.office.database.read() as session:
            return await session.get_one(Problem, (team_id, number))

    async def problems(self) -> list[Problem]:
        async with self.office.database.read() as session:
            return list((await session.exec(select(Problem))).all())

    async def tickets(self) -> list[str]:
        async with self.office.database.read() as session:
            rows = (await session.exec(select(ProblemTicket))).all()
        return sorted(row.external_id for row in rows)

    async def whys(self) -> list[str]:
        async with self.office.database.read() as session:
            query = select(ProblemWhy).order_by(ProblemWhy.position)
            return [row.why for row in (await session.exec(query)).all()]

    async def events(self) -> list[str]:
        """Return what happened to problems, oldest first."""
        async with self.office.database.read() as session:
            query = select(History).where(History.subject == "problem").order_by(History.number)
            return [row.event for row in (await session.exec(query)).all()]

    async def reports(self) -> list[Delivery]:
        async with self.office.database.read() as session:
            query = select(Delivery).where(Delivery.kind == "problem").order_by(Delivery.slot)
            return list((await session.exec(query)).all())
