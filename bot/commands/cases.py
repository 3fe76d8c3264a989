"""*Cause* beside a not-met ticket, and the modal in which all are named, in groups or singly."""

from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.answers.clicks import read_value, reply_url
from bot.answers.paged import paged_modal, turned_modal
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.ids import (
    CASE_CAUSE,
    CASES_CAUSE,
    CASES_GROUP,
    CASES_GROUP_CAUSE,
    CASES_GROUPS,
    CASES_NEXT,
    CASES_OPEN,
    CASES_PREVIOUS,
    CasesValue,
    CaseValue,
    CauseValue,
    GroupCauseValue,
    GroupValue,
)
from bot.metrics.daily import GroupNamed
from bot.metrics.figures import Ask
from bot.metrics.tickets import TicketKey
from bot.services.daily import (
    SUBJECT,
    Wanted,
    behind_of,
    case_page,
    group_page,
    name_cause,
    name_group,
    preview,
    subject_key,
)
from bot.services.team import Request
from bot.slack.client import Payload
from bot.views.daily import cases as view
from bot.views.daily import groups as groups_view
from bot.views.daily import report as daily_view


def register(app: AsyncApp, deps: Deps) -> None:
    """Write the causes that are chosen, redraw what shows them, open the modal, turn its pages."""
    _register_cause(app, deps)
    _register_modal(app, deps)


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

        work = show_current(partial(draw, deps.clock()), deps.slack.replacing(reply_url(body)))
        await deps.after_ack(ack, work, body, profile)


def _register_modal(app: AsyncApp, deps: Deps) -> None:
    def request(context: AsyncBoltContext, value: CasesValue, now: datetime) -> Request:
        return Request(context["profile"], context.channel_id or "", Ask(), value.as_of, now)

    async def tickets(context: AsyncBoltContext, value: CasesValue, now: datetime) -> Payload:
        asked = request(context, value, now)
        made = await case_page(deps.database, asked, behind_of(value, now))
        return view.all_cases(made.cases, made.reader)

    async def groups(
        context: AsyncBoltContext, value: CasesValue, now: datetime, done: GroupNamed | None = None
    ) -> Payload:
        asked = request(context, value, now)
        made = await group_page(deps.database, asked, behind_of(value, now))
        if not made.groups.groups:
            return await tickets(context, value, now)
        return groups_view.all_groups(made.groups, made.reader, done)

    paged_modal(app, deps, CasesValue, CASES_OPEN, (CASES_GROUPS,), groups)
    to_tickets = (CASES_GROUP, CASES_PREVIOUS, CASES_NEXT)
    renew = turned_modal(app, deps, CasesValue, to_tickets, tickets)

    @app.action(CASES_CAUSE)
    async def on_cause(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        await _name(deps, context, action)
        value = read_value(CasesValue, (body.get("view") or {}).get("private_metadata"))
        await renew(ack, context, body, value)

    @app.action(CASES_GROUP_CAUSE)
    async def on_group_cause(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(CasesValue, (body.get("view") or {}).get("private_metadata"))
        row = read_value(GroupValue, action.get("block_id"))
        chosen = read_value(GroupCauseValue, (action.get("selected_option") or {}).get("value"))
        wanted, now = Wanted(row.group, chosen.cause, chosen.all), deps.clock()
        asked = request(context, value, now)
        done = await name_group(deps.database, asked, behind_of(value, now), wanted, now)
        modal = await groups(context, value, now, done)
        for key in done.done.shown:
            deps.background.start(deps.cards.redraw(value.team, SUBJECT, key))
        work = deps.slack.renew_modal(body["view"]["id"], body["view"].get("hash"), modal)
        await deps.after_ack(ack, work, body, context["profile"])


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
