"""`/frt today` and its kin: a team's figures for a period, or what it owes a first reply now."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.answers.clicks import Answer, Asked, answer_later, read_value, reply_url
from bot.deps import Deps
from bot.ids import REPORT_CLOCK, AskValue
from bot.metrics.figures import Ask
from bot.services.figures import ME, ask_of, period_of, report, waits
from bot.services.team import Choice, Request
from bot.slack.client import Payload
from bot.text.words import WAITING
from bot.views.figures import report as view
from bot.views.figures import waiting as waiting_view
from bot.views.team import choosing as team_view

_WEEK = 7


def register(app: AsyncApp, deps: Deps) -> None:
    """Show the same figures on the other clock."""

    @app.action(REPORT_CLOCK)
    async def on_other_clock(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        ask, as_of = ask_of(read_value(AskValue, action.get("value")), deps.clock())
        asked = Asked(context["profile"], context.channel_id or "", body)
        work = _other_clock(deps, asked, ask, as_of)
        await deps.after_ack(ack, work, body, asked.profile)


async def _other_clock(deps: Deps, asked: Asked, ask: Ask, as_of: datetime) -> None:
    payload = await _figures(deps, asked, ask, as_of)
    url = reply_url(asked.body)
    await deps.slack.respond(url, payload, replace=True, asked=asked.body)


async def answer(deps: Deps, asked: Asked, ask: Ask) -> Answer:
    """Return the figures or the open waits that are asked for, or the teams to choose from.

    Of more than a week they are sent once they are counted: months of a busy team take seconds.
    """
    if asked.chosen is not None:
        value = asked.chosen
        ask = Ask(value.period, value.by, value.person, clock=value.clock)
    elif ask.person == ME:
        ask = replace(ask, person=asked.profile.user_id)
    if ask.period == WAITING:
        return await _waits(deps, asked, ask)
    figures = _figures(deps, asked, ask)
    return answer_later(deps.slack, asked, figures) if _is_long(deps, asked, ask) else await figures


def _is_long(deps: Deps, asked: Asked, ask: Ask) -> bool:
    period = period_of(ask.period, deps.clock(), asked.profile.zone)
    return len(period.dates()) > _WEEK


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
