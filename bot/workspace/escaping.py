"""How what a person types becomes what an app receives."""

from __future__ import annotations

import re

from bot.workspace.state import Workspace

URL = re.compile(r"(?<![<|\w])https?://[^\s<>|]+")
ALREADY = re.compile(r"<(?:[@#][A-Z0-9]+(?:\|[^<>]*)?|https?://[^<>\s]+)>")


def escape_markup(text: str) -> str:
    """Return the text with ``&``, ``<`` and ``>`` escaped as Slack does."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_typed(workspace: Workspace, text: str, *, labels: bool) -> str:
    """Return typed text with users, channels and links encoded and the rest escaped.

    ``@emma`` becomes ``<@U01EMMA|emma>`` with labels (slash commands) and ``<@U01EMMA>`` without
    (messages); what is written as ``<@U…>`` or ``<#C…>`` already is kept.
    """
    kept: list[str] = []

    def keep(encoded: str) -> str:
        kept.append(encoded)
        return f"\x00{len(kept) - 1}\x00"

    text = ALREADY.sub(lambda found: keep(_labelled(workspace, found[0], labels=labels)), text)
    text = URL.sub(lambda found: keep(f"<{found[0]}>"), text)
    for typed, encoded in _names(workspace, labels=labels):
        pattern = re.escape(typed) + r"(?![\w-])" if typed[-1].isascii() else re.escape(typed)
        if re.search(pattern, text):
            text = re.sub(pattern, keep(encoded), text)
    text = escape_markup(text)
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], text)


def _names(workspace: Workspace, *, labels: bool) -> list[tuple[str, str]]:
    names: list[tuple[str, str]] = []
    for user in workspace.users.values():
        encoded = f"<@{user.id}|{user.name}>" if labels else f"<@{user.id}>"
        names += [(f"@{name}", encoded) for name in {user.name, user.real_name}]
    for channel in workspace.channels.values():
        if channel.kind == "channel":
            encoded = f"<#{channel.id}|{channel.name}>"
            names.append((f"#{channel.name}", encoded))
    return sorted(names, key=lambda pair: -len(pair[0]))


def _labelled(workspace: Workspace, written: str, *, labels: bool) -> str:
    user_id = written[2:-1].partition("|")[0]
    user = workspace.users.get(user_id)
    if user is None or not written.startswith("<@"):
        return written
    return f"<@{user.id}|{user.name}>" if labels else f"<@{user.id}>"
