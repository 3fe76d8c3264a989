"""Reading an app manifest: what the workspace must know of the app that is installed in it."""

from __future__ import annotations

from bot.workspace.entities import Json


def read_manifest(manifest: object) -> Json:
    """Return the ``app`` part of a seed for an app manifest, its tokens excepted.

    It names the app, its commands, shortcuts, bot scopes and bot events; what the manifest leaves
    out is as empty as it is in Slack. Raises ValueError when this is no manifest.
    """
    try:
        return _app(_part({"manifest": manifest}, "manifest"))
    except (TypeError, KeyError) as error:
        raise ValueError(f"not an app manifest: {error!r}") from error


def _app(manifest: Json) -> Json:
    shown = manifest["display_information"]
    features = _part(manifest, "features")
    subscriptions = _part(_part(manifest, "settings"), "event_subscriptions")
    return {
        "name": _part(features, "bot_user").get("display_name") or shown["name"],
        "description": shown.get("description", ""),
        "scopes": list(_part(_part(manifest, "oauth_config"), "scopes").get("bot", [])),
        "events": list(subscriptions.get("bot_events", [])),
        "commands": [_command(one) for one in features.get("slash_commands", [])],
        "shortcuts": [_shortcut(one) for one in features.get("shortcuts", [])],
    }


def _part(whole: Json, name: str) -> Json:
    part = whole.get(name, {})
    if not isinstance(part, dict):
        raise TypeError(f"{name} must be an object")
    return part


def _command(given: Json) -> Json:
    return {
        "command": given["command"],
        "hint": given.get("usage_hint", ""),
        "description": given.get("description", ""),
        "should_escape": bool(given.get("should_escape", False)),
    }


def _shortcut(given: Json) -> Json:
    return {"callback_id": given["callback_id"], "name": given["name"], "kind": given["type"]}
