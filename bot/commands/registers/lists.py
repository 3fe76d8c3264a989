"""Lists of registers, and one entry opened from them."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Asked, Work, asker_of, read_value, turned_by
from bot.commands.registers import steps
from bot.deps import Deps
from bot.ids import EntryListValue, EntryValue, OpenedValue
from bot.metrics.figures import Ask
from bot.metrics.registers import SCOPES
from bot.registers import register_of
from bot.services.registers import life, lists
from bot.services.team import Choice, Request
from bot.slack.client import Payload
from bot.views.registers import card as view
from bot.views.registers import listed

Body = dict[str, Any]


def register(app: AsyncApp, deps: Deps) -> None:
    """Turn pages, take the choice of a team, open an entry and go back to its list."""

    async def turn(ack: AsyncAck, context: AsyncBoltContext, body: Body, raw: object) -> None:
        asked = Asked(context["profile"], context.channel_id or "", body)
        found = await answer(deps, asked, read_value(EntryListValue, raw))
        if isinstance(found, dict):
            await deps.answer(ack, body, found, replace=True)
        else:
            await deps.after_ack(ack, found, body, asked.profile)

    pages = [f"{ids.REGISTER_LIST}.{name}" for name in (*SCOPES, "previous", "next", "back")]
    turned_by(app, [*pages, ids.REGISTER_TEAM], turn)

    @app.action(ids.REGISTER_OPEN)
    async def on_open(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(EntryValue, action.get("value")), context["profile"]
        asker, place = asker_of(context, deps.clock()), (value.team_id, value.number)
        seen = await life.seen(deps.database, register_of(value.of), place, asker)
        if face := deps.faces.get(value.of):
            is_own = (body.get("container") or {}).get("is_ephemeral")
            reply_url = body.get("response_url") if is_own else None
            holds = OpenedValue(**value.model_dump(), reply_url=reply_url)
            modal = face.opened(*seen, holds, profile.language, asker.now)
            await deps.after_ack(ack, deps.slack.show_modal(body, modal), body, profile)
        elif body.get("response_url"):
            shown = view.answer(*seen, profile.language, asker.now, value.listed)
            await deps.answer(ack, body, shown, replace=value.listed is not None)
        else:
            modal = view.card_modal(*seen, profile.language)
            await deps.after_ack(ack, deps.slack.show_modal(body, modal), body, profile)


async def answer(
    deps: Deps, asked: Asked, value: EntryListValue, team: str | None = None
) -> Payload | Work:
    """Return what a value of a list wishes: a page, one entry, the form of a new one."""
    kind, now = register_of(value.of, is_listed=True), deps.clock()
    language = asked.profile.language
    request = Request(asked.profile, asked.channel_id, Ask(team=team), now)
    if value.number is None and not value.adds:
        at = (value.scope, value.page)
        found = await lists.page(deps.database, kind, request, at, value.team_id)
        if isinstance(found, Choice):
            return listed.choose(kind, found.teams, value, language)
        return listed.answer(found, asked.profile.reader(), now)
    chosen = await lists.team_of(deps.database, request, value.team_id)
    if isinstance(chosen, Choice):
        return listed.choose(kind, chosen.teams, value, language)
    at_team = EntryListValue(of=kind.name, team_id=chosen.id)
    if value.adds:
        new = EntryValue(of=kind.name, team_id=chosen.id)
        return await steps.opened(deps, kind, kind.make, new, asked)
    place = (chosen.id, value.number or 0)
    seen = await life.seen(deps.database, kind, place, request.asker)
    return view.answer(*seen, language, now, at_team)
