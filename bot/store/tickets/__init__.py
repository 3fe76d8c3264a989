"""Rows of tickets and their messages."""

from bot.store.tickets import events, messages, revised, revisions, tickets
from bot.store.tickets.columns import cohort_between, many_between, opened_at_instants
from bot.store.tickets.messages import Conversation
from bot.store.tickets.writer import TicketWriter, Written, all_usual, ticket_writer

__all__ = [
    "Conversation",
    "TicketWriter",
    "Written",
    "all_usual",
    "cohort_between",
    "events",
    "many_between",
    "messages",
    "opened_at_instants",
    "revised",
    "revisions",
    "ticket_writer",
    "tickets",
]
