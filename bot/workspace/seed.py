"""Where a workspace starts from: a plain dictionary, with a sensible default.

A seed may give any of ``team``, ``users``, ``channels`` (each replaces the default) and ``app``
(its keys are laid over the default app)::

    {"team": {"id", "name", "domain"},
     "users": [{"id", "name", "real_name", "email", "locale", "tz", "title",
                "is_bot", "deleted", "is_admin", "is_restricted"}],
     "channels": [{"id", "name", "topic", "members": [user ids], "kind", "is_archived"}],
     "app": {"id", "name", "bot_id", "bot_user", "bot_token", "app_token", "signing_secret",
             "scopes": [...], "events": [...], "commands": [{"command", "hint", "description",
             "should_escape"}], "shortcuts": [{"callback_id", "name", "kind"}]},
     "now": "2026-11-20T09:40:00+00:00", "tour": see bot.workspace.tour}

``now`` is where the workspace's clock starts; without it that is the present.
The bot is a member of a channel when its user id is among the members.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.workspace.app_clock import instant
from bot.workspace.entities import App, Channel, Command, Json, Shortcut, Team, User

ALL_SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "team:read",
    "users:read",
    "users:read.email",
]


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


@dataclass
class Seeded:
    """The records that a seed describes."""

    team: Team
    users: list[User]
    channels: list[Channel]
    app: App
    now: datetime | None
    tour: Json | None


def read_seed(seed: Json | None) -> Seeded:
    """Return the records of the default seed with ``seed`` laid over it.

    Raises TypeError, KeyError or ValueError for what is unknown, missing or not an instant.
    """
    given = seed or {}
    whole = {**default_seed(), **given}
    app = _app({**_default_app(), **given.get("app", {})})
    users = [User(**row) for row in whole["users"]]
    if all(user.id != app.bot_user for user in users):
        users.append(_bot_user(app))
    return Seeded(
        team=Team(**whole["team"]),
        users=users,
        channels=[Channel(**row) for row in whole["channels"]],
        app=app,
        now=instant(given["now"]) if given.get("now") else None,
        tour=given.get("tour"),
    )


def _app(row: Json) -> App:
    commands = [Command(**command) for command in row.pop("commands")]
    shortcuts = [Shortcut(**shortcut) for shortcut in row.pop("shortcuts")]
    return App(commands=commands, shortcuts=shortcuts, **row)


def _bot_user(app: App) -> User:
    handle = app.name.lower().replace(" ", "_")
    return User(id=app.bot_user, name=handle, real_name=app.name, is_bot=True, bot_id=app.bot_id)
