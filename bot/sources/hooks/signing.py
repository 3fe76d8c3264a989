"""Whether a request is signed, by whom a secret was shown to, and when."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

SIGNATURE = "X-Frt-Signature"
TIMESTAMP = "X-Frt-Timestamp"
_NOBODY = secrets.token_hex(32)
"""What is compared where there is no secret: how long it takes tells nobody that there is none."""


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return what a request with this body, sent at this second, is signed with."""
    signed = stamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def is_signed(known: Sequence[str], stamp: str, body: bytes, given: str) -> bool:
    """Return whether a request is signed with one of these secrets, in the same time for each."""
    right = False
    for secret in (*known, _NOBODY):
        told = signature(secret, stamp, body).encode()
        right |= hmac.compare_digest(told, given.encode("utf-8", "replace"))
    return right


def signed_at(stamp: str) -> datetime | None:
    """Return the instant that a timestamp names, None for all but plain digits."""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 11):
        return None
    return datetime.fromtimestamp(int(stamp), UTC)
