"""What people write to the bot: in their conversation with it, or where they mention it."""

import re
from collections.abc import Mapping
from typing import Any

from bot.ids import COMMAND, MENTION, MESSAGE
from bot.slack.client import is_direct

_FROM_PEOPLE = frozenset({None, "file_share"})
"""The subtypes of what a person writes; others tell of edits, joins, apps and the like."""

_AROUND = " \t\r\n\u00a0`,:;，：；、"
_AT_THE_END = ".!?。！？"
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".json", ".jsonl", ".ndjson", ".zip", ".gz")


def is_written(body: Mapping[str, Any]) -> bool:
    """Return whether a payload tells of a message, whoever wrote it to whomever."""
    event = body.get("event")
    return isinstance(event, dict) and event.get("type") in (MESSAGE, MENTION)


def is_for_bot(event: Mapping[str, Any]) -> bool:
    """Return whether a message is one that a person wrote to the bot just now.

    So none of an app, nor one that was edited, taken away, or sent to a channel from its thread.
    """
    if event.get("subtype") not in _FROM_PEOPLE or event.get("bot_id") or event.get("edited"):
        return False
    is_mention = event.get("type") == MENTION
    return is_direct(str(event.get("channel"))) is not is_mention


def words_in(text: str, bot_user_id: str | None) -> str:
    """Return what a message asks, as it would be typed after the command."""
    said = re.sub(rf"<@{re.escape(bot_user_id or '')}(?:\|[^<>]*)?>", " ", text).strip(_AROUND)
    if re.match(rf"{COMMAND}(?!\w)", said, re.ASCII):
        said = said.removeprefix(COMMAND)
    said = said.strip(_AROUND)
    return said.rstrip(_AT_THE_END + _AROUND) or said


def calendar_in(event: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the id and name of a message's first calendar file, None without one."""
    return _file_in(event, (".ics",))


def table_in(event: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the id and name of a message's first file that may hold tickets, None without one."""
    return _file_in(event, _TABLES)


def _file_in(event: Mapping[str, Any], endings: tuple[str, ...]) -> tuple[str, str] | None:
    for one in event.get("files") or ():
        name = str(one.get("name") or "") if isinstance(one, dict) else ""
        if name.casefold().endswith(endings) and one.get("id"):
            return str(one["id"]), name
    return None
