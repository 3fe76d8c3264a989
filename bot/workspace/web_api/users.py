"""users.*: people, bots, and the conversations they are in."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.workspace.entities import Json, User
from bot.workspace.errors import SlackError
from bot.workspace.web_api.call import Call, method
from bot.workspace.web_api.conversations import READ, channel_json, listed


def user_json(call: Call, user: User) -> Json:
    """Return a user as Slack's API writes it; the offset is the present one, in seconds."""
    now = datetime.now(ZoneInfo(user.tz))
    offset = now.utcoffset()
    team_id = user.team_id or call.workspace.team.id
    body: Json = {
        "id": user.id,
        "team_id": team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "tz": user.tz,
        "tz_label": now.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": _profile(call, user),
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_bot": user.is_bot,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_app_user": False,
        "updated": call.workspace.started,
    }
    if team_id != call.workspace.team.id:
        body["is_stranger"] = True
    if call.flag("include_locale"):
        body["locale"] = user.locale
    return body


def _profile(call: Call, user: User) -> Json:
    profile = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.real_name,
        "display_name_normalized": user.real_name,
        "title": user.title,
        "status_text": "",
        "status_emoji": "",
        "team": user.team_id or call.workspace.team.id,
    }
    if user.email and "users:read.email" in call.workspace.app.scopes:
        profile["email"] = user.email
    if user.bot_id:
        profile |= {"bot_id": user.bot_id, "api_app_id": call.workspace.app.id}
    return profile


@method("users.info", "users:read", tier=4, json_body=False)
async def info(call: Call) -> Json:
    """Describe one user."""
    return {"user": user_json(call, call.workspace.user(call.required("user")))}


@method("users.list", "users:read", tier=2, json_body=False)
async def listing(call: Call) -> Json:
    """List users of this workspace, all of them unless ``limit`` says how many at a time."""
    workspace = call.workspace
    own = [user for user in workspace.users.values() if user.team_id in {"", workspace.team.id}]
    found, cursor = call.page(own, max(1, len(own)))
    written = [user_json(call, user) for user in found]
    return {
        "members": written,
        "cache_ts": int(time.time()),
        "response_metadata": {"next_cursor": cursor},
    }


@method("users.lookupByEmail", "users:read.email", tier=3, json_body=False)
async def lookup(call: Call) -> Json:
    """Find a user by e-mail address."""
    wanted = call.required("email").lower()
    for user in call.workspace.users.values():
        if user.email.lower() == wanted and not user.deleted:
            return {"user": user_json(call, user)}
    raise SlackError("users_not_found")


@method("users.conversations", *READ, tier=3, json_body=False)
async def conversations(call: Call) -> Json:
    """List the conversations that a user, by default the bot, is in."""
    user = call.text("user") or call.workspace.app.bot_user
    found, cursor = listed(call, call.workspace.user(user).id)
    written = [channel_json(call.workspace, channel) for channel in found]
    return {"channels": written, "response_metadata": {"next_cursor": cursor}}
