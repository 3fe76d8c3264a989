"""`/frt members` and `/frt 成员`: roles and helpdesk names of a team's members, in a modal."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ManagedTeam, MembersValue, MemberValue, RoleValue, RunValue
from bot.metrics.membership import ROLES
from bot.people import Directory, look_up
from bot.services import membership as service
from bot.services.managed import Words, chosen, managed, read
from bot.services.matching import MOST_PROPOSED
from bot.services.membership import Turn
from bot.services.readers import Profile
from bot.showing import show_current
from bot.slack import Payload
from bot.slack_clicks import or_apologise, read_value
from bot.text import t
from bot.views import members as view
from bot.views.outside import markup

Click = dict[str, Any]
Change = Callable[[Turn, str], Awaitable[str]]
"""Makes a change and returns what to say of it in a language."""


def register(app: AsyncApp, deps: Deps) -> None:
    """Show the modal, turn its pages, and change what is chosen in it."""
    desk = _Desk(deps)
    _open(app, deps, desk)
    _change_members(app, desk)
    _change_names(app, desk)


def _open(app: AsyncApp, deps: Deps, desk: "_Desk") -> None:
    @app.command(ids.COMMAND, matchers=[_typed])
    async def on_command(
        ack: AsyncAck, context: AsyncBoltContext, command: Click, body: Click
    ) -> None:
        words = read(command.get("text") or "") or Words("members")
        opened = await desk.team(context, words)
        if isinstance(opened, int):
            await ack()
            desk.open(context["profile"], body, opened)
        else:
            await ack(**opened)

    @app.action(ids.HELP_RUN, matchers=[_clicked])
    async def on_words(
        ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
    ) -> None:
        words = read(read_value(RunValue, action["value"]).text) or Words("members")
        opened = await desk.team(context, words)
        await ack()
        if isinstance(opened, int):
            desk.open(context["profile"], body, opened)
        else:
            deps.background.start(deps.slack.respond(body["response_url"], opened))

    @app.action(ids.MEMBERS_OPEN)
    @app.action(ids.MEMBERS_CHOOSE)
    async def on_team(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        raw = action.get("value") or (action.get("selected_option") or {}).get("value")
        team_id = read_value(ManagedTeam, raw).team_id
        if team_id is None:
            raise BotError("error.button")
        await ack()
        desk.open(context["profile"], body, team_id)

    @app.action(f"{ids.MEMBERS_TURN}.previous")
    @app.action(f"{ids.MEMBERS_TURN}.next")
    async def on_turn(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        value = read_value(MembersValue, action.get("value"))
        await ack()
        desk.renew(context["profile"], body, value)


def _change_members(app: AsyncApp, desk: "_Desk") -> None:
    @app.action(ids.MEMBERS_ROLE)
    async def on_role(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        value = read_value(RoleValue, (action.get("selected_option") or {}).get("value"))
        await ack()
        desk.change(context["profile"], body, partial(_set_role, desk, value))

    @app.action(ids.MEMBERS_REMOVE)
    async def on_remove(
        ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
    ) -> None:
        value = read_value(MemberValue, action.get("value"))
        await ack()
        desk.change(context["profile"], body, partial(_remove, desk, value))

    @app.action(ids.MEMBERS_ADD_WHO)
    @app.action(ids.MEMBERS_ADD_ROLE)
    async def on_choice(ack: AsyncAck) -> None:
        await ack()

    @app.action(ids.MEMBERS_ADD)
    async def on_add(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        value = _to_add(body, action["block_id"])
        await ack()
        desk.change(context["profile"], body, partial(_add, desk, value))


def _change_names(app: AsyncApp, desk: "_Desk") -> None:
    for at in range(MOST_PROPOSED):

        @app.action(f"{ids.MEMBERS_LINK}.{at}")
        async def on_confirm(
            ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
        ) -> None:
            value = read_value(MemberValue, action.get("value"))
            await ack()
            desk.change(context["profile"], body, partial(_link, desk, value))

    @app.action(ids.MEMBERS_LINK_TO)
    async def on_pick(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        key = str(action["block_id"]).removeprefix("link_")
        value = MemberValue(user=action.get("selected_user") or "", name=key)
        await ack()
        desk.change(context["profile"], body, partial(_link, desk, value))

    @app.action(ids.MEMBERS_UNLINK)
    async def on_unlink(
        ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
    ) -> None:
        value = read_value(MemberValue, (action.get("selected_option") or {}).get("value"))
        await ack()
        desk.change(context["profile"], body, partial(_unlink, desk, value))


async def _set_role(desk: "_Desk", value: RoleValue, turn: Turn, language: str) -> str:
    await service.set_role(desk.database, turn, value.user, value.role)
    role = t(language, f"members.role.{value.role}")
    return t(language, "members.done.role", who=f"<@{value.user}>", role=role)


async def _remove(desk: "_Desk", value: MemberValue, turn: Turn, language: str) -> str:
    await service.remove(desk.database, turn, value.user)
    return t(language, "members.done.removed", who=f"<@{value.user}>")


async def _add(desk: "_Desk", value: RoleValue, turn: Turn, language: str) -> str:
    if not value.user:
        raise BotError("members.add.nobody")
    await service.add(desk.database, turn, await desk.ask(value.user), value.role)
    role = t(language, f"members.role.{value.role}")
    return t(language, "members.done.added", who=f"<@{value.user}>", role=role)


async def _link(desk: "_Desk", value: MemberValue, turn: Turn, language: str) -> str:
    person = await desk.ask(value.user)
    name = await service.link(desk.database, turn, value.name or "", person)
    return t(language, "members.done.linked", name=markup(name, 60), who=f"<@{value.user}>")


async def _unlink(desk: "_Desk", value: MemberValue, turn: Turn, language: str) -> str:
    await service.unlink(desk.database, turn, value.user, value.name or "")
    return t(language, "members.done.unlinked")


class _Desk:
    """Opens the modal, does what is chosen in it, and shows how things stand then."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._directory = Directory(deps.slack)
        self.database = deps.database

    async def team(self, context: AsyncBoltContext, words: Words) -> int | Payload:
        """Return the team that is meant, or the message to choose one. Raises BotError."""
        profile: Profile = context["profile"]
        found = await managed(self.database, profile.user_id)
        if not found.teams:
            raise BotError("setup.none_for_admin" if found.is_admin else "setup.forbidden")
        team_id = chosen(found, words.team, context.channel_id or "")
        if team_id is not None:
            return team_id
        return view.choose([(number, name) for number, name, _ in found.teams], profile.language)

    async def ask(self, user_id: str) -> Profile | None:
        """Return what Slack says of somebody now."""
        return await look_up(self._deps.slack, self.database, user_id, self._deps.clock())

    def open(self, profile: Profile, body: Click, team_id: int) -> None:
        """Open the modal, then look the unknown names up in Slack."""
        self._start(self._open(profile, body, team_id), profile, body)

    def renew(self, profile: Profile, body: Click, value: MembersValue) -> None:
        """Show other pages."""
        self._start(self._renew(profile, body, self._turn(profile, value)), profile, body)

    def change(self, profile: Profile, body: Click, change: Change) -> None:
        """Make a change, then show how things stand and what was done."""
        value = read_value(MembersValue, body["view"].get("private_metadata"))
        turn = self._turn(profile, value)

        async def work() -> None:
            done = await change(turn, profile.language)
            await self._renew(profile, body, turn, done)

        self._start(work(), profile, body)

    def _turn(self, profile: Profile, value: MembersValue) -> Turn:
        now = self._deps.clock()
        return Turn(value.team_id, profile.user_id, now, value.page, value.names_page)

    async def _open(self, profile: Profile, body: Click, team_id: int) -> None:
        turn = Turn(team_id, profile.user_id, self._deps.clock())
        people = self._directory.known(turn.now)
        linked = await service.link_by_email(self.database, turn, people) if people else ()
        page = await service.page(self.database, turn, people)
        drawn = view.answer(page, profile.language, by_email=linked)
        opened = await self._deps.slack.shown_modal(body, drawn)
        if not page.looking_up:
            return
        people = await self._directory.ask(turn.now)
        linked = await service.link_by_email(self.database, turn, people)
        page = await service.page(self.database, turn, people)
        drawn = view.answer(page, profile.language, by_email=linked)
        await self._deps.slack.renew_modal(opened["id"], opened["hash"], drawn)

    async def _renew(
        self, profile: Profile, body: Click, turn: Turn, done: str | None = None
    ) -> None:
        people = self._directory.known(turn.now) or await self._directory.ask(turn.now)

        async def draw() -> Payload:
            page = await service.page(self.database, turn, people)
            return view.answer(page, profile.language, done)

        await show_current(draw, partial(self._deps.slack.renew_modal, body["view"]["id"], None))

    def _start(self, work: Awaitable[None], profile: Profile, body: Click) -> None:
        self._deps.background.start(or_apologise(self._deps.slack, work, body, profile.language))


async def _typed(command: Click) -> bool:
    return _is_members(command.get("text") or "")


async def _clicked(action: Click) -> bool:
    return _is_members(read_value(RunValue, action.get("value")).text)


def _is_members(text: str) -> bool:
    words = read(text)
    return words is not None and words.kind == "members"


def _to_add(body: Click, block_id: str) -> RoleValue:
    held = body["view"]["state"]["values"].get(block_id) or {}
    user_id = (held.get(ids.MEMBERS_ADD_WHO) or {}).get("selected_user")
    option = (held.get(ids.MEMBERS_ADD_ROLE) or {}).get("selected_option") or {}
    return RoleValue(user=user_id or "", role=str(option.get("value") or ROLES[0]))
