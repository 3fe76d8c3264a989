"""What is known of many tickets at once, in columns: one table."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["instant", "text", "truth", "number", "rating", "turns", "names"]

COLUMNS: Mapping[str, Kind] = {
    "opened_at": "instant",
    "waits_from": "instant",
    "first_response_at": "instant",
    "first_solved_at": "instant",
    "solved_at": "instant",
    "ended_at": "instant",
    "bot_first_response_at": "instant",
    "handed_off_at": "instant",
    "agent": "text",
    "responder": "text",
    "resolver": "text",
    "tier": "text",
    "channel": "text",
    "group": "text",
    "complexity": "text",
    "category": "text",
    "priority": "text",
    "kind": "text",
    "excluded": "text",
    "ended_as": "text",
    "reopened": "truth",
    "response_told": "truth",
    "resolution_told": "truth",
    "replies": "number",
    "csat": "rating",
    "turns": "turns",
    "turn_authors": "names",
}
"""The facts of tickets that stand in columns, by the names of TicketFacts, in their order."""
SETTLING = ("first_response_at", "solved_at", "ended_at")
"""Without any of these a ticket waits, and what it comes to is another at every instant."""
