"""Connecting a team with a helpdesk: who may, what has to be told, what is done with it later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.db import Database
from bot.errors import BotError
from bot.metrics.feeds import NEWEST, Connected, Tried
from bot.models import Feed
from bot.sealing import Sealer
from bot.services.feeds.linking import link
from bot.services.feeds.pulling import owner
from bot.services.team import Managed, managed
from bot.sources.pulls import Asker, Place, Product, Row
from bot.sources.pulls.products import PRODUCTS
from bot.store import feeds as store
from bot.store import history
from bot.store.team import writes

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


async def teams_of(database: Database, user_id: str) -> Managed:
    """Return the teams that somebody may connect with a helpdesk. Raises BotError for none."""
    found = await managed(database, user_id)
    if not found.teams:
        raise BotError("setup.none_for_admin" if found.is_admin else "feeds.error.forbidden")
    return found


async def team_of(database: Database, user_id: str, team_id: int) -> str:
    """Return the name of a team. Raises BotError for whoever may not connect it."""
    found = await teams_of(database, user_id)
    name = next((name for number, name, _ in found.teams if number == team_id), None)
    if name is None:
        raise BotError("error.button" if found.is_admin else "feeds.error.forbidden")
    return name


async def connected(database: Database, found: Managed) -> Sequence[Connected]:
    """Return the helpdesks that these teams are connected with, by team and number."""
    names = {number: name for number, name, _ in found.teams}
    async with database.read() as session:
        feeds = await store.of_teams(session, names)
        tickets = await store.tickets_of(session, feeds)
    return [
        _shown(one, names[one.team_id], tickets.get((one.team_id, one.source), 0)) for one in feeds
    ]


async def every(database: Database) -> Sequence[Connected]:
    """Return the helpdesks of all teams, for whoever runs the bot."""
    async with database.read() as session:
        names = {team.id or 0: team.name for team in await writes.all_teams(session)}
        feeds = await store.every(session)
        tickets = await store.tickets_of(session, feeds)
    counts = [tickets.get((one.team_id, one.source), 0) for one in feeds]
    return [_shown(one, names[one.team_id], n) for one, n in zip(feeds, counts, strict=True)]


async def checked(database: Database, sealer: Sealer, wish: Wish, who: str) -> Wish:
    """Return a wish with the address that was meant. Raises WrongField, or BotError.

    Nothing is asked of the helpdesk yet.
    """
    await team_of(database, who, wish.team_id)
    if not sealer.is_ready:
        raise BotError("feeds.error.no_key")
    product = product_of(wish.product)
    values = {"address": wish.address, "account": wish.account, **wish.secret}
    for one in product.asks:
        if one.is_needed and not values.get(one.name, "").strip():
            raise WrongField(one.name, BotError("feeds.error.empty"))
    try:
        address = product.address(wish.address.strip())
    except BotError as error:
        raise WrongField("address", error) from error
    async with database.read() as session:
        feeds = await store.of_teams(session, [wish.team_id])
    here = (wish.product, address, wish.account.strip())
    twice = next((one for one in feeds if (one.product, one.address, one.account) == here), None)
    if twice is not None:
        raise WrongField("address", BotError("feeds.error.twice", name=twice.name))
    secret = {name: value.strip() for name, value in wish.secret.items()}
    return Wish(wish.team_id, wish.product, address, wish.account.strip(), secret, wish.days)


async def tried(database: Database, asker: Asker, wish: Wish) -> Tried:
    """Return what a helpdesk answers; nothing is kept. Raises PullError."""
    product = product_of(wish.product)
    place = Place(wish.address, wish.account, wish.secret)
    rows = [row async for row in product.newest(asker, place, _TRIED_AT_MOST)]
    opened = {str(row.get("external_id")): at for row in rows if (at := _opened(row))}
    async with database.read() as session:
        known = await store.sources_of(session, wish.team_id, opened)
    source = max(known, key=known.__getitem__, default=None)
    return Tried(tuple(rows[:NEWEST]), len(rows), known.get(source or "", 0), source)


async def prepare(
    database: Database, sealer: Sealer, wish: Wish, source: str | None, who: str, now: datetime
) -> int:
    """Keep a helpdesk that answered, to be confirmed within an hour; return its number.

    Its tickets are those of `source`, else of a source of its own. Raises BotError.
    """
    await team_of(database, who, wish.team_id)
    product = product_of(wish.product)
    feed = Feed(
        team_id=wish.team_id,
        number=0,
        kind="pull",
        product=wish.product,
        name=_name(product, wish),
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


async def connect(database: Database, who: str, team_id: int, number: int, now: datetime) -> str:
    """Have a helpdesk that was tried asked from now on; return its name. Raises BotError."""
    await team_of(database, who, team_id)
    async with database.write() as session:
        feed = await store.get(session, team_id, number)
        if feed is None or feed.state not in {"new", "on"}:
            raise BotError("feeds.error.gone")
        if feed.state == "new":
            await store.change(session, team_id, number, {"state": "on", "next_at": now})
            await link(session, feed)
            after: history.Values = {"name": feed.name, "address": feed.address}
            place = (session, team_id, store.SUBJECT, str(number), "connected")
            await history.add(*place, who, now, after=after)
        return feed.name


async def discard(database: Database, who: str, team_id: int, number: int) -> None:
    """Forget a helpdesk that was tried and not confirmed. Raises BotError."""
    await team_of(database, who, team_id)
    async with database.write() as session:
        await store.drop_new(session, team_id, number)


async def get(database: Database, who: str, team_id: int, number: int) -> Connected:
    """Return one helpdesk for whoever may change it. Raises BotError."""
    name = await team_of(database, who, team_id)
    async with database.read() as session:
        feed = await store.get(session, team_id, number)
        if feed is None or feed.state not in store.SHOWN:
            raise BotError("feeds.error.gone")
        tickets = await store.tickets_of(session, [feed])
    return _shown(feed, name, tickets.get((team_id, feed.source), 0))


async def pause(database: Database, who: str, team_id: int, number: int, now: datetime) -> None:
    """Ask a helpdesk no more until somebody says so. Raises BotError."""
    await _step(database, (who, team_id, number), now, "paused", {"state": "paused"})


async def resume(database: Database, who: str, team_id: int, number: int, now: datetime) -> None:
    """Ask a helpdesk again, from where it stopped. Raises BotError."""
    values = {"state": "on", "next_at": now}
    await _step(database, (who, team_id, number), now, "resumed", values)


async def remove(database: Database, who: str, team_id: int, number: int, now: datetime) -> None:
    """Take a helpdesk away, and its credentials with it; its tickets stay. Raises BotError."""
    values = {"state": "removed", "secret": None, "next_at": None, "failure": None}
    await _step(database, (who, team_id, number), now, "removed", values)


async def ask_now(database: Database, who: str, team_id: int, number: int, now: datetime) -> None:
    """Have a helpdesk asked at once. Raises BotError."""
    await _step(database, (who, team_id, number), now, None, {"next_at": now})


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
    for one in product.asks:
        if one.is_secret and one.is_needed and not secret.get(one.name, "").strip():
            raise WrongField(one.name, BotError("feeds.error.empty"))
    said = {name: value.strip() for name, value in secret.items()}
    return Wish(team_id, feed.product, feed.address, feed.account, said)


async def renew(
    database: Database, sealer: Sealer, who: str, number: int, wish: Wish, now: datetime
) -> None:
    """Keep other credentials of a helpdesk, which answered to them, and ask it at once."""
    async with database.read() as session:
        feed = await store.get(session, wish.team_id, number)
    if feed is None:
        raise BotError("feeds.error.gone")
    values = {"secret": sealer.seal(wish.secret, owner(feed)), "next_at": now}
    await _step(database, (who, wish.team_id, number), now, "credentials changed", values)


async def reseal(database: Database, sealer: Sealer) -> int:
    """Seal all credentials with the first key; return how many. Raises SealError, then none is."""
    async with database.write() as session:
        feeds = await store.sealed(session)
        for feed in feeds:
            feed.secret = sealer.renewed(feed.secret or "")
            session.add(feed)
    return len(feeds)


def product_of(key: str) -> Product:
    """Return a product. Raises BotError for one that is not known."""
    if key not in PRODUCTS:
        raise BotError("error.button")
    return PRODUCTS[key]


async def _step(
    database: Database,
    which: tuple[str, int, int],
    now: datetime,
    event: str | None,
    values: Mapping[str, Any],
) -> None:
    """Change a helpdesk for whoever may, and write that into the history. Raises BotError."""
    who, team_id, number = which
    await team_of(database, who, team_id)
    async with database.write() as session:
        feed = await store.get(session, team_id, number)
        if feed is None or feed.state not in store.SHOWN:
            raise BotError("feeds.error.gone")
        if feed.state == values.get("state"):
            return
        await store.change(session, team_id, number, values)
        if event is not None:
            place = (session, team_id, store.SUBJECT, str(number), event)
            await history.add(*place, who, now, after={"name": feed.name})


def _shown(feed: Feed, team_name: str, tickets: int) -> Connected:
    return Connected(
        team_id=feed.team_id,
        team_name=team_name,
        number=feed.number,
        product=feed.product,
        name=feed.name,
        address=feed.address,
        state=feed.state,
        tickets=tickets,
        heard_at=feed.heard_at,
        brought_at=feed.brought_at,
        failure=feed.failure,
        failed_since=feed.failed_since,
    )


def _name(product: Product, wish: Wish) -> str:
    """Return what people see: the product, and which of several."""
    host = wish.address.partition("://")[2].partition("/")[0]
    which = f"{host} {wish.account}".strip()
    return f"{product.title} ({which})"


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
