"""A ticket's number, which leads to the ticket wherever the team said where that is."""

from typing import NamedTuple

from bot.metrics.tickets import ticket_url
from bot.views.blocks.outside import literal, markup

_MOST = 40
_BAR = "\u2223"


class Linked(NamedTuple):
    """Plain text and the address that it leads to, for rich text and cells; None: nowhere."""

    text: str
    url: str | None


def ticket_link(external_id: str, pattern: str, most: int = _MOST, text: str | None = None) -> str:
    """Return a ticket's number as `mrkdwn`, a link where the team's `pattern` says where to.

    `text` is shown in place of the number, already harmless `mrkdwn`.
    """
    shown = text if text is not None else markup(external_id, most)
    url = ticket_url(pattern, external_id)
    return f"<{_escaped(url)}|{shown.replace('|', _BAR)}>" if url else shown


def ticket_cell(external_id: str, pattern: str, most: int = _MOST) -> Linked:
    """Return a ticket's number for a cell of a table or a part of rich text."""
    return Linked(literal(external_id, most), ticket_url(pattern, external_id))


def _escaped(url: str) -> str:
    return url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
