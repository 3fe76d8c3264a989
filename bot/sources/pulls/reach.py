"""What a helpdesk's address may reach: nothing within the bot's own network."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.sources.pulls.answer import PullError

_NAT64 = IPv6Network("64:ff9b::/96")


def check_reach(url: str, *, private: bool) -> None:
    """Raise PullError for an address that is not asked: not over TLS, or of a private network."""
    try:
        parts = URL(url)
    except ValueError as error:
        raise PullError("address", "no address") from error
    host = parts.host or ""
    # Not the whole address: what stands behind the host may be what it is asked with.
    if not host or (parts.scheme != "https" and not (private and parts.scheme == "http")):
        raise PullError("address", f"{parts.scheme}://{host}")
    if not private and (host == "localhost" or _is_inside(host)):
        raise PullError("private", host)


def _is_inside(host: str) -> bool:
    try:
        at = ip_address(host)
    except ValueError:
        return False
    # Networks carry what is meant for an IPv4 address within these to that address.
    if isinstance(at, IPv6Address) and at in _NAT64:
        at = IPv4Address(at.packed[-4:])
    elif isinstance(at, IPv6Address):
        at = at.ipv4_mapped or at.sixtofour or at
    return not at.is_global or at.is_multicast


class PublicResolver(AbstractResolver):
    """Resolves names, but not to addresses of private networks."""

    def __init__(self) -> None:
        self._resolver = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the public addresses of a name. Raises PullError where it has private ones."""
        found = await self._resolver.resolve(host, port, family)
        public = [one for one in found if not _is_inside(one["host"])]
        if found and not public:
            raise PullError("private", host)
        return public

    async def close(self) -> None:
        """Let go of what is held open."""
        await self._resolver.close()
