"""What people do with a delivery: have it posted now, or say that it stands in its channel."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.posts import Deed, PostLine, PostRow
from bot.models import Delivery, Team
from bot.services.delivery_list import SUBJECT, in_force, row_of
from bot.services.delivery_notices import line
from bot.services.leads import refuse
from bot.store import deliveries, history, holds

MARKED = "marked"
"""The reason of a row that is posted because somebody said so."""

SHORTEST_START = 6
_EVENTS = {"post": "post_now", "mark": "marked_posted"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants done with a delivery.

    `asked` is how often something had been asked of it where they looked, so that a second click
    does nothing; None in the shell, which looks at nothing. A `trusted` wish comes from the shell,
    where there are no roles.
    """

    delivery_id: str
    deed: Deed
    who: str
    asked: int | None = None
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a wish: `done`, or why not, with the row as it stands now.

    `changed` is a row of which somebody asked something since, `not_possible` a deed that does not
    suit how the row stands.
    """

    reason: Literal["done", "changed", "not_possible"]
    delivery: Delivery
    line: PostLine


async def fulfil(database: Database, wish: Wish, now: datetime) -> Step:
    """Plan a row anew, to be posted at once, or settle it as posted; one change for one wish.

    The change and its row of history are one transaction. Raises BotError when there is no such
    row, or whoever wants it leads another team.
    """
    async with database.write() as session:
        delivery = await deliveries.locked(session, wish.delivery_id)
        if delivery is None:
            raise BotError("deliveries.error.gone")
        if not wish.trusted:
            await refuse(session, delivery.team_id, wish.who, "deliveries.error.forbidden")
        row = await _row(session, delivery, now)
        asked = (await history.latest_of(session, delivery.team_id, SUBJECT)).get(delivery.id)
        if wish.asked is not None and wish.asked != (asked[0] if asked else 0):
            return Step("changed", delivery, row.line)
        if wish.deed not in row.deeds:
            return Step("not_possible", delivery, row.line)
        return await _change(session, delivery, wish, now)


async def called(database: Database, start: str) -> str:
    """Return the id of the one delivery whose id starts so. Raises BotError for none or several."""
    async with database.read() as session:
        found = await deliveries.starting_with(session, start)
    if len(start) < SHORTEST_START or len(found) != 1:
        key = "many" if len(start) < SHORTEST_START or found else "unknown"
        raise BotError(f"deliveries.error.{key}", id=start, n=SHORTEST_START)
    return found[0]


async def _row(session: AsyncSession, delivery: Delivery, now: datetime) -> PostRow:
    team = await session.get_one(Team, delivery.team_id)
    held = in_force(await holds.every(session), now)
    return row_of(delivery, held, ZoneInfo(team.zone), now)


async def _change(session: AsyncSession, delivery: Delivery, wish: Wish, now: datetime) -> Step:
    values = _planned(delivery) if wish.deed == "post" else _posted(delivery, now)
    before = {"status": delivery.status, "reason": delivery.reason}
    if not await deliveries.change(session, delivery, values):
        return Step("changed", delivery, line(delivery))
    await history.add(
        session,
        delivery.team_id,
        SUBJECT,
        delivery.id,
        _EVENTS[wish.deed],
        wish.who,
        now,
        before,
        {"status": str(values["status"])},
    )
    await session.refresh(delivery)
    return Step("done", delivery, line(delivery))


def _planned(delivery: Delivery) -> dict[str, object]:
    return {
        "status": "planned",
        "reason": None,
        "attempts": 0,
        "fence": delivery.fence + 1,
        "not_before": None,
        "settled_at": None,
    }


def _posted(delivery: Delivery, now: datetime) -> dict[str, object]:
    return {
        "status": "posted",
        "reason": MARKED,
        "not_before": None,
        "settled_at": delivery.sent_at or now,
    }
