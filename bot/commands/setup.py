"""`/frt setup` and `/frt 设置`: a team from nothing, or its settings changed, in a modal."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Answer, Asked, read_value
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ManagedTeam, SettingsValue
from bot.metrics.team import FIELDS, SavedSettings, SettingsForm
from bot.services.people import Profile
from bot.services.team import Managed, Outcome, Sent, Words, chosen, first_admin, managed
from bot.services.team import setup as service
from bot.slack.channels import enter
from bot.slack.client import Payload
from bot.slack.failures import PostFailed
from bot.text import t
from bot.views.blocks import notice
from bot.views.team import setup as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the form for a team that is clicked, and save what is sent."""

    @app.action(ids.SETUP_OPEN)
    @app.action(ids.SETUP_CHOOSE)
    async def on_team(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        raw = action.get("value") or (action.get("selected_option") or {}).get("value")
        value, profile = read_value(ManagedTeam, raw), context["profile"]
        opened = await _form(deps, profile, value.team_id, {})
        modal = view.form(opened, profile.reader())
        await deps.after_ack(ack, deps.slack.show_modal(body, modal), body, profile)

    @app.view(ids.SETUP_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        profile: Profile = context["profile"]
        sent, zone_typed = _sent(body["view"], profile.user_id)
        outcome = await service.save(deps.database, sent, deps.clock())
        said = _answer(deps, outcome, profile, zone_typed=zone_typed)
        if outcome.saved is not None and outcome.saved.channel_id is not None:
            work = _enter(deps, outcome.saved, profile, body["view"]["id"])
            await deps.after_ack(ack, work, body, profile, said)
        else:
            await ack(**said)


async def answer(deps: Deps, asked: Asked, words: Words) -> Answer:
    """Return what opens the form, or the teams to choose from."""
    profile = asked.profile
    claimed = await first_admin.claim(deps.database, profile.user_id, deps.clock())
    made_admin = claimed == "made_admin"
    found = await managed(deps.database, profile.user_id)
    if not found.teams and not found.is_admin:
        raise BotError("setup.nothing_to_set")
    channel_id = asked.channel_id
    team_id = None if words.is_new else _chosen(found, words, channel_id)
    if team_id is None and not words.is_new and found.teams:
        teams = [(number, name) for number, name, _ in found.teams]
        return view.choose(teams, profile.language, may_add=found.is_admin)
    suggested = {} if team_id else _suggested(profile, channel_id, words.team)
    form = await _form(deps, profile, team_id, suggested, made_admin=made_admin)
    return deps.slack.show_modal(asked.body, view.form(form, profile.reader()))


def _chosen(found: Managed, words: Words, channel_id: str) -> int | None:
    if not found.teams:
        return None
    team_id = chosen(found, words.team, channel_id)
    only_one = words.team is None and len(found.teams) == 1
    here = any(channel == channel_id for _, _, channel in found.teams)
    # An admin in a channel without a team more likely wants a new one.
    return None if found.is_admin and only_one and not here else team_id


def _suggested(profile: Profile, channel_id: str, name: str | None) -> dict[str, str]:
    country = {"Asia/Shanghai": "CN"}.get(profile.zone.key, "")
    suggested = {"zone": profile.zone.key, "language": profile.language, "country": country}
    if channel_id.startswith(("C", "G")):
        suggested["channel"] = channel_id
    return suggested | ({"name": name} if name else {})


async def _form(
    deps: Deps,
    profile: Profile,
    team_id: int | None,
    suggested: dict[str, str],
    *,
    made_admin: bool = False,
) -> SettingsForm:
    who, now = profile.user_id, deps.clock()
    if team_id is None:
        suggested = suggested or _suggested(profile, "", None)
        return await service.new_form(deps.database, who, now, suggested, made_admin=made_admin)
    return await service.present_form(deps.database, team_id, who, now, made_admin=made_admin)


def _sent(opened: dict[str, Any], who: str) -> tuple[Sent, bool]:
    """Return what was sent, and whether the zone was typed instead of picked."""
    value = read_value(SettingsValue, opened.get("private_metadata"))
    held = opened["state"]["values"]
    typed = {name: _text(held[name]) for name in FIELDS if name in held}
    other = _text(held.get(view.ZONE_TYPED)).strip()
    typed["zone"] = other or typed.get("zone", "")
    sent = Sent(value.team_id, typed, value.seen, value.turn, who, opened["id"])
    return sent, bool(other)


def _text(block: dict[str, Any] | None) -> str:
    state: dict[str, Any] = next(iter((block or {}).values()), {})
    names = ("value", "selected_conversation", "selected_time")
    option = (state.get("selected_option") or {}).get("value")
    if "selected_options" in state:
        return ",".join(one["value"] for one in state["selected_options"] or ())
    return str(next(filter(None, (option, *map(state.get, names))), ""))


def _answer(deps: Deps, outcome: Outcome, profile: Profile, *, zone_typed: bool) -> Payload:
    language = profile.language
    if outcome.saved is not None:
        asking: view.Channel | None = "asking" if outcome.saved.channel_id else None
        modal = _saved(deps, outcome.saved, language, asking)
        return {"response_action": "update", "view": modal}
    if outcome.form is not None:
        return {"response_action": "update", "view": view.form(outcome.form, profile.reader())}
    blocks = {"zone": view.ZONE_TYPED} if zone_typed else {}
    errors = {
        blocks.get(name, name): t(language, error.key, **error.params)
        for name, error in outcome.errors.items()
    }
    return {"response_action": "errors", "errors": errors}


def _saved(
    deps: Deps, saved: SavedSettings, language: str, channel: view.Channel | None
) -> Payload:
    sample = deps.settings.sample_since is not None
    return view.saved(saved, language, channel, sample=sample)


async def _enter(deps: Deps, saved: SavedSettings, profile: Profile, view_id: str) -> None:
    """Join the team's channel, and say so in the modal; also to whoever has closed it."""
    if saved.channel_id is None:
        return
    entered = await enter(deps.slack.client, saved.channel_id)
    modal = _saved(deps, saved, profile.language, entered)
    await deps.slack.renew_modal(view_id, None, modal)
    if entered in {"invite", "archived", "unknown"}:
        channel = f"<#{saved.channel_id}>"
        sentence = t(profile.language, f"setup.channel.{entered}", channel=channel)
        try:
            await deps.slack.post(profile.user_id, notice(sentence))
        except PostFailed:
            return
