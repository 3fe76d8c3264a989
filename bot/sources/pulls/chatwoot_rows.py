"""A conversation as Chatwoot has it, and as a row.

Names of fields: the serializers under `app/views/api/v1` of Chatwoot's source. Who is a person is
what `Message#human_response?` holds for one there: a user who wrote by no automation rule, or
somebody who answered in the channel's own app.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.sources.pulls.protocol import Row, row

_INCOMING, _OUTGOING, _ACTIVITY = 0, 1, 2
_RESOLVED = "conversation_resolved"
_HANDED_OFF = "conversation_bot_handoff"


def is_worth_events(conversation: Mapping[str, Any], messages: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a conversation is or may once have been resolved, or left by a bot.

    Each of these leaves an activity among its messages.
    """
    has_activity = any(one.get("message_type") == _ACTIVITY for one in messages)
    return has_activity or conversation.get("status") == "resolved"


def row_of(
    conversation: Mapping[str, Any], messages: list[Row], events: list[dict[str, Any]]
) -> Row:
    """Return the row of a conversation; when it was resolved is told by its events alone."""
    meta = conversation.get("meta") or {}
    resolved = _ends(events, _RESOLVED)
    status = conversation.get("status")
    if resolved and status != "resolved":
        status = "reopened"
    return row(
        external_id=str(conversation.get("id") or ""),
        opened_at=_instant(conversation.get("created_at")),
        first_response_at=_instant(conversation.get("first_reply_created_at")),
        resolved_at=max(resolved, default=None),
        first_resolved_at=min(resolved, default=None),
        handed_off_at=min(_ends(events, _HANDED_OFF), default=None),
        updated_at=_instant(conversation.get("last_activity_at")),
        status=status,
        channel=_channel(meta.get("channel")),
        agent=_name(meta.get("assignee")),
        group=_name(meta.get("team")),
        priority=conversation.get("priority"),
        customer=_customer(meta.get("sender") or {}),
        subject=(conversation.get("additional_attributes") or {}).get("mail_subject"),
        messages=messages,
    )


def messages_of(messages: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return messages without their text."""
    return [
        {
            "at": _instant(one.get("created_at")),
            "kind": _kind(one),
            "author": _name(one.get("sender")),
        }
        for one in messages
    ]


def _kind(message: Mapping[str, Any]) -> str:
    what = message.get("message_type")
    if what == _ACTIVITY or message.get("private") is True:
        return "note"
    if what == _INCOMING:
        return "customer"
    return _by_us(message) if what == _OUTGOING else "auto"


def _by_us(message: Mapping[str, Any]) -> str:
    attributes = message.get("content_attributes") or {}
    if attributes.get("automation_rule_id"):
        return "auto"
    if (message.get("additional_attributes") or {}).get("campaign_id"):
        return "bot"
    # The list of messages tells the sender's `type`, what is pushed `sender_type`.
    told = (message.get("sender") or {}).get("type") or message.get("sender_type")
    if str(told or "").casefold() == "user" or attributes.get("external_echo"):
        return "agent"
    return "bot" if told else "auto"


def _ends(events: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    """Return when events of a name ended, as texts of the same form, which sort by time."""
    told = (one.get("event_end_time") for one in events if one.get("name") == name)
    return [at for at in map(_instant, told) if at is not None]


def _instant(told: object) -> str | None:
    """Return an instant that is told in seconds, of which 0 is none, or as an ISO text."""
    try:
        if isinstance(told, int | float):
            return datetime.fromtimestamp(told, UTC).isoformat() if told else None
        return datetime.fromisoformat(str(told)).astimezone(UTC).isoformat() if told else None
    except (ValueError, OverflowError, OSError):
        return None


def _channel(told: object) -> str | None:
    return str(told).removeprefix("Channel::") if told else None


def _name(person: Mapping[str, Any] | None) -> str | None:
    return (person or {}).get("name")


def _customer(sender: Mapping[str, Any]) -> str | None:
    told = sender.get("email") or sender.get("id")
    return None if told is None else str(told)
