"""`/frt today` and its kin: a team's figures for a period, or what it owes a first reply now."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.answers.clicks import (
    Answer,
    Asked,
    Said,
    answer_later,
    read_value,
    reply,
    turned_by,
)
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import (
    REPORT_CHART,
    REPORT_CLOCK,
    REPORT_WAITING,
    WAITS_ALL,
    WAITS_MINE,
    WAITS_NEXT,
    WAITS_PREVIOUS,
    WAITS_UNASSIGNED,
    AskValue,
    WaitsValue,
)
from bot.metrics.figures import Ask
from bot.services.figures import (
    ME,
    Waits,
    ask_of,
    drawn,
    drawn_waits,
    filters_of,
    period_of,
    report,
    understood,
)
from bot.services.figures import Answer as Figures
from bot.services.team import Choice, Request
from bot.slack.client import Payload, is_direct
from bot.text.words import WAITING, WAITS
from bot.views.figures import report as view
from bot.views.figures import waiting as waiting_view
from bot.views.team import choosing as team_view

_WEEK = 7
_TURNS = (WAITS_MINE, WAITS_UNASSIGNED, WAITS_ALL, WAITS_PREVIOUS, WAITS_NEXT)
_PERIODS = {scope: period for period, scope in WAITS.items()}


def register(app: AsyncApp, deps: Deps) -> None:
    """Show the same figures on the other clock, their chart, and who is waiting, page by page."""

    @app.action(REPORT_CLOCK)
    async def on_other_clock(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        ask, as_of = ask_of(read_value(AskValue, action.get("value")), deps.clock())
        asked = Asked(context["profile"], context.channel_id or "", body)
        work = _other_clock(deps, asked, ask, as_of)
        await deps.after_ack(ack, work, body, asked.profile)

    @app.action(REPORT_CHART)
    async def on_chart(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        ask, as_of = ask_of(read_value(AskValue, action.get("value")), deps.clock())
        asked = Asked(context["profile"], context.channel_id or "", body)
        await deps.after_ack(ack, _chart(deps, asked, ask, as_of), body, asked.profile)

    @app.action(REPORT_WAITING)
    async def on_waiting(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(AskValue, action.get("value"))
        asked = Asked(context["profile"], context.channel_id or "", body)
        where = filters_of(value)
        ask = Ask(WAITING, person=value.person, team=value.team, clock=value.clock, where=where)
        said = await _waiting(deps, asked, ask, deps.clock())
        await deps.after_ack(ack, reply(deps.slack, asked, said.payload()), body, asked.profile)

    async def on_waits(
        ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], chosen: object
    ) -> None:
        value = read_value(WaitsValue, chosen)
        asked = Asked(context["profile"], context.channel_id or "", body)
        await deps.after_ack(ack, _other_waits(deps, asked, value), body, asked.profile)

    turned_by(app, _TURNS, on_waits)


async def _chart(deps: Deps, asked: Asked, ask: Ask, as_of: datetime) -> None:
    now = deps.clock()
    request = Request(asked.profile, asked.channel_id, ask, as_of, now)
    made = await report(deps.database, request, now=now, is_charted=True)
    if isinstance(made, Choice):
        raise BotError("error.button")
    await reply(deps.slack, asked, view.chart(made.report, made.reader))


async def _waiting(deps: Deps, asked: Asked, ask: Ask, now: datetime) -> Said:
    request = Request(asked.profile, asked.channel_id, ask, now)
    return await drawn_waits(deps.database, request, _waits, team_id=asked.team_id)


async def _other_waits(deps: Deps, asked: Asked, value: WaitsValue) -> None:
    where = filters_of(value)
    ask = Ask(_PERIODS[value.scope], person=value.person, clock=value.clock, where=where)
    request = Request(asked.profile, asked.channel_id, ask, deps.clock())
    place = {"team_id": value.team, "page": value.page}
    said = await drawn_waits(deps.database, request, _waits, **place)
    await reply(deps.slack, asked, said.payload(), replace=True)


async def _other_clock(deps: Deps, asked: Asked, ask: Ask, as_of: datetime) -> None:
    now = deps.clock()
    request = Request(asked.profile, asked.channel_id, ask, as_of, now)
    made = await report(deps.database, request, now=now, team_id=asked.team_id)
    said = _figures(made, asked.channel_id)
    await reply(deps.slack, asked, said.payload(), replace=True)


async def answer(deps: Deps, asked: Asked, ask: Ask) -> Answer:
    """Return the figures or the open waits that are asked for, or the teams to choose from.

    Of more than a week they are sent once they are counted: months of a busy team take seconds.
    """
    if asked.chosen is not None:
        value = asked.chosen
        where = filters_of(value)
        ask = Ask(value.period, value.by, value.person, clock=value.clock, where=where)
    elif ask.person == ME:
        ask = replace(ask, person=asked.profile.user_id)
    now = deps.clock()
    request = Request(asked.profile, asked.channel_id, ask, now)
    if ask.where:
        await understood(deps.database, request, asked.team_id)
    if ask.period in WAITS:
        return await _waiting(deps, asked, ask, now)
    is_long = len(period_of(ask.period, now, asked.profile.zone).dates()) > _WEEK
    draw = partial(_figures, channel_id=asked.channel_id)
    figures = drawn(deps.database, request, draw, team_id=asked.team_id)
    return answer_later(deps.slack, asked, _payload(figures)) if is_long else await figures


async def _payload(figures: Awaitable[Said]) -> Payload:
    return (await figures).payload()


def _figures(made: Figures | Choice, channel_id: str) -> Said:
    if isinstance(made, Choice):
        return Said.of(team_view.choose(made.ask, made.teams, made.reader))
    return Said.of(view.answer(made.report, made.reader, is_direct=is_direct(channel_id)))


def _waits(made: Waits | Choice) -> Said:
    if isinstance(made, Choice):
        return Said.of(team_view.choose(made.ask, made.teams, made.reader))
    return Said.of(waiting_view.answer(made.waiting, made.reader))
