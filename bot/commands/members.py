"""`/frt members` and `/frt 成员`: roles and helpdesk names of a team's members, in a modal."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Answer, Asked, read_value
from bot.answers.people import look_up
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ManagedTeam, MembersValue, MemberValue, RoleValue
from bot.metrics.team import ROLES
from bot.services.people import Profile
from bot.services.team import MOST_PROPOSED, Turn, Words, chosen, teams_for
from bot.services.team import membership as service
from bot.slack.client import Payload
from bot.text import t
from bot.views.blocks import markup
from bot.views.team import members as view

Click = dict[str, Any]
Change = Callable[[Turn, str], Awaitable[str]]
"""Makes a change and returns what to say of it in a language."""


def register(app: AsyncApp, deps: Deps) -> None:
    """Show the modal, turn its pages, and change what is chosen in it."""
    _open(app, deps)
    _change_members(app, deps)
    _change_names(app, deps)


def _open(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.MEMBERS_OPEN)
    @app.action(ids.MEMBERS_CHOOSE)
    async def on_team(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        raw = action.get("value") or (action.get("selected_option") or {}).get("value")
        team_id = read_value(ManagedTeam, raw).team_id
        if team_id is None:
            raise BotError("error.button")
        profile = context["profile"]
        await deps.after_ack(ack, _show(deps, profile, body, team_id), body, profile)

    @app.action(f"{ids.MEMBERS_TURN}.previous")
    @app.action(f"{ids.MEMBERS_TURN}.next")
    async def on_turn(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        value, profile = read_value(MembersValue, action.get("value")), context["profile"]
        work = _renew(deps, profile, body, _turn(deps, profile, value))
        await deps.after_ack(ack, work, body, profile)


def _change_members(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.MEMBERS_ROLE)
    async def on_role(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        value = read_value(RoleValue, (action.get("selected_option") or {}).get("value"))
        await _change(deps, ack, context, body, partial(_set_role, deps, value))

    @app.action(ids.MEMBERS_REMOVE)
    async def on_remove(
        ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
    ) -> None:
        value = read_value(MemberValue, action.get("value"))
        await _change(deps, ack, context, body, partial(_remove, deps, value))

    @app.action(ids.MEMBERS_ADD_WHO)
    @app.action(ids.MEMBERS_ADD_ROLE)
    async def on_choice(ack: AsyncAck) -> None:
        await ack()

    @app.action(ids.MEMBERS_ADD)
    async def on_add(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        value = _to_add(body, action["block_id"])
        await _change(deps, ack, context, body, partial(_add, deps, value))


def _change_names(app: AsyncApp, deps: Deps) -> None:
    for at in range(MOST_PROPOSED):

        @app.action(f"{ids.MEMBERS_LINK}.{at}")
        async def on_confirm(
            ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
        ) -> None:
            value = read_value(MemberValue, action.get("value"))
            await _change(deps, ack, context, body, partial(_link, deps, value))

    @app.action(ids.MEMBERS_LINK_TO)
    async def on_pick(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        key = str(action["block_id"]).removeprefix("link_")
        value = MemberValue(user=action.get("selected_user") or "", name=key)
        await _change(deps, ack, context, body, partial(_link, deps, value))

    @app.action(ids.MEMBERS_UNLINK)
    async def on_unlink(
        ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
    ) -> None:
        value = read_value(MemberValue, (action.get("selected_option") or {}).get("value"))
        await _change(deps, ack, context, body, partial(_unlink, deps, value))


async def answer(deps: Deps, asked: Asked, words: Words) -> Answer:
    """Return what opens the modal of the team that is meant, or the teams to choose from."""
    profile = asked.profile
    found = await teams_for(deps.database, profile.user_id, "setup.forbidden")
    team_id = chosen(found, words.team, asked.channel_id)
    if team_id is None:
        return view.choose([(number, name) for number, name, _ in found.teams], profile.language)
    return _show(deps, profile, asked.body, team_id)


async def _set_role(deps: Deps, value: RoleValue, turn: Turn, language: str) -> str:
    await service.set_role(deps.database, turn, value.user, value.role)
    role = t(language, f"members.role.{value.role}")
    return t(language, "members.done.role", who=f"<@{value.user}>", role=role)


async def _remove(deps: Deps, value: MemberValue, turn: Turn, language: str) -> str:
    await service.remove(deps.database, turn, value.user)
    return t(language, "members.done.removed", who=f"<@{value.user}>")


async def _add(deps: Deps, value: RoleValue, turn: Turn, language: str) -> str:
    if not value.user:
        raise BotError("members.add.nobody")
    await service.add(deps.database, turn, await _ask(deps, value.user), value.role)
    role = t(language, f"members.role.{value.role}")
    return t(language, "members.done.added", who=f"<@{value.user}>", role=role)


async def _link(deps: Deps, value: MemberValue, turn: Turn, language: str) -> str:
    person = await _ask(deps, value.user)
    name = await service.link(deps.database, turn, value.name or "", person)
    return t(language, "members.done.linked", name=markup(name, 60), who=f"<@{value.user}>")


async def _unlink(deps: Deps, value: MemberValue, turn: Turn, language: str) -> str:
    await service.unlink(deps.database, turn, value.user, value.name or "")
    return t(language, "members.done.unlinked")


async def _ask(deps: Deps, user_id: str) -> Profile | None:
    return await look_up(deps.slack, deps.database, user_id, deps.clock())


async def _change(
    deps: Deps, ack: AsyncAck, context: AsyncBoltContext, body: Click, change: Change
) -> None:
    """Make a change, then show how things stand and what was done."""
    profile = context["profile"]
    turn = _turn(deps, profile, read_value(MembersValue, body["view"].get("private_metadata")))

    async def work() -> None:
        done = await change(turn, profile.language)
        await _renew(deps, profile, body, turn, done)

    await deps.after_ack(ack, work(), body, profile)


def _turn(deps: Deps, profile: Profile, value: MembersValue) -> Turn:
    return Turn(value.team_id, profile.user_id, deps.clock(), value.page, value.names_page)


async def _show(deps: Deps, profile: Profile, body: Click, team_id: int) -> None:
    """Open the modal, then look the unknown names up in Slack."""
    turn = Turn(team_id, profile.user_id, deps.clock())
    people = deps.directory.known(turn.now)
    linked = await service.link_by_email(deps.database, turn, people) if people else ()
    page = await service.page(deps.database, turn, people)
    drawn = view.answer(page, profile.language, by_email=linked)
    opened = await deps.slack.shown_modal(body, drawn)
    if not page.looking_up:
        return
    people = await deps.directory.ask(turn.now)
    linked = await service.link_by_email(deps.database, turn, people)
    page = await service.page(deps.database, turn, people)
    drawn = view.answer(page, profile.language, by_email=linked)
    await deps.slack.renew_modal(opened["id"], opened.get("hash"), drawn)


async def _renew(
    deps: Deps, profile: Profile, body: Click, turn: Turn, done: str | None = None
) -> None:
    people = deps.directory.known(turn.now) or await deps.directory.ask(turn.now)

    async def draw() -> Payload:
        page = await service.page(deps.database, turn, people)
        return view.answer(page, profile.language, done)

    await show_current(draw, partial(deps.slack.renew_modal, body["view"]["id"], None))


def _to_add(body: Click, block_id: str) -> RoleValue:
    held = body["view"]["state"]["values"].get(block_id) or {}
    user_id = (held.get(ids.MEMBERS_ADD_WHO) or {}).get("selected_user")
    option = (held.get(ids.MEMBERS_ADD_ROLE) or {}).get("selected_option") or {}
    return RoleValue(user=user_id or "", role=str(option.get("value") or ROLES[0]))
