"""A ticket as Zendesk has it, and as a row.

Names of fields: Tickets, Ticket Metrics, Ticket Comments and Side-loading at developer.zendesk.com.
That a ticket which was merged into another has the tag `closed_by_merge` is known from what
accounts report; it was not seen in Zendesk's own papers.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.sources.pulls.protocol import Row, row

_OVER = {"solved", "closed"}
_STAFF = {"agent", "admin"}
_MERGED = "closed_by_merge"


class Beside:
    """The people and groups that came beside tickets or comments, by their IDs."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self._users = {one.get("id"): one for one in body.get("users") or ()}
        self._groups = {one.get("id"): one for one in body.get("groups") or ()}

    def name(self, user: object) -> str | None:
        """Return the name of a user."""
        return self._user(user).get("name")

    def role(self, user: object) -> str:
        """Return the role of a user, empty where it is not told."""
        return self._user(user).get("role") or ""

    def customer(self, user: object) -> str | None:
        """Return what a customer is known by: the address, else the ID."""
        return self._user(user).get("email") or (None if user is None else str(user))

    def group(self, group: object) -> str | None:
        """Return the name of a group."""
        return (self._groups.get(group) or {}).get("name")

    def _user(self, user: object) -> Mapping[str, Any]:
        return self._users.get(user) or {}


def is_spoken(ticket: Mapping[str, Any]) -> bool:
    """Tell whether the comments of a ticket say nothing of who answered when.

    A chat is a single comment, and a ticket that was deleted has none any more.
    """
    return (
        ticket.get("status") == "deleted"
        or ticket.get("from_messaging_channel") is True
        or _channel(ticket) == "chat"
        or _calendar(_metrics(ticket), "reply_time_in_seconds") is not None
    )


def row_of(ticket: Mapping[str, Any], beside: Beside, messages: Iterable[Row]) -> Row:
    """Return the row of a ticket with the messages that its comments are."""
    metrics = _metrics(ticket)
    status = _status(ticket, metrics)
    opened = ticket.get("created_at")
    assignee = ticket.get("assignee_id")
    reopened = bool(metrics.get("reopens"))
    first = _after(opened, 60, _calendar(metrics, "first_resolution_time_in_minutes"))
    return row(
        external_id=str(ticket.get("id") or ""),
        opened_at=opened,
        first_response_at=_answered(opened, metrics),
        resolved_at=metrics.get("solved_at") if status in {*_OVER, "reopened"} else None,
        # In whole minutes: of a ticket that was solved once it would be before the only solving.
        first_resolved_at=first if reopened else None,
        updated_at=ticket.get("updated_at"),
        status=status,
        kind=ticket.get("type"),
        channel=_channel(ticket),
        agent=beside.name(assignee) or (None if assignee is None else str(assignee)),
        group=beside.group(ticket.get("group_id")),
        priority=ticket.get("priority"),
        customer=beside.customer(ticket.get("requester_id")),
        subject=ticket.get("subject"),
        replies=metrics.get("replies"),
        excluded=_excluded(ticket),
        messages=list(messages),
    )


def messages_of(
    ticket: Mapping[str, Any], comments: Iterable[Mapping[str, Any]], beside: Beside
) -> list[Row]:
    """Return the messages that comments are, without their text."""
    return [
        {
            "at": comment.get("created_at"),
            "kind": _kind(ticket, comment, beside),
            "author": beside.name(comment.get("author_id")),
        }
        for comment in comments
    ]


def _kind(ticket: Mapping[str, Any], comment: Mapping[str, Any], beside: Beside) -> str:
    author = comment.get("author_id")
    if comment.get("public") is False:
        return "note"
    if _channel(comment) == "rule" or author == -1:
        return "auto"
    if author != ticket.get("requester_id") and beside.role(author) in _STAFF:
        return "agent"
    return "customer"


def _status(ticket: Mapping[str, Any], metrics: Mapping[str, Any]) -> str | None:
    """Return the status; of a ticket that is at work once more, that it was reopened."""
    status = ticket.get("status")
    if metrics.get("reopens") and status not in {*_OVER, "deleted"}:
        return "reopened"
    return status


def _excluded(ticket: Mapping[str, Any]) -> str | None:
    if ticket.get("status") == "deleted":
        return "deleted"
    return "merged" if _MERGED in (ticket.get("tags") or ()) else None


def _answered(opened: object, metrics: Mapping[str, Any]) -> str | None:
    """Return when a ticket was first answered, to the minute where seconds are not told."""
    seconds = _calendar(metrics, "reply_time_in_seconds")
    if seconds is not None:
        return _after(opened, 1, seconds)
    return _after(opened, 60, _calendar(metrics, "reply_time_in_minutes"))


def _after(opened: object, unit: int, count: float | None) -> str | None:
    if count is None or not isinstance(opened, str):
        return None
    try:
        return (datetime.fromisoformat(opened) + timedelta(seconds=unit * count)).isoformat()
    except (ValueError, OverflowError):
        return None


def _metrics(ticket: Mapping[str, Any]) -> Mapping[str, Any]:
    return ticket.get("metric_set") or {}


def _calendar(metrics: Mapping[str, Any], name: str) -> float | None:
    told = (metrics.get(name) or {}).get("calendar")
    return told if isinstance(told, int | float) else None


def _channel(of: Mapping[str, Any]) -> str | None:
    return (of.get("via") or {}).get("channel")
