"""What people say in Slack, read as they read it: names for mentions, no escapes."""

import re

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.store import people
from bot.text import t

_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|([^<>]*))?>")
_CHANNEL = re.compile(r"<#[CG][A-Z0-9]{2,20}(?:\|([^<>]*))?>")
_SPECIAL = re.compile(r"<!(?:subteam\^[A-Z0-9]+\|)?@?([^<>|]*)(?:\|[^<>]*)?>")
_LINK = re.compile(r"<((?:https?://|mailto:)[^<>|]*)(?:\|([^<>]*))?>")


def cut(text: str, most: int) -> str:
    """Return text that a field takes which counts an emoji as the two units it is in UTF-16."""
    units = text.encode("utf-16-le", "ignore")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * (most - 1)].decode("utf-16-le", "ignore").rstrip() + "…"


async def plain(session: AsyncSession, text: str, language: str) -> str:
    """Return what Slack sent as people read it: names for mentions, no escapes."""
    known = await people.names(session, [user_id for user_id, _ in _MENTION.findall(text)])
    somebody = t(language, "action.somebody")
    text = _MENTION.sub(lambda found: f"@{known.get(found[1]) or found[2] or somebody}", text)
    text = _CHANNEL.sub(lambda found: f"#{found[1] or ''}", text)
    text = _SPECIAL.sub(lambda found: f"@{found[1]}", text)
    text = _LINK.sub(lambda found: found[1].removeprefix("mailto:"), text)
    for escaped, plain in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(escaped, plain)
    return text.strip()
