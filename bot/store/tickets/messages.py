"""Messages of tickets, replaced ticket by ticket."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, select

from bot.metrics.clocks import to_micros
from bot.models import TicketMessage

_MESSAGES: Table = TicketMessage.__table__  # type: ignore[attr-defined]
Conversation = list[tuple[int, int, str, str | None]]


def changed(
    connection: Connection, team_id: int, source: str, conversations: Mapping[str, Conversation]
) -> list[str]:
    """Return the ids whose messages (position, µs, kind, author) are not the stored ones."""
    columns = _MESSAGES.c
    query = (
        select(columns.external_id, columns.position, columns.at, columns.kind, columns.author)
        .where(columns.team_id == team_id, columns.source == source)
        .where(columns.external_id.in_(list(conversations)))
        .order_by(columns.external_id, columns.position)
    )
    stored: dict[str, Conversation] = defaultdict(list)
    for external_id, position, at, kind, author in connection.execute(query):
        stored[external_id].append((position, to_micros(at), kind, author))
    return [key for key, messages in conversations.items() if stored.get(key) != messages]


def replace(
    connection: Connection,
    team_id: int,
    source: str,
    conversations: Mapping[str, Conversation],
    ids: Sequence[str],
) -> None:
    """Put the messages of these tickets in place of what is stored."""
    columns = _MESSAGES.c
    key = {"team_id": team_id, "source": source}
    connection.execute(
        _MESSAGES.delete()
        .where(columns.team_id == team_id, columns.source == source)
        .where(columns.external_id.in_(list(ids)))
    )
    values = [
        key | {"external_id": each, "position": p, "at": at, "kind": kind, "author": author}
        for each in ids
        for p, at, kind, author in conversations[each]
    ]
    if values:
        connection.execute(_MESSAGES.insert(), values)
