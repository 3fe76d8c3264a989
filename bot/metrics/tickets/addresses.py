"""Where a ticket is found: in the helpdesk that is connected, else where its team wrote it down."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

ID = "{id}"
"""What stands in an address for the number of a ticket."""
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a team's tickets, each with `{id}` for the number; empty: none is known.

    `desks` are (source, address) of the helpdesks that are or were connected and know their own.
    """

    own: str = ""
    desks: tuple[tuple[str, str], ...] = ()

    def of(self, source: str) -> str:
        """Return the address for tickets of a source: its helpdesk's, else the team's own."""
        return dict(self.desks).get(source) or self.own


NOWHERE = Addresses()


def read_addresses(own: str, desks: str) -> Addresses:
    """Return the addresses as they are stored with a team."""
    return Addresses(own, tuple(json.loads(desks).items()) if desks else ())


def write_desks(addresses: Addresses, told: Mapping[str, str]) -> str:
    """Return the helpdesks' addresses as they are stored, with what is told by source."""
    return json.dumps({**dict(addresses.desks), **told}, ensure_ascii=False)


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
