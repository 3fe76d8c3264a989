"""What people do with entries of registers, said shortly."""

from typing import Any

from sqlmodel import select

from bot import ids
from bot.models import History
from bot.registers.training import Training
from tests.actions.floor import Floor
from tests.scenarios.office import Json, words_of

ROOM = "support-global"
COURSE = {"course": "Calm answers", "person_id": "U01NOAH", "kind": "skill"}


class Desk(Floor):
    """A floor on which entries of registers are made and changed."""

    async def add(self, who: str = "emma", register: str = "training", **values: Any) -> Json:
        """Add an entry from its list and return the ack of the form."""
        page = await self.office.type(who, register)
        form = await self.press(who, page, ids.register_step(register, "make"))
        assert form is not None, words_of(page)
        return await self.fill(who, form, **(values or COURSE))

    async def step(
        self, who: str, shown: Json, name: str, register: str = "training", **values: Any
    ) -> Json:
        """Take a step with an entry that is shown and return the ack of its form."""
        return await self.change(who, shown, ids.register_step(register, name), **values)

    async def show(self, who: str, number: int = 1, register: str = "training") -> Json:
        """Return an entry as its number brings it."""
        return await self.office.type(who, f"{register} {number}")

    async def direct(self, who: str) -> list[Json]:
        """Return what the bot told somebody by themselves."""
        return await self.office.slack.client.messages(who, "app")

    async def row(self, number: int = 1, table: Any = Training) -> Any:
        async with self.office.database.read() as session:
            return await session.get_one(table, (1, number))

    async def events(self, subject: str = "training") -> list[str]:
        query = select(History).where(History.subject == subject).order_by(History.number)
        async with self.office.database.read() as session:
            return [one.event for one in (await session.exec(query)).all()]
