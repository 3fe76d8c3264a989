"""Files to bring, and what is in the database of them."""

from sqlmodel import select

from bot.models import Ticket
from tests.imports.in_slack import FILE, NAME

STRANGE = """\
Nr,Born,Waited,Way
A-1,03/04/2026 09:00,4,email
A-2,05/06/2026 10:00,20,chat
"""


BROKEN = FILE + "A-4,,2026-11-16 09:04:00,email,Noah\nA-5,=soon(),,email,Noah\n"


async def rows(desk, model, **where):
    async with desk.office.database.read() as session:
        query = select(model)
        for name, value in where.items():
            query = query.where(getattr(model, name) == value)
        return list((await session.exec(query)).all())


async def brought(desk):
    """Return the tickets of the file that are in."""
    found = await rows(desk, Ticket, team_id=1)
    return {one.external_id: one for one in found if one.external_id.startswith("A-")}


async def sent(desk, user="emma", name=NAME):
    file = await desk.office.slack.client.upload(user, name, FILE.encode())
    await desk.office.slack.client.say(user, "app", "here you are", files=[file])
    while desk.office.slack.courier.busy:
        await desk.office.slack.courier.settled()
        await desk.settle()
    return (await desk.office.slack.client.messages(user, "app"))[-1]
