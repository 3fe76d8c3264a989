"""Which column holds which field in what the programming interfaces of helpdesks answer."""

import re
from collections.abc import Iterable, Sequence

from bot.sources.columns import DURATIONS, FIELDS, ColumnMap, recognise

# A product is known by any of the first names; the rest is field: columns, best first.
# Lengths of time without closed hours are not here: read as elapsed time they would be too short.
_PRODUCTS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "metric_set.reply_time_in_minutes.calendar|metric_set.solved_at|via.channel",
        {
            "external_id": "id",
            "opened_at": "created_at",
            "first_response_minutes": "metric_set.reply_time_in_minutes.calendar",
            "resolved_at": "metric_set.solved_at",
            "replies": "metric_set.replies",
            "channel": "via.channel",
            "agent": "assignee.name|assignee_id",
            "group": "group.name|group_id",
            "customer": "requester.email|requester_id",
        },
    ),
    (
        "stats.first_responded_at|stats.resolved_at|stats.closed_at",
        {
            "external_id": "id",
            "opened_at": "created_at",
            "first_response_at": "stats.first_responded_at",
            "resolved_at": "stats.resolved_at",
            "agent": "responder.name|responder_id",
            "group": "group.name|group_id",
            "customer": "requester.email|requester_id",
        },
    ),
    (
        "statistics.first_admin_reply_at|statistics.first_contact_reply_at|statistics.last_close_at",
        {
            "external_id": "id",
            "opened_at": "created_at",
            "first_response_at": "statistics.first_admin_reply_at",
            "resolved_at": "statistics.last_close_at",
            "first_resolved_at": "statistics.first_close_at",
            "status": "state",
            "channel": "source.type",
            "agent": "assignee.name|admin_assignee_id",
            "group": "team_assignee_id",
            "csat_score": "conversation_rating.rating",
        },
    ),
    (
        "first_reply_created_at|meta.channel|meta.assignee.name",
        {
            "external_id": "id",
            "opened_at": "created_at",
            "first_response_at": "first_reply_created_at",
            "channel": "meta.channel",
            "agent": "meta.assignee.name",
            "group": "meta.team.name",
            "customer": "meta.sender.email|meta.sender.id",
        },
    ),
    (
        "first_response_in_min|first_response_escalation_at|last_contact_agent_at",
        {
            "external_id": "number|id",
            "opened_at": "created_at",
            "first_response_at": "first_response_at",
            "resolved_at": "close_at",
            "agent": "owner|owner_id",
            "group": "group|group_id",
            "customer": "customer|customer_id",
            "channel": "create_article_type",
        },
    ),
    (
        "fields.created",
        {
            "external_id": "key|id",
            "opened_at": "fields.created",
            "first_response_at": "sla.Time to first response.stopped_at|"
            "sla.首次响应时间.stopped_at",
            "resolved_at": "fields.resolutiondate",
            "status": "fields.status.name",
            "kind": "fields.issuetype.name",
            "priority": "fields.priority.name",
            "agent": "fields.assignee.displayName",
            "customer": "fields.reporter.emailAddress|fields.reporter.displayName",
            "subject": "fields.summary",
        },
    ),
)
_RESPONSE = re.compile(
    r"(?:first|initial)[ _.-]*(?:\w+[ _.-]+)?(?:respon|repl|answer)|(?:respon|reply)\w*[ _.-]time"
    r"|time[ _.-]to[ _.-](?:\w+[ _.-])*(?:respon|repl)|首次?(?:响应|响|回复|应答)|响应时[间长]",
    re.IGNORECASE,
)


def understand(header: Sequence[str]) -> ColumnMap:
    """Return the field → column pairs that the names tell, those of a product going first."""
    mapping = recognise(header)
    if not any("." in name or "_" in name for name in header):
        return mapping
    names = set(header)
    for known_by, columns in _PRODUCTS:
        if names.isdisjoint(known_by.split("|")):
            continue
        for field, told in columns.items():
            column = next((name for name in told.split("|") if name in names), None)
            if column:
                _forget_rivals(mapping, field)
                mapping[field] = (column,)
        break
    return {field: mapping[field] for field in FIELDS if field in mapping}


def _forget_rivals(mapping: ColumnMap, field: str) -> None:
    moment = DURATIONS[field][0] if field in DURATIONS else field
    for rival in (moment, *(name for name, (told, _) in DURATIONS.items() if told == moment)):
        mapping.pop(rival, None)


def unused_responses(header: Iterable[str], mapping: ColumnMap) -> list[str]:
    """Return the columns that speak of a first response while none is read."""
    lengths = (name for name, (moment, _) in DURATIONS.items() if moment == "first_response_at")
    if any(name in mapping for name in ("first_response_at", *lengths)):
        return []
    used = {name for names in mapping.values() for name in names}
    return [name for name in header if name not in used and _RESPONSE.search(name)]
