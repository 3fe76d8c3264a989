"""Where a workspace starts from: a plain dictionary, with a sensible default.

A seed may give any of ``team``, ``users``, ``channels`` (each replaces the default), ``app``
(its keys are laid over the default app) and ``rates`` (see ``bot.workspace.rates``)::

    {"team": {"id", "name", "domain", "edit_window"},
     "users": [{"id", "name", "real_name", "email", "locale", "tz", "title", "is_bot", "deleted",
                "is_admin", "is_restricted", "is_ultra_restricted", "team_id"}],
     "channels": [{"id", "name", "topic", "members": [user ids], "kind", "is_archived",
                   "is_general", "restricted", "creator"}],
     "app": {"id", "name", "handle", "description", "bot_id", "bot_user", "bot_token", "app_token",
             "signing_secret", "scopes": [...], "events": [...], "commands": [{"command", "hint",
             "description", "should_escape"}], "shortcuts": [{"callback_id", "name", "kind"}],
             "request_url", "home_tab", "messages_tab"},
     "rates": {"tier_3": {"per_minute", "burst"}, "channel": …, "workspace": …} or false,
     "now": "2026-11-20T09:40:00+00:00", "tour": see bot.workspace.tour}

The bot is a member of a channel when its user id is among the members. ``from_manifest`` makes the
``app`` of a seed from the manifest of a Slack app. ``now`` is where the workspace's clock starts;
without it that is the present.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.workspace.app_clock import instant
from bot.workspace.entities import App, Channel, Command, Json, Shortcut, Team, User

ALL_SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "reactions:read",
    "team:read",
    "users:read",
    "users:read.email",
]

EVENT_SCOPES = {
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "message.mpim": {"mpim:history"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "reaction_added": {"reactions:read"},
}
"""The scopes of which one is needed to subscribe to an event; other events need none here."""


class ManifestError(ValueError):
    """A manifest that Slack would not take; says why."""


def default_seed() -> Json:
    """Return a fresh copy of the default: two support teams, one English and one Chinese."""
    return {
        "team": {"id": "T01LOCAL", "name": "Local workspace", "domain": "local"},
        "users": _default_users(),
        "channels": _default_channels(),
        "app": _default_app(),
    }


def _default_users() -> list[Json]:
    english = {"locale": "en-GB", "tz": "Europe/London"}
    chinese = {"locale": "zh-CN", "tz": "Asia/Shanghai"}
    rows: list[tuple[str, str, str, str, Json]] = [
        ("U01EMMA", "emma", "Emma Clarke", "Team lead, Global support", english),
        ("U01NOAH", "noah", "Noah Williams", "Support agent", english),
        ("U01SOFIA", "sofia", "Sofia Rossi", "Support agent", english),
        ("U01WANG", "wangfang", "王芳", "客服一组 组长", chinese),
        ("U01LIWEI", "liwei", "李伟", "客服专员", chinese),
        ("U01ZHANG", "zhangmin", "张敏", "客服专员", chinese),
        ("U01ADMIN", "robin", "Robin Chen", "Workspace admin", {**english, "is_admin": True}),
    ]
    return [
        {
            "id": user_id,
            "name": name,
            "real_name": real,
            "title": title,
            "email": f"{name}@example.com",
            **more,
        }
        for user_id, name, real, title, more in rows
    ]


def _default_channels() -> list[Json]:
    english = ["U01EMMA", "U01NOAH", "U01SOFIA", "U01ADMIN"]
    chinese = ["U01WANG", "U01LIWEI", "U01ZHANG", "U01ADMIN"]
    bot = "U01FRTBOT"
    return [
        {
            "id": "C01GENERAL",
            "name": "general",
            "topic": "Everybody",
            "members": [*english[:3], *chinese, bot],
            "is_general": True,
        },
        {
            "id": "C01SUPPORT",
            "name": "support-global",
            "topic": "English-speaking support",
            "members": [*english, bot],
        },
        {
            "id": "C01KEFU",
            "name": "客服一组",
            "topic": "中文客服",
            "members": [*chinese, bot],
        },
    ]


def _default_app() -> Json:
    return {
        "id": "A01FRT",
        "name": "FRT",
        "description": "",
        "bot_id": "B01FRT",
        "bot_user": "U01FRTBOT",
        "bot_token": "xoxb-local-bot",
        "app_token": "xapp-local-app",
        "signing_secret": "local-signing-secret",
        "verification_token": "local-verification",
        "scopes": list(ALL_SCOPES),
        "events": ["app_home_opened", "app_mention", "member_joined_channel", "message.im"],
        "commands": [
            {
                "command": "/frt",
                "hint": "[today | week | by agent | waiting | help]",
                "description": "Response times of your team",
            }
        ],
        "shortcuts": [],
    }


def from_manifest(manifest: Json, *, optional: bool = True) -> Json:
    """Return a seed with the app that a Slack app manifest describes and nothing else.

    Whoever installed it granted what its ``bot_optional`` names only if ``optional``. Raises
    ManifestError when the name is missing, the scope that a feature or event needs, or an
    optional scope among the scopes of the bot, where Slack wants it too.
    """
    try:
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        scopes = manifest.get("oauth_config", {}).get("scopes", {})
        asked, may_lack = list(scopes.get("bot", [])), list(scopes.get("bot_optional", []))
        events = settings.get("event_subscriptions", {}).get("bot_events", [])
        name = manifest.get("display_information", {}).get("name")
        handle = features.get("bot_user", {}).get("display_name") or ""
        tabs = features.get("app_home", {})
        app: Json = {
            "name": name,
            "handle": handle,
            "description": manifest.get("display_information", {}).get("description", ""),
            "scopes": asked,
            "events": list(events),
            "commands": [_command(one) for one in features.get("slash_commands", [])],
            "shortcuts": [_shortcut(one) for one in features.get("shortcuts", [])],
            "request_url": "" if settings.get("socket_mode_enabled") else _request_url(settings),
            "home_tab": bool(tabs.get("home_tab_enabled")),
            "messages_tab": bool(tabs.get("messages_tab_enabled")),
        }
    except (AttributeError, KeyError, TypeError) as error:
        raise ManifestError(f"the manifest has not the form of Slack's schema: {error}") from error
    faults = [] if name else ["/display_information/name is missing"]
    faults += [f"the optional scope {one} is not in bot" for one in may_lack if one not in asked]
    if faults := faults + list(_missing_scopes(app)):
        raise ManifestError("; ".join(faults))
    if not optional:
        app["scopes"] = [one for one in asked if one not in may_lack]
    return {"app": app}


def _request_url(settings: Json) -> str:
    ways = (
        settings.get(way, {}).get("request_url") for way in ("interactivity", "event_subscriptions")
    )
    return next((str(url) for url in ways if url), "")


def _command(given: Json) -> Json:
    return {
        "command": given["command"],
        "hint": given.get("usage_hint", ""),
        "description": given.get("description", ""),
        "should_escape": bool(given.get("should_escape")),
    }


def _shortcut(given: Json) -> Json:
    return {"callback_id": given["callback_id"], "name": given["name"], "kind": given["type"]}


def _missing_scopes(app: Json) -> Iterator[str]:
    granted = set(app["scopes"])
    for feature, needed in {"commands": "commands", "shortcuts": "commands"}.items():
        if app[feature] and needed not in granted:
            yield f"{feature} need the scope {needed}"
    for event in app["events"]:
        wanted = EVENT_SCOPES.get(event)
        if wanted and not wanted & granted:
            yield f"the event {event} needs the scope {' or '.join(sorted(wanted))}"


@dataclass
class Seeded:
    """The records that a seed describes."""

    team: Team
    users: list[User]
    channels: list[Channel]
    app: App
    rates: Json | bool
    now: datetime | None
    tour: Json | None


def read_seed(seed: Json | None) -> Seeded:
    """Return the records of the default seed with ``seed`` laid over it.

    Raises TypeError, KeyError or ValueError for what is unknown, missing or not an instant. Users
    belong to the team unless they say else.
    """
    given = seed or {}
    whole = {**default_seed(), **given}
    app = _app({**_default_app(), **given.get("app", {})})
    users = [User(**row) for row in whole["users"]]
    for user in users:
        user.team_id = user.team_id or whole["team"]["id"]
    if all(user.id != app.bot_user for user in users):
        users.append(_bot_user(app, whole["team"]["id"]))
    return Seeded(
        team=Team(**whole["team"]),
        users=users,
        channels=[Channel(**row) for row in whole["channels"]],
        app=app,
        rates=whole.get("rates", True),
        now=instant(given["now"]) if given.get("now") else None,
        tour=given.get("tour"),
    )


def _app(row: Json) -> App:
    commands = [Command(**command) for command in row.pop("commands")]
    shortcuts = [Shortcut(**shortcut) for shortcut in row.pop("shortcuts")]
    return App(commands=commands, shortcuts=shortcuts, **row)


def _bot_user(app: App, team_id: str) -> User:
    handle = app.handle or app.name.lower().replace(" ", "_")
    return User(app.bot_user, handle, app.name, is_bot=True, team_id=team_id, bot_id=app.bot_id)
