"""Local stand-ins for helpdesks, as strict as what their makers publish; know nothing of the bot.

In a test or a program::

    desk = Desk()
    faults = Faults()
    async with answering(freshdesk(desk, "key"), faults, now=desk.now) as address:
        ticket = desk.open(at)
        faults.add("busy", retry_after="2")
"""

from bot.workspace.helpdesks.desk import (
    Author,
    Desk,
    Group,
    Message,
    Person,
    Status,
    Ticket,
    utc_now,
)
from bot.workspace.helpdesks.faults import Fault, Faults, http_date, is_revoked
from bot.workspace.helpdesks.web import answering

__all__ = [
    "Author",
    "Desk",
    "Fault",
    "Faults",
    "Group",
    "Message",
    "Person",
    "Status",
    "Ticket",
    "answering",
    "http_date",
    "is_revoked",
    "utc_now",
]
