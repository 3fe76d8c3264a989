"""Rows of the delivery ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, func, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import OF_NO_FIGURE
from bot.models import Delivery, Team

LONGEST_WAIT = timedelta(hours=2)
"""No row waits longer than this; what seems to was written by a clock that was ahead."""

_PLANNED = update(Team).execution_options(**OF_NO_FIGURE)
"""Told of: what is kept of figures outlives that a report was planned."""
_NOT_ENDED = ("planned", "sending", "unsure")
_OPEN = (*_NOT_ENDED, "ambiguous")
_WITH_CHANNEL = select(Team).where(col(Team.channel_id).is_not(None)).order_by(col(Team.id))
_WITH_CHANNEL_ONE = _WITH_CHANNEL.where(col(Team.id) == bindparam("team_id"))
_DUE = (
    select(Delivery.team_id, Delivery.status, Delivery.channel_id, Delivery.reason)
    .where(
        col(Delivery.status).in_(_NOT_ENDED),
        or_(col(Delivery.status) != "planned", col(Delivery.due_at) <= bindparam("now")),
    )
    .distinct()
)
_DUE_OF_TEAM = _DUE.where(col(Delivery.team_id) == bindparam("team_id"))
_ABANDONED = and_(
    col(Delivery.status) == "sending",
    or_(
        col(Delivery.lease_until).is_(None),
        col(Delivery.lease_until) < bindparam("now"),
        col(Delivery.lease_until) > bindparam("leased"),
    ),
)
_CAN_GO = and_(
    col(Delivery.status).in_(("planned", "unsure")),
    col(Delivery.due_at) <= bindparam("now"),
    or_(
        col(Delivery.not_before).is_(None),
        col(Delivery.not_before) <= bindparam("now"),
        col(Delivery.not_before) > bindparam("latest"),
    ),
)
_TO_DO = (
    select(Delivery)
    .where(col(Delivery.team_id) == bindparam("team_id"), or_(_CAN_GO, _ABANDONED))
    .order_by(col(Delivery.due_at), col(Delivery.kind))
)
"""Built once, for every look of the planner asks so."""


async def add(session: AsyncSession, row: Delivery) -> bool:
    """Add a row; return False when its kind, channel and slot have one already."""
    connection = await session.connection()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    added = await connection.execute(
        module.insert(Delivery)
        .values(row.model_dump())
        .on_conflict_do_nothing(index_elements=["kind", "channel_id", "slot"])
        .returning(col(Delivery.id))
    )
    return added.first() is not None


async def take_up(session: AsyncSession, wanted: Delivery) -> Delivery | None:
    """Plan a skipped or held row of a slot anew and return it; None when it was neither."""
    taken = await session.exec(
        update(Delivery)
        .where(
            col(Delivery.kind) == wanted.kind,
            col(Delivery.channel_id) == wanted.channel_id,
            col(Delivery.slot) == wanted.slot,
            or_(
                col(Delivery.status) == "skipped",
                and_(col(Delivery.status) == "planned", col(Delivery.reason).is_not(None)),
            ),
        )
        .values(
            status="planned",
            reason=None,
            due_at=wanted.due_at,
            attempts=0,
            not_before=None,
            settled_at=None,
        )
        .returning(col(Delivery.id))
    )
    if taken.first() is None:
        return None
    return await of_slot(session, wanted.kind, wanted.channel_id, wanted.slot)


async def of_slot(session: AsyncSession, kind: str, channel_id: str, slot: str) -> Delivery | None:
    """Return the row of one slot."""
    query = select(Delivery).where(
        Delivery.kind == kind, Delivery.channel_id == channel_id, Delivery.slot == slot
    )
    return (await session.exec(query)).first()


async def of_slots(session: AsyncSession, kind: str, slots: Sequence[str]) -> Sequence[Delivery]:
    """Return the rows of some slots of a kind in every channel, by channel."""
    query = (
        select(Delivery)
        .where(Delivery.kind == kind, col(Delivery.slot).in_(slots))
        .order_by(Delivery.channel_id)
    )
    return (await session.exec(query)).all()


async def to_do(
    session: AsyncSession, team_id: int, now: datetime, lease: timedelta
) -> Sequence[Delivery]:
    """Return a team's rows to be sent, looked for or taken over now, in the order they fell due."""
    at = {"now": now, "latest": now + LONGEST_WAIT, "leased": now + 2 * lease}
    return (await session.exec(_TO_DO, params={"team_id": team_id, **at})).all()


async def begin(
    session: AsyncSession, delivery_id: str, fence: int, lease_until: datetime
) -> int | None:
    """Take a planned row on under a new fence; return it, or None when somebody else has."""
    result = await session.exec(
        update(Delivery)
        .where(
            col(Delivery.id) == delivery_id,
            col(Delivery.status) == "planned",
            col(Delivery.fence) == fence,
        )
        .values(status="sending", fence=fence + 1, lease_until=lease_until, sent_at=None)
        .returning(col(Delivery.fence))
    )
    taken = result.first()
    return taken[0] if taken else None


async def change(session: AsyncSession, row: Delivery, values: Mapping[str, object]) -> bool:
    """Change a row that is held under this fence and status; return False when it is not."""
    result = await session.exec(
        update(Delivery)
        .where(
            col(Delivery.id) == row.id,
            col(Delivery.status) == row.status,
            col(Delivery.fence) == row.fence,
        )
        .values(**values)
        .returning(col(Delivery.id))
    )
    return result.first() is not None


async def abandoned(
    session: AsyncSession, team_id: int, now: datetime, lease: timedelta
) -> Sequence[Delivery]:
    """Return rows whose worker's lease has run out, or is longer than any lease is.

    The latter are those of a worker whose clock was ahead. None is renewed meanwhile.
    """
    query = select(Delivery).where(col(Delivery.team_id) == bindparam("team_id"), _ABANDONED)
    at = {"team_id": team_id, "now": now, "leased": now + 2 * lease}
    return (await session.exec(query.with_for_update(), params=at)).all()


async def overtake(session: AsyncSession, row: Delivery, now: datetime) -> None:
    """Skip what of the same team, kind and channel is due by a row's time and still planned."""
    await session.exec(
        update(Delivery)
        .where(
            col(Delivery.team_id) == row.team_id,
            col(Delivery.kind) == row.kind,
            col(Delivery.channel_id) == row.channel_id,
            col(Delivery.status) == "planned",
            col(Delivery.due_at) <= row.due_at,
            col(Delivery.id) != row.id,
        )
        .values(
            status="skipped",
            reason="overtaken:" + func.coalesce(col(Delivery.reason), "not_running"),
            settled_at=now,
        )
    )


async def overtaken_before(session: AsyncSession, row: Delivery) -> Sequence[Delivery]:
    """Return what was overtaken between the post before a row, of its kind and channel, and it."""
    same = (
        Delivery.team_id == row.team_id,
        Delivery.kind == row.kind,
        Delivery.channel_id == row.channel_id,
        Delivery.due_at < row.due_at,
    )
    last = select(func.max(col(Delivery.due_at))).where(*same, Delivery.status == "posted")
    query = (
        select(Delivery)
        .where(*same, Delivery.status == "skipped", col(Delivery.reason).startswith("overtaken"))
        .where(col(Delivery.due_at) > func.coalesce(last.scalar_subquery(), 0))
        .order_by(col(Delivery.due_at))
    )
    return (await session.exec(query)).all()


async def restored(session: AsyncSession, now: datetime) -> int:
    """Skip everything that has not ended and plan nothing that is past; return how many rows."""
    ended = await session.exec(
        update(Delivery)
        .where(col(Delivery.status).in_(_NOT_ENDED))
        .values(status="skipped", reason="restored", settled_at=now, fence=Delivery.fence + 1)
        .returning(col(Delivery.id))
    )
    await session.exec(update(Team).values(planned_until=now))
    return len(ended.all())


async def statuses(session: AsyncSession) -> set[str]:
    """Return every status that some row is in."""
    return set((await session.exec(select(Delivery.status).distinct())).all())


async def teams_with_channel(session: AsyncSession, team_id: int | None = None) -> Sequence[Team]:
    """Return every team that has a channel to post to, or that one if it has."""
    query = _WITH_CHANNEL if team_id is None else _WITH_CHANNEL_ONE
    return (await session.exec(query, params={"team_id": team_id})).all()


async def not_ended(
    session: AsyncSession, now: datetime, team_id: int | None = None
) -> Sequence[tuple[int, str, str, str | None]]:
    """Return the team, status, channel and reason of rows that have not ended, of a team or all.

    What is planned for later is none of them.
    """
    query = _DUE if team_id is None else _DUE_OF_TEAM
    return (await session.exec(query, params={"now": now, "team_id": team_id})).all()


async def next_planned(session: AsyncSession, after: datetime, until: datetime) -> datetime | None:
    """Return when the first row is due that is planned for after one instant and up to another."""
    query = select(func.min(col(Delivery.due_at))).where(
        Delivery.status == "planned", Delivery.due_at > after, Delivery.due_at <= until
    )
    return (await session.exec(query)).one()


async def planned_idly(session: AsyncSession, team_ids: Sequence[int], now: datetime) -> None:
    """Plan teams up to now that nothing fell due for; one that is further already stays there."""
    reached = func.coalesce(col(Team.planned_until), col(Team.created_at))
    ahead = and_(col(Team.id).in_(team_ids), reached < now)
    await session.exec(_PLANNED.where(ahead).values(planned_until=now))


async def planned_through(session: AsyncSession, team_id: int, now: datetime) -> None:
    """Plan a team up to now, also back to it."""
    await session.exec(_PLANNED.where(col(Team.id) == team_id).values(planned_until=now))


async def last_posted(session: AsyncSession, kind: str, channel_id: str) -> Delivery | None:
    """Return the latest row of a kind that was posted to a channel."""
    query = (
        select(Delivery)
        .where(
            Delivery.kind == kind, Delivery.channel_id == channel_id, Delivery.status == "posted"
        )
        .order_by(col(Delivery.due_at).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()


async def of_team(session: AsyncSession, team_id: int, since: datetime) -> Sequence[Delivery]:
    """Return a team's rows due since an instant and all that have not ended well, newest first."""
    query = (
        select(Delivery)
        .where(
            Delivery.team_id == team_id,
            or_(col(Delivery.due_at) >= since, col(Delivery.status).in_(_OPEN)),
        )
        .order_by(col(Delivery.due_at).desc(), Delivery.kind, Delivery.slot)
    )
    return (await session.exec(query)).all()


async def locked(session: AsyncSession, delivery_id: str) -> Delivery | None:
    """Return a row that nobody else changes before this transaction ends."""
    query = select(Delivery).where(Delivery.id == delivery_id).with_for_update()
    return (await session.exec(query)).first()


async def starting_with(session: AsyncSession, start: str) -> Sequence[str]:
    """Return the ids that start with these characters, at most two."""
    query = select(Delivery.id).where(col(Delivery.id).startswith(start, autoescape=True)).limit(2)
    return (await session.exec(query)).all()


async def counts(session: AsyncSession, statuses: Sequence[str]) -> dict[str, int]:
    """Return how many rows are in each of these statuses, 0 where none is."""
    query = (
        select(Delivery.status, func.count())
        .where(col(Delivery.status).in_(statuses))
        .group_by(Delivery.status)
    )
    return {**dict.fromkeys(statuses, 0), **dict((await session.exec(query)).all())}


async def late(session: AsyncSession, before: datetime) -> int:
    """Return how many planned rows fell due before an instant."""
    query = select(func.count()).where(Delivery.status == "planned", Delivery.due_at < before)
    return (await session.exec(query)).one()


async def oldest_open(session: AsyncSession, now: datetime) -> datetime | None:
    """Return when the oldest row fell due that is due and has not ended."""
    query = select(func.min(col(Delivery.due_at))).where(
        col(Delivery.status).in_(_NOT_ENDED), Delivery.due_at <= now
    )
    return (await session.exec(query)).one()


async def last_successes(session: AsyncSession) -> dict[str, datetime]:
    """Return when a post of each kind last succeeded."""
    query = (
        select(Delivery.kind, func.max(col(Delivery.settled_at)))
        .where(Delivery.status == "posted", col(Delivery.settled_at).is_not(None))
        .group_by(Delivery.kind)
    )
    return {kind: at for kind, at in (await session.exec(query)).all() if at}
