"""The JSON that Slack sends to an app for what people do."""

from __future__ import annotations

from bot.workspace import messages, views
from bot.workspace.block_rules import elements_of
from bot.workspace.entities import Channel, Command, Json, Message, Shortcut, View
from bot.workspace.state import Workspace


def slash_command(
    workspace: Workspace, user_id: str, channel: Channel, command: Command, text: str
) -> Json:
    """Return the form of a slash command; ``text`` is already escaped."""
    app, team = workspace.app, workspace.team
    return {
        "token": app.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": _channel(channel)["name"],
        "user_id": user_id,
        "user_name": workspace.user(user_id).name,
        "command": command.command,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": workspace.new_response_url(user_id, channel.id),
        "trigger_id": workspace.new_trigger(user_id),
    }


def message_click(workspace: Workspace, user_id: str, message: Message, action: Json) -> Json:
    """Return a ``block_actions`` payload for an element in a message."""
    channel = workspace.channel(message.channel)
    return _interaction(workspace, user_id, "block_actions") | {
        **_in_message(workspace, message),
        "state": {"values": message.states.get(user_id, {})},
        "response_url": workspace.new_response_url(user_id, channel.id, message),
        "actions": [action],
    }


def view_click(workspace: Workspace, view: View, action: Json) -> Json:
    """Return a ``block_actions`` payload for an element in a modal or a Home tab."""
    payload = _interaction(workspace, view.user, "block_actions", view)
    return payload | _in_view(workspace, view) | {"actions": [action]}


def suggestion(
    workspace: Workspace, user_id: str, place: Message | View, named: Json, typed: str
) -> Json:
    """Return a ``block_suggestion`` payload: what was typed into an external menu so far."""
    payload = _interaction(workspace, user_id, "block_suggestion")
    del payload["trigger_id"]
    return payload | _where(workspace, place) | named | {"value": typed}


def _where(workspace: Workspace, place: Message | View) -> Json:
    if isinstance(place, View):
        return _in_view(workspace, place)
    return _in_message(workspace, place)


def _in_message(workspace: Workspace, message: Message) -> Json:
    channel = workspace.channel(message.channel)
    ephemeral = message.only_for is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place: Json = {"container": container, "channel": _channel(channel)}
    if not ephemeral:
        place["message"] = messages.wire(workspace, message, metadata=True)
    return place


def _in_view(workspace: Workspace, view: View) -> Json:
    container = {"type": "view", "view_id": view.id}
    return {"container": container, "view": views.wire(workspace, view)}


def _channel(channel: Channel) -> Json:
    """Return a conversation as payloads name it: private ones by their kind only."""
    return {
        "id": channel.id,
        "name": "privategroup" if channel.kind == "private" else channel.name,
    }


def view_submission(workspace: Workspace, view: View) -> Json:
    """Return a ``view_submission`` payload with the values as they stand."""
    return _interaction(workspace, view.user, "view_submission", view) | {
        "view": views.wire(workspace, view),
        "response_urls": _response_urls(workspace, view),
    }


def _response_urls(workspace: Workspace, view: View) -> list[Json]:
    found = []
    for block in view.payload["blocks"]:
        for element in elements_of(block):
            if not element.get("response_url_enabled"):
                continue
            held = view.values.get(block["block_id"], {}).get(element["action_id"]) or {}
            channel = held.get("selected_conversation") or held.get("selected_channel")
            if channel:
                found.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel,
                        "response_url": workspace.new_response_url(view.user, channel),
                    }
                )
    return found


def view_closed(workspace: Workspace, view: View, *, cleared: bool) -> Json:
    """Return a ``view_closed`` payload."""
    payload = _interaction(workspace, view.user, "view_closed", view)
    del payload["trigger_id"]
    return payload | {"view": views.wire(workspace, view), "is_cleared": cleared}


def shortcut(workspace: Workspace, user_id: str, chosen: Shortcut, message: Message | None) -> Json:
    """Return the payload of a global shortcut or, with a message, of a message shortcut."""
    kind = "shortcut" if message is None else "message_action"
    payload = _interaction(workspace, user_id, kind) | {
        "callback_id": chosen.callback_id,
        "action_ts": workspace.new_ts(),
    }
    if message is not None:
        channel = workspace.channel(message.channel)
        payload |= {
            "message_ts": message.ts,
            "message": messages.wire(workspace, message, metadata=True),
            "channel": _channel(channel),
            "response_url": workspace.new_response_url(user_id, channel.id, message),
        }
    return payload


def event(workspace: Workspace, body: Json) -> Json:
    """Return the Events API wrapper around an event."""
    app, team = workspace.app, workspace.team
    return {
        "token": app.verification_token,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": body,
        "type": "event_callback",
        "event_id": workspace.new_id("Ev", 10),
        "event_time": int(workspace.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team.id,
                "user_id": app.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": workspace.new_id("4-", 24),
    }


def _interaction(workspace: Workspace, user_id: str, kind: str, view: View | None = None) -> Json:
    app, team = workspace.app, workspace.team
    user = workspace.user(user_id)
    person = {"id": user.id, "username": user.name, "name": user.name, "team_id": team.id}
    return {
        "type": kind,
        "token": app.verification_token,
        "team": {"id": team.id, "domain": team.domain},
        "user": person,
        "api_app_id": app.id,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": workspace.new_trigger(user_id, view.id if view else None),
    }
