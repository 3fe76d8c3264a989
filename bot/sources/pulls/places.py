"""The address of a helpdesk, out of what somebody copied or wrote down of it."""

import re
from ipaddress import ip_address

from yarl import URL

from bot.sources.pulls.protocol import wrong_address

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)


def address_of(told: str, home: str = "") -> str:
    """Return the https:// address of the host in a text, without what follows the host.

    A name alone is one at `home`, as in `acme` for acme.freshdesk.com. http:// is left where the
    host is of this machine or an address in numbers, which is never asked unless the settings let
    it. Raises BotError (`feeds.error.address`).
    """
    text = told.strip()
    if home and _NAME.fullmatch(text):
        return f"https://{text.lower()}.{home}"
    url = _parsed(text)
    host = (url and url.raw_host) or ""
    if url is None or url.raw_user or url.scheme not in {"https", "http"} or not _is_host(host):
        raise wrong_address(told)
    scheme = url.scheme if _is_inside(host) else "https"
    port = url.explicit_port
    if url.scheme == "http" and scheme == "https":
        port = None
    return str(URL.build(scheme=scheme, host=host, port=port)).rstrip("/")


def _parsed(text: str) -> URL | None:
    if not text or any(letter.isspace() for letter in text):
        return None
    try:
        return URL(text if "://" in text else f"https://{text}")
    except ValueError:
        return None


def _is_host(host: str) -> bool:
    if _is_inside(host):
        return True
    names = host.split(".")
    return len(names) > 1 and all(_NAME.fullmatch(name) for name in names)


def _is_inside(host: str) -> bool:
    """Return whether a host is named by its number, or is this machine."""
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost"
    return True
