"""`/frt connect` and `/frt 接入`: the helpdesks that tickets come in from, in a modal."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers import filled
from bot.answers.clicks import Answer, Asked, read_value
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import FeedFormValue, FeedsValue, FeedValue
from bot.metrics.feeds import DAYS_BACK, Connected
from bot.redaction import hide
from bot.services.feeds import asked as service
from bot.services.feeds import hooks, managing, trying
from bot.services.feeds.sources import Hook
from bot.services.feeds.trying import Wish, WrongField
from bot.services.people import Profile
from bot.services.team import Words, chosen
from bot.slack.client import Payload
from bot.text import t
from bot.views.blocks import markup
from bot.views.feeds import answers, forms, listed

Click = dict[str, Any]
Change = Callable[..., Awaitable[None]]

_CHANGES: Mapping[str, tuple[str, Change]] = {
    ids.FEED_ASK: ("ask", managing.ask_now),
    ids.FEED_PAUSE: ("paused", managing.pause),
    ids.FEED_RESUME: ("resumed", managing.resume),
    ids.FEED_REMOVE: ("removed", managing.remove),
}
_PULLED = {ids.FEED_ASK, ids.FEED_RESUME}


def register(app: AsyncApp, deps: Deps) -> None:
    """List what is connected and change it; ask for a helpdesk, try it and connect it."""
    _list(app, deps)
    for action_id in _CHANGES:
        _change(app, deps, action_id)
    _form(app, deps)
    _connect(app, deps)


def _list(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.FEED_OPEN)
    async def on_open(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        value, profile = read_value(FeedValue, action.get("value")), context["profile"]
        modal = await _listed(deps, profile, value.team_id)
        await deps.after_ack(ack, deps.slack.show_modal(body, modal), body, profile)

    @app.view(ids.FEED_LIST)
    async def on_next(ack: AsyncAck, context: AsyncBoltContext, body: Click) -> None:
        profile, texts = context["profile"], filled.texts_in(body["view"])
        found = await service.teams_of(deps.database, profile.user_id)
        team = texts.get("team") or str(found.teams[0][0])
        if not team.isdecimal():
            raise BotError("error.button")
        value = FeedFormValue(team_id=int(team), product=texts.get("product", ""))
        await ack(**filled.update(await _asking(deps, profile, value)))


def _change(app: AsyncApp, deps: Deps, action_id: str) -> None:
    key, change = _CHANGES[action_id]

    @app.action(action_id)
    async def on_change(
        ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
    ) -> None:
        value, profile = read_value(FeedValue, action.get("value")), context["profile"]
        opened = body.get("view") or {}
        shown = read_value(FeedsValue, opened.get("private_metadata")).team_id
        which = (profile.user_id, value.team_id, value.number or 0)
        feed = await service.get(deps.database, *which)
        await change(deps.database, *which, deps.clock())
        done = t(profile.language, f"feeds.done.{key}", name=markup(feed.name, 100))

        async def work() -> None:
            draw = partial(_listed, deps, profile, shown, done)
            await show_current(draw, partial(deps.slack.renew_modal, opened.get("id", ""), None))
            if action_id in _PULLED:
                await deps.connecting.pull()

        await deps.after_ack(ack, work(), body, profile)


def _form(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.FEED_RENEW)
    async def on_renew(
        ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
    ) -> None:
        value, profile = read_value(FeedValue, action.get("value")), context["profile"]
        which = (value.team_id, value.number or 0)
        feed = await service.get(deps.database, profile.user_id, *which)
        if feed.product == Hook.key:
            place = (deps.database, deps.sealer, profile.user_id, *which)
            secret = await hooks.rotate(*place, deps.clock())
            shown = _hook_made(deps, profile, feed, secret, is_new=False)
            await _replace(deps, ack, body, profile, shown)
            return
        asks = FeedFormValue(team_id=feed.team_id, product=feed.product, number=feed.number)
        await _replace(deps, ack, body, profile, await _asking(deps, profile, asks))

    @app.action(ids.FEED_BACK)
    async def on_back(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        value, profile = read_value(FeedFormValue, action.get("value")), context["profile"]
        await _replace(deps, ack, body, profile, await _asking(deps, profile, value))

    @app.view(ids.FEED_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Click) -> None:
        profile, opened = context["profile"], body["view"]
        value = read_value(FeedFormValue, opened.get("private_metadata"))
        if value.product == Hook.key:
            await _make_hook(deps, ack, profile, value, filled.texts_in(opened))
            return
        try:
            wish = await _wish(deps, profile, value, filled.texts_in(opened))
        except WrongField as wrong:
            await ack(**filled.errors({wrong.field: wrong}, 0, profile.language))
            return
        value = _without_secret(value, wish)
        begin = deps.connecting.tried if value.number is None else deps.connecting.renewed
        work = begin(opened["id"], profile, wish, value)
        said = deps.connecting.waiting(profile.language, trying.name_of(wish))
        await deps.after_ack(ack, work, body, profile, said)


def _connect(app: AsyncApp, deps: Deps) -> None:
    @app.view(ids.FEED_CONNECT)
    async def on_connect(ack: AsyncAck, context: AsyncBoltContext, body: Click) -> None:
        profile, value = context["profile"], _kept(body)
        which = (profile.user_id, value.team_id, value.number or 0)
        team = await service.team_of(deps.database, profile.user_id, value.team_id)
        name = await managing.connect(deps.database, *which, deps.clock())
        said = filled.update(answers.connected(profile.language, name, team))
        await deps.after_ack(ack, deps.connecting.pull(), body, profile, said)

    @app.view_closed(ids.FEED_CONNECT)
    async def on_close(ack: AsyncAck, context: AsyncBoltContext, body: Click) -> None:
        # Whoever has closed a modal can be told nothing any more.
        with suppress(BotError):
            who, value = context["profile"].user_id, _kept(body)
            await trying.discard(deps.database, who, value.team_id, value.number or 0)
        await ack()


async def answer(deps: Deps, asked: Asked, words: Words) -> Answer:
    """Return what opens the list: of a team that is named alone, else of all they look after."""
    profile = asked.profile
    found = await service.teams_of(deps.database, profile.user_id)
    meant = chosen(found, words.team, asked.channel_id)
    team_id = meant if words.team is not None else None
    return deps.slack.show_modal(asked.body, await _listed(deps, profile, team_id, meant=meant))


async def _listed(
    deps: Deps,
    profile: Profile,
    team_id: int | None,
    done: str | None = None,
    *,
    meant: int | None = None,
) -> Payload:
    place = (deps.database, deps.sealer, profile.user_id, team_id, deps.clock())
    page = replace(await service.page(*place), meant=meant)
    return listed.listed(page, profile.language, done)


async def _make_hook(
    deps: Deps, ack: AsyncAck, profile: Profile, value: FeedFormValue, texts: Mapping[str, str]
) -> None:
    """Make a hook, and show its address and secret in the place of the form."""
    name, place = texts.get("name", ""), (deps.database, deps.sealer, profile.user_id)
    try:
        number, secret = await hooks.make(*place, value.team_id, name, deps.clock())
    except BotError as error:
        if error.key != "hooks.error.name":
            raise
        await ack(**filled.errors({"name": error}, 0, profile.language))
        return
    feed = await service.get(deps.database, profile.user_id, value.team_id, number)
    await ack(**filled.update(_hook_made(deps, profile, feed, secret, is_new=True)))


def _hook_made(
    deps: Deps, profile: Profile, feed: Connected, secret: str, *, is_new: bool
) -> Payload:
    url = (deps.settings.public_url or "https://…").rstrip("/") + feed.address
    return answers.made(profile.language, feed.name, url, secret, is_new=is_new)


async def _asking(deps: Deps, profile: Profile, value: FeedFormValue) -> Payload:
    """Return the form for a product, or for new credentials. Raises BotError for who may not."""
    team = await service.team_of(deps.database, profile.user_id, value.team_id)
    if value.product == Hook.key:
        return forms.hook(trying.product_of(value.product), value, team, profile.language)
    if value.number is None:
        return forms.form(trying.product_of(value.product), value, team, profile.language)
    feed = await service.get(deps.database, profile.user_id, value.team_id, value.number)
    return forms.renewal(trying.product_of(feed.product), value, feed.name, profile.language)


async def _replace(
    deps: Deps, ack: AsyncAck, body: Click, profile: Profile, modal: Payload
) -> None:
    """Put a modal in the place of the one that was clicked in."""
    opened = (body.get("view") or {}).get("id", "")
    await deps.after_ack(ack, deps.slack.renew_modal(opened, None, modal), body, profile)


async def _wish(
    deps: Deps, profile: Profile, value: FeedFormValue, texts: Mapping[str, str]
) -> Wish:
    """Return what was written into a form. Raises WrongField, or BotError."""
    product = trying.product_of(value.product)
    secret = {one.name: texts.get(one.name, "") for one in product.asks if one.is_secret}
    hide(*(text.strip() for text in secret.values()))
    who = profile.user_id
    if value.number is not None:
        return await trying.wish_of(deps.database, who, value.team_id, value.number, secret)
    asked = texts.get("back", str(max(DAYS_BACK)))
    days = next((one for one in DAYS_BACK if str(one) == asked), None)
    if days is None:
        raise BotError("error.button")
    place = (texts.get(product.asks[0].name, ""), texts.get("account", ""))
    wish = Wish(value.team_id, value.product, *place, secret, days)
    return await trying.checked(deps.database, deps.sealer, wish, who)


def _without_secret(value: FeedFormValue, wish: Wish) -> FeedFormValue:
    """Return what leads back to a form, with what was written but the secrets."""
    if value.number is not None:
        return value
    told = {"address": wish.address, "account": wish.account, "back": wish.days}
    return value.model_copy(update=told)


def _kept(body: Click) -> FeedValue:
    return read_value(FeedValue, body["view"].get("private_metadata"))
