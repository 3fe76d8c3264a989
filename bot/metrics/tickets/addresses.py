"""Where a ticket is found in the helpdesk, as a team wrote it down once."""

from urllib.parse import quote

ID = "{id}"
"""What stands in a team's address for the number of a ticket."""
_LONGEST = 600


def ticket_url(pattern: str, external_id: str) -> str | None:
    """Return the address of a ticket, its number percent-encoded.

    None without a pattern, for a number that leads elsewhere (none, only dots) and for an address
    of more than 600 characters.
    """
    if not pattern or not external_id.strip("."):
        return None
    number = quote(external_id, safe="", errors="replace").replace("~", "%7E")
    address = pattern.replace(ID, number)
    return address if len(address) <= _LONGEST else None
