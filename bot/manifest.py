"""The app manifest: what Slack is told of the bot when its app is created."""

import json
from typing import Any
from urllib.parse import quote, urlsplit

from bot.errors import BotError
from bot.ids import ACTION_SHORTCUT, COMMAND, HOME_OPENED, MENTION, PROBLEM_SHORTCUT
from bot.text import LANGUAGES, t

NEEDED = ("commands", "chat:write", "users:read")
"""The scopes without which nothing works."""

OPTIONAL = (
    "app_mentions:read",
    "users:read.email",
    "channels:read",
    "channels:join",
    "channels:history",
    "groups:read",
    "groups:history",
    "im:write",
    "im:history",
    "files:read",
    "files:write",
)
"""The scopes that whoever installs the app may leave out. Slack wants them among the others too."""

SCOPES = NEEDED + OPTIONAL
EVENTS: tuple[str, ...] = (HOME_OPENED, MENTION, "message.im")
"""Events to subscribe to; Slack retries and then gives up on those that no listener takes."""

MESSAGE_SHORTCUTS: tuple[tuple[str, str, str], ...] = (
    (ACTION_SHORTCUT, "action.button.make", "action.shortcut"),
    (PROBLEM_SHORTCUT, "problem.button.make", "problem.shortcut"),
)
"""Message shortcuts that have a listener: callback id, key of the name, key of what it does."""

_CREATE = "https://api.slack.com/apps?new_app=1&manifest_json="


def manifest(url: str | None = None) -> dict[str, Any]:
    """Return the manifest: Socket Mode, or HTTP with `url` as the bot's public address.

    Slack's manifest has no translations, so each text stands there in both languages. Raises
    BotError when the address is not https.
    """
    endpoint = None if url is None else _endpoint(url)
    request = {"request_url": endpoint} if endpoint else {}
    command = {
        "command": COMMAND,
        "description": _both("manifest.command"),
        "usage_hint": _both("manifest.usage"),
        "should_escape": True,
    }
    features: dict[str, Any] = {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": t("en", "manifest.bot"), "always_online": False},
        "slash_commands": [command | ({"url": endpoint} if endpoint else {})],
    }
    if MESSAGE_SHORTCUTS:
        features["shortcuts"] = [_shortcut(*shortcut) for shortcut in MESSAGE_SHORTCUTS]
    settings: dict[str, Any] = {
        "interactivity": {"is_enabled": True, **request},
        "org_deploy_enabled": False,
        "socket_mode_enabled": endpoint is None,
        "token_rotation_enabled": False,
    }
    if EVENTS:
        settings["event_subscriptions"] = {"bot_events": list(EVENTS), **request}
    return {
        "_metadata": {"major_version": 1},
        "display_information": {
            "name": t("en", "manifest.name"),
            "description": _both("manifest.about"),
            "long_description": _both("manifest.long", "\n\n"),
            "background_color": "#12525a",
        },
        "features": features,
        "oauth_config": {"scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL)}},
        "settings": settings,
    }


def as_json(url: str | None = None) -> str:
    """Return the manifest as indented JSON."""
    return json.dumps(manifest(url), ensure_ascii=False, indent=2)


def create_link(url: str | None = None) -> str:
    """Return the address of Slack's page that creates the app from this manifest."""
    return _CREATE + quote(
        json.dumps(manifest(url), ensure_ascii=False, separators=(",", ":")), safe=""
    )


def _endpoint(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise BotError("manifest.bad_url", value=url)
    return url.rstrip("/").removesuffix("/slack/events") + "/slack/events"


def _shortcut(callback_id: str, name: str, about: str) -> dict[str, str]:
    return {
        "name": t("en", name),
        "type": "message",
        "callback_id": callback_id,
        "description": _both(about),
    }


def _both(key: str, between: str = " · ") -> str:
    return between.join(t(language, key) for language in LANGUAGES)
