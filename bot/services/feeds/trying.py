"""Trying a helpdesk before a team is connected with it: what has to be told, what it answers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import to_micros
from bot.metrics.feeds import NEWEST, Tried, every
from bot.models import Feed
from bot.sealing import Sealer
from bot.services.feeds.asked import shown, team_of
from bot.services.feeds.names import names_in_slack
from bot.services.feeds.pulling import Pulls, owner
from bot.services.feeds.sources import CONNECTABLE, Brought, Connectable
from bot.services.team import measured
from bot.sources import channels
from bot.sources.pulls import Place, Row
from bot.sources.pulls.products import FILES
from bot.store import feeds as store
from bot.store.team import teams

_UNCONFIRMED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wrote into the form for a product; `secret` is written down nowhere."""

    team_id: int
    product: str
    address: str
    account: str
    secret: Mapping[str, str] = field(repr=False)
    days: int = 90
    name: str | None = None


class WrongField(BotError):  # noqa: N818  what is wrong with a form is an error of its own
    """A field of the form is wrong: which, and what to say of it."""

    def __init__(self, name: str, error: BotError) -> None:
        super().__init__(error.key, **error.params)
        self.field = name


async def checked(database: Database, sealer: Sealer, wish: Wish, who: str) -> Wish:
    """Return a wish with the address that was meant. Raises WrongField, or BotError.

    Nothing is asked of the helpdesk yet.
    """
    await team_of(database, who, wish.team_id)
    product = product_of(wish.product)
    if not sealer.is_ready and any(one.is_secret for one in product.asks):
        raise BotError("feeds.error.no_key")
    field = product.asks[0].name
    values = {field: wish.address, "account": wish.account, **wish.secret}
    for one in product.asks:
        if one.is_needed and not values.get(one.name, "").strip():
            raise WrongField(one.name, BotError("feeds.error.empty"))
    secret = {name: value.strip() for name, value in wish.secret.items()}
    try:
        address, account = _place(wish, secret)
    except BotError as error:
        raise WrongField(field, error) from error
    async with database.read() as session:
        twice = await store.same(session, wish.team_id, (wish.product, address, account))
    if twice is not None:
        raise WrongField(field, BotError("feeds.error.twice", name=twice.name))
    return Wish(wish.team_id, wish.product, address, account, secret, wish.days)


def _place(wish: Wish, secret: Mapping[str, str]) -> tuple[str, str]:
    """Return the address that was meant, and which of several there. Raises BotError.

    Of a file's address only the host is shown, so what tells two apart is a digest.
    """
    if wish.product not in FILES:
        return product_of(wish.product).address(wish.address.strip()), wish.account.strip()
    product = FILES[wish.product]
    url = product.url(secret["url"])
    return product.address(url), hashlib.sha256(url.encode()).hexdigest()[:6]


async def tried(database: Database, pulls: Pulls, wish: Wish, now: datetime) -> Tried:
    """Return what a helpdesk answers; nothing is kept. Raises PullError, BotError for a file."""
    place = Place(wish.address, wish.account, wish.secret)
    names = await names_in_slack(database, wish.team_id) if wish.product == channels.KEY else {}
    async with pulls.sources.opened(wish.product, place, names) as asked:
        name = await asked.name()
        came = await asked.newest(now)
        rows = came.rows if came.file is None else await _looked(database, pulls, wish, came, now)
    opened = {str(row.get("external_id")): at for row in rows if (at := _opened(row))}
    async with database.read() as session:
        known = await store.sources_of(session, wish.team_id, opened)
        held = await store.tickets(session, wish.team_id)
        shortest = await _shortest(session, wish.team_id, now)
    source = max(known, key=known.__getitem__, default=None)
    many = known.get(source or "", 0)
    told = tuple(_with_answer(row) for row in rows[:NEWEST])
    return Tried(told, len(rows), many, source, held, shortest, name, _every(wish))


async def _looked(
    database: Database, pulls: Pulls, wish: Wish, came: Brought, now: datetime
) -> list[Row]:
    """Return the first tickets of a file as they are understood. Raises BotError as imports do."""
    async with database.read() as session:
        zone = (await teams.zone(session, wish.team_id)).key
    if came.file is None:
        return []
    found = await pulls.taker.look(wish.team_id, zone, came.file, wish.product, now)
    return [
        {name: str(value) if isinstance(value, datetime) else value for name, value in one.items()}
        for one in found.tickets
    ]


def _every(wish: Wish) -> timedelta:
    return every("channel" if wish.product == channels.KEY else "pull")


def _with_answer(row: Row) -> Row:
    """Return a ticket with when it was answered, where its messages alone tell that."""
    told = row.get("messages")
    if "first_response_at" in row or not isinstance(told, list):
        return row
    answered = (one["at"] for one in told if one["kind"] == "agent")
    return row | {"first_response_at": next(answered, None)}


async def prepare(
    database: Database, sealer: Sealer, wish: Wish, source: str | None, who: str, now: datetime
) -> int:
    """Keep a helpdesk that answered, to be confirmed within an hour; return its number.

    Its tickets are those of `source`, else of a source of its own. Raises BotError.
    """
    await team_of(database, who, wish.team_id)
    feed = Feed(
        team_id=wish.team_id,
        number=0,
        kind="channel" if wish.product == channels.KEY else "pull",
        product=wish.product,
        name=name_of(wish),
        source=source or "",
        address=wish.address,
        account=wish.account,
        state="new",
        asked_since=now - timedelta(days=wish.days),
        made_by=who,
        made_at=now,
    )
    feed.secret = sealer.seal(wish.secret, owner(feed)) if wish.secret else None
    async with database.write() as session:
        await store.forget_new(session, now - _UNCONFIRMED)
        taken = await store.sources(session, wish.team_id)
        feed.source = source or own_source(wish.product, taken)
        return await store.add(session, feed)


async def wish_of(
    database: Database, who: str, team_id: int, number: int, secret: Mapping[str, str]
) -> Wish:
    """Return a connected helpdesk as it would be with other credentials. Raises BotError."""
    await team_of(database, who, team_id)
    async with database.read() as session:
        feed = await shown(session, team_id, number)
    product = product_of(feed.product)
    for one in product.asks:
        if one.is_secret and one.is_needed and not secret.get(one.name, "").strip():
            raise WrongField(one.name, BotError("feeds.error.empty"))
    said = {name: value.strip() for name, value in secret.items()}
    return Wish(team_id, feed.product, feed.address, feed.account, said)


async def forget(database: Database, now: datetime) -> None:
    """Forget helpdesks that were tried and not confirmed within an hour."""
    async with database.read() as session:
        if not await store.has_new(session, now - _UNCONFIRMED):
            return
    async with database.write() as session:
        await store.forget_new(session, now - _UNCONFIRMED)


async def discard(database: Database, who: str, team_id: int, number: int) -> None:
    """Forget a helpdesk that was tried and not confirmed. Raises BotError."""
    await team_of(database, who, team_id)
    async with database.write() as session:
        await store.drop_new(session, team_id, number)


def name_of(wish: Wish) -> str:
    """Return what people see of a helpdesk: its own name, or the product and which of several."""
    if wish.name:
        return wish.name
    host = wish.address.partition("://")[2].partition("/")[0]
    which = f"{host} {wish.account}".strip()
    return f"{product_of(wish.product).title} ({which})"


def product_of(key: str) -> Connectable:
    """Return what can be connected. Raises BotError for what is not known."""
    if key not in CONNECTABLE:
        raise BotError("error.button")
    return CONNECTABLE[key]


async def _shortest(session: AsyncSession, team_id: int, now: datetime) -> timedelta:
    """Return the shortest limit that a team has at an instant."""
    it, at = await measured(session, team_id, now), to_micros(now)
    limits = [
        one.limit_seconds
        for one in it.standards.ranked
        if one.valid_from <= at and (one.valid_until is None or at < one.valid_until)
    ]
    return timedelta(seconds=min([it.team.frt_limit_seconds, *limits]))


def own_source(product: str, taken: frozenset[str]) -> str:
    """Return a source that nothing of the team is of yet."""
    number = 1
    while (name := product if number == 1 else f"{product}-{number}") in taken:
        number += 1
    return name


def _opened(row: Row) -> datetime | None:
    """Return when a ticket was opened, None where that can't be read."""
    try:
        at = datetime.fromisoformat(str(row.get("opened_at")))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
