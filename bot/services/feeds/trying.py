"""Trying a helpdesk before a team is connected with it: what has to be told, what it answers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import to_micros
from bot.metrics.feeds import NEWEST, Tried
from bot.models import Feed
from bot.sealing import Sealer
from bot.services.feeds.asked import team_of
from bot.services.feeds.pulling import Pulls, owner
from bot.services.team import measured
from bot.sources.pulls import Ask, FileProduct, Place, Product, PullError, Row
from bot.sources.pulls.products import FILES, PRODUCTS
from bot.store import feeds as store
from bot.store.team import teams

_TRIED_AT_MOST = 50
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
    if not sealer.is_ready:
        raise BotError("feeds.error.no_key")
    product = product_of(wish.product)
    values = {"address": wish.address, "account": wish.account, **wish.secret}
    _refuse_empty(product.asks, values)
    secret = {name: value.strip() for name, value in wish.secret.items()}
    account, where = wish.account.strip(), "url" if wish.product in FILES else "address"
    try:
        address = product.address(values[where].strip())
        if wish.product in FILES:
            secret["url"] = FILES[wish.product].url(secret["url"])
            account = _mark(secret["url"])
    except BotError as error:
        raise WrongField(where, error) from error
    async with database.read() as session:
        twice = await store.same(session, wish.team_id, (wish.product, address, account))
    if twice is not None:
        raise WrongField(where, BotError("feeds.error.twice", name=twice.name))
    return Wish(wish.team_id, wish.product, address, account, secret, wish.days)


async def tried(database: Database, pulls: Pulls, wish: Wish, who: str, now: datetime) -> Tried:
    """Return what a helpdesk answers; nothing is kept. Raises PullError."""
    place = Place(wish.address, wish.account, wish.secret)
    async with database.read() as session:
        zone = (await teams.zone(session, wish.team_id)).key
    async with pulls.sources.opened(wish.product, place, {}) as source:
        brought = await source.newest(now)
        rows: Sequence[Row] = brought.rows
        if brought.file is not None:
            try:
                found = await pulls.taker.look(wish.team_id, zone, who, brought.file, now)
            except BotError as error:
                raise PullError("answer", error.key) from error
            rows = [dict(one) for one in found.tickets]
    opened = {str(row.get("external_id")): at for row in rows if (at := _opened(row))}
    async with database.read() as session:
        known = await store.sources_of(session, wish.team_id, opened)
        held = await store.tickets(session, wish.team_id)
        shortest = await _shortest(session, wish.team_id, now)
    best = max(known, key=known.__getitem__, default=None)
    return Tried(tuple(rows[:NEWEST]), len(rows), known.get(best or "", 0), best, held, shortest)


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
        kind="pull",
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
    feed.secret = sealer.seal(wish.secret, owner(feed))
    async with database.write() as session:
        await store.forget_new(session, now - _UNCONFIRMED)
        taken = await store.sources(session, wish.team_id)
        feed.source = source or _own(wish.product, taken)
        return await store.add(session, feed)


async def wish_of(
    database: Database, who: str, team_id: int, number: int, secret: Mapping[str, str]
) -> Wish:
    """Return a connected helpdesk as it would be with other credentials. Raises BotError."""
    await team_of(database, who, team_id)
    async with database.read() as session:
        feed = await store.get(session, team_id, number)
    if feed is None or feed.state not in store.SHOWN:
        raise BotError("feeds.error.gone")
    product = product_of(feed.product)
    _refuse_empty([one for one in product.asks if one.is_secret], secret)
    said = {name: value.strip() for name, value in secret.items()}
    if feed.product in FILES:
        said["url"] = _same_host(FILES[feed.product], said["url"], feed.address)
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
    """Return what people see of a helpdesk: the product, and which of several."""
    host = wish.address.partition("://")[2].partition("/")[0]
    which = f"{host} {wish.account}".strip()
    return f"{product_of(wish.product).title} ({which})"


def product_of(key: str) -> Product | FileProduct:
    """Return a product. Raises BotError for one that is not known."""
    found = PRODUCTS.get(key) or FILES.get(key)
    if found is None:
        raise BotError("error.button")
    return found


def _refuse_empty(asks: Sequence[Ask], values: Mapping[str, str]) -> None:
    """Raise WrongField for a field that is needed and empty."""
    for one in asks:
        if one.is_needed and not values.get(one.name, "").strip():
            raise WrongField(one.name, BotError("feeds.error.empty"))


def _same_host(product: FileProduct, told: str, address: str) -> str:
    """Return the address of a file. Raises WrongField for one that is somewhere else."""
    try:
        found, url = product.address(told), product.url(told)
    except BotError as error:
        raise WrongField("url", error) from error
    if found != address:
        raise WrongField("url", BotError("feeds.error.elsewhere", address=address))
    return url


def _mark(url: str) -> str:
    """Return what tells one file of a host from another without its address, which is a secret."""
    return hashlib.sha256(url.encode()).hexdigest()[:6]


async def _shortest(session: AsyncSession, team_id: int, now: datetime) -> timedelta:
    """Return the shortest limit that a team has at an instant."""
    it, at = await measured(session, team_id, now), to_micros(now)
    limits = [
        one.limit_seconds
        for one in it.standards.ranked
        if one.valid_from <= at and (one.valid_until is None or at < one.valid_until)
    ]
    return timedelta(seconds=min([it.team.frt_limit_seconds, *limits]))


def _own(product: str, taken: frozenset[str]) -> str:
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
