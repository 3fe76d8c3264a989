"""Rows of tickets and their messages."""

from bot.store.tickets import events, messages, revised, revisions, rollups, tickets
from bot.store.tickets.columns import (
    are_many,
    cohort_between,
    in_columns_between,
    many_between,
    opened_at_instants,
)
from bot.store.tickets.messages import Conversation
from bot.store.tickets.values import values_of
from bot.store.tickets.writer import TicketWriter, Written, all_usual, ticket_writer

__all__ = [
    "Conversation",
    "TicketWriter",
    "Written",
    "all_usual",
    "are_many",
    "cohort_between",
    "events",
    "in_columns_between",
    "many_between",
    "messages",
    "opened_at_instants",
    "revised",
    "revisions",
    "rollups",
    "ticket_writer",
    "tickets",
    "values_of",
]
