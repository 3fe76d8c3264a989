"""A modal with pages: a button opens it, buttons in it turn them."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.answers.clicks import asker_of, open_for, read_value
from bot.clock import Clock
from bot.db import Database
from bot.ids import Value
from bot.services.people import Profile
from bot.slack.client import Payload, Slack

Shown = TypeVar("Shown", bound=Value)
Draw = Callable[[AsyncBoltContext, Shown, datetime], Awaitable[Payload]]
Renew = Callable[[AsyncAck, AsyncBoltContext, dict[str, Any], Shown], Awaitable[None]]


class _Means(Protocol):
    """What of what handlers are given is needed here."""

    @property
    def database(self) -> Database: ...

    @property
    def slack(self) -> Slack: ...

    @property
    def clock(self) -> Clock: ...

    async def after_ack(
        self, ack: AsyncAck, work: Awaitable[object], click: Mapping[str, Any], who: Profile
    ) -> None: ...


def paged_modal(
    app: AsyncApp,
    deps: _Means,
    model: type[Shown],
    opens: str,
    turns: Iterable[str],
    draw: Draw[Shown],
) -> Renew[Shown]:
    """Open a modal on top of what is shown, turn its pages; return what draws it for a value.

    `draw` makes it for a button's value of `model` at an instant.
    """

    @app.action(opens)
    async def on_open(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        now = deps.clock()
        modal = await draw(context, read_value(model, action.get("value")), now)
        work = open_for(asker_of(context, now), deps.slack, deps.database, body, modal)
        await deps.after_ack(ack, work, body, context["profile"])

    return turned_modal(app, deps, model, turns, draw)


def turned_modal(
    app: AsyncApp,
    deps: _Means,
    model: type[Shown],
    turns: Iterable[str],
    draw: Draw[Shown],
) -> Renew[Shown]:
    """Turn the pages of a modal that is open; return what draws it for a value, as above."""

    async def renew(
        ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], value: Shown
    ) -> None:
        modal = await draw(context, value, deps.clock())
        work = deps.slack.renew_modal(body["view"]["id"], body["view"].get("hash"), modal)
        await deps.after_ack(ack, work, body, context["profile"])

    for action_id in turns:

        @app.action(action_id)
        async def on_turn(
            ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
        ) -> None:
            await renew(ack, context, body, read_value(model, action.get("value")))

    return renew
