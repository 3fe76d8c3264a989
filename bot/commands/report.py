"""`/frt today` and its kin: a team's figures for a period, or what it owes a first reply now."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.deps import Deps
from bot.ids import REPORT_CLOCK, AskValue
from bot.metrics.report import Ask
from bot.services.asking import ME, ask_of
from bot.services.behind import waits
from bot.services.report import report
from bot.services.standing import Choice, Request
from bot.slack import Payload
from bot.slack_clicks import Asked, read_value
from bot.text.words import WAITING
from bot.views import report as view
from bot.views import team as team_view
from bot.views import waiting as waiting_view


def register(app: AsyncApp, deps: Deps) -> None:
    """Show the same figures on the other clock."""

    @app.action(REPORT_CLOCK)
    async def on_other_clock(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        ask, as_of = ask_of(read_value(AskValue, action.get("value")), deps.clock())
        asked = Asked(context["profile"], context.channel_id or "", body)
        payload = await _figures(deps, asked, ask, as_of)
        await deps.answer(ack, body, payload, replace=True)


async def answer(deps: Deps, asked: Asked, ask: Ask) -> Payload:
    """Return the figures or the open waits that are asked for, or the teams to choose from."""
    if asked.chosen is not None:
        value = asked.chosen
        ask = Ask(value.period, value.by, value.person, clock=value.clock)
    elif ask.person == ME:
        ask = replace(ask, person=asked.profile.user_id)
    return await (_waits if ask.period == WAITING else _figures)(deps, asked, ask)


async def _figures(deps: Deps, asked: Asked, ask: Ask, as_of: datetime | None = None) -> Payload:
    now = deps.clock()
    request = Request(asked.profile, asked.channel_id, ask, as_of or now, now)
    made = await report(deps.database, request, now=now, team_id=asked.team_id)
    if isinstance(made, Choice):
        return team_view.choose(made.ask, made.teams, made.reader)
    return view.answer(made.report, made.reader)


async def _waits(deps: Deps, asked: Asked, ask: Ask) -> Payload:
    request = Request(asked.profile, asked.channel_id, ask, deps.clock())
    made = await waits(deps.database, request, team_id=asked.team_id)
    if isinstance(made, Choice):
        return team_view.choose(made.ask, made.teams, made.reader)
    return waiting_view.answer(made.waiting, made.reader)
