"""conversations.*: which there are, who is in them and what was said in them."""

from __future__ import annotations

from bot.workspace import limits, messages
from bot.workspace.entities import Channel, Json, Message
from bot.workspace.errors import SlackError
from bot.workspace.state import Workspace
from bot.workspace.web_api.call import SCOPE_FAMILIES, Call, method

KINDS = {"channel": "public_channel", "private": "private_channel", "im": "im", "mpim": "mpim"}
READ = ("channels:read", "groups:read", "mpim:read", "im:read")
HISTORY = ("channels:history", "groups:history", "mpim:history", "im:history")
WRITE = ("channels:manage", "groups:write", "mpim:write", "im:write")


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """Return a conversation as Slack's API writes it."""
    bot = workspace.app.bot_user
    body: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": workspace.team.id,
        "updated": channel.created * 1000,
    }
    if channel.kind == "im":
        others = [member for member in channel.members if member != bot]
        user = others[0] if others else bot
        return body | {"user": user, "is_user_deleted": workspace.user(user).deleted}
    noted = {"creator": "", "last_set": 0}
    outside = any(_is_stranger(workspace, member) for member in channel.members)
    return body | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "private",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_member": bot in channel.members,
        "is_general": channel.is_general,
        "is_shared": outside,
        "is_ext_shared": outside,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "creator": channel.creator,
        "unlinked": 0,
        "topic": {"value": channel.topic, **noted},
        "purpose": {"value": "", **noted},
        "previous_names": [],
    }


def _is_stranger(workspace: Workspace, user_id: str) -> bool:
    user = workspace.users.get(user_id)
    return user is not None and user.team_id not in {"", workspace.team.id}


def listed(call: Call, member: str | None) -> tuple[list[Channel], str]:
    """Return a page of the conversations of the types asked for, and the next cursor.

    With ``member`` only that user's; private ones only where the bot is in. Raises SlackError
    ``invalid_types`` or, when the scope for a type is not granted, ``missing_scope``.
    """
    types = (call.text("types") or "public_channel").replace(" ", "").split(",")
    if not set(types) <= set(KINDS.values()):
        raise SlackError("invalid_types")
    call.needs(*(f"{SCOPE_FAMILIES[kind]}:read" for kind, one in KINDS.items() if one in types))
    bot = call.workspace.app.bot_user
    found = [
        channel
        for channel in call.workspace.channels.values()
        if KINDS[channel.kind] in types
        and (channel.kind == "channel" or bot in channel.members)
        and (member is None or member in channel.members)
        and not (channel.is_archived and call.flag("exclude_archived"))
    ]
    return call.page(found)


@method("conversations.list", *READ, tier=2, json_body=False)
async def listing(call: Call) -> Json:
    """List conversations, a page at a time."""
    found, cursor = listed(call, None)
    written = [
        channel_json(call.workspace, channel)
        | ({} if channel.kind == "im" else {"num_members": len(channel.members)})
        for channel in found
    ]
    return {"channels": written, "response_metadata": {"next_cursor": cursor}}


@method("conversations.info", *READ, tier=3, json_body=False)
async def info(call: Call) -> Json:
    """Describe one conversation; private ones only when the bot is in."""
    channel = call.visible_channel("read")
    written = channel_json(call.workspace, channel)
    if call.flag("include_num_members"):
        written["num_members"] = len(channel.members)
    if call.flag("include_locale"):
        written["locale"] = "en-US"
    return {"channel": written}


@method("conversations.members", *READ, tier=4, json_body=False)
async def members(call: Call) -> Json:
    """List the members of a conversation, a page at a time."""
    found, cursor = call.page(call.visible_channel("read").members)
    return {"members": found, "response_metadata": {"next_cursor": cursor}}


@method("conversations.open", *WRITE, tier=3)
async def opening(call: Call) -> Json:
    """Open the direct conversation of the bot with one or several users."""
    workspace = call.workspace
    before = set(workspace.channels)
    channel = _resumed(call) if call.text("channel") else _with_users(call)
    whole = channel_json(workspace, channel) if call.flag("return_im") else {"id": channel.id}
    known = {"no_op": True, "already_open": True} if channel.id in before else {}
    return {**known, "channel": whole}


def _resumed(call: Call) -> Channel:
    channel = call.workspace.channel(call.text("channel"))
    if channel.kind not in {"im", "mpim"}:
        raise SlackError("method_not_supported_for_channel_type")
    if call.workspace.app.bot_user not in channel.members:
        raise SlackError("channel_not_found")
    call.needs(f"{SCOPE_FAMILIES[channel.kind]}:write")
    return channel


def _with_users(call: Call) -> Channel:
    workspace = call.workspace
    given = call.args.get("users")
    if given is None:
        raise SlackError("users_list_not_supplied")
    written = given if isinstance(given, list) else str(given).split(",")
    users = [str(one).strip() for one in written if str(one).strip()]
    if not users:
        raise SlackError("not_enough_users")
    if len(users) > limits.DIRECT_USERS:
        raise SlackError("too_many_users")
    for user in users:
        if workspace.user(user).deleted:
            raise SlackError("user_disabled")
        if workspace.user(user).is_bot:
            raise SlackError("cannot_dm_bot")
    call.needs("im:write" if len(users) == 1 else "mpim:write")
    return workspace.direct(*users, workspace.app.bot_user)


@method("conversations.history", *HISTORY, tier=3)
async def history(call: Call) -> Json:
    """List what was said in a conversation, newest first; replies in threads are left out."""
    channel = call.own_channel("history")
    shown = [
        one
        for one in messages.lasting(call.workspace, channel.id)
        if one.thread_ts in {None, one.ts} or one.reply_broadcast
    ]
    found, cursor = call.page(_between(call, shown)[::-1])
    told = {"latest": call.text("latest")} if call.text("latest") else {}
    return {**_written(call, found, cursor), "pin_count": 0, **told}


@method("conversations.replies", *HISTORY, tier=3, json_body=False)
async def replies(call: Call) -> Json:
    """List a thread: the parent, then the replies, oldest first."""
    channel = call.own_channel("history")
    message = call.workspace.message(channel.id, call.required("ts"))
    if message is None or message.only_for is not None:
        raise SlackError("thread_not_found")
    parent = call.workspace.message(channel.id, message.thread_ts or message.ts) or message
    under = _between(call, messages.replies(call.workspace, parent))
    found, cursor = call.page([parent, *under], limits.REPLIES_PAGE)
    return _written(call, found, cursor)


def _between(call: Call, found: list[Message]) -> list[Message]:
    oldest = call.number("oldest", "invalid_ts_oldest", 0)
    latest = call.number("latest", "invalid_ts_latest", float("inf"))
    if call.flag("inclusive"):
        return [one for one in found if oldest <= float(one.ts) <= latest]
    return [one for one in found if oldest < float(one.ts) < latest]


def _written(call: Call, found: list[Message], cursor: str) -> Json:
    metadata = call.flag("include_all_metadata")
    body: Json = {
        "messages": [messages.wire(call.workspace, one, metadata=metadata) for one in found],
        "has_more": bool(cursor),
    }
    if cursor:
        body["response_metadata"] = {"next_cursor": cursor}
    return body
