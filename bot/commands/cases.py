"""*Cause* beside a not-met ticket, and *All cases*, the modal in which all can be named.

And *Show*, the list of tickets that a later file changed.
"""

from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.answers.clicks import asker_of, open_for, read_value
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.ids import (
    CASE_CAUSE,
    CASES_CAUSE,
    CASES_NEXT,
    CASES_OPEN,
    CASES_PREVIOUS,
    REVISED_NEXT,
    REVISED_OPEN,
    REVISED_PREVIOUS,
    CasesValue,
    CaseValue,
    CauseValue,
    RevisedValue,
)
from bot.metrics.figures import Ask
from bot.metrics.tickets import TicketKey
from bot.services.daily import (
    SUBJECT,
    Behind,
    case_page,
    name_cause,
    preview,
    revised_page,
    subject_key,
)
from bot.services.team import Request
from bot.slack.client import Payload
from bot.views.daily import cases as view
from bot.views.daily import report as daily_view
from bot.views.daily import revised as revised_view


def register(app: AsyncApp, deps: Deps) -> None:
    """Write the causes that are chosen, redraw what shows them, open the modal, turn its pages."""
    _register_cause(app, deps)
    _register_modal(app, deps)
    _register_revised(app, deps)


def _register_cause(app: AsyncApp, deps: Deps) -> None:
    @app.action(CASE_CAUSE)
    async def on_cause(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        team_id, value = await _name(deps, context, action)
        if value.day is None:
            await ack()
            return
        profile, team_day = context["profile"], (team_id, value.day)

        async def draw(now: datetime) -> Payload:
            made = await preview(deps.database, profile, team_day, now, value.as_of)
            return daily_view.preview(made.report, made.reader, made.state)

        work = show_current(partial(draw, deps.clock()), deps.slack.replacing(body["response_url"]))
        await deps.after_ack(ack, work, body, profile)


def _register_modal(app: AsyncApp, deps: Deps) -> None:
    @app.action(CASES_OPEN)
    async def on_open(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(CasesValue, action.get("value"))
        now = deps.clock()
        modal = await _page(deps, context, value.model_copy(update={"opened": now}), now)
        work = open_for(asker_of(context, now), deps.slack, deps.database, body, modal)
        await deps.after_ack(ack, work, body, context["profile"])

    @app.action(CASES_PREVIOUS)
    @app.action(CASES_NEXT)
    async def on_page(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        await renew(ack, context, body, read_value(CasesValue, action.get("value")))

    @app.action(CASES_CAUSE)
    async def on_cause(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        await _name(deps, context, action)
        value = read_value(CasesValue, (body.get("view") or {}).get("private_metadata"))
        await renew(ack, context, body, value)

    async def renew(
        ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], value: CasesValue
    ) -> None:
        modal = await _page(deps, context, value, deps.clock())
        work = deps.slack.renew_modal(body["view"]["id"], body["view"]["hash"], modal)
        await deps.after_ack(ack, work, body, context["profile"])


def _register_revised(app: AsyncApp, deps: Deps) -> None:
    @app.action(REVISED_OPEN)
    async def on_open(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        now = deps.clock()
        modal = await page(context, action, now)
        work = open_for(asker_of(context, now), deps.slack, deps.database, body, modal)
        await deps.after_ack(ack, work, body, context["profile"])

    @app.action(REVISED_PREVIOUS)
    @app.action(REVISED_NEXT)
    async def on_page(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        modal = await page(context, action, deps.clock())
        work = deps.slack.renew_modal(body["view"]["id"], body["view"]["hash"], modal)
        await deps.after_ack(ack, work, body, context["profile"])

    async def page(context: AsyncBoltContext, action: dict[str, Any], now: datetime) -> Payload:
        value = read_value(RevisedValue, action.get("value"))
        request = Request(context["profile"], context.channel_id or "", Ask(), value.as_of, now)
        place = (value.team, value.before, value.page)
        made = await revised_page(deps.database, request, *place)
        return revised_view.all_revised(made.revised, made.reader)


async def _name(
    deps: Deps, context: AsyncBoltContext, action: dict[str, Any]
) -> tuple[int, CauseValue]:
    option = action.get("selected_option") or {}
    value = read_value(CauseValue, option.get("value"))
    row = read_value(CaseValue, action.get("block_id"))
    case, who = TicketKey(row.source, row.id), context["profile"].user_id
    await name_cause(deps.database, row.team, case, value.cause, who, deps.clock())
    deps.background.start(deps.cards.redraw(row.team, SUBJECT, subject_key(case)))
    return row.team, value


async def _page(deps: Deps, context: AsyncBoltContext, value: CasesValue, now: datetime) -> Payload:
    request = Request(context["profile"], context.channel_id or "", Ask(), value.as_of, now)
    made = await case_page(deps.database, request, _behind(value))
    return view.all_cases(made.cases, made.reader)


def _behind(value: CasesValue) -> Behind:
    return Behind(
        team_id=value.team,
        first=value.first,
        last=value.last,
        before=value.before,
        since=value.since,
        opened=value.opened,
        page=value.page,
    )
